# ruff: noqa: E501
"""What the curve `descent` says, in English and Japanese."""

from sheetnet.making.curves.curve import Sections

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Gradient descent: learning rate 0.1 against 10", "勾配降下法: 学習率 0.1 と 10"),
    "note": ("f = x₀² + x₁²     each step: x ← x − η ∂f/∂x, 100 times     numerical gradient: (f(x + h) − f(x − h)) / 2h", "f = x₀² + x₁²     各ステップ: x ← x − η ∂f/∂x を 100 回     数値微分: (f(x + h) − f(x − h)) / 2h"),
    "steps_note": ("x ← x ± η ∂f/∂x, 100 times; SLN(a, b, c) is (a − b) / c, see sheet Guide", "x ← x ± η ∂f/∂x を 100 回。SLN(a, b, c) は (a − b) / c(シート Guide を参照)"),
    "start_0": ("start x₀", "出発点 x₀"),
    "start_1": ("start x₁", "出発点 x₁"),
    "h": ("h of the numerical gradient", "数値微分の h"),
    "descents": ("Five descents, 100 steps each", "5 つの降下、各 100 ステップ"),
    "descent_1": ("small rate", "小さい学習率"),
    "descent_2": ("small rate", "小さい学習率"),
    "descent_3": ("large rate", "大きい学習率"),
    "descent_4": ("large rate", "大きい学習率"),
    "descent_5": ("plus instead of minus", "マイナスでなくプラス"),
    "sign": ("− or +", "− か +"),
    "gradient": ("gradient", "勾配"),
    "numerical": ("numerical", "数値微分"),
    "exact": ("exact: 2x", "解析的: 2x"),
    "exact_slope": ("exact: 2 x₀", "解析的: 2 x₀"),
    "x0_end": ("x₀ at the end", "最後の x₀"),
    "x1_end": ("x₁ at the end", "最後の x₁"),
    "figure_0": ("expected x₀", "期待値 x₀"),
    "figure_1": ("expected x₁", "期待値 x₁"),
    "rises": ("f rises at once", "f はすぐ増える"),
    "evaluations": ("f worked out, times", "f の計算回数"),
    "why": ("Why does descent 3 stop, and where?", "降下 3 はなぜ止まるのか"),
    "why_1": ("With η = 10 an exact step makes of x the number x − 10 · 2x = −19 x: descent 4 flies off and is at 10¹²⁸ after 100 steps. Descent 3 does the same with a numerical gradient and seems to settle at 10¹³.", "η = 10 の解析的な勾配による一歩は x を x − 10 · 2x = −19x に変えます。降下 4 は飛び去り、100 歩後には 10¹²⁸ です。降下 3 は数値微分で同じことをしているのに、10¹³ で落ち着いたように見えます。"),
    "why_2": ("It has found nothing. A cell holds 16 digits: beside 10¹³ the h = 0.0001 is lost, x + h and x − h are the same number, the difference of f is 0, and a gradient of 0 moves nothing. f is 7 · 10²⁶ there.", "何かを見つけたのではありません。セルの数は 16 桁です。10¹³ の隣では h = 0.0001 は消え、x + h と x − h は同じ数になり、f の差は 0、勾配 0 では動きません。そこでの f は 7 · 10²⁶ です。"),
    "why_3": ("Below, step by step: what is left of h beside x₀, the difference as the cells have it and as it should be, and both gradients. At step 8 they differ in the second digit, and from step 10 on h is gone.", "下の表は一歩ごとに、x₀ の隣で残る h、セルの計算による差と本来の差、二つの勾配です。ステップ 8 では二桁目から違い、ステップ 10 からは h が消えています。"),
    "minus": ("minus: descent 1", "マイナス: 降下 1"),
    "plus": ("plus: descent 5", "プラス: 降下 5"),
    "rings_chart": ("The path over lines of equal height", "等高線の上の道"),
    "numerical_3": ("numerical: descent 3", "数値微分: 降下 3"),
    "exact_4": ("exact: descent 4", "解析的: 降下 4"),
    "tens_chart": ("η = 10: how far from the minimum", "η = 10: 最小点からの距離"),
    "sign_chart": ("Minus falls, plus rises", "マイナスとプラス"),
}  # fmt: skip

GUIDE: dict[str, Sections] = {
    "en": [
        ("What this is", [
            "The bowl f = x₀² + x₁², walked down from (−3, 4) in 100 steps, five times: with a small and a large learning rate, by the numerical and by the exact gradient, and once with the wrong sign.",
        ]),
        ("Change this", [
            "Type another η, start or h on sheet Descent, or choose + instead of − from the list. Where inputs are not the original ones, the check mark turns into a dash.",
            "Try η = 0.5: one step, and the minimum is reached. η = 0.99 comes near in a zigzag; at η = 1 it hops for ever; beyond 1 it flies off.",
        ]),
        ("See this", [
            "With η = 0.1 both gradients agree in all digits shown: for this f the numerical gradient is exact up to rounding.",
            "With η = 10 they part: from step 8 on digits are lost, and at step 10 h is gone. The end at (−2.6 · 10¹³, −1.3 · 10¹²) is an artefact: the numerical gradient has become 0 because h is lost beside x. The table on sheet Descent shows it step by step.",
            "With plus instead of minus f rises at once: descent 5 goes the same way uphill.",
            "A numerical gradient has its price: f is worked out twice for each number that moves, here 4 times a step and 400 times in 100 steps, and not once for the exact gradient. For the 79 weights and thresholds of a 20-3-4 network E would be worked out 158 times a step; backpropagation has all 79 derivatives from one pass forward and one back.",
        ]),
        ("Why SLN stands in the formulas", [
            "SLN(a, b, c), made for depreciation, is (a − b) / c. A spreadsheet may make a − b 0 as soon as a and b agree in 14 digits or so: then descent 3 would end at −5.1 · 10¹⁰. Inside SLN nothing is rounded away, and the digits are those of a program in double precision; IronCalc and LibreOffice were tried.",
            "Where h is lost, the last digit of a number decides everything. In a program that calculates with other digits than double precision, descent 3 may end elsewhere; the other four will not.",
        ]),
    ],
    "ja": [
        ("これは何か", [
            "お椀の形の f = x₀² + x₁² を (−3, 4) から 100 歩下ります。小さい学習率と大きい学習率、数値微分と解析的な勾配、そして符号を間違えた場合の 5 通りです。",
        ]),
        ("変えてみる", [
            "シート Descent で η、出発点、h を変えるか、リストから − の代わりに + を選んでください。元の入力でないところでは、確認の印は「–」になります。",
            "η = 0.5 では一歩で最小点に着きます。η = 0.99 はジグザグに近づき、η = 1 では行き来し続け、1 を超えると飛び去ります。",
        ]),
        ("見どころ", [
            "η = 0.1 では二つの勾配の結果が表示の全桁で一致します。この f では、数値微分は丸め誤差を除いて正確です。",
            "η = 10 では分かれます。ステップ 8 から桁が失われ、ステップ 10 で h が消えます。(−2.6 · 10¹³, −1.3 · 10¹²) で止まるのは見かけだけです。x の隣で h が消え、数値微分が 0 になったのです。シート Descent の表で一歩ずつ確かめられます。",
            "マイナスの代わりにプラスにすると、f はすぐに増えます。降下 5 は同じ道を上へ進みます。",
            "数値微分は高くつきます。動かす数一つにつき f を 2 回、ここでは一歩で 4 回、100 歩で 400 回計算します。解析的な勾配では一度も計算しません。20-3-4 のネットワークの重みと閾値は 79 個なので、E の計算は一歩で 158 回になります。誤差逆伝播法なら、順方向と逆方向を一度ずつたどるだけで 79 個の微分がすべて求まります。",
        ]),
        ("数式に SLN がある理由", [
            "SLN(a, b, c) は減価償却の関数ですが、値は (a − b) / c です。表計算ソフトは a と b がおよそ 14 桁一致すると a − b を 0 にすることがあり、降下 3 は −5.1 · 10¹⁰ で止まってしまいます。SLN の中では丸められず、倍精度のプログラムと同じ桁になります(IronCalc と LibreOffice で確認)。",
            "h が消えるところでは、最後の一桁がすべてを決めます。倍精度でない計算をするソフトでは、降下 3 は別の所で止まるかもしれません。ほかの四つは変わりません。",
        ]),
    ],
}  # fmt: skip
