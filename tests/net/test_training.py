"""Descent: the article's figures, and what a step promises."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from sheetnet.net import (
    HEADS,
    OPTIMISERS,
    Backprop,
    Batches,
    Evaluation,
    Network,
    NotFinite,
    Step,
    descend,
    initial_parameters,
    stuck,
)
from sheetnet.net.activations import Array
from sheetnet.net.evaluation import CHUNK
from sheetnet.net.heads import half_squared_error
from sheetnet.net.optimisers import OptimiserState
from tests.net.examples import LETTERS, complex_step, difference_quotient, letters
from tests.net.examples import reference_start as drawn

X, T = letters()
SQUARED = half_squared_error


def run(start: Array, iterations: int, eta: float = 0.05, network: Network = LETTERS) -> Iterator[Step]:
    return descend(network, start, X, T, OPTIMISERS["sgd"](eta), iterations)


def last(steps: Iterator[Step]) -> Step:
    *_, step = steps
    return step


class TestTheAllZeroStart:
    """S4.a: figures that follow by hand from 32 pictures of each letter."""

    def test_it_begins_at_64_with_every_output_at_a_half(self) -> None:
        (step,) = run(np.zeros(79), 0)

        assert step.loss == 64.0
        assert np.all(step.outputs == 0.5)
        assert step.accuracy == 0.25

    def test_its_gradient(self) -> None:
        (step,) = run(np.zeros(79), 0)

        hidden, output = LETTERS.unpack(step.gradient)
        assert np.all(hidden == 0.0)
        assert np.all(output[:, :-1] == 4.0)
        assert np.all(output[:, -1] == -8.0)

    def test_its_loss_after_one_update(self) -> None:
        assert last(run(np.zeros(79), 1)).loss == pytest.approx(49.713469599438824, rel=1e-12)

    def test_its_hidden_units_stay_equal(self) -> None:
        for step in run(np.zeros(79), 50):
            hidden, output = LETTERS.unpack(step.parameters)
            np.testing.assert_allclose(hidden, np.tile(hidden[0], (3, 1)), rtol=0, atol=1e-12)
            np.testing.assert_allclose(output[:, :3], np.tile(output[:, :1], 3), rtol=0, atol=1e-12)
        assert np.abs(hidden).max() > 1e-3  # they do move


class TestTheReferenceLevels:
    """S4.b: what E is worth without any network."""

    def test_all_outputs_a_half_or_all_0(self) -> None:
        assert SQUARED(np.full_like(T, 0.5), T) == SQUARED(np.zeros_like(T), T) == 64.0

    def test_the_best_constant_answer(self) -> None:
        best = minimize_scalar(lambda z: SQUARED(np.full_like(T, z), T), bounds=(0.0, 1.0), method="bounded")

        assert best.x == pytest.approx(0.25, abs=1e-6)
        assert SQUARED(np.full_like(T, 0.25), T) == 48.0 <= best.fun

    def test_the_upper_bound(self) -> None:
        assert SQUARED(1.0 - T, T) == 256.0


def test_the_reference_run_on_the_letters() -> None:
    steps = {step.number: step.loss for step in run(drawn(), 500)}

    assert steps[0] == pytest.approx(59.779574904107754, rel=1e-9)
    assert steps[1] == pytest.approx(48.36406995649825, rel=1e-9)
    assert steps[2] == pytest.approx(47.76249084985777, rel=1e-9)
    assert steps[500] == pytest.approx(0.5206927637999891, rel=1e-9)


def test_after_500_iterations_every_training_picture_is_read() -> None:
    for seed in range(3):
        step = last(run(initial_parameters(LETTERS, np.random.default_rng(seed)), 500))
        assert step.accuracy == 1.0
        assert step.loss < 1.0


@pytest.mark.parametrize("iterations", [0, 1, 7])
def test_the_steps_are_0_to_n(iterations: int) -> None:
    assert [step.number for step in run(drawn(), iterations)] == list(range(iterations + 1))


def test_step_0_is_the_untrained_network() -> None:
    (step,) = run(drawn(), 0)

    np.testing.assert_array_equal(step.parameters, drawn())


def test_a_step_reports_the_loss_and_the_gradient_at_its_own_parameters() -> None:
    def loss(parameters: Array) -> float:
        return LETTERS.loss(parameters, X, T)

    for step in run(drawn(), 3):
        assert step.loss == pytest.approx(loss(step.parameters), rel=1e-13)
        np.testing.assert_allclose(step.gradient, difference_quotient(loss, step.parameters), rtol=0, atol=1e-8 * 64)
        np.testing.assert_allclose(step.gradient, complex_step(loss, step.parameters), rtol=0, atol=1e-11)


def test_an_update_of_sgd_is_exactly_minus_eta_times_the_gradient() -> None:
    steps = list(run(drawn(), 20, eta=0.03))

    for before, after in pairwise(steps):
        assert after.parameters.tobytes() == (before.parameters - 0.03 * before.gradient).tobytes()
    g = np.array([1.0, -2.5, 0.1])
    optimiser = OPTIMISERS["sgd"](0.3)
    change, _ = optimiser.step(g, optimiser.start(g), 1)
    assert change.tolist() == [-0.3 * 1.0, -0.3 * -2.5, -0.3 * 0.1]


def test_plus_instead_of_minus_makes_the_loss_rise_at_once() -> None:
    """S2.6: the sign experiment."""
    falling, rising = ([step.loss for step in run(drawn(), 5, eta)] for eta in (0.05, -0.05))

    assert all(after < before for before, after in pairwise(falling))
    assert all(after > before for before, after in pairwise(rising))


def test_the_steps_own_their_arrays() -> None:
    steps = list(run(drawn(), 4))

    for one, other in pairwise(steps):
        assert not np.array_equal(one.parameters, other.parameters)
        assert not np.array_equal(one.gradient, other.gradient)
        assert not np.shares_memory(one.parameters, other.parameters)
        assert not np.shares_memory(one.gradient, other.gradient)
    assert [step.loss for step in steps] == [step.loss for step in run(drawn(), 4)]


def test_the_accuracy_of_a_step_can_be_read_until_the_next_is_asked_for() -> None:
    accuracies = [step.accuracy for step in run(drawn(), 60)]

    for step, accuracy in zip(run(drawn(), 60), accuracies, strict=True):
        outputs = LETTERS.outputs(step.parameters, X)
        assert accuracy == np.mean(outputs.argmax(axis=1) == T.argmax(axis=1))
    assert len(set(accuracies)) > 3


def test_the_length_of_the_gradient_is_that_of_numpy() -> None:
    (step,) = run(drawn(), 0)

    assert step.gradient_norm == pytest.approx(np.linalg.norm(step.gradient), rel=1e-14)


def test_the_start_is_not_changed() -> None:
    start = drawn()

    *_, step = run(start, 5)

    np.testing.assert_array_equal(start, drawn())
    assert not np.shares_memory(start, step.parameters)


def test_the_first_step_is_not_a_window_on_the_start() -> None:
    start = drawn()
    (step,) = run(start, 0)

    start[:] = 9.0

    np.testing.assert_array_equal(step.parameters, drawn())


def test_a_start_of_whole_numbers_is_trained_as_floats() -> None:
    whole = last(run(np.ones(79, np.int64), 3))
    real = last(run(np.ones(79), 3))

    assert whole.parameters.tobytes() == real.parameters.tobytes()


def test_two_runs_are_the_same_to_the_last_bit() -> None:
    one, other = last(run(drawn(), 100)), last(run(drawn(), 100))

    assert one.parameters.tobytes() == other.parameters.tobytes()
    assert one.gradient.tobytes() == other.gradient.tobytes()
    assert one.loss == other.loss


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("size", [None, 1, 20, 128])
def test_training_in_two_goes_is_training_in_one(name: str, size: int | None) -> None:
    def part(start: Array, iterations: int, first: int = 0, state: OptimiserState | None = None) -> list[Step]:
        batches = Batches(128, size, seed=4)
        optimiser = OPTIMISERS[name](0.01)
        return list(descend(LETTERS, start, X, T, optimiser, iterations, batches=batches, first=first, state=state))

    whole = part(drawn(), 50)
    half = part(drawn(), 20)[-1]
    rest = part(half.parameters, 30, half.number, half.state)

    assert [step.number for step in rest] == list(range(20, 51))
    for one, other in zip(whole[20:], rest, strict=True):
        assert one.parameters.tobytes() == other.parameters.tobytes()
        assert one.gradient.tobytes() == other.gradient.tobytes()
        assert [vector.tobytes() for vector in one.state] == [vector.tobytes() for vector in other.state]
    assert whole[50].loss == rest[-1].loss


# mini-batches


def in_batches(size: int | None, iterations: int, network: Network = LETTERS, seed: int = 4) -> Iterator[Step]:
    batches = Batches(len(X), size, seed)
    return descend(network, drawn(), X, T, OPTIMISERS["sgd"](0.05), iterations, batches=batches)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("size", [1, 50])
def test_an_update_follows_the_gradient_of_its_batch(size: int, reduction: str) -> None:
    """S2.4, S2.5, S3.3: batch, gradient, update, repeat; the last batch of an epoch is the smaller one."""
    network = Network((20, 3, 4), reduction=reduction)
    steps = list(in_batches(size, 9, network))

    for before, after in pairwise(steps):
        chosen = Batches(len(X), size, 4).of(before.number)
        exact = complex_step(lambda p, chosen=chosen: network.loss(p, X[chosen], T[chosen]), before.parameters)
        np.testing.assert_allclose(before.gradient, exact, rtol=0, atol=1e-12)
        assert after.parameters.tobytes() == (before.parameters - 0.05 * before.gradient).tobytes()
        assert before.batch_loss == pytest.approx(network.loss(before.parameters, X[chosen], T[chosen]), rel=1e-13)


def test_a_step_between_mini_batches_tells_of_all_the_cases() -> None:
    network = Network((20, 3, 4), reduction="mean")
    steps = list(in_batches(50, 6, network))

    for step in steps:  # kept steps can still be asked
        outputs = network.outputs(step.parameters, X)
        assert step.loss == pytest.approx(network.loss(step.parameters, X, T), rel=1e-13)
        assert step.accuracy == np.mean(outputs.argmax(axis=1) == T.argmax(axis=1))
        np.testing.assert_allclose(step.outputs, outputs, rtol=1e-13)
        whole = Backprop(network, X, T)
        whole(step.parameters)
        np.testing.assert_allclose(step.deltas_of(77), whole.deltas_of(77), rtol=1e-12)


def test_batches_of_all_cases_are_batch_descent() -> None:
    plain, batched = last(run(drawn(), 30)), last(in_batches(128, 30))

    assert plain.parameters.tobytes() == batched.parameters.tobytes()
    assert plain.loss == plain.batch_loss == batched.loss


@pytest.mark.parametrize("size", [None, 10])
def test_batches_of_another_number_of_cases_are_refused(size: int | None) -> None:
    with pytest.raises(ValueError, match="expected batches of 128 cases, found batches of 130"):
        next(descend(LETTERS, drawn(), X, T, OPTIMISERS["sgd"](0.05), 1, batches=Batches(130, size)))


def test_mini_batches_learn_the_letters() -> None:
    assert last(in_batches(16, 2000)).accuracy == 1.0


def test_mini_batches_leave_the_data_as_they_were() -> None:
    x, t = X.copy(), T[:, :1].copy()

    list(descend(Network((20, 1)), np.zeros(21), x, t, OPTIMISERS["sgd"](0.1), 5, batches=Batches(128, 30)))

    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(t, T[:, :1])


def test_an_overflow_in_a_batch_names_its_iteration() -> None:
    network = Network((1, 1), head=HEADS["identity+squared"])
    x, t = np.ones((5, 1)), np.zeros((5, 1))
    steps = descend(network, np.array([1.0, 0.0]), x, t, OPTIMISERS["sgd"](1e10), 99, batches=Batches(5, 2))
    seen: list[Step] = []

    with pytest.raises(NotFinite) as stop:
        seen.extend(steps)

    assert stop.value.iteration == len(seen) > 1


def test_many_cases_are_evaluated_in_parts() -> None:
    rng = np.random.default_rng(2)
    x, t = rng.normal(size=(2 * CHUNK + 1, 3)), np.eye(2)[rng.integers(0, 2, 2 * CHUNK + 1)]
    network = Network((3, 4, 2), head=HEADS["softmax+cross entropy"], reduction="mean")
    parameters = rng.normal(size=network.parameter_count)

    evaluation = Evaluation(network, parameters, x, t)

    assert evaluation.loss == pytest.approx(network.loss(parameters, x, t), rel=1e-12)
    assert evaluation.outputs.shape == t.shape
    assert evaluation.accuracy() == np.mean(evaluation.outputs.argmax(axis=1) == t.argmax(axis=1))


def test_regression_has_no_accuracy_with_mini_batches_either() -> None:
    network = Network((20, 4), head=HEADS["identity+squared"])

    (step,) = descend(network, np.zeros(84), X, T, OPTIMISERS["sgd"](0.1), 0, batches=Batches(128, 30))

    assert math.isnan(step.accuracy)


# what goes wrong


def test_an_overflow_names_its_iteration() -> None:
    """z = w - theta with target 0 and d = z: one update makes d (1 - 2 eta), so the first d^2 / 2 past the largest
    float is known beforehand.
    """
    network = Network((1, 1), head=HEADS["identity+squared"])
    eta, d = 1e10, 1.0
    growth = 2.0 * eta - 1.0
    expected = math.ceil(math.log(math.sqrt(2.0) * math.sqrt(np.finfo(float).max) / d) / math.log(growth))
    steps = descend(network, np.array([d, 0.0]), np.ones((1, 1)), np.zeros((1, 1)), OPTIMISERS["sgd"](eta), 99)
    seen: list[Step] = []

    with pytest.raises(NotFinite) as stop:
        seen.extend(steps)

    assert stop.value.iteration == expected
    assert [step.number for step in seen] == list(range(expected))
    assert all(math.isfinite(step.loss) and np.all(np.isfinite(step.gradient)) for step in seen)
    assert f"at iteration {expected} " in str(stop.value)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_start_that_is_not_finite_stops_at_iteration_0(bad: float) -> None:
    start = drawn()
    start[5] = bad

    with pytest.raises(NotFinite) as stop:
        next(run(start, 1))

    assert stop.value.iteration == 0


def test_parameters_that_overflow_stop_the_descent_even_where_the_loss_stays_finite() -> None:
    """With weights of infinity a sigmoid unit is only saturated: its loss is finite and its gradient 0."""
    x, t = np.full((128, 1), 1e3), np.ones((128, 1))

    with pytest.raises(NotFinite) as stop:
        list(descend(Network((1, 1)), np.zeros(2), x, t, OPTIMISERS["sgd"](1e308), 1))

    assert stop.value.iteration == 1


def test_a_gradient_too_long_for_a_number_is_infinitely_long_and_no_warning() -> None:
    step = last(run(drawn(), 1))

    assert replace(step, gradient=np.full(79, 1e200)).gradient_norm == math.inf


def test_descent_that_died_is_recognised() -> None:
    assert stuck(last(run(drawn(), 50, eta=1.0)))


def test_a_good_run_is_not_called_stuck() -> None:
    assert not any(stuck(step) for step in run(drawn(), 500))


def test_an_untrained_network_is_not_called_stuck() -> None:
    start = np.zeros(79)
    LETTERS.unpack(start)[1][:, -1] = 100.0  # all outputs 0, but nothing has been done yet

    assert not stuck(next(run(start, 0)))
