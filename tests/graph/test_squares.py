"""What a loss is a sum of squares of: half the derivative of the loss is J'r."""

from typing import Any

import numpy as np
import pytest

from sheetnet.graph.gradient import Function
from sheetnet.graph.squares import NoSquares, Residuals
from tests.graph.formulas import evaluation, place

DATA = {f"A{row}": 0.5 * row for row in range(1, 7)} | {f"B{row}": float(row % 3) for row in range(1, 7)}
MODEL = {f"C{row}": f"=$H$1*A{row}+$H$2*A{row}^2" for row in range(1, 7)}
ERRORS = {f"D{row}": f"=B{row}-C{row}" for row in range(1, 7)}
SQUARES = {f"E{row}": f"=(B{row}-C{row})^2" for row in range(1, 7)}
HALVES = {f"F{row}": f"=0.5*D{row}*D{row}" for row in range(1, 7)}
SHEET: dict[str, Any] = {**DATA, **MODEL, **ERRORS, **SQUARES, **HALVES, "H1": 0.7, "H2": -0.3, "I1": 2.0}


def function(loss: str) -> Function:
    found = evaluation({**SHEET, "Z1": loss})
    return Function(found, place(found, "Z1"), np.array([place(found, one) for one in ("H1", "H2")]))


@pytest.mark.parametrize(
    ("loss", "weight"),
    [
        ("=SUMSQ(D1:D6)", 1.0),
        ("=SUM(E1:E6)", 1.0),
        ("=SUM(E1:E6)/COUNT(A1:A6)", 1 / 6),
        ("=AVERAGE(E1:E6)", 1 / 6),
        ("=SUM(F1:F6)", 0.5),
        ("=SUMXMY2(B1:B6,C1:C6)/2", 0.5),
        ("=SUMPRODUCT(D1:D6,D1:D6)*I1", 2.0),
        ("=SUMPRODUCT((B1:B6-C1:C6)^2)", 1.0),
        ("=E1+E2+E3+E4+E5+E6+7", 1.0),
        ("=+SUM(E1:E3,E4:E6)", 1.0),
        ("=POWER(D1,2)+SUMSQ(D2:D6)", 1.0),
        ("=5*SUMXMY2(B1:B6,C1:C6)+7", 5.0),
    ],
)
def test_what_is_squared_is_found(loss: str, weight: float) -> None:
    h1, h2 = 0.7, -0.3
    errors = np.array([row % 3 - h1 * 0.5 * row - h2 * (0.5 * row) ** 2 for row in range(1, 7)])

    found = Residuals(function(loss))

    assert np.sort(found.values() ** 2) == pytest.approx(np.sort(weight * errors**2))
    jacobian = found.jacobian()
    assert 2.0 * jacobian.T @ found.values() == pytest.approx(function(loss).gradient(), rel=1e-12)
    assert found.slope == pytest.approx(function(loss).gradient(), rel=1e-12)


def test_each_case_may_have_its_own_weight() -> None:
    loss = "=SUMPRODUCT(A1:A6,E1:E6)"

    found = Residuals(function(loss))

    assert 2.0 * found.jacobian().T @ found.values() == pytest.approx(function(loss).gradient(), rel=1e-12)


@pytest.mark.parametrize("loss", ["=SQRT(SUM(E1:E6)/6)", "=3*SQRT(AVERAGE(E1:E6))-1"])
def test_under_a_root_the_squares_are_least_where_the_root_is(loss: str) -> None:
    found, slope = Residuals(function(loss)), function(loss).gradient()

    ours = found.jacobian().T @ found.values()

    assert ours / np.linalg.norm(ours) == pytest.approx(slope / np.linalg.norm(slope), rel=1e-12)


@pytest.mark.parametrize(
    "loss",
    [
        "=SUM(D1:D6)",
        "=SUM(E1:E6)-2*E1",
        "=-SUM(E1:E6)",
        "=SUM(ABS(D1:D6))",
        "=E1*E2",
        "=SQRT(E1)+SQRT(E2)",
        "=EXP(SUM(E1:E6))",
        "=D1^3",
        "=H1",
    ],
)
def test_what_is_no_sum_of_squares_is_not_taken_for_one(loss: str) -> None:
    with pytest.raises(NoSquares):
        Residuals(function(loss))


def of_cells(cells: dict[str, Any], loss: str) -> Function:
    found = evaluation({**cells, "H1": 0.7, "H2": -0.3})
    return Function(found, place(found, loss), np.array([place(found, one) for one in ("H1", "H2")]))


def test_a_square_that_a_loss_leads_to_in_many_ways_is_looked_into_once() -> None:
    sums = {f"A{row}": f"=A{row + 1}+A{row + 2}" for row in range(1, 80)}  # 37 million billion ways to A81
    ways = [0, 1]
    while len(ways) < 82:
        ways.append(ways[-2] + ways[-1])

    found = Residuals(of_cells({**sums, "A80": "=(H1-3)^2", "A81": "=(H2-1)^2"}, "A1"))

    assert np.sort(found.values() ** 2) == pytest.approx(np.sort([ways[80] * 2.3**2, ways[79] * 1.3**2]))


def test_a_square_that_is_added_and_taken_away_again_counts_nothing() -> None:
    found = Residuals(of_cells({"A1": "=A2+A3", "A2": "=A4-A3", "A3": "=(H1-3)^2", "A4": "=(H2-1)^2"}, "A1"))

    assert np.sort(found.values() ** 2) == pytest.approx([0.0, 1.3**2])


@pytest.mark.parametrize("last", ["=(H1-3)^2", "=SQRT(A3001)"])
def test_a_loss_far_behind_its_squares_is_no_matter(last: str) -> None:
    chain = {f"A{row}": f"=A{row + 1}+1" for row in range(1, 3000)}

    found = Residuals(of_cells({**chain, "A3000": last, "A3001": "=(H1-3)^2"}, "A1"))

    assert found.values() ** 2 == pytest.approx([2.3**2])
