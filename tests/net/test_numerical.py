"""The gradient from differences alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime, check_grad, rosen, rosen_der

from sheetnet.net import (
    HEADS,
    OPTIMISERS,
    Backprop,
    Batches,
    Network,
    check_layers,
    gradient_check,
    gradient_descent,
    network_gradient,
    numerical_gradient,
)
from sheetnet.net.activations import Array
from tests.net.examples import LETTERS, Problem, complex_step, letters, problems, reference_start

NUMBERS = st.floats(-10.0, 10.0)


def bowl(p: Array) -> float:
    """x0^2 + x1^2."""
    return float(p[0] ** 2 + p[1] ** 2)


@given(NUMBERS, NUMBERS)
def test_the_gradient_of_the_articles_bowl(x0: float, x1: float) -> None:
    gradient = numerical_gradient(bowl, np.array([x0, x1]), h=1e-4)

    np.testing.assert_allclose(gradient, [2.0 * x0, 2.0 * x1], rtol=1e-8, atol=1e-8)


@given(st.lists(st.floats(-2.0, 2.0), min_size=2, max_size=6))
@settings(deadline=None)
def test_the_gradient_of_a_curved_valley_is_its_derivative(point: list[float]) -> None:
    p = np.array(point)

    gradient = numerical_gradient(rosen, p)

    np.testing.assert_allclose(gradient, rosen_der(p), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(gradient, approx_fprime(p, rosen, 1e-8), rtol=1e-2, atol=1e-2)


def test_the_gradient_is_closer_than_that_of_one_sided_differences() -> None:
    p = np.array([0.3, -0.8])

    def f(q: Array) -> float:
        return float(np.exp(q[0]) * np.sin(q[1]))

    exact = np.array([np.exp(0.3) * np.sin(-0.8), np.exp(0.3) * np.cos(-0.8)])
    one_sided = check_grad(f, lambda q: exact, p, epsilon=1e-5)
    assert np.linalg.norm(numerical_gradient(f, p) - exact) < 1e-3 * one_sided


@pytest.mark.parametrize("h", [1e-5, 1e-4])
def test_the_step_is_h_to_both_sides(h: float) -> None:
    asked: list[float] = []

    def f(p: Array) -> float:
        asked.append(float(p[0]))
        return 0.0

    numerical_gradient(f, np.array([1.0]), h)

    assert sorted(asked) == [1.0 - h, 1.0 + h]


def total_of_squares(w: Array) -> float:
    return float((w * w).sum())


@pytest.mark.parametrize(
    "point", [[3, 4], [[1, 2, 3], [4, 5, 6]], [[[1.5], [-2.0]]], 3, np.float32(0.5), np.zeros((0, 2)), [True, False]]
)
def test_whole_numbers_matrices_and_a_single_number_have_a_gradient_of_their_shape(point: object) -> None:
    """The gradient of the sum of squares is 2 w."""
    gradient = numerical_gradient(total_of_squares, point)

    assert gradient.dtype == np.float64
    assert gradient.shape == np.shape(point)
    np.testing.assert_allclose(gradient, 2.0 * np.asarray(point, np.float64), rtol=1e-8, atol=1e-9)


def test_an_f_of_a_matrix_sees_a_matrix() -> None:
    """d trace(A W)/dW = A transposed."""
    a = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

    gradient = numerical_gradient(lambda w: float(np.trace(a @ w)), np.ones((3, 2), int))

    np.testing.assert_allclose(gradient, a.T, rtol=1e-8)


def test_each_parameter_is_moved_alone_and_put_back() -> None:
    p = np.array([0.1, 0.2, 0.3])
    moved: list[list[int]] = []

    def f(q: Array) -> float:
        moved.append(np.flatnonzero(q != [0.1, 0.2, 0.3]).tolist())
        return 0.0

    numerical_gradient(f, p)

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


SMOOTH = problems().filter(lambda problem: problem.network.hidden.name != "relu")  # a kink has no difference quotient


@given(SMOOTH)
@settings(deadline=None)
def test_the_numerical_gradient_of_any_network_is_its_derivative(problem: Problem) -> None:
    """S2.3: central differences with h = 1e-4."""
    network, parameters, x, t = problem

    gradient = network_gradient(network, parameters, x, t)

    expected = complex_step(problem.loss, parameters)
    scale = np.maximum(np.abs(expected), max(1.0, float(problem.loss(parameters))))
    assert np.all(np.abs(gradient - expected) <= 1e-5 * scale)
    assert gradient.tolist() == numerical_gradient(problem.loss, parameters, 1e-4).tolist()


@given(SMOOTH)
@settings(deadline=None)
def test_the_check_of_any_network_tells_the_largest_difference_of_each_layer(problem: Problem) -> None:
    """S2.7."""
    network, parameters, x, t = problem
    evaluate = Backprop(network, x, t)
    evaluate(parameters)
    each = network.unpack(gradient_check(problem.loss, evaluate.gradient, parameters))

    layers = check_layers(network, parameters, x, t)

    bound = 1e-8 * max(1.0, float(problem.loss(parameters)))
    for layer, differences, (_, inputs) in zip(layers, each, network.layers, strict=True):
        assert layer.weights == differences[:, :inputs].max() <= bound
        if network.thresholds:
            assert layer.thresholds == differences[:, -1].max() <= bound
        else:
            assert np.isnan(layer.thresholds)


def test_the_check_finds_the_layer_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Backprop.__call__

    def wrong(backprop: Backprop, parameters: Array) -> float:
        loss = right(backprop, parameters)
        backprop.gradient[62] += 0.5  # the last threshold of the hidden layer
        return loss

    monkeypatch.setattr(Backprop, "__call__", wrong)

    hidden, output = check_layers(LETTERS, reference_start(), *letters())

    assert hidden.thresholds > 0.01
    assert max(hidden.weights, *output) < 1e-8


def test_mini_batches_can_be_checked() -> None:
    """S2.7 on the batches of S2.4."""
    rng = np.random.default_rng(3)
    network = Network((12, 7, 10), head=HEADS["softmax+cross entropy"], reduction="mean")
    x, t = rng.uniform(size=(25, 12)), np.eye(10)[rng.integers(0, 10, 25)]
    parameters, batches = rng.normal(0.0, 0.5, network.parameter_count), Batches(25, 10)

    for update in range(batches.per_epoch):
        chosen = batches.of(update)
        for layer in check_layers(network, parameters, x[chosen], t[chosen]):
            assert max(layer) < 1e-9


def test_e_against_one_parameter_is_a_curve_and_against_two_a_surface() -> None:
    """S1.1: descent goes down on both, and the slope of the curve is the derivative by that parameter."""
    x, t = letters()
    start = reference_start()
    gradient = network_gradient(LETTERS, start, x, t)
    offsets = np.linspace(-0.01, 0.01, 5)

    def loss(first: float, second: float) -> float:
        moved = start.copy()
        moved[[63, 70]] += first, second
        return float(LETTERS.loss(moved, x, t))

    surface = np.array([[loss(a, b) for b in offsets] for a in offsets])

    assert (surface[3, 2] - surface[1, 2]) / 0.01 == pytest.approx(gradient[63], rel=1e-3)
    assert (surface[2, 3] - surface[2, 1]) / 0.01 == pytest.approx(gradient[70], rel=1e-3)
    downhill = loss(*(-1e-3 * gradient[[63, 70]] / np.linalg.norm(gradient[[63, 70]])))
    assert downhill < surface[2, 2]


def square(w: Array) -> float:
    return float(w[0] ** 2 + w[1] ** 2)


def test_descent_by_the_numerical_gradient_ends_where_the_article_says() -> None:
    """S2.1: f = x0^2 + x1^2 from (-3, 4), eta 0.1, 100 steps."""
    end = gradient_descent(square, np.array([-3.0, 4.0]), OPTIMISERS["sgd"](0.1), 100)[-1]

    np.testing.assert_allclose(end, [-6.11110793e-10, 8.14814391e-10], rtol=1e-8)


def test_a_learning_rate_that_is_too_large_flies_off_and_the_numerical_gradient_fails_there() -> None:
    """S2.2: the figure of the article is an artefact: h vanishes beside 1e13, and the difference becomes 0.

    Exactly, an update makes w - 10 * 2 w = -19 w, so that 100 of them make 19^100 times the start.
    """
    start, rule = np.array([-3.0, 4.0]), OPTIMISERS["sgd"](10.0)
    by_differences = gradient_descent(square, start, rule, 100)
    exactly = gradient_descent(square, start, rule, 100, lambda w: 2 * w)

    np.testing.assert_allclose(by_differences[-1], [-2.58983747e13, -1.29524862e12], rtol=1e-8)
    np.testing.assert_allclose(exactly[-1], [-2.25154873e128, 3.00206497e128], rtol=1e-8)
    np.testing.assert_allclose(exactly[-1], 19.0**100 * start, rtol=1e-10)
    np.testing.assert_allclose(by_differences[:9], exactly[:9], rtol=1e-2)
    assert (by_differences[-1] == by_differences[-20]).all()  # it stands still, as if it had arrived


def quartic(w: Array) -> float:
    x = float(w[0])
    return x**4 - 3 * x**2 + x


def quartic_slope(w: Array) -> Array:
    return 4 * w**3 - 6 * w + 1


@pytest.mark.parametrize(
    ("start", "end"), [(2.0, 1.1309011236), (-2.0, -1.3008395659), (0.0, -1.3008395659), (0.3, 1.1309010548)]
)
def test_the_start_decides_which_minimum_is_found(start: float, end: float) -> None:
    """S1.3: f = x^4 - 3 x^2 + x, eta 0.01, 200 steps."""
    path = gradient_descent(quartic, np.array([start]), OPTIMISERS["sgd"](0.01), 200, quartic_slope)

    assert path[-1][0] == pytest.approx(end, abs=5.1e-11)


def test_descent_stays_where_the_slope_is_zero_also_on_a_maximum() -> None:
    """S1.2."""
    (maximum,) = (root.real for root in np.roots([4, 0, -6, 1]) if abs(root - 0.17) < 0.1)
    path = gradient_descent(quartic, np.array([maximum]), OPTIMISERS["sgd"](0.01), 20, quartic_slope)

    assert maximum == pytest.approx(0.16993844, abs=5e-9)
    np.testing.assert_allclose(path[:, 0], maximum, rtol=1e-12)


@pytest.mark.parametrize(("eta", "end"), [(0.05, 1.13090112), (0.1, -1.30083957)])
def test_a_larger_eta_can_jump_out_of_a_local_minimum(eta: float, end: float) -> None:
    """S1.4, from 2, 200 steps."""
    path = gradient_descent(quartic, np.array([2.0]), OPTIMISERS["sgd"](eta), 200, quartic_slope)

    assert path[-1][0] == pytest.approx(end, abs=5.1e-9)


def test_a_still_larger_eta_never_settles_and_one_more_overflows() -> None:
    """S1.4."""
    hopping = gradient_descent(quartic, np.array([2.0]), OPTIMISERS["sgd"](0.15), 200, quartic_slope)[150:, 0]
    with np.errstate(over="ignore", invalid="ignore"):
        flying = gradient_descent(quartic, np.array([2.0]), OPTIMISERS["sgd"](0.2), 200, quartic_slope)

    assert np.isfinite(hopping).all()
    assert np.ptp(hopping) > 0.1
    assert not np.isfinite(flying[-1]).any()
