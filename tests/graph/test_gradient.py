"""The derivative of a whole sheet: against the network's own backpropagation, and against differences."""

from pathlib import Path

import numpy as np
import pytest

import sheetnet
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import EMPTY
from sheetnet.graph.workbook import contents
from sheetnet.net import Backprop
from sheetnet.session.problem import load
from sheetnet.sheet.grids.file import FileGrid
from tests.graph.formulas import differences, evaluation, place, slopes


def function_of(cells: dict[str, object], loss: str, *parameters: str) -> Function:
    found = evaluation(cells)
    return Function(found, place(found, loss), np.array([place(found, one) for one in parameters]))


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "example",
    ["xor", "regression", *(pytest.param(one, marks=pytest.mark.full) for one in ("walkthrough", "signs", "zeros"))],
)
def test_a_new_workbooks_gradient_is_that_of_the_network(example: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, example=example)
    sheetnet.train(path, iterations=3)
    assert_gradient_of_the_network(path)


def test_the_letters_gradient_is_that_of_backpropagation(trained_file: Path) -> None:
    assert_gradient_of_the_network(trained_file)


def assert_gradient_of_the_network(path: Path) -> None:
    """The derivative of cell E through the formulas is what `sheetnet.net` computes from the same numbers."""
    grid = FileGrid(path)
    problem = load(grid)
    layout, (x, t) = problem.layout, problem.training_cases
    found = Evaluation(contents(grid))
    current, loss = layout["current"], layout["E"]
    indices = found.cells.places(
        [(current.sheet, current.top + row, current.left + column) for row, column in layout.geometry.cells]
    )
    engine = Backprop(problem.network, x, t)

    of = Function(found, found.cells.index(loss.sheet, loss.top, loss.left), indices)

    assert engine(found.cells.x[indices]) == pytest.approx(of.value, rel=1e-12)
    assert of.gradient() == pytest.approx(engine.gradient, abs=1e-12 * max(1.0, np.abs(engine.gradient).max()))
    assert not found.trouble


@pytest.mark.few(1)
@pytest.mark.parametrize("example", ["xor", "walkthrough", "regression", "zeros"])
def test_every_cell_of_a_new_workbook_is_reproduced(example: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, example=example)
    sheetnet.train(path)
    read = contents(FileGrid(path))
    saved = read.cells.x.copy(), read.cells.kinds.copy()
    every = {read.cells.index(one.sheet, one.row, one.column): one.sheet for one in read.formulas}
    places = [place for place in every if read.cells.kinds[place] != EMPTY]
    near = [1e-9 if every[place] == "Why" else 1e-12 for place in places]  # which has a quotient of small differences
    assert {every[place] for place in every.keys() - set(places)} <= {"Why", "Gallery", "BP", "Network", "Predictions"}

    found = Evaluation(read)

    assert not found.trouble
    assert (np.abs(found.cells.x[places] - saved[0][places]) <= near * np.maximum(1.0, np.abs(saved[0][places]))).all()
    assert (found.cells.kinds[places] == saved[1][places]).all()


def test_one_pass_gives_the_derivative_by_every_cell_on_the_way() -> None:
    of = function_of({"A1": 3.0, "B1": "=A1^2", "C1": "=SIN(B1)", "D1": "=B1*C1"}, "D1", "A1")
    cells = of.adjoints()

    by_b, by_c = (cells[place(of._evaluation, one)] for one in ("B1", "C1"))

    assert by_c == 9.0
    assert by_b == pytest.approx(np.sin(9.0) + 9.0 * np.cos(9.0))


def test_a_recurrence_of_500_rows_is_differentiated_through_all_of_them() -> None:
    rows = {f"A{row}": f"=A{row - 1}-$C$1*2*A{row - 1}" for row in range(2, 502)}

    of = function_of({"A1": 1.5, "C1": 0.001, **rows}, "A501", "A1", "C1")

    # x_n = x_0 (1 - 2 eta)^n
    assert of.gradient() == pytest.approx([(1 - 0.002) ** 500, -1.5 * 2 * 500 * (1 - 0.002) ** 499], rel=1e-12)


def test_the_value_follows_the_parameters() -> None:
    of = function_of({"A1": 1.0, "A2": 2.0, "B1": "=SUMSQ(A1:A2)", "B2": "=B1/2"}, "B2", "A1", "A2")

    assert of(np.array([3.0, 4.0])) == 12.5
    assert of.gradient().tolist() == [3.0, 4.0]


def test_a_parameter_that_the_loss_does_not_depend_on_has_derivative_0_and_is_not_reached() -> None:
    of = function_of({"A1": 1.0, "A2": 2.0, "B1": "=A1*2"}, "B1", "A1", "A2")

    assert of.gradient().tolist() == [2.0, 0.0]
    assert not of.reached[place(of._evaluation, "A2")]


@pytest.mark.parametrize(
    ("formula", "told"),
    [("=NOSUCH(A1)", "S!B1: the function NOSUCH"), ("=B1+A1", "S!B1: a formula that depends on itself")],
)
def test_what_stands_between_and_is_not_understood_is_refused_by_its_cell(formula: str, told: str) -> None:
    with pytest.raises(NotUnderstood, match=told):
        function_of({"A1": 1.0, "B1": formula, "C1": "=B1*2"}, "C1", "A1")


def test_what_is_not_understood_elsewhere_does_not_matter() -> None:
    of = function_of({"A1": 2.0, "B1": "=A1^2", "Z1": "=NOSUCH(A1)", "C1": "=NOSUCH(5)+B1"}, "B1", "A1")

    assert of.gradient().tolist() == [4.0]


def test_random_numbers_hold_still() -> None:
    found = evaluation({"A1": 2.0, "B1": "=RAND()", "C1": "=A1*(B1+3)"})

    of = Function(found, place(found, "C1"), np.array([place(found, "A1")]))

    assert of.gradient().tolist() == [3.0]  # the cell has no saved value, which counts as 0


def test_a_loss_that_is_an_error_is_refused() -> None:
    of = function_of({"A1": 1.0, "B1": "=1/(A1-2)"}, "B1", "A1")

    with pytest.raises(NotUnderstood, match="#DIV/0!"):
        of(np.array([2.0]))


def test_many_rows_together_have_the_slopes_of_each() -> None:
    cells = {f"A{row}": 0.1 * row for row in range(1, 41)}
    rows = "+".join(f"EXP(-A{row})*A{row}^2" for row in range(1, 41))

    alone = slopes(f"={rows}", cells)
    together = function_of(
        {**cells, **{f"B{row}": f"=EXP(-A{row})*A{row}^2" for row in range(1, 41)}, "C1": "=SUM(B1:B40)"}, "C1", *cells
    )

    assert together.gradient() == pytest.approx(alone, rel=1e-13)
    assert alone == pytest.approx(differences(f"={rows}", cells), abs=1e-8)
