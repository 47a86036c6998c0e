# ruff: noqa: E501
"""The example `signs`: plus instead of minus."""

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, Expected
from sheetnet.sheet.tables import letters

SIGNS = Example(
    "plus instead of minus: with a negative eta, E rises at once",
    Specification(network="20-3-4", pixels="5x4", iterations=20, eta=-0.05),
    letters,
    results=(
        (Expected("E", 0, ABOUT, 60.28391652413387, 1e-9), "E at the start", "開始時の E"),
        (
            Expected("E", 1, ABOUT, 89.26453239488362, 1e-9),
            "E after one update: it rises at once",
            "1 回更新後の E: すぐに上がる",
        ),
        (Expected("E", 20, AT_LEAST, 180.0), "E after 20 updates: three times as high", "20 回更新後の E: 3 倍の高さ"),
        (
            Expected("accuracy", 20, AT_MOST, 0.25),
            "accuracy after 20 updates: worse than guessing",
            "20 回更新後の正解率: 当てずっぽうより悪い",
        ),
    ),
    words={
        "title": (
            "Plus instead of minus: what the sign does",
            "マイナスの代わりにプラス: 符号のはたらき",
        ),
        "shows": (
            "Descent goes against the gradient: w − η · gradient. Here η is negative, so that the formula says plus: every update climbs. It is the network of the letters with the same start; nothing else is wrong.",
            "降下法は勾配の逆に進みます: w − η · 勾配。ここでは η が負なので、式はプラスになり、更新のたびに登ります。文字のネットワークと同じ初期値で、他に間違いはありません。",
        ),
        "do": (
            "Train it: sheetnet train {file}. sheetnet warns that η is negative.",
            "学習させます: sheetnet train {file}。η が負だという警告が出ます。",
        ),
        "see": (
            "On Trace, E rises from the first update on and ends near 191, three wrong outputs for each picture. Nothing in the formulas is at fault, and no error is shown: only the curve tells.",
            "Trace で E は最初の更新から上がり、1 枚につき 3 つの出力が間違う 191 付近に達します。数式に誤りはなく、エラーも表示されません。曲線だけが教えてくれます。",
        ),
        "change": (
            "Put the minus right: 0.05 in BP!C8, and train again. E falls at once, from 60.2839 to 48.4076 after one update, and the marks above turn to ✗, because they are those of the plus.",
            "符号を正しく: BP!C8 に 0.05 を入れ、もう一度学習させてください。E はすぐに下がり、1 回の更新で 60.2839 から 48.4076 になります。上の判定はプラスのときのものなので ✗ になります。",
        ),
    },
)
