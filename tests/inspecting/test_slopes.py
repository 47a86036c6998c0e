import numpy as np
import pytest

from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.workbook import contents
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid
from tests.inspecting.books import ARCHITECTURES, LAYOUTS, SHEET, Book, book


def loss_and_weights(made: Book, workings: Workings) -> tuple[int, list[int]]:
    at = made.roles["E"][0][0]
    weights = [place for line in made.roles["w1"][:2] for place in line]
    return workings.cells.index(SHEET, *at), [workings.cells.index(SHEET, *place) for place in weights]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["2-2-2", "2-3-2 tanh", "3-4-3 softmax"])
def test_a_pass_back_through_single_cells_is_the_derivative_of_the_whole(name: str, layout: str) -> None:
    made = book(name, layout)
    workings = Workings(made.grid())
    loss, weights = loss_and_weights(made, workings)
    slopes = Slopes(Points(workings, [weights]))

    adjoints = slopes.adjoints({loss: np.ones(2)})

    exact = Function(Evaluation(contents(made.grid())), loss, np.array(weights)).gradient()
    assert np.array([adjoints[cell][0] for cell in weights]) == pytest.approx(exact, rel=1e-12, abs=1e-15)


def test_at_another_input_it_is_the_difference_of_values_there() -> None:
    made = book("3-2-1", "block")
    workings = Workings(made.grid())
    loss, weights = loss_and_weights(made, workings)
    points = Points(workings, [weights])
    moved = made.copy()
    h = 1e-5
    values = []
    for step in (-h, h):
        for cell, place in zip(weights, [at for line in made.roles["w1"][:2] for at in line], strict=True):
            moved.cells[place] = float(points.values(cell)[1]) + (step if cell == weights[0] else 0.0)
        values.append(Workings(moved.grid()).cells.x[loss])

    adjoint = Slopes(points).adjoints({loss: np.ones(2)})[weights[0]][1]

    assert adjoint == pytest.approx((values[1] - values[0]) / (2 * h), rel=1e-6)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_all_inputs_differ_but_the_first(name: str) -> None:
    made = book(name, "block")
    workings = Workings(made.grid())
    _, weights = loss_and_weights(made, workings)

    points = Points(workings, [weights, weights])

    assert all(len(set(points.values(cell))) == 3 for cell in weights)
    assert (points.values(weights[0])[0] == workings.cells.x[weights[0]]).all()


def test_a_cell_that_a_formula_reads_in_two_ways_has_both_slopes_together() -> None:
    workings = Workings(MemoryGrid({"S": {(1, 1): 3.0, (2, 1): 5.0, (1, 2): Unsaved("A1*$A$1+A2*A1")}}))
    a1, a2, formula = (workings.cells.index("S", *at) for at in ((1, 1), (2, 1), (1, 2)))

    reads, by = Slopes(Points(workings, [])).of(formula)

    assert reads.tolist() == [a1, a2]
    assert by.tolist() == [[2 * 3.0 + 5.0, 3.0]]
