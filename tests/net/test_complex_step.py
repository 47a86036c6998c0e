"""The gradient by complex steps: an opinion of its own on backpropagation, exact where differences are not."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets

from sheetnet.net import ACTIVATIONS, HEADS, Backprop, Network, complex_step_gradient, initial_parameters
from sheetnet.net.activations import Array, rectify
from tests.net.examples import LETTERS, Problem, complex_step, letters, problems, reference_start

DATA: dict[str, Callable[[], object]] = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast cancer": datasets.load_breast_cancer,
    "diabetes": datasets.load_diabetes,
    "digits": datasets.load_digits,
}


def cases(name: str, *, scaled: bool, head: str) -> tuple[Array, Array]:
    """Inputs as they were measured or standardised; targets that the head can be trained on."""
    data = DATA[name]()
    x, y = np.asarray(data.data, np.float64), np.asarray(data.target)  # type: ignore[attr-defined]
    if scaled:
        x = (x - x.mean(axis=0)) / np.where(x.std(axis=0) > 0.0, x.std(axis=0), 1.0)
    if name != "diabetes":
        return x, np.eye(int(y.max()) + 1)[y]
    return x, y[:, None] if head == "identity+squared" else np.eye(2)[(y > 140.0).astype(int)]


def accused(network: Network, parameters: Array, x: Array, t: Array) -> tuple[int, int]:
    """How many gradients of backpropagation are called wrong, and how many are at a kink."""
    evaluate = Backprop(network, x, t)
    with np.errstate(over="ignore"):
        evaluate(parameters)
    found = complex_step_gradient(network, parameters, x, t)
    far = np.abs(evaluate.gradient - found.gradient)
    allowed = np.maximum(1e-7 * np.maximum(1.0, np.abs(found.gradient)), found.rounding)
    return int((~(far <= allowed) & ~found.at_kink).sum()), int(found.at_kink.sum())


@pytest.mark.few(10)
@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("name", DATA)
def test_no_right_gradient_of_known_data_is_called_wrong(name: str, hidden: str, head: str, scaled: bool) -> None:
    x, t = cases(name, scaled=scaled, head=head)
    network = Network((x.shape[1], 4, 3, t.shape[1]), ACTIVATIONS[hidden], HEADS[head])

    for scale in (0.5, 5.0):
        start = initial_parameters(network, np.random.default_rng(1), "uniform", scale)
        assert accused(network, start, x, t)[0] == 0


@given(problems())
@settings(deadline=None)
def test_unit_by_unit_is_what_parameter_by_parameter_gives(problem: Problem) -> None:
    found = complex_step_gradient(problem.network, problem.parameters, problem.x, problem.t)

    expected = complex_step(problem.loss, problem.parameters)
    assert np.all(np.abs(found.gradient - expected) <= 1e-12 * np.maximum(1.0, np.abs(expected)))
    assert np.all(found.rounding <= 1e-9 * np.maximum(1.0, np.abs(expected)))


@given(problems(), st.integers(0, 3))
@settings(deadline=None)
def test_cases_in_pieces_are_the_cases(problem: Problem, more: int) -> None:
    """Past the number of cases that are looked at at a time."""
    network, parameters, x, t = problem
    repeat = (400 + more, 1)

    whole = complex_step_gradient(network, parameters, np.tile(x, repeat), np.tile(t, repeat)).gradient

    times = 1.0 if network.reduction == "mean" else repeat[0]
    once = complex_step_gradient(network, parameters, x, t).gradient
    np.testing.assert_allclose(whole, times * once, rtol=1e-9, atol=1e-9 * times)


SPOILS: dict[str, Callable[[Array, Array], Array]] = {
    "a factor": lambda g, p: 1.001 * g,
    "the sign": lambda g, p: -g,
    "one entry": lambda g, p: np.where(np.arange(len(g)) == len(g) // 2, g + 1e-5 * np.maximum(1.0, np.abs(g)), g),
    "weight decay": lambda g, p: g + 1e-3 * p,
    "shifted by one": lambda g, p: np.roll(g, 1),
    "thresholds as biases": lambda g, p: LETTERS.with_biases(g),
    "half of it": lambda g, p: g / 2.0,
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_spoiled_gradient_is_found(spoil: str) -> None:
    x, t = letters()
    p = reference_start()
    evaluate = Backprop(LETTERS, x, t)
    evaluate(p)
    found = complex_step_gradient(LETTERS, p, x, t)

    far = np.abs(SPOILS[spoil](evaluate.gradient, p) - found.gradient)

    assert (far > np.maximum(1e-7 * np.maximum(1.0, np.abs(found.gradient)), found.rounding)).any()


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_a_slope_that_is_not_that_of_the_activation_is_found(hidden: str) -> None:
    """The slope of identity in place of the activation's."""
    wrong = ACTIVATIONS[hidden]._replace(minus_slope=ACTIVATIONS["identity"].minus_slope)
    x, t = letters()
    network = Network((20, 3, 4), wrong)

    assert accused(network, reference_start(), x, t)[0] > 10


@pytest.mark.parametrize("head", HEADS)
def test_a_delta_that_is_not_that_of_the_loss_is_found(head: str) -> None:
    def finish(minus_s: Array, t: Array, delta: Array, work: Array, inner: object) -> object:
        loss = HEADS[head].finish(minus_s, t, delta, work, inner)  # type: ignore[arg-type]
        delta += 1e-4 * t
        return loss

    x, t = letters()

    assert accused(Network((20, 3, 4), head=HEADS[head]._replace(finish=finish)), reference_start(), x, t)[0] > 10


def test_a_sum_that_is_0_is_a_kink_and_the_cells_along_it_are_named() -> None:
    """At the case (0, 0) a unit with threshold 0 has s = 0: to move its threshold helps to one side alone."""
    network = Network((2, 2, 1), ACTIVATIONS["relu"], HEADS["identity+squared"])
    parameters = np.array([0.5, -0.3, 0.0, 0.4, 0.7, 0.2, 1.0, -1.0, 0.1])
    x, t = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])

    found = complex_step_gradient(network, parameters, x, t)

    assert np.flatnonzero(found.at_kink).tolist() == [2]  # the threshold of the first unit; its inputs are 0 there
    step, here = 1e-6 * np.eye(9)[2], network.loss(parameters, x, t)
    right, left = network.loss(parameters + step, x, t) - here, here - network.loss(parameters - step, x, t)
    assert abs(right - left) > 0.05e-6  # two slopes, 1.6 and 1.7


def test_a_sum_that_is_0_but_for_rounding_is_a_kink_too() -> None:
    """0.1 + 0.2 - 0.3 is 0 in one order of adding up and 5.6e-17 in another."""
    network = Network((2, 1, 1), ACTIVATIONS["relu"], HEADS["identity+squared"])
    x, t = np.ones((1, 2)), np.ones((1, 1))

    found = complex_step_gradient(network, np.array([0.1, 0.2, 0.3, 1.0, 0.0]), x, t)

    assert found.at_kink[:3].all()
    assert not found.at_kink[3:].any()


def test_a_smooth_activation_has_no_kinks() -> None:
    x, t = letters()

    assert not complex_step_gradient(LETTERS, np.zeros(79), x, t).at_kink.any()
    assert rectify(np.array([-1.0, 0.0, 2.0])).tolist() == [0.0, 0.0, 2.0]


def test_prices_in_full_are_no_reason_to_accuse() -> None:
    """E is some 1e11, where a difference of E with h = 1e-5 has no digit that is right."""
    x = np.array([[3.0, 70.0], [4.0, 95.0], [2.0, 50.0], [5.0, 140.0], [3.0, 80.0]])
    t = np.array([[210000.0], [320000.0], [150000.0], [520000.0], [265000.0]])
    for hidden in ACTIVATIONS.values():
        network = Network((2, 3, 1), hidden, HEADS["identity+squared"])

        assert accused(network, initial_parameters(network, np.random.default_rng(0)), x, t) == (0, 0)
