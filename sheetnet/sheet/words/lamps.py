"""The words of the health lamps, in English and Japanese: of each its name, what is wrong, and what to do.

{} is a number that the workbook fills in.
"""

LAMPS: dict[str, tuple[str, str]] = {
    "lamps_title": ("Health lamps", "健康ランプ"),
    "lamps_helpers": ("for the lamps:", "ランプの数式が使う値:"),
    "lamps_quiet": ("quiet", "異常なし"),
    "lamps_all": ("○ health lamps: all quiet", "○ 健康ランプ: すべて異常なし"),
    "lamps_more": ("   (and {} more: see the lamps on the right)", "   (ほか {} 件は右の健康ランプに)"),
    "lamp_uncounted": ("a case that is not counted", "数えられていないデータ"),
    "lamp_uncounted_say": (
        "A row below the last case on sheet Data looks like a case, and no formula counts it.",
        "シート Data の最後のデータの下に、データのような行がありますが、どの数式も数えていません。",
    ),
    "lamp_uncounted_do": (
        "sheetnet add BOOK --label A makes it one; or insert a row above the last case on Data and on Calc",
        "sheetnet add BOOK --label A でデータにするか、Data と Calc の最後のデータの上に行を挿入",
    ),
    "lamp_disagree": ("sheet and engine disagree", "シートとプログラムの不一致"),
    "lamp_disagree_say": (
        "E of the formulas is not the E that the last run came to: data, values or formulas were changed since.",
        "数式の E が最後の実行で得た E と違います。その後にデータ・値・数式が変わりました。",
    ),
    "lamp_disagree_do": (
        "sheetnet check BOOK tells the cells; sheetnet train BOOK trains anew",
        "sheetnet check BOOK でセルを確かめ、sheetnet train BOOK で学習し直す",
    ),
    "lamp_unscaled": ("unscaled inputs", "スケールしていない入力"),
    "lamp_unscaled_say": (
        "The inputs reach {} and more and are not scaled: hidden units begin near their ends, where they hardly learn.",
        "入力が {} 以上に達し、スケールされていません。隠れユニットが端の近くから始まり、ほとんど学習できません。",
    ),
    "lamp_unscaled_do": (
        "make the workbook anew with --scaling standard",
        "--scaling standard を付けてブックを作り直す",
    ),
    "lamp_eta": ("eta too large", "学習率が大きすぎる"),
    "lamp_eta_say": (
        "The learning rate is too large: E jumps up again and again, or every output is stuck at one end.",
        "学習率 η が大きすぎます。E が何度も跳ね上がるか、すべての出力が一方の端に張り付いています。",
    ),
    "lamp_eta_do": ("a smaller one in the cell eta, or --eta {}", "セル eta を小さくするか、--eta {}"),
    "lamp_identical": ("identical hidden units", "同じ隠れユニット"),
    "lamp_identical_say": (
        "Hidden units with the weights of an earlier one: {}. They stay equal for ever.",
        "前のユニットと同じ重みの隠れユニット: {} 個。いつまでも等しいままです。",
    ),
    "lamp_identical_do": (
        "different initial values, as sheetnet new makes them with --init uniform",
        "sheetnet new --init uniform のような、互いに異なる初期値にする",
    ),
    "lamp_saturated": ("saturated units", "飽和したユニット"),
    "lamp_saturated_say": (
        "Hidden units that stand at the same end for every case: {}. No gradient flows through them.",
        "どのデータでも同じ端にいる隠れユニット: {} 個。勾配が流れません。",
    ),
    "lamp_saturated_do": (
        "--scaling standard for large inputs; else smaller initial values, --scale 0.1",
        "大きい入力には --scaling standard、そうでなければ小さい初期値 --scale 0.1",
    ),
    "lamp_alike": ("all outputs equal", "すべて同じ出力"),
    "lamp_alike_say": ("All cases get the same outputs.", "すべてのデータの出力が同じです。"),
    "lamp_alike_do": (
        "other initial values (--seed 1), another --eta, or more hidden units (--network)",
        "別の初期値 (--seed 1)、別の --eta、またはより多くの隠れユニット (--network)",
    ),
    "lamp_plateau": ("plateau", "プラトー"),
    "lamp_plateau_say": (
        "E stands still where a network is that answers the same to every case, such as the mean or 0.5.",
        "どのデータにも同じ答え (平均や 0.5 など) を返すネットワークの E で止まっています。",
    ),
    "lamp_plateau_do": (
        "more updates (--iterations), another --eta, or other initial values (--seed 1)",
        "更新を増やす (--iterations)、別の --eta、または別の初期値 (--seed 1)",
    ),
    "lamp_rising": ("E rising", "E の上昇"),
    "lamp_rising_say": (
        "E has risen again: it was lowest at iteration {}.",
        "E が再び上がりました。最小は反復 {} でした。",
    ),
    "lamp_rising_do": (
        "a smaller --eta, or stop there: --iterations {}",
        "--eta を小さくするか、そこで止める: --iterations {}",
    ),
    "lamp_test": ("test curve turning up", "テスト曲線の上昇"),
    "lamp_test_say": (
        "The test curve has turned up: test E was lowest at iteration {}; since then it learns by heart.",
        "テスト E が上がりました。最小は反復 {} で、その後は学習データを丸暗記しています。",
    ),
    "lamp_test_do": (
        "stop there: --iterations {}; or fewer hidden units",
        "そこで止める: --iterations {}。または隠れユニットを減らす",
    ),
    "lamp_constant": ("inputs that never vary", "変化しない入力"),
    "lamp_constant_say": (
        "Inputs that are the same in every case: {}. Nothing can be learned from them.",
        "どのデータでも同じ値の入力: {} 個。そこからは何も学べません。",
    ),
    "lamp_constant_do": ("leave these columns out of the table (--data)", "その列を表から除く (--data)"),
}
