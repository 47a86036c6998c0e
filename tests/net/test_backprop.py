"""The gradient by backpropagation, against derivatives taken in other ways."""

import math
import re

import hypothesis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_expit, log_softmax

from sheetnet.net import ACTIVATIONS, HEADS, Activation, Backprop, Head, Network, head_named
from tests.net.examples import LETTERS, Problem, complex_step, difference_quotient, letters, problems


def evaluated(problem: Problem) -> Backprop:
    backprop = Backprop(problem.network, problem.x, problem.t)
    backprop(problem.parameters)
    return backprop


@given(problems())
@settings(deadline=None)
def test_the_gradient_is_the_complex_step_derivative(problem: Problem) -> None:
    gradient = evaluated(problem).gradient

    expected = complex_step(problem.loss, problem.parameters)
    assert np.all(np.abs(gradient - expected) <= 1e-12 * np.maximum(1.0, np.abs(expected)))


@given(problems())
@settings(deadline=None)
def test_the_gradient_is_the_central_difference(problem: Problem) -> None:
    gradient = evaluated(problem).gradient

    expected = difference_quotient(problem.loss, problem.parameters)
    scale = np.maximum(np.abs(expected), max(1.0, problem.loss(problem.parameters)))
    assert np.all(np.abs(gradient - expected) <= 1e-8 * scale)


@given(problems())
@settings(deadline=None, max_examples=30)
def test_the_gradient_is_that_of_pytorch(problem: Problem) -> None:
    torch = pytest.importorskip("torch")
    p = torch.tensor(problem.parameters, requires_grad=True)
    h, start, thresholds = torch.tensor(problem.x), 0, problem.network.thresholds
    for number, (units, inputs) in enumerate(problem.network.layers):
        stop = start + units * (inputs + thresholds)
        layer = p[start:stop].reshape(units, inputs + thresholds)
        s, start = h @ layer[:, :inputs].T - (layer[:, -1] if thresholds else 0.0), stop
        if number == len(problem.network.layers) - 1:
            pass
        else:
            h = s if problem.network.hidden.name == "identity" else getattr(torch, problem.network.hidden.name)(s)
    t, functional = torch.tensor(problem.t), torch.nn.functional
    loss = {
        "sigmoid+squared": lambda: ((t - torch.sigmoid(s)) ** 2).sum() / 2,
        "identity+squared": lambda: ((t - s) ** 2).sum() / 2,
        "tanh+squared": lambda: ((t - torch.tanh(s)) ** 2).sum() / 2,
        "softmax+cross entropy": lambda: functional.cross_entropy(s, t, reduction="sum"),
        "sigmoid+cross entropy": lambda: functional.binary_cross_entropy_with_logits(s, t, reduction="sum"),
    }[problem.network.head.name]()
    if problem.network.reduction == "mean":
        loss = loss / len(problem.x)

    loss.backward()

    backprop = Backprop(problem.network, problem.x, problem.t)
    assert backprop(problem.parameters) == pytest.approx(loss.item(), rel=1e-12)
    expected = p.grad.numpy()
    assert np.all(np.abs(backprop.gradient - expected) <= 1e-12 * np.maximum(1.0, np.abs(expected)))


@given(problems())
@settings(deadline=None)
def test_the_loss_and_the_outputs_are_the_plain_formulas(problem: Problem) -> None:
    backprop = Backprop(problem.network, problem.x, problem.t)

    loss = backprop(problem.parameters)

    outputs = problem.network.outputs(problem.parameters, problem.x)
    s, t = problem.network.sums_and_outputs(problem.parameters, problem.x)[-1][0], problem.t
    expected = {
        "squared": ((t - outputs) ** 2).sum() / 2,
        "softmax+cross entropy": -(t * log_softmax(s, axis=1)).sum(),
        "sigmoid+cross entropy": -(t * log_expit(s) + (1 - t) * log_expit(-s)).sum(),
    }[problem.network.head.name if "cross" in problem.network.head.name else "squared"]
    if problem.network.reduction == "mean":
        expected /= len(problem.x)
    assert loss == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(backprop.outputs, outputs, rtol=1e-12, atol=1e-12)


@given(problems())
@settings(deadline=None)
def test_the_deltas_are_the_derivatives_of_each_case_by_its_sums(problem: Problem) -> None:
    """A threshold is subtracted from its unit's sum, and in a single case from that sum alone: de/ds = -de/dtheta."""
    deltas = evaluated(problem).deltas

    hypothesis.assume(problem.network.thresholds)
    for case in range(len(problem.x)):
        alone = problem._replace(x=problem.x[case : case + 1], t=problem.t[case : case + 1])
        gradient = complex_step(alone.loss, alone.parameters)
        for delta, matrix in zip(deltas, problem.network.unpack(gradient), strict=True):
            np.testing.assert_allclose(delta[case], -matrix[:, -1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("head", "row"), [("identity+squared", "S3.4"), ("softmax+cross entropy", "S3.5"), ("sigmoid+cross entropy", "")]
)
def test_of_heads_that_fit_together_delta_is_the_output_minus_the_target(head: str, row: str) -> None:
    """S3.4 regression, S3.5 classification: sigmoid hidden units, delta_k = y_k - t_k."""
    rng = np.random.default_rng(6)
    backprop = Backprop(Network((4, 3, 2), head=HEADS[head]), rng.normal(size=(9, 4)), np.eye(2)[rng.integers(0, 2, 9)])
    t = backprop._t.T

    backprop(rng.normal(size=23))

    np.testing.assert_allclose(backprop.deltas[-1], backprop.outputs - t, rtol=1e-12, atol=1e-15)


def test_the_matrix_form() -> None:
    """S3.6: U = XW + B; dW = X^T delta; dB = column sums of delta; dX = delta W^T, with W (from, to) and B = -theta."""
    rng = np.random.default_rng(8)
    network = Network((4, 3, 2), ACTIVATIONS["identity"], HEADS["identity+squared"])
    p, x, t = rng.normal(size=23), rng.normal(size=(9, 4)), rng.normal(size=(9, 2))
    (w1, b1), (w2, b2) = ((matrix[:, :-1].T, matrix[:, -1]) for matrix in network.unpack(network.with_biases(p)))
    backprop = Backprop(network, x, t)

    backprop(p)

    hidden = x @ w1 + b1
    delta = hidden @ w2 + b2 - t
    below = delta @ w2.T  # dX of the second layer; the slope of identity is 1
    (dw1, db1), (dw2, db2) = (
        (matrix[:, :-1].T, matrix[:, -1]) for matrix in network.unpack(network.with_biases(backprop.gradient))
    )
    for ours, theirs in [
        (dw2, hidden.T @ delta),
        (db2, delta.sum(axis=0)),
        (dw1, x.T @ below),
        (db1, below.sum(axis=0)),
    ]:
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@pytest.mark.parametrize("name", ["identity+squared", "softmax+cross entropy"])
def test_the_two_losses_are_the_articles(name: str) -> None:
    """S3.2: 1/2 sum (y - t)^2, and -sum t log y."""
    rng = np.random.default_rng(9)
    network = Network((4, 3, 2), head=HEADS[name])
    p, x, t = rng.normal(size=23), rng.normal(size=(9, 4)), np.eye(2)[rng.integers(0, 2, 9)]
    y = network.outputs(p, x)

    expected = ((y - t) ** 2).sum() / 2 if name == "identity+squared" else -(t * np.log(y)).sum()

    assert Backprop(network, x, t)(p) == pytest.approx(expected, rel=1e-12)


def test_a_small_case_follows_the_articles_formulas() -> None:
    """deltaO = -(t - z) z (1 - z), deltaH = (sum deltaO wO) h (1 - h), de/dw = delta times what the weight looks at."""
    w_h, theta_h = [[0.4, -0.7, 0.2], [-0.3, 0.9, 0.5]], [0.1, -0.6]
    w_o, theta_o = [[0.8, -0.5], [-0.2, 0.3]], [-0.4, 0.7]
    x, t = [1.0, 0.5, -1.0], [1.0, 0.0]
    parameters = np.array([*w_h[0], theta_h[0], *w_h[1], theta_h[1], *w_o[0], theta_o[0], *w_o[1], theta_o[1]])
    backprop = Backprop(Network((3, 2, 2)), np.array([x]), np.array([t]))

    loss = backprop(parameters)

    h = [1 / (1 + math.exp(theta_h[j] - sum(w_h[j][i] * x[i] for i in range(3)))) for j in range(2)]
    z = [1 / (1 + math.exp(theta_o[k] - sum(w_o[k][j] * h[j] for j in range(2)))) for k in range(2)]
    delta_o = [-(t[k] - z[k]) * z[k] * (1 - z[k]) for k in range(2)]
    delta_h = [sum(delta_o[k] * w_o[k][j] for k in range(2)) * h[j] * (1 - h[j]) for j in range(2)]
    gradient = [term for j in range(2) for term in [*(delta_h[j] * x[i] for i in range(3)), -delta_h[j]]]
    gradient += [term for k in range(2) for term in [*(delta_o[k] * h[j] for j in range(2)), -delta_o[k]]]
    assert loss == pytest.approx(sum((t[k] - z[k]) ** 2 for k in range(2)) / 2, rel=1e-14)
    np.testing.assert_allclose(backprop.deltas[0], [delta_h], rtol=1e-13)
    np.testing.assert_allclose(backprop.deltas[1], [delta_o], rtol=1e-13)
    np.testing.assert_allclose(backprop.gradient, gradient, rtol=1e-13)


@pytest.mark.parametrize("hidden", ACTIVATIONS.values(), ids=lambda one: one.name)
@pytest.mark.parametrize("head", HEADS.values(), ids=lambda one: one.name)
def test_every_activation_and_head_has_the_gradient_of_its_own_formula(hidden: Activation, head: Head) -> None:
    rng = np.random.default_rng(1)
    network = Network((4, 3, 2), hidden, head)
    problem = Problem(network, rng.normal(size=23), rng.normal(size=(7, 4)), rng.uniform(size=(7, 2)))

    gradient = evaluated(problem).gradient

    np.testing.assert_allclose(gradient, complex_step(problem.loss, problem.parameters), rtol=1e-12, atol=1e-12)


@given(problems())
@settings(deadline=None, max_examples=20)
def test_a_second_call_remembers_nothing_of_the_first(problem: Problem) -> None:
    backprop = Backprop(problem.network, problem.x, problem.t)
    once = backprop(problem.parameters), backprop.gradient.copy()

    backprop(problem.parameters + 1.0)
    again = backprop(problem.parameters), backprop.gradient

    assert once[0] == again[0]
    np.testing.assert_array_equal(once[1], again[1])


def test_the_cases_are_copied() -> None:
    x, t = letters()
    backprop = Backprop(LETTERS, x, t)
    parameters = np.linspace(-1.0, 1.0, 79)
    before = backprop(parameters), backprop.gradient.copy(), backprop.accuracy()

    x[:], t[:] = 7.0, 0.0
    after = backprop(parameters), backprop.gradient, backprop.accuracy()

    assert before[0] == after[0]
    assert before[2] == after[2]
    np.testing.assert_array_equal(before[1], after[1])


def test_the_targets_of_a_single_output_are_copied_too() -> None:
    x, t = np.ones((3, 1)), np.zeros((3, 1))  # t transposed is contiguous as it is
    backprop = Backprop(Network((1, 1)), x, t)
    before = backprop(np.ones(2))

    t[:] = 1.0

    assert backprop(np.ones(2)) == before


def test_the_accuracy_counts_the_cases_read_correctly() -> None:
    network = Network((2, 2))
    backprop = Backprop(network, np.array([[1.0, 0.0], [0.0, 1.0], [0.3, 0.2], [0.4, 0.5]]), np.eye(2)[[0, 1, 1, 1]])

    backprop(np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]))  # s = x

    assert backprop.accuracy() == 0.75


def test_of_equal_outputs_the_first_is_read() -> None:
    x, t = letters()
    backprop = Backprop(LETTERS, x, t)
    backprop(np.zeros(79))
    assert np.all(backprop.outputs == 0.5)

    assert backprop.accuracy() == 0.25
    for letter in range(4):
        only = Backprop(LETTERS, x[t[:, letter] == 1], t[t[:, letter] == 1])
        only(np.zeros(79))
        assert only.accuracy() == (1.0 if letter == 0 else 0.0)


@pytest.mark.parametrize(("head", "classes"), [("sigmoid+squared", (0.0, 1.0)), ("tanh+squared", (-1.0, 1.0))])
def test_a_single_output_says_1_from_the_middle_of_its_range_on(head: str, classes: tuple[float, float]) -> None:
    """Both sigmoid and tanh are in the middle of their range where s = 0."""
    x = np.array([[0.0], [-1e-15], [0.7], [-0.2]])
    t = np.array([[classes[1]], [classes[0]], [classes[1]], [classes[1]]])
    backprop = Backprop(Network((1, 1), head=HEADS[head]), x, t)

    backprop(np.array([1.0, 0.0]))  # s = x

    assert backprop.accuracy() == 0.75


def test_the_outputs_of_regression_are_read_as_no_class() -> None:
    backprop = Backprop(Network((1, 2), head=HEADS["identity+squared"]), np.zeros((3, 1)), np.zeros((3, 2)))

    backprop(np.zeros(4))

    assert math.isnan(backprop.accuracy())
    assert [head.name for head in HEADS.values() if not head.classifies] == ["identity+squared"]


@given(problems(), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_other_cases_of_the_same_number_can_be_taken(problem: Problem, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(problem.x))[: rng.integers(1, len(problem.x) + 1)]
    backprop = Backprop(problem.network, problem.x[: len(chosen)], problem.t[: len(chosen)])
    backprop(problem.parameters)
    backprop.accuracy()

    backprop.take(problem.network.rows(problem.x), np.ascontiguousarray(problem.t.T), chosen)
    loss = backprop(problem.parameters)

    alone = Backprop(problem.network, problem.x[chosen], problem.t[chosen])
    assert loss == alone(problem.parameters)
    np.testing.assert_array_equal(backprop.gradient, alone.gradient)
    np.testing.assert_array_equal(backprop.accuracy(), alone.accuracy())


@pytest.mark.parametrize(
    ("x", "t"),
    [
        ((5, 3), (5, 2)),
        ((5, 4), (5, 1)),
        ((5, 4), (4, 2)),
        ((4,), (2,)),
        ((5, 4), (5,)),
        ((1, 5, 4), (1, 5, 2)),
    ],
)
def test_cases_of_a_wrong_shape_are_refused(x: tuple[int, ...], t: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit a network of sizes"):
        Backprop(Network((4, 3, 2)), np.zeros(x), np.zeros(t))


@pytest.mark.parametrize("shape", [(78,), (80,), (1, 79)])
def test_a_parameter_vector_of_a_wrong_length_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected 79 parameters"):
        LETTERS.loss(np.zeros(shape), *letters())


@pytest.mark.parametrize("s", [-800.0, -40.0, 40.0, 800.0])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_cross_entropy_is_exact_where_outputs_have_run_to_0_or_1(s: float, target: float) -> None:
    """ln(1 + e^s) - t s; of z itself nothing is left to take a logarithm of."""
    network = Network((1, 1), head=HEADS["sigmoid+cross entropy"])
    exact = max(s, 0.0) + math.log1p(math.exp(-abs(s))) - target * s

    backprop = Backprop(network, np.array([[s]]), np.array([[target]]))
    with np.errstate(over="ignore"):
        loss = backprop(np.array([1.0, 0.0]))

    assert loss == pytest.approx(exact, rel=1e-14)
    assert float(network.loss(np.array([1.0, 0.0]), np.array([[s]]), np.array([[target]]))) == pytest.approx(exact)


def test_softmax_of_large_sums_neither_overflows_nor_becomes_nan() -> None:
    """S3.2: a target of 0 adds nothing, also where its output is 0."""
    network = Network((2, 2), head=HEADS["softmax+cross entropy"])
    parameters = np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0])  # s = x

    backprop = Backprop(network, np.array([[1000.0, -1000.0], [-1000.0, 1000.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))

    assert backprop(parameters) == 2000.0
    assert backprop.outputs.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert np.isfinite(backprop.gradient).all()


@pytest.mark.parametrize("name", ["softmax+squared", "identity+cross entropy", "tanh+cross entropy", "relu+squared"])
def test_a_pair_that_makes_no_sense_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^no head '{re.escape(name)}': .{{30,}}"):
        head_named(name)


def test_a_head_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"there are sigmoid\+squared, identity\+squared"):
        head_named("sigmoid+absolute")


def test_a_reduction_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^expected sum or mean for the reduction, found 'average'$"):
        Network((1, 1), reduction="average")
