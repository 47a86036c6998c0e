# ruff: noqa: E501
"""What the curve `minima` says, in English and Japanese."""

from sheetnet.making.curves.curve import Sections

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Two valleys: where does descent end?", "二つの谷: 勾配降下はどこで止まるか"),
    "note": ("f(x) = x⁴ − 3x² + x     slope f′(x) = 4x³ − 6x + 1     each step: x ← x − η f′(x), 200 times", "f(x) = x⁴ − 3x² + x     傾き f′(x) = 4x³ − 6x + 1     各ステップ: x ← x − η f′(x) を 200 回"),
    "steps_note": ("x ← x − η (4x³ − 6x + 1), 200 times, for your experiment and the nine of sheet Minima", "x ← x − η (4x³ − 6x + 1) を 200 回。自由な実験とシート Minima の 9 つの実験"),
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
}  # fmt: skip

GUIDE: dict[str, Sections] = {
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
}  # fmt: skip
