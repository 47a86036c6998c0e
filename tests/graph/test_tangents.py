"""The forward pass against the backward one, which has its own oracles."""

from typing import Any

import numpy as np
import pytest

from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.tangents import Tangents
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Area
from tests.graph.formulas import evaluation, grid, place

ROWS = {f"B{row}": f"=$A$1*EXP(-$A$2*C{row})+SUM($A$1:$A$3)*C{row - 1 or 1}" for row in range(1, 9)}
DATA = {f"C{row}": 0.3 * row for row in range(1, 9)}
NUMBERS = {"A1": 1.5, "A2": 0.4, "A3": -0.7}


def both(cells: dict[str, Any], loss: str) -> tuple[np.ndarray, np.ndarray]:
    found = evaluation(cells)
    of = Function(found, place(found, loss), np.array([place(found, one) for one in NUMBERS]))
    return Tangents(of).of_loss(), of.gradient()


@pytest.mark.parametrize(
    "loss",
    [
        "=SUMSQ(B1:B8)",
        "=SUMPRODUCT(B1:B8,C1:C8)/AVERAGE(B1:B8)",
        "=INDEX(B1:B8,3)*MAX(B1:B8)",
        "=SUM((B1:B8-C1:C8)^2)",
        "=LET(s,SUM(B1:B8),s^2+A1)",
        "=A2",
    ],
)
def test_forward_and_backward_say_the_same(loss: str) -> None:
    forward, backward = both({**NUMBERS, **DATA, **ROWS, "D1": loss}, "D1")

    assert forward == pytest.approx(backward, rel=1e-12)
    assert forward.any()


def test_through_a_chain_of_rows() -> None:
    chain = {f"D{row}": f"=D{row - 1}*$A$2+B{row}" for row in range(2, 9)}

    forward, backward = both({**NUMBERS, **DATA, **ROWS, "D1": "=B1", **chain}, "D8")

    assert forward == pytest.approx(backward, rel=1e-12)


class WithArray:
    """A workbook of one sheet in which a formula fills D1:E8."""

    def __init__(self, cells: dict[str, Any]) -> None:
        self._grid = grid(cells)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._grid, name)

    def array_formulas(self, sheet: str) -> list[Area]:
        return [Area(sheet, 1, 4, 8, 5)]


def test_through_an_array_that_fills_cells() -> None:
    cells = {**NUMBERS, **DATA, **ROWS, "D1": "=B1:B8*{1,2}", "F1": "=SUMSQ(D1:E8)+D5*E6"}
    found = Evaluation(contents(WithArray(cells)))  # type: ignore[arg-type]
    of = Function(found, place(found, "F1"), np.array([place(found, one) for one in NUMBERS]))

    assert Tangents(of).of_loss() == pytest.approx(of.gradient(), rel=1e-12)
