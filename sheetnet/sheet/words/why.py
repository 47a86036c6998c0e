# ruff: noqa: E501
"""The words of sheet Why, in English and Japanese."""

WHY: dict[str, tuple[str, str]] = {
    "why_title": ("Why is this gradient that number?", "この勾配はなぜこの値なのか"),
    "why_note": (
        "Choose in the coloured cells: every number below follows, and can be worked out by hand.",
        "色の付いたセルで選ぶと、下の数がすべて変わります。どの数も手計算で確かめられます。",
    ),
    "why_iteration": ("iteration", "反復"),
    "why_case": ("case", "データ"),
    "why_unit": ("unit", "ユニット"),
    "why_input": ("its input", "その入力"),
    "why_gradient": ("gradient", "勾配"),
    "why_shown": ("shown: iteration ", "表示中の反復: "),
    "why_untraced": (
        "; sheet Trace has no values, so these are the present ones: sheetnet train {file}",
        "(シート Trace に値がないので現在の値です: sheetnet train {file})",
    ),
    "why_of_case": ("case ", "データ "),
    "why_read": (", read as ", " → 読み取り "),
    "why_says": ("what the network says", "ネットワークの出力"),
    "why_of_weights": ("its weights", "その重み"),
    "why_of_gradient": ("their gradient", "その勾配"),
    "why_value": ("value", "値"),
    "why_weight": ("weight", "重み"),
    "why_product": ("product", "積"),
    "why_forward": ("1  Forward: from the inputs to the unit's output", "1  順伝播: 入力からユニットの出力まで"),
    "why_backward": ("2  Back: the unit errors δ of this case", "2  逆伝播: このデータのユニットの誤差 δ"),
    "why_one": ("3  This case's part of the gradient", "3  このデータの勾配への寄与"),
    "why_all": ("4  The gradient: the parts of all cases; and from E alone", "4  勾配: 全データの寄与の合計と、E だけから求めた値"),
    "why_pushes_up": ("(pushes up)", "(増やす向き)"),
    "why_pushes_down": ("(pushes down)", "(減らす向き)"),
    "why_test_case": ("a test case counts nothing", "テストデータは数えない"),
    "why_told": (
        "The cases that count most: which way a step against the gradient moves the parameter",
        "寄与の大きいデータ: 勾配と逆向きに一歩進むとパラメーターがどちらへ動くか",
    ),
    "why_up": ("up", "増"),
    "why_down": ("down", "減"),
    "why_numbers": ("The numbers that the screen tells of", "画面の文の元になる数"),
    "why_pixel": ("row {row}, column {column}", "{row} 行 {column} 列"),
    "why_choose": (
        "Choose from the list, or type a number. Of a long run Trace keeps some iterations: the last one before it is shown.",
        "リストから選ぶか、数を入力してください。長い学習では一部の反復だけが記録され、その直前の値が表示されます。",
    ),
}  # fmt: skip
