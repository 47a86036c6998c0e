# ruff: noqa: E501
"""The example `xor`: exclusive or, which a single unit cannot compute."""

import numpy as np

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_LEAST, AT_MOST, Expected
from sheetnet.sheet.tables import Table


def _table() -> Table:
    """Exclusive or: 1 where the two inputs differ."""
    features = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    return Table(("x1", "x2"), features, (), np.array([[0], [1], [1], [0]], float), ("t",))


XOR = Example(
    "2-2-1 learns exclusive or, which a single unit cannot",
    Specification(network="2-2-1", iterations=2000, eta=2.0, settings={}, seed=8),
    _table,
    results=(
        (Expected("E", 0, ABOUT, 0.5105743212129693, 1e-9), "E at the start", "開始時の E"),
        (
            Expected("E", 200, ABOUT, 0.49993440333536443, 1e-6),
            "E after 200 updates: hardly moved",
            "200 回更新後の E: ほとんど変わらない",
        ),
        (Expected("E", 2000, AT_MOST, 0.01), "E after 2,000 updates", "2,000 回更新後の E"),
        (Expected("accuracy", 2000, AT_LEAST, 1.0), "accuracy after 2,000 updates", "2,000 回更新後の正解率"),
    ),
    words={
        "title": (
            "Exclusive or: what no single unit can compute",
            "排他的論理和: 1 つのユニットでは計算できないもの",
        ),
        "shows": (
            "The output is to be 1 where the two inputs differ. No line divides those two cases from the other two, so that a single unit cannot learn it; two hidden units and one output can.",
            "2 つの入力が異なるときだけ出力を 1 にします。この 2 件を他の 2 件から分ける直線はないので、1 つのユニットでは学べません。隠れユニット 2 つと出力 1 つなら学べます。",
        ),
        "do": (
            "Train it: sheetnet train {file}",
            "学習させます: sheetnet train {file}",
        ),
        "see": (
            "On Network all of it stands on one page, the four cases as points on what the network says everywhere. On Trace, E stays near 0.5, where every output is 0.5, and then falls all at once. On Calc the outputs z of the four cases stand beside their targets; h1 and h2 show what the hidden units have made of the two inputs.",
            "シート Network には、ネットワーク全体と、どの入力に何と答えるかを表す色の面、その上の 4 件の点が 1 ページに並びます。シート Trace で E は、すべての出力が 0.5 のときの 0.5 の近くにとどまり、やがて一気に下がります。Calc では 4 件の出力 z が目標と並び、h1 と h2 に隠れユニットが 2 つの入力から作ったものが見えます。",
        ),
        "change": (
            "The initial values (the last block of BP): from some starts E stays at 0.25, a local minimum: two cases are right, and the other two get 0.5 each. Set them all to 0: then E stays at 0.5. On Settings: adam with η 0.1 ends in that local minimum from this very start. Hidden units with tanh learn it sooner, with sgd and η 2.",
            "初期値(BP の最後のブロック)を変えると、E が 0.25 で止まることがあります。2 件だけが正しく、残りの 2 件の出力が 0.5 になる局所的な最小です。すべて 0 にすると E は 0.5 のままです。Settings で adam と η 0.1 を選ぶと、この初期値からでもその最小に落ちます。sgd と η 2 のまま隠れ層を tanh にすると、もっと早く学びます。",
        ),
    },
)
