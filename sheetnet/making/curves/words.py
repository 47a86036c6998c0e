# ruff: noqa: E501
"""The texts of the workbooks about functions, in English and Japanese."""

from sheetnet.sheet.words.labels import LANGUAGES

_WORDS: dict[str, tuple[str, str]] = {
    "legend": ("Legend", "凡例"),
    "input": ("you enter", "入力"),
    "formula": ("formula", "数式"),
    "result": ("result", "結果"),
    "check": ("check", "確認"),
    "figure": ("expected", "期待値"),
    "not_allowed": ("This cell needs another value", "値が正しくありません"),
    "between": ("Enter a number from {low} to {high}.", "{low} から {high} までの数値を入力してください。"),
    "one_of": ("Choose one of {choices}.", "{choices} のどれかを選んでください。"),
    "step": ("step", "ステップ"),
    "start": ("start x", "出発点 x"),
    "eta": ("learning rate η", "学習率 η"),
    "guide": ("Guide", "使い方"),
    "steps_title": ("Steps: every step is a formula", "ステップ: 一歩ごとに数式"),
    "chart_title": ("What the charts draw", "グラフのためのデータ"),
    "chart_note": ("Formulas that follow sheet Steps; nothing here is to be changed.", "シート Steps を追う数式です。変更する必要はありません。"),
    "point": ("point", "点"),
    "for_all": ("For all", "共通"),
    "start_x": ("start x", "出発点 x"),
    "start_y": ("start y", "出発点 y"),
    "overflow": ("overflow", "桁あふれ"),
    # minima
    "minima_title": ("Two valleys: where does descent end?", "二つの谷: 勾配降下はどこで止まるか"),
    "minima_note": ("f(x) = x⁴ − 3x² + x     slope f′(x) = 4x³ − 6x + 1     each step: x ← x − η f′(x), 200 times", "f(x) = x⁴ − 3x² + x     傾き f′(x) = 4x³ − 6x + 1     各ステップ: x ← x − η f′(x) を 200 回"),
    "minima_steps": ("x ← x − η (4x³ − 6x + 1), 200 times, for your experiment and the nine of sheet Minima", "x ← x − η (4x³ − 6x + 1) を 200 回。自由な実験とシート Minima の 9 つの実験"),
    "yours": ("Your experiment", "自由に実験"),
    "trial": ("experiment {number}", "実験 {number}"),
    "trials": ("Nine experiments", "9 つの実験"),
    "x_end": ("x after 200 steps", "200 歩後の x"),
    "f_end": ("f(x) there", "そこでの f(x)"),
    "slope_end": ("slope f′(x) there", "そこでの傾き f′(x)"),
    "became": ("what became of it", "結果"),
    "of_starts": ("the start decides", "出発点が決める"),
    "of_maximum": ("from the top of the hill", "山の頂上から"),
    "of_etas": ("the rate decides", "学習率が決める"),
    "zeros": ("Where the slope is 0, descent stands still", "傾きが 0 の点で降下は止まる"),
    "zero_global": ("global minimum", "大域的最小"),
    "zero_local": ("local minimum", "局所的最小"),
    "zero_maximum": ("maximum (top of the hill)", "極大(山の頂上)"),
    "global": ("settles in the global minimum", "大域的最小に収束"),
    "local": ("settles in the local minimum", "局所的最小に収束"),
    "maximum": ("stays on the maximum", "極大にとどまる"),
    "hops": ("hops to and fro, never settles", "行き来して収束しない"),
    "overflows": ("overflows at step", "桁あふれ: ステップ"),
    "on_the_way": ("is still on its way", "まだ途中"),
    "hops_short": ("hops", "行き来"),
    "overflows_short": ("overflows", "桁あふれ"),
    "rest": ("slope 0", "傾き 0"),
    "your_path": ("your path", "たどった道"),
    "yours_chart": ("The curve and your path on it", "曲線とたどった道"),
    "starts_chart": ("Experiments 1 to 4: four starts, η = 0.01", "実験 1〜4: 四つの出発点、η = 0.01"),
    "etas_chart": ("Experiments 6 to 9: η = 0.05, 0.1, 0.15, 0.2", "実験 6〜9: η = 0.05, 0.1, 0.15, 0.2"),
    "surface_title": ("A loss of two parameters is a landscape", "パラメーターが二つなら損失は地形になる"),
    "surface_note": ("f(x, y) = (x⁴ − 3x² + x) + (y⁴ − 3y² + y): four valleys, one of them the deepest", "f(x, y) = (x⁴ − 3x² + x) + (y⁴ − 3y² + y): 四つの谷があり、一つがもっとも深い"),
    "surface_path": ("100 steps", "100 ステップ"),
    "surface_hint": ("Every square is a formula, its colour the height; click one to see it. Move the start by a little, across the top of the hill at (0.17, 0.17), and the path ends in another valley.", "どのマスも数式で、色が高さを表します。出発点を山の頂上 (0.17, 0.17) の反対側へ少し動かすと、別の谷に着きます。"),
    "cell_x": ("10 x", "10 x"),
    "cell_y": ("10 y", "10 y"),
    "y_end": ("y after 200 steps", "200 歩後の y"),
    "fxy_end": ("f(x, y) there", "そこでの f(x, y)"),
    "beginning": ("start", "出発点"),
    "end": ("end", "終点"),
    "on_the_path": ("path", "道"),
    "low": ("low", "低い"),
    "high": ("high", "高い"),
    # descent
    "descent_title": ("Gradient descent: learning rate 0.1 against 10", "勾配降下法: 学習率 0.1 と 10"),
    "descent_note": ("f = x₀² + x₁²     each step: x ← x − η ∂f/∂x, 100 times     numerical gradient: (f(x + h) − f(x − h)) / 2h", "f = x₀² + x₁²     各ステップ: x ← x − η ∂f/∂x を 100 回     数値微分: (f(x + h) − f(x − h)) / 2h"),
    "descent_steps": ("x ← x ± η ∂f/∂x, 100 times; SLN(a, b, c) is (a − b) / c, see sheet Guide", "x ← x ± η ∂f/∂x を 100 回。SLN(a, b, c) は (a − b) / c(シート Guide を参照)"),
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
    "exact": ("exact: 2x", "厳密: 2x"),
    "exact_slope": ("exact: 2 x₀", "厳密: 2 x₀"),
    "x0_end": ("x₀ at the end", "最後の x₀"),
    "x1_end": ("x₁ at the end", "最後の x₁"),
    "figure_0": ("expected x₀", "期待値 x₀"),
    "figure_1": ("expected x₁", "期待値 x₁"),
    "rises": ("f rises at once", "f はすぐ増える"),
    "why": ("Why does descent 3 stop, and where?", "降下 3 はなぜ止まるのか"),
    "why_1": ("With η = 10 an exact step makes of x the number x − 10 · 2x = −19 x: descent 4 flies off and is at 10¹²⁸ after 100 steps. Descent 3 does the same with a numerical gradient and seems to settle at 10¹³.", "η = 10 の厳密な一歩は x を x − 10 · 2x = −19x に変えます。降下 4 は飛び去り、100 歩後には 10¹²⁸ です。降下 3 は数値微分で同じことをしているのに、10¹³ で落ち着いたように見えます。"),
    "why_2": ("It has found nothing. A cell holds 16 digits: beside 10¹³ the h = 0.0001 is lost, x + h and x − h are the same number, the difference of f is 0, and a gradient of 0 moves nothing. f is 7 · 10²⁶ there.", "何かを見つけたのではありません。セルの数は 16 桁です。10¹³ の隣では h = 0.0001 は消え、x + h と x − h は同じ数になり、f の差は 0、勾配 0 では動きません。そこでの f は 7 · 10²⁶ です。"),
    "why_3": ("Below, step by step: what is left of h beside x₀, the difference as the cells have it and as it should be, and both gradients. At step 8 they differ in the second digit, and from step 10 on h is gone.", "下の表は一歩ごとに、x₀ の隣で残る h、セルの計算による差と本来の差、二つの勾配です。ステップ 8 では二桁目から違い、ステップ 10 からは h が消えています。"),
    "minus": ("minus: descent 1", "マイナス: 降下 1"),
    "plus": ("plus: descent 5", "プラス: 降下 5"),
    "rings_chart": ("The path over lines of equal height", "等高線の上の道"),
    "numerical_3": ("numerical: descent 3", "数値微分: 降下 3"),
    "exact_4": ("exact: descent 4", "厳密: 降下 4"),
    "tens_chart": ("η = 10: how far from the minimum", "η = 10: 最小点からの距離"),
    "sign_chart": ("Minus falls, plus rises", "マイナスとプラス"),
    # race
    "race_title": ("A race of six optimisers down one valley", "六つの最適化法の競走"),
    "race_note": ("f = x²/20 + y²     gradient (x/10, 2y)     30 steps     the minimum is at (0, 0)", "f = x²/20 + y²     勾配 (x/10, 2y)     30 ステップ     最小点は (0, 0)"),
    "race_steps": ("w, its gradient g, and what the optimiser remembers: each row comes from the one above it", "w と勾配 g、最適化法が覚えている値。どの行も一つ上の行から計算されます"),
    "runners": ("The six, their constants, and where they are after 30 steps", "六つの最適化法、その定数、30 歩後の位置"),
    "x_30": ("x after 30 steps", "30 歩後の x"),
    "y_30": ("y after 30 steps", "30 歩後の y"),
    "figure_x": ("expected x", "期待値 x"),
    "figure_y": ("expected y", "期待値 y"),
    "race_chart": ("All six paths from one start, over lines of equal height", "同じ出発点からの六つの道と等高線"),
    "height_chart": ("How high they stand: log₁₀ f", "高さ: log₁₀ f"),
    "paths_title": ("The six paths, one by one", "六つの道を一つずつ"),
    "paths_note": ("All to one scale; the ellipses are lines of equal height.", "縮尺は共通、楕円は等高線です。"),
}  # fmt: skip

Sections = list[tuple[str, list[str]]]
_GUIDES: dict[str, dict[str, Sections]] = {
    "minima": {
        "en": [
            ("What this is", [
                "A loss of one parameter, with two valleys and a hill between them. Descent starts somewhere and walks downhill, each step as long as the learning rate η says; every step is a formula on sheet Steps.",
            ]),
            ("Change this", [
                "On sheet Minima type another start and another η into the two cells of \"Your experiment\": the curve shows your path, and a sentence says what became of it.",
                "The nine experiments can be changed as well. Their check marks then turn into a dash: the expected figures belong to the inputs that were there. Undo brings them back.",
            ]),
            ("See this", [
                "The start decides (1 to 4): whoever starts right of the hill ends in the shallow valley on the right, and never learns that the left one is deeper.",
                "On the very top of the hill the slope is 0, and descent stays there (5). The smallest push would make it leave: try a start of 0.17 and of 0.16. Rounding is a push too: with a larger η it grows, and two programs may leave the top to different sides.",
                "The rate decides (6 to 9), from one start: 0.05 settles nearby; 0.1 jumps over the hill and finds the deeper valley; 0.15 hops to and fro for ever; 0.2 makes each step larger than the last until the number no longer fits into a cell. The sheet then says \"overflow\".",
                "Sheet Surface shows the same with two parameters, as a map: four valleys, and a path that you can start anywhere.",
            ]),
            ("Expected figures", [
                "They were computed outside of spreadsheets, in double precision. A check mark says that the sheet's own result agrees in every digit shown.",
            ]),
        ],
        "ja": [
            ("これは何か", [
                "パラメーターが一つの損失です。谷が二つ、間に山があります。勾配降下はある点から出発し、学習率 η に応じた歩幅で坂を下ります。一歩ごとの計算はシート Steps の数式です。",
            ]),
            ("変えてみる", [
                "シート Minima の「自由に実験」の二つのセルに、別の出発点と η を入れてください。曲線の上に道が描かれ、結果が言葉で表示されます。",
                "9 つの実験の入力も変えられます。変えると確認の印は「–」になります。期待値は元の入力に対するものだからです。「元に戻す」で戻ります。",
            ]),
            ("見どころ", [
                "出発点が決める(1〜4): 山の右側から出発すると右の浅い谷に着き、左の谷のほうが深いことに気づきません。",
                "山のちょうど頂上では傾きが 0 で、降下はそこにとどまります(5)。わずかでもずれると離れます。出発点 0.17 と 0.16 を試してください。丸め誤差も一つのずれです。η が大きいと育ち、ソフトによって別の側へ下りることがあります。",
                "学習率が決める(6〜9): 同じ出発点から、0.05 は近くに収束し、0.1 は山を跳び越えて深い谷を見つけ、0.15 はいつまでも行き来し、0.2 は一歩ごとに大きくなって数がセルに入らなくなります。そのときシートには「桁あふれ」と表示されます。",
                "シート Surface はパラメーターが二つの場合の地図です。谷は四つ、出発点は自由に変えられます。",
            ]),
            ("期待値", [
                "期待値は表計算とは別に倍精度で計算したものです。確認の印は、シートの結果が表示された全桁で一致することを示します。",
            ]),
        ],
    },
    "descent": {
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
            ]),
            ("Why SLN stands in the formulas", [
                "SLN(a, b, c), made for depreciation, is (a − b) / c. A spreadsheet may make a − b 0 as soon as a and b agree in 14 digits or so: then descent 3 would end at −5.1 · 10¹⁰. Inside SLN nothing is rounded away, and the digits are those of a program in double precision; IronCalc and LibreOffice were tried.",
                "Where h is lost, the last digit of a number decides everything. In a program that calculates with other digits than double precision, descent 3 may end elsewhere; the other four will not.",
            ]),
        ],
        "ja": [
            ("これは何か", [
                "お椀の形の f = x₀² + x₁² を (−3, 4) から 100 歩下ります。小さい学習率と大きい学習率、数値微分と厳密な勾配、そして符号を間違えた場合の 5 通りです。",
            ]),
            ("変えてみる", [
                "シート Descent で η、出発点、h を変えるか、リストから − の代わりに + を選んでください。元の入力でないところでは、確認の印は「–」になります。",
                "η = 0.5 では一歩で最小点に着きます。η = 0.99 はジグザグに近づき、η = 1 では行き来し続け、1 を超えると飛び去ります。",
            ]),
            ("見どころ", [
                "η = 0.1 では二つの勾配の結果が表示の全桁で一致します。この f では、数値微分は丸め誤差を除いて厳密です。",
                "η = 10 では分かれます。ステップ 8 から桁が失われ、ステップ 10 で h が消えます。(−2.6 · 10¹³, −1.3 · 10¹²) で止まるのは見かけだけです。x の隣で h が消え、数値微分が 0 になったのです。シート Descent の表で一歩ずつ確かめられます。",
                "マイナスの代わりにプラスにすると、f はすぐに増えます。降下 5 は同じ道を上へ進みます。",
            ]),
            ("数式に SLN がある理由", [
                "SLN(a, b, c) は減価償却の関数ですが、値は (a − b) / c です。表計算ソフトは a と b がおよそ 14 桁一致すると a − b を 0 にすることがあり、降下 3 は −5.1 · 10¹⁰ で止まってしまいます。SLN の中では丸められず、倍精度のプログラムと同じ桁になります(IronCalc と LibreOffice で確認)。",
                "h が消えるところでは、最後の一桁がすべてを決めます。倍精度でない計算をするソフトでは、降下 3 は別の所で止まるかもしれません。ほかの四つは変わりません。",
            ]),
        ],
    },
    "race": {
        "en": [
            ("What this is", [
                "Six optimisers start at (−7, 2) above the valley f = x²/20 + y², which is steep in y and flat in x. Each makes 30 steps; sheet Steps holds every place, gradient and state as formulas.",
            ]),
            ("The six", [
                "SGD: w ← w − η g.",
                "Momentum: Δ ← α Δ − η g, w ← w + Δ.",
                "Nesterov: v ← α v − η g, w ← w + α v − η g.",
                "AdaGrad: h ← h + g², w ← w − η g / (√h + ε).",
                "RMSProp: h ← ρ h + (1 − ρ) g², w ← w − η g / (√h + ε).",
                "Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η √(1 − β₂ⁿ) / (1 − β₁ⁿ) · m / (√v + ε) in step n.",
            ]),
            ("Change this", [
                "Type other constants or another start on sheet Race. Where they are not the original ones, the check mark turns into a dash: the expected figures belong to the original ones.",
                "Give SGD η = 1.01: its zigzag grows. Give Momentum α = 0: it is SGD. Give RMSProp ρ = 0.9: its step no longer shrinks, it dances around the minimum. Start at (−7, 0): nobody needs to zigzag.",
            ]),
            ("See this", [
                "SGD zigzags across the valley, for the slope points across and hardly along it. Momentum and Nesterov roll on beyond the minimum and come back. AdaGrad, RMSProp and Adam scale each direction by its own gradients and go along the valley more directly.",
                "Sheet Paths has a picture of each.",
            ]),
            ("Expected figures", [
                "They were computed outside of spreadsheets, in double precision; a check mark says that the sheet agrees in every digit shown. ε = 10⁻⁷ is added outside the root. Nesterov has no figure: it runs beside the others.",
            ]),
        ],
        "ja": [
            ("これは何か", [
                "六つの最適化法が、y 方向に急で x 方向に緩やかな谷 f = x²/20 + y² を (−7, 2) から 30 歩下ります。位置、勾配、状態はすべてシート Steps の数式です。",
            ]),
            ("六つの最適化法", [
                "SGD: w ← w − η g。",
                "Momentum: Δ ← α Δ − η g、w ← w + Δ。",
                "Nesterov: v ← α v − η g、w ← w + α v − η g。",
                "AdaGrad: h ← h + g²、w ← w − η g / (√h + ε)。",
                "RMSProp: h ← ρ h + (1 − ρ) g²、w ← w − η g / (√h + ε)。",
                "Adam: m ← β₁ m + (1 − β₁) g、v ← β₂ v + (1 − β₂) g²、ステップ n で w ← w − η √(1 − β₂ⁿ) / (1 − β₁ⁿ) · m / (√v + ε)。",
            ]),
            ("変えてみる", [
                "シート Race で定数や出発点を変えてください。元の値でないところでは、確認の印は「–」になります。期待値は元の値に対するものだからです。",
                "SGD の η を 1.01 にするとジグザグが広がります。Momentum の α を 0 にすると SGD になります。RMSProp の ρ を 0.9 にすると歩幅が縮まらず、最小点の周りで踊ります。(−7, 0) から出発するとジグザグは要りません。",
            ]),
            ("見どころ", [
                "勾配は谷を横切る向きなので、SGD はジグザグに進みます。Momentum と Nesterov は最小点を通り過ぎて戻ります。AdaGrad、RMSProp、Adam は方向ごとに歩幅を調整し、谷に沿って進みます。",
                "シート Paths には一つずつの図があります。",
            ]),
            ("期待値", [
                "期待値は表計算とは別に倍精度で計算したものです。確認の印は、表示された全桁で一致することを示します。ε = 10⁻⁷ は根号の外に足します。Nesterov には期待値がなく、比較のために走ります。",
            ]),
        ],
    },
}  # fmt: skip


def words(lang: str) -> dict[str, str]:
    """Label key -> text."""
    column = LANGUAGES.index(lang)
    return {key: texts[column] for key, texts in _WORDS.items()}


def sections(name: str, lang: str) -> Sections:
    """The guide of an example: (heading, paragraphs)."""
    return _GUIDES[name][lang]
