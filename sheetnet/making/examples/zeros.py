# ruff: noqa: E501
"""The example `zeros`: a start that never parts the hidden units."""

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_MOST, SPREAD, Expected
from sheetnet.sheet.tables import letters

ZEROS = Example(
    "an all-zero start: hidden units stay equal for ever",
    Specification(network="20-3-4", pixels="5x4", iterations=200, init="zeros"),
    letters,
    results=(
        (Expected("E", 0, ABOUT, 64.0, 1e-12), "E at the start: 64 exactly", "開始時の E: ちょうど 64"),
        (Expected("E", 1, ABOUT, 49.713469599438824, 1e-12), "E after one update", "1 回更新後の E"),
        (Expected("E", 200, ABOUT, 28.7953886962, 1e-6), "E after 200 updates", "200 回更新後の E"),
        (Expected("accuracy", 200, ABOUT, 0.7109375, 0.01), "accuracy after 200 updates", "200 回更新後の正解率"),
        (
            Expected(SPREAD, 200, AT_MOST, 1e-6),
            "how far H1, H2 and H3 are apart after 200 updates",
            "200 回更新後の H1, H2, H3 の隔たり",
        ),
    ),
    words={
        "title": (
            "All zeros: a start that never parts the hidden units",
            "すべて 0: 隠れユニットが決して分かれない初期値",
        ),
        "shows": (
            "The letters again, with 0 for all 79 initial values. Every output is 0.5, E is 64, and H1, H2 and H3 see the same, get the same error, and take the same step: they stay equal for ever, and three units are worth one.",
            "同じ文字を、79 個の初期値をすべて 0 にして学習させます。出力はすべて 0.5、E は 64 です。H1, H2, H3 は同じものを見て、同じ誤差を受け、同じだけ動くので、いつまでも等しく、3 つで 1 つ分の働きしかしません。",
        ),
        "do": (
            "Train it: sheetnet train {file} makes 200 updates.",
            "学習させます: sheetnet train {file} は 200 回更新します。",
        ),
        "see": (
            "On BP, H1, H2 and H3 show one and the same picture. E gets down to 28.8 here, and to 26 with 500 updates by copied cells: yet 83 % of the letters are then right. With different initial values (sheetnet new letters.xlsx --example letters) E is below 1 by then.",
            "BP では H1, H2, H3 がまったく同じ絵になります。E はここでは 28.8 まで、セルのコピーによる 500 回の更新では 26 までしか下がりません。それでも 83 % の文字が正しく読めます。異なる初期値(sheetnet new letters.xlsx --example letters)なら、そのころ E は 1 未満です。",
        ),
        "change": (
            "Change a single initial value to 0.01 and train with 500: the units part. Even with all zeros a program may escape after some 250 updates: it adds in another order, and errors in the 17th digit, which grow tenfold every 15 updates, part the units at last. Formulas add in one order, and stay.",
            "初期値を 1 つだけ 0.01 に変え、500 回学習させるとユニットが分かれます。すべて 0 でも、プログラムでは約 250 回の更新の後に抜け出すことがあります。足し算の順序が違うため、17 桁目の誤差が 15 回ごとに 10 倍になり、ついにユニットを分けるのです。数式は順序が同じなので、そのままです。",
        ),
    },
)
