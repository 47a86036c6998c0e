"""A network's sizes, its flat vector of parameters, and what it computes."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, softmax

from sheetnet.net import ACTIVATIONS, HEADS, OPTIMISERS, Activation, Backprop, Network, descend
from sheetnet.net.activations import apply_logistic, logistic
from sheetnet.net.network import read
from tests.net.examples import LETTERS, Problem, problems

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(tuple)


class TestTheWalkThrough:
    """S0: a 3-2-2 network without offsets; the articles write a weight (from, to), a layer stores (to, from)."""

    network = Network((3, 2, 2), thresholds=False)
    x, t = np.array([[1.0, 0.5, -1.0]]), np.array([[1.0, 0.0]])
    w = np.array([[0.1, 0.2], [0.3, -0.4], [-0.5, 0.6]])
    v = np.array([[0.7, -0.8], [0.9, 0.1]])

    def parameters(self) -> np.ndarray:
        return np.concatenate([self.w.T.ravel(), self.v.T.ravel()])

    def test_it_has_10_weights_and_nothing_else(self) -> None:
        """S0.2."""
        backprop = Backprop(self.network, self.x, self.t)
        backprop(self.parameters())

        assert self.network.parameter_count == len(backprop.gradient) == 10
        assert [matrix.shape for matrix in self.network.unpack(self.parameters())] == [(2, 3), (2, 2)]

    def test_its_derivatives_are_the_chain_rule_through_the_sums(self) -> None:
        """S0.3: dE/dw11 = dE/dp x1, where p = w11 x1 + w21 x2 + w31 x3."""
        backprop = Backprop(self.network, self.x, self.t)
        backprop(self.parameters())

        first, second = self.network.unpack(backprop.gradient)
        (_, hidden), _ = self.network.sums_and_outputs(self.parameters(), self.x)
        np.testing.assert_allclose(first, backprop.deltas[0].T * self.x, rtol=1e-14)
        np.testing.assert_allclose(second, backprop.deltas[1].T * hidden, rtol=1e-14)

    def test_the_outputs(self) -> None:
        outputs = self.network.outputs(self.parameters(), self.x)

        np.testing.assert_allclose(outputs, [[0.688761254736, 0.375683928693]], rtol=0, atol=5e-13)

    def test_the_loss(self) -> None:
        loss = self.network.loss(self.parameters(), self.x, self.t)

        assert loss == pytest.approx(0.11900398541572102, rel=1e-14)

    def test_the_loss_after_one_step_of_the_weights(self) -> None:
        """S0.a, and S0.1: forward, loss, backpropagation, update, and again."""
        before, after = descend(self.network, self.parameters(), self.x, self.t, OPTIMISERS["sgd"](0.1), 1)

        assert before.loss == pytest.approx(0.11900398541572102, rel=1e-14)
        assert after.loss == pytest.approx(0.11811076291602501, rel=1e-14)
        np.testing.assert_array_equal(np.sign(after.parameters - before.parameters), -np.sign(before.gradient))

    def test_a_weight_falls_where_its_derivative_is_positive_and_rises_where_it_is_negative(self) -> None:
        """S0.4."""
        backprop = Backprop(self.network, self.x, self.t)
        backprop(self.parameters())

        for i, derivative in enumerate(backprop.gradient):
            moved = self.parameters()
            moved[i] -= 1e-3 * np.sign(derivative)
            assert self.network.loss(moved, self.x, self.t) < self.network.loss(self.parameters(), self.x, self.t)


def test_a_threshold_is_subtracted() -> None:
    network = Network((2, 1), head=HEADS["identity+squared"])

    outputs = network.outputs(np.array([3.0, 5.0, 7.0]), np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]]))

    assert outputs.tolist() == [[3.0 - 7.0], [5.0 - 7.0], [16.0 - 7.0]]


def test_the_letters_network_has_79_parameters() -> None:
    assert LETTERS.parameter_count == 3 * (20 + 1) + 4 * (3 + 1) == 79


def test_the_digits_network_has_79510_parameters() -> None:
    """S2.4; its accuracy on the real digits is printed by `python -m benchmarks methods`."""
    assert Network((784, 100, 10)).parameter_count == 79_510


@given(SIZES)
def test_the_parameters_are_every_weight_and_every_threshold(sizes: tuple[int, ...]) -> None:
    network = Network(sizes)

    assert network.parameter_count == sum(below * above + above for below, above in pairwise(sizes))
    assert Network(sizes, thresholds=False).parameter_count == sum(below * above for below, above in pairwise(sizes))
    assert network.layers == tuple((above, below) for below, above in pairwise(sizes))


@given(SIZES)
def test_unpacked_matrices_are_views_that_cover_the_vector_once_and_in_order(sizes: tuple[int, ...]) -> None:
    network = Network(sizes)
    vector = np.arange(float(network.parameter_count))

    matrices = network.unpack(vector)

    assert [matrix.shape for matrix in matrices] == [(units, inputs + 1) for units, inputs in network.layers]
    assert np.concatenate([matrix.ravel() for matrix in matrices]).tolist() == vector.tolist()
    for matrix in matrices:
        matrix += 1000.0
    assert vector.tolist() == [1000.0 + n for n in range(network.parameter_count)]


@pytest.mark.parametrize("shape", [(78,), (80,), (79, 1), ()])
def test_a_vector_of_a_wrong_shape_is_not_unpacked(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected 79 parameters, found an array of shape"):
        LETTERS.unpack(np.zeros(shape))


@given(problems())
@settings(deadline=None)
def test_biases_are_thresholds_with_the_other_sign_and_back_again_exactly(problem: Problem) -> None:
    network, parameters = problem.network, problem.parameters
    before = parameters.copy()

    biases = network.with_biases(parameters)

    assert network.with_biases(biases).tobytes() == before.tobytes()
    assert parameters.tobytes() == before.tobytes()
    pairs = zip(network.unpack(parameters), network.unpack(biases), strict=True)
    for (ours, theirs), (_, inputs) in zip(pairs, network.layers, strict=True):
        np.testing.assert_array_equal(ours[:, :inputs], theirs[:, :inputs])
        np.testing.assert_array_equal(ours[:, inputs:], -theirs[:, inputs:])


@pytest.mark.parametrize("sizes", [(), (3,), (0, 1), (3, 0), (3, 2, 0, 1), (3, -1)])
def test_sizes_that_are_no_network_are_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="at least one layer of at least one unit"):
        Network(sizes)


@given(problems())
@settings(deadline=None)
def test_the_sums_and_outputs_follow_from_one_another(problem: Problem) -> None:
    network = problem.network
    below = problem.x
    activations = {
        "sigmoid": expit,
        "tanh": np.tanh,
        "identity": lambda s: s,
        "relu": lambda s: np.maximum(s, 0.0),
        "softmax": lambda s: softmax(s, axis=1),
    }

    layers = network.sums_and_outputs(problem.parameters, problem.x)

    for n, ((s, h), matrix) in enumerate(zip(layers, network.unpack(problem.parameters), strict=True)):
        name = network.head.name.partition("+")[0] if n == len(layers) - 1 else network.hidden.name
        seen = np.hstack([below, np.full((len(below), 1), -1.0)]) if network.thresholds else below
        sums = np.array([[np.dot(unit, case) for unit in matrix] for case in seen])
        np.testing.assert_allclose(s, sums, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(h, activations[name](s), rtol=1e-13)
        below = h


def test_equal_networks_compare_equal_and_cannot_be_changed() -> None:
    assert Network((2, 3, 1)) == Network((2, 3, 1)) != Network((2, 3, 1), ACTIVATIONS["tanh"])
    with pytest.raises(AttributeError):
        LETTERS.sizes = (1, 1)  # type: ignore[misc]


# the logistic function


@given(st.floats(-800.0, 800.0))
def test_the_logistic_function_is_that_of_scipy(s: float) -> None:
    in_place = np.array([s])
    with np.errstate(over="ignore"):
        np.negative(in_place, in_place)
        apply_logistic(in_place)

    assert logistic(np.float64(s)) == pytest.approx(expit(s), rel=1e-13, abs=1e-300)
    assert in_place[0] == logistic(np.float64(s))


def test_the_logistic_function_reaches_its_limits_without_a_warning() -> None:
    with np.errstate(over="raise"):  # asked to raise, it must still know that this overflow is harmless
        values = logistic(np.array([-1e4, 1e4, -np.inf, np.inf]))

    assert values.tolist() == [0.0, 1.0, 0.0, 1.0]


def test_the_outputs_of_a_saturated_network_are_exact_and_silent() -> None:
    outputs = Network((1, 2)).outputs(np.array([1e4, 0.0, -1e4, 0.0]), np.array([[1.0], [-1.0]]))

    assert outputs.tolist() == [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=lambda one: one.name)
def test_a_slope_is_the_derivative_in_terms_of_the_output(activation: Activation) -> None:
    s = np.linspace(-6.0, 6.0, 49)
    h = s.copy()
    np.negative(h, h)
    activation.apply(h)
    slope = np.empty_like(h)

    activation.minus_slope(h, slope)

    np.testing.assert_allclose(-slope, activation.value(s + 1e-30j).imag / 1e-30, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(h, activation.value(s), rtol=1e-15)


# which class outputs are read as


def test_the_largest_output_is_read_and_of_equals_the_first() -> None:
    outputs = np.array([[0.1, 0.9, 0.3], [0.5, 0.5, 0.5], [0.2, 0.7, 0.7], [0.0, 0.0, 1e-300]])

    assert read(outputs).tolist() == [1, 0, 1, 2]


def test_a_single_output_is_read_as_1_from_a_half_on() -> None:
    assert read(np.array([[0.5], [0.49999999999999994], [1.0], [0.0]])).tolist() == [1, 0, 1, 0]
    assert read(np.array([[0.0], [-1e-300], [0.4]]), HEADS["tanh+squared"].middle).tolist() == [1, 0, 1]
