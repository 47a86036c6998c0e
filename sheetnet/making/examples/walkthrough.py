# ruff: noqa: E501
"""The example `walkthrough`: one case and ten weights, the four steps of learning by hand."""

import numpy as np

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, Expected
from sheetnet.sheet.tables import Table

_INITIAL = (0.1, 0.3, -0.5, 0.2, -0.4, 0.6, 0.7, 0.9, -0.8, 0.1)  # weights (to, from): those to h1, h2, y1, y2


def _table() -> Table:
    """The case of the walk-through: three inputs, two outputs."""
    return Table(("x1", "x2", "x3"), np.array([[1.0, 0.5, -1.0]]), (), np.array([[1.0, 0.0]]), ("y1", "y2"))


WALKTHROUGH = Example(
    "3-2-2 without thresholds and one case: the four steps of learning, by hand",
    Specification(network="3-2-2", thresholds=False, iterations=100, eta=0.1),
    _table,
    results=(
        (Expected("E", 0, ABOUT, 0.11900398541572102, 1e-12), "E at the start", "開始時の E"),
        (Expected("E", 1, ABOUT, 0.11811076291602501, 1e-12), "E after one update", "1 回更新後の E"),
        (Expected("E", 100, ABOUT, 0.056163855679169, 1e-9), "E after 100 updates", "100 回更新後の E"),
        (
            Expected("z1", 100, ABOUT, 0.7837233744373926, 1e-9),
            "y1 after 100 updates: on its way to 1",
            "100 回更新後の y1: 1 に近づく",
        ),
        (
            Expected("z2", 100, ABOUT, 0.25603150703300115, 1e-9),
            "y2 after 100 updates: on its way to 0",
            "100 回更新後の y2: 0 に近づく",
        ),
    ),
    words={
        "title": (
            "The four steps, once by hand: 3-2-2 without thresholds",
            "4 つの段階を手で確かめる: 閾値のない 3-2-2",
        ),
        "shows": (
            "One case, ten weights, no thresholds. Step 1, forward: Calc shows p = w·x (sums s), h, and the outputs y (z): 0.688761254736 and 0.375683928693 before training. Step 2, the error E of y against the target (1, 0). Step 3, backpropagation: dE/dw11 = dE/dp · x1, the gradient on BP. Step 4, the update: a positive derivative lowers its weight, a negative one raises it. Then again.",
            "データは 1 件、重みは 10 個、閾値はありません。段階 1 は順伝播: Calc に p = w·x(総和 s)、h、出力 y(z)が並びます。学習前は 0.688761254736 と 0.375683928693。段階 2 は目標 (1, 0) に対する誤差 E。段階 3 は逆伝播: dE/dw11 = dE/dp · x1、BP の勾配です。段階 4 は更新: 微分が正なら重みは下がり、負なら上がります。これを繰り返します。",
        ),
        "do": (
            "Click the numbers on Network, where each stands at its place in a drawing, or those on Calc and BP. Then sheetnet train {file} --iterations 1 makes one update, sheetnet step {file} another one, and sheetnet train {file} all 100.",
            "図の中に数値が並ぶシート Network、または Calc と BP で、数式をクリックして確かめてください。次に sheetnet train {file} --iterations 1 で 1 回、sheetnet step {file} でもう 1 回、sheetnet train {file} で 100 回更新します。",
        ),
        "see": (
            "After one update every number of the block of updated values has become a current one. x3 is negative: for weights from x3 the signs are the other way round. E falls at every step, slowly: η is small.",
            "1 回更新すると、更新後の値のブロックがそのまま現在の値になります。x3 は負なので、x3 からの重みでは符号が逆になります。η が小さいので、E は毎回少しずつ下がります。",
        ),
        "change": (
            "η in BP!C8: 1, then 10. The inputs and targets on Data. The initial values on BP.",
            "BP!C8 の η を 1、次に 10 に。Data の入力と目標。BP の初期値。",
        ),
    },
    initial=_INITIAL,
)
