"""Levenberg and Marquardt's search against what is known of the problem."""

from collections.abc import Callable

import numpy as np
import pytest

from sheetnet.net import NotFinite
from sheetnet.net.activations import Array
from sheetnet.net.least_squares import LeastSquares
from sheetnet.net.objective import Bounds


class Problem:
    """Residuals as a function, their Jacobian by complex steps."""

    def __init__(self, residuals: Callable[[Array], Array]) -> None:
        self.values = residuals

    def jacobian(self, p: Array) -> Array:
        columns = [self.values(p + 1e-30j * unit).imag / 1e-30 for unit in np.eye(len(p))]
        return np.stack(columns, axis=1)


ROSENBROCK = Problem(lambda p: np.array([1.0 - p[0], 10.0 * (p[1] - p[0] ** 2)]))


def test_a_linear_problem_is_solved_as_by_numpy() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(12, 4)), rng.normal(size=12)

    *_, last = LeastSquares(Problem(lambda p: a @ p - b), np.zeros(4), 50)

    assert last == pytest.approx(np.linalg.lstsq(a, b, rcond=None)[0], rel=1e-12)


def test_rosenbrocks_valley_is_gone_down_to_its_end() -> None:
    search = LeastSquares(ROSENBROCK, np.array([-1.2, 1.0]), 100)

    *_, last = search

    assert last == pytest.approx([1.0, 1.0], rel=1e-12)
    assert search.reason


def test_each_iteration_lowers_the_squares() -> None:
    squares = [float(np.sum(ROSENBROCK.values(p) ** 2)) for p in LeastSquares(ROSENBROCK, np.array([-1.2, 1.0]), 100)]

    assert squares == sorted(squares, reverse=True)


def test_no_more_iterations_are_made_than_asked_for() -> None:
    assert len(list(LeastSquares(ROSENBROCK, np.array([-1.2, 1.0]), 3))) == 4


def test_a_bound_holds_and_the_other_parameters_are_best_on_it() -> None:
    bounds = Bounds(np.array([-np.inf, -np.inf]), np.array([0.5, np.inf]))

    *_, last = LeastSquares(ROSENBROCK, np.array([-1.2, 1.0]), 100, bounds)

    assert last == pytest.approx([0.5, 0.25], rel=1e-12)


def test_a_step_to_where_there_is_no_number_is_made_shorter() -> None:
    def with_an_edge(p: Array) -> Array:
        return np.array([np.log(p[0]) - 1.0]) if p[0].real > 0 else np.array([np.nan])

    *_, last = LeastSquares(Problem(with_an_edge), np.array([20.0]), 100)  # Newton's first step leads to -20

    assert last == pytest.approx([np.e], rel=1e-12)


def test_a_parameter_without_influence_stays_where_it_is() -> None:
    *_, last = LeastSquares(Problem(lambda p: np.array([p[0] - 3.0, 0.0 * p[1]])), np.array([1.0, 7.0]), 100)

    assert last == pytest.approx([3.0, 7.0])


def test_a_start_that_is_not_finite_is_refused() -> None:
    with pytest.raises(NotFinite):
        list(LeastSquares(Problem(lambda p: np.array([np.nan])), np.array([1.0]), 5))
