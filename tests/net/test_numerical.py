"""The gradient from differences alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, check_grad, rosen, rosen_der

from sheetnet.net import Backprop, central_difference, gradient_check
from sheetnet.net.activations import Array
from tests.net.examples import LETTERS, letters

NUMBERS = st.floats(-10.0, 10.0)


def bowl(p: Array) -> float:
    """x0^2 + x1^2."""
    return float(p[0] ** 2 + p[1] ** 2)


@given(NUMBERS, NUMBERS)
def test_the_gradient_of_the_articles_bowl(x0: float, x1: float) -> None:
    gradient = central_difference(bowl, np.array([x0, x1]), h=1e-4)

    np.testing.assert_allclose(gradient, [2.0 * x0, 2.0 * x1], rtol=1e-8, atol=1e-8)


@given(st.lists(st.floats(-2.0, 2.0), min_size=2, max_size=6))
@settings(deadline=None)
def test_the_gradient_of_a_curved_valley_is_its_derivative(point: list[float]) -> None:
    p = np.array(point)

    gradient = central_difference(rosen, p)

    np.testing.assert_allclose(gradient, rosen_der(p), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(gradient, approx_fprime(p, rosen, 1e-8), rtol=1e-2, atol=1e-2)


def test_the_gradient_is_closer_than_that_of_one_sided_differences() -> None:
    p = np.array([0.3, -0.8])

    def f(q: Array) -> float:
        return float(np.exp(q[0]) * np.sin(q[1]))

    exact = np.array([np.exp(0.3) * np.sin(-0.8), np.exp(0.3) * np.cos(-0.8)])
    one_sided = check_grad(f, lambda q: exact, p, epsilon=1e-5)
    assert np.linalg.norm(central_difference(f, p) - exact) < 1e-3 * one_sided


@pytest.mark.parametrize("h", [1e-5, 1e-4])
def test_the_step_is_h_to_both_sides(h: float) -> None:
    asked: list[float] = []

    def f(p: Array) -> float:
        asked.append(float(p[0]))
        return 0.0

    central_difference(f, np.array([1.0]), h)

    assert sorted(asked) == [1.0 - h, 1.0 + h]


def test_each_parameter_is_moved_alone_and_put_back() -> None:
    p = np.array([0.1, 0.2, 0.3])
    moved: list[list[int]] = []

    def f(q: Array) -> float:
        moved.append(np.flatnonzero(q != [0.1, 0.2, 0.3]).tolist())
        return 0.0

    central_difference(f, p)

    assert moved == [[0], [0], [1], [1], [2], [2]]
    assert p.tolist() == [0.1, 0.2, 0.3]


def test_the_check_of_a_right_gradient_finds_nothing() -> None:
    x, t = letters()
    p = np.random.default_rng(3).uniform(-0.5, 0.5, 79)
    backprop = Backprop(LETTERS, x, t)
    backprop(p)

    difference = gradient_check(lambda q: LETTERS.loss(q, x, t), backprop.gradient, p)

    assert difference.shape == (79,)
    assert difference.max() < 1e-8


def test_the_check_of_a_wrong_gradient_finds_the_wrong_parameter() -> None:
    p = np.array([1.0, 2.0])

    difference = gradient_check(bowl, np.array([2.0, 5.0]), p)

    assert difference == pytest.approx([0.0, 1.0 / 5.0], abs=1e-8)


def test_the_check_is_relative_only_past_1() -> None:
    assert gradient_check(bowl, np.array([0.25, 0.0]), np.zeros(2)) == pytest.approx([0.25, 0.0], abs=1e-9)
