"""L-BFGS, S4.10: the earlier method of the spreadsheet article, a Solver on the same cells."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.net import HEADS, OPTIMISERS, Backprop, Network, NotFinite, descend, minimise
from sheetnet.net.lbfgs import Missing
from tests.net.examples import LETTERS, letters, reference_start

X, T = letters()


def test_from_the_reference_start_it_reaches_a_lower_e_with_fewer_evaluations_than_descent() -> None:
    """S4.10: descent evaluates once an iteration, and once for the start."""
    *_, descent = descend(LETTERS, reference_start(), X, T, OPTIMISERS["sgd"](0.05), 500)

    solver = minimise(LETTERS, reference_start(), X, T, 100)
    lower = next(step for step in solver if step.loss < descent.loss)

    assert descent.evaluations == 501
    assert lower.evaluations < 501 / 5
    assert lower.loss < descent.loss < 1.0


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=15)
def test_every_step_lowers_e_and_tells_the_truth(seed: int) -> None:
    start = np.random.default_rng(seed).uniform(-1.0, 1.0, 79)
    solver = minimise(LETTERS, start, X, T, 30)

    steps = list(solver)

    assert [step.number for step in steps] == list(range(len(steps)))
    np.testing.assert_array_equal(steps[0].parameters, start)
    losses = [step.loss for step in steps]
    assert losses == sorted(losses, reverse=True)
    evaluations = [step.evaluations for step in steps]
    assert evaluations[0] == 1
    assert evaluations == sorted(evaluations)
    assert all(count > number for number, count in enumerate(evaluations))
    for step in steps:
        backprop = Backprop(LETTERS, X, T)
        assert step.loss == backprop(step.parameters)
        np.testing.assert_array_equal(step.gradient, backprop.gradient)


def test_a_step_shows_its_outputs_until_the_next_is_asked_for() -> None:
    for step in minimise(LETTERS, reference_start(), X, T, 5):
        np.testing.assert_allclose(step.outputs, LETTERS.outputs(step.parameters, X), rtol=1e-13)


def test_regression_without_hidden_units_ends_at_the_least_squares() -> None:
    """What numpy solves at once."""
    rng = np.random.default_rng(4)
    x, t = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
    network = Network((4, 2), head=HEADS["identity+squared"])
    expected, *_ = np.linalg.lstsq(network.rows(x), t, rcond=None)

    solver = minimise(network, np.zeros(10), x, t, 200)
    *_, last = solver

    np.testing.assert_allclose(last.parameters.reshape(2, 5), expected.T, rtol=0, atol=1e-6)
    assert last.number < 200
    assert solver.reason


def test_no_more_than_the_asked_iterations_are_made() -> None:
    assert [step.number for step in minimise(LETTERS, reference_start(), X, T, 3)] == [0, 1, 2, 3]
    assert [step.number for step in minimise(LETTERS, reference_start(), X, T, 0)] == [0]


def test_a_start_that_is_not_finite_is_refused() -> None:
    with pytest.raises(NotFinite):
        list(minimise(LETTERS, np.full(79, np.nan), X, T, 3))
    with pytest.raises(NotFinite):
        list(minimise(LETTERS, np.full(79, np.inf), X, T, 0))


def test_without_scipy_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)

    with pytest.raises(Missing, match=r"^L-BFGS needs SciPy, which is not installed; pip install scipy$"):
        list(minimise(LETTERS, reference_start(), X, T, 3))


def test_the_start_is_not_changed() -> None:
    start = reference_start()

    list(minimise(LETTERS, start, X, T, 3))

    np.testing.assert_array_equal(start, reference_start())
