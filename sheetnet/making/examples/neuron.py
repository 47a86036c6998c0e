# ruff: noqa: E501
"""The example `neuron`: one unit, which learns AND."""

import numpy as np

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, Expected
from sheetnet.sheet.tables import Table


def _table() -> Table:
    """And: 1 where both inputs are."""
    features = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    return Table(("x1", "x2"), features, (), np.array([[0], [0], [0], [1]], float), ("and",))


NEURON = Example(
    "one unit learns AND: two weights and a threshold",
    Specification(network="2-1", iterations=1000, eta=2.0),
    _table,
    results=(
        (Expected("E", 0, ABOUT, 0.6350446918374034, 1e-9), "E at the start", "開始時の E"),
        (Expected("E", 1, ABOUT, 0.4660521607868087, 1e-9), "E after one update", "1 回更新後の E"),
        (Expected("E", 1000, AT_MOST, 0.01), "E after 1,000 updates", "1,000 回更新後の E"),
        (Expected("accuracy", 1000, AT_LEAST, 1.0), "accuracy after 1,000 updates", "1,000 回更新後の正解率"),
    ),
    words={
        "title": (
            "One unit: two weights and a threshold",
            "1 つのユニット: 2 つの重みと 1 つの閾値",
        ),
        "shows": (
            "A unit adds up its inputs, each times its weight, takes off its threshold, s = w1 x1 + w2 x2 - θ, and answers z = 1 / (1 + e^-s), between 0 and 1. This one is to answer 1 only where both inputs are 1. The unit error δ = -(t - z) z (1 - z) says how the error of a case changes with s; times an input it is what the case adds to the gradient of that weight.",
            "ユニットは、入力にそれぞれの重みを掛けて足し、閾値を引いて s = w1 x1 + w2 x2 - θ を求め、0 と 1 の間の z = 1 / (1 + e^-s) を出力します。ここでは 2 つの入力がともに 1 のときだけ 1 を出すように学びます。ユニットの誤差 δ = -(t - z) z (1 - z) は、s が変わるとそのデータの誤差がどう変わるかを表し、δ に入力を掛けたものが、その重みの勾配に加わります。",
        ),
        "do": (
            "Train it: sheetnet train {file}. Or by hand: copy the updated values of BP and paste them as values over the current ones, again and again.",
            "学習させます: sheetnet train {file}。手でもできます: BP の更新後の値をコピーし、現在の値の上に値として貼り付ける、を繰り返します。",
        ),
        "see": (
            "On Calc the four cases with s, z and δ. At first the case 1, 1 pulls the weights up, and the others push them down and the threshold up. On BP both weights grow alike, and the threshold ends between one of them and their sum: only two inputs together get past it.",
            "Calc には 4 件のデータの s、z、δ が並びます。はじめは 1, 1 のデータが重みを引き上げ、他のデータは重みを押し下げて閾値を押し上げます。BP では 2 つの重みが同じように育ち、閾値は重み 1 つ分と 2 つ分の和の間に落ち着きます。2 つの入力がそろったときだけ閾値を越えます。",
        ),
        "change": (
            "The targets on Data to 0, 1, 1, 1: the same unit learns OR, with a threshold below each weight. To 0, 1, 1, 0: exclusive or, and E stays at 0.5, for no line divides these cases; see the example xor.",
            "Data の目標を 0, 1, 1, 1 にすると、同じユニットが OR を学び、閾値はどちらの重みよりも小さくなります。0, 1, 1, 0 にすると排他的論理和で、分ける直線がないため E は 0.5 のままです。例題 xor を見てください。",
        ),
    },
)
