"""Runs that are trained together, against the same runs one after another."""

import math
import pickle
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.net import (
    HEADS,
    OPTIMISERS,
    Batches,
    Network,
    NotFinite,
    Step,
    Trial,
    TrialResults,
    descend,
    initial_parameters,
    stuck,
    train_in_blocks,
    train_together,
)
from sheetnet.net.evaluation import CHUNK
from sheetnet.net.stack import Stack
from tests.net.examples import LETTERS, Problem, letters, problems

X, T = letters()


def starts(count: int, network: Network = LETTERS) -> list[np.ndarray]:
    return [initial_parameters(network, np.random.default_rng(seed)) for seed in range(count)]


def alone(run: Trial, iterations: int, batches: Batches | None = None, network: Network = LETTERS) -> list[Step]:
    optimiser = OPTIMISERS[run.optimiser](run.eta, **run.constants)
    return list(descend(network, run.start, X, T, optimiser, iterations, batches=batches))


MIXED = [
    Trial(start, name, eta, constants)
    for start in starts(3)
    for name, eta, constants in [
        ("sgd", 0.05, {}),
        ("sgd", 0.8, {}),
        ("adam", 0.02, {}),
        ("momentum", 0.02, {"alpha": 0.5}),
        ("momentum", 0.02, {"alpha": 0.9}),
        ("rmsprop", 0.01, {}),
        ("adagrad", 0.1, {}),
        ("nesterov", 0.01, {}),
    ]
]


@given(problems(), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_a_stack_is_each_of_its_networks(problem: Problem, count: int, seed: int) -> None:
    network = problem.network
    parameters = np.random.default_rng(seed).uniform(-2.0, 2.0, (count, network.parameter_count))
    stack = Stack(network, count, len(problem.x))
    stack.take(network.rows(problem.x), problem.t.T.copy(), np.arange(len(problem.x)))

    losses = stack(parameters)

    for k in range(count):
        (step,) = descend(network, parameters[k], problem.x, problem.t, OPTIMISERS["sgd"](0.1), 0)
        scale = max(1.0, float(np.abs(step.gradient).max()))
        np.testing.assert_allclose(stack.gradient[k], step.gradient, rtol=1e-12, atol=1e-13 * scale)
        assert losses[k] == pytest.approx(step.loss, rel=1e-12)
        np.testing.assert_allclose(stack.outputs[:, k].T, step.outputs, rtol=1e-13)
        if network.head.classifies:
            assert stack.right()[k] / len(problem.x) == step.accuracy


@pytest.mark.parametrize("size", [None, 30])
@pytest.mark.parametrize("block", [1, 2, 32])
def test_every_run_takes_the_path_it_takes_alone_to_the_last_bit(size: int | None, block: int) -> None:
    batches = Batches(128, size, seed=3)

    together = train_together(LETTERS, MIXED, X, T, 60, batches=batches, block=block)

    for number, run in enumerate(MIXED):
        steps = alone(run, 60, batches)
        assert together.parameters[number].tobytes() == steps[-1].parameters.tobytes()
        expected = [steps[n].loss for n in together.iterations]
        np.testing.assert_allclose(together.loss[number], expected, rtol=1e-12)
        assert together.accuracy[number] == steps[-1].accuracy
        assert together.ended[number] == -1


def test_batch_descent_keeps_every_e_and_mini_batches_those_at_the_ends_of_epochs() -> None:
    def kept(batches: Batches | None, iterations: int) -> list[int]:
        together = train_together(LETTERS, MIXED[:1], X, T, iterations, batches=batches)
        assert together.loss.shape == (1, len(together.iterations))
        return together.iterations.tolist()

    assert kept(None, 7) == list(range(8))
    assert kept(Batches(128, 30), 12) == [0, 5, 10, 12]
    assert kept(Batches(128, 30), 10) == [0, 5, 10]
    assert kept(Batches(128, 30), 0) == [0]


@pytest.mark.parametrize("thresholds", [True, False])
@pytest.mark.parametrize("sizes", [(20, 4), (20, 5, 3, 4), (20, 1, 4)])
@pytest.mark.parametrize("head", HEADS)
def test_any_depth_and_head(sizes: tuple[int, ...], head: str, thresholds: bool) -> None:
    network = Network(sizes, head=HEADS[head], reduction="mean", thresholds=thresholds)
    runs = [Trial(start, "sgd", eta) for start in starts(2, network) for eta in (0.1, 0.3)]

    together = train_together(network, runs, X, T, 20)

    for number, run in enumerate(runs):
        *_, last = alone(run, 20, network=network)
        np.testing.assert_allclose(together.parameters[number], last.parameters, rtol=1e-12, atol=1e-14)
        assert together.loss[number, -1] == pytest.approx(last.loss, rel=1e-12)
        np.testing.assert_equal(together.accuracy[number], last.accuracy)


def test_a_search_for_a_good_eta_from_one_start() -> None:
    """S1.5: the best by E is neither the smallest nor the largest eta."""
    etas = np.geomspace(0.0005, 5.0, 13)
    runs = [Trial(starts(1)[0], "sgd", float(eta)) for eta in etas]

    together = train_together(LETTERS, runs, X, T, 200)

    best = int(together.loss[:, -1].argmin())
    assert 0 < best < len(etas) - 1
    assert together.loss[best, -1] < 1.0
    assert together.stuck.tolist() == [stuck(alone(run, 200)[-1]) for run in runs]
    assert together.stuck[-1]


# runs that end early


REGRESSION = Network((20, 3, 4), head=HEADS["identity+squared"])


def ended_alone(run: Trial, iterations: int, batches: Batches | None) -> tuple[int, Step | None]:
    """The iteration at which a run was no longer finite, or -1, and its last step before."""
    optimiser, last = OPTIMISERS[run.optimiser](run.eta), None
    try:
        for last in descend(REGRESSION, run.start, X, T, optimiser, iterations, batches=batches):  # noqa: B007
            pass
    except NotFinite as end:
        return end.iteration, last
    return -1, last


@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
@pytest.mark.parametrize("size", [None, 30])
def test_a_run_that_overflows_ends_where_it_does_alone_and_the_others_go_on(size: int | None, optimiser: str) -> None:
    batches = Batches(128, size)
    etas = [0.001, 100.0, 0.002, 0.5, 1e300, 0.003]
    runs = [Trial(start, optimiser, eta) for start in starts(2, REGRESSION) for eta in etas]

    together = train_together(REGRESSION, runs, X, T, 60, batches=batches)

    assert sum(together.ended >= 0) >= 4
    for number, run in enumerate(runs):
        end, last = ended_alone(run, 60, batches)
        assert together.ended[number] == end
        assert last is not None
        assert together.parameters[number].tobytes() == last.parameters.tobytes()
        there = ~np.isnan(together.loss[number])  # over all cases E may be infinite before that of a batch is
        assert there.tolist() == [end < 0 or iteration < end for iteration in together.iterations]


def test_a_start_that_is_not_finite_ends_at_iteration_0() -> None:
    runs = [Trial(np.full(79, np.nan), "sgd", 0.05), Trial(starts(1)[0], "sgd", 0.05)]

    together = train_together(LETTERS, runs, X, T, 5)

    assert together.ended.tolist() == [0, -1]
    assert np.isnan(together.loss[0]).all()
    assert math.isnan(together.accuracy[0])
    assert np.isfinite(together.loss[1]).all()


def test_every_run_may_overflow() -> None:
    runs = [Trial(start, "sgd", 1e300) for start in starts(3, REGRESSION)]

    together = train_together(REGRESSION, runs, X, T, 50)

    assert (together.ended > 0).all()


@pytest.mark.parametrize("size", [None, 64])
def test_hopeless_runs_can_be_given_up(size: int | None) -> None:
    batches = Batches(128, size)
    runs = [Trial(start, "sgd", eta) for start in starts(4) for eta in (0.05, 2.0)]
    patient = train_together(LETTERS, runs, X, T, 200, batches=batches)

    together = train_together(LETTERS, runs, X, T, 200, batches=batches, give_up=True)

    assert together.stuck.any()
    assert not together.stuck.all()
    np.testing.assert_array_equal(together.stuck, patient.stuck)
    for number in range(len(runs)):
        assert math.isnan(together.loss[number, -1]) == together.stuck[number]
        if not together.stuck[number]:
            assert together.parameters[number].tobytes() == patient.parameters[number].tobytes()
    np.testing.assert_array_equal(together.accuracy, patient.accuracy)


def test_all_runs_may_be_given_up() -> None:
    together = train_together(LETTERS, [Trial(starts(1)[0], "sgd", 2.0)] * 3, X, T, 200, give_up=True)

    assert together.stuck.all()
    assert np.isfinite(together.loss[:, :20]).all()
    assert np.isnan(together.loss[:, -1]).all()


def test_a_run_that_learns_is_not_given_up() -> None:
    runs = [Trial(start, name, 0.02) for start in starts(3) for name in ("sgd", "adam")]

    patient, hasty = (train_together(LETTERS, runs, X, T, 300, give_up=give_up) for give_up in (False, True))

    assert patient.parameters.tobytes() == hasty.parameters.tobytes()


# blocks


def test_blocks_are_of_runs_with_one_optimiser_and_can_be_left() -> None:
    blocks: list[list[int]] = []
    for some, together in train_in_blocks(LETTERS, MIXED, X, T, 2, block=2):
        blocks.append(some)
        assert len(together.loss) == len(some)
        if len(blocks) == 4:
            break

    assert len(blocks) == 4
    for some in blocks:
        assert 1 <= len(some) <= 2
        assert len({(MIXED[number].optimiser, *MIXED[number].constants.items()) for number in some}) == 1


def test_progress_is_told_of_every_run() -> None:
    told: list[int] = []

    train_together(LETTERS, MIXED, X, T, 1, block=2, progress=told.append)

    assert sum(told) == len(MIXED)
    assert set(told) <= {1, 2}


def test_cases_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit a network of sizes"):
        train_together(LETTERS, MIXED, X[:, :5], T, 1)
    with pytest.raises(ValueError, match="expected batches of 128 cases, found batches of 130"):
        train_together(LETTERS, MIXED, X, T, 1, batches=Batches(130, 10))


def test_runs_can_be_sent_to_another_process() -> None:
    run = Trial(np.ones(2), "sgd", 0.1)

    again = pickle.loads(pickle.dumps(run))

    assert again[1:] == run[1:]


def test_neither_the_starts_nor_the_cases_are_changed() -> None:
    x, t, start = X.copy(), T[:, :1].copy(), np.zeros(21)

    train_together(Network((20, 1)), [Trial(start, "adam", 0.1)] * 2, x, t, 5, batches=Batches(128, 30))

    assert not start.any()
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(t, T[:, :1])


def test_many_cases_are_looked_at_in_parts() -> None:
    rng = np.random.default_rng(1)
    network = Network((3, 4, 2), head=HEADS["softmax+cross entropy"], reduction="mean")
    x, t = rng.normal(size=(CHUNK + 7, 3)), np.eye(2)[rng.integers(0, 2, CHUNK + 7)]
    runs: Sequence[Trial] = [Trial(start, "sgd", 0.5) for start in starts(3, network)]

    together: TrialResults = train_together(network, runs, x, t, 15, batches=Batches(len(x), 100))

    for number, run in enumerate(runs):
        *_, last = descend(network, run.start, x, t, OPTIMISERS["sgd"](0.5), 15, batches=Batches(len(x), 100))
        assert together.loss[number, -1] == pytest.approx(last.loss, rel=1e-12)
        assert together.accuracy[number] == pytest.approx(last.accuracy, rel=1e-12)
