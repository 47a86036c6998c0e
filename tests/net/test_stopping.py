"""Stop rules, S1.7: E below a target, a plateau, seconds; the number of iterations is that of the steps."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.net import OPTIMISERS, Batches, Network, Step, Stopping, descend, initial_parameters
from tests.net.examples import LETTERS, letters

X, T = letters()
START = initial_parameters(LETTERS, np.random.default_rng(1))


def run(iterations: int, batches: Batches | None = None) -> Iterator[Step]:
    return descend(LETTERS, START, X, T, OPTIMISERS["sgd"](0.05), iterations, batches=batches)


def with_losses(*losses: float) -> Iterator[Step]:
    """Steps of batch descent with these E."""
    (step,) = descend(Network((1, 1)), np.zeros(2), np.zeros((1, 1)), np.zeros((1, 1)), OPTIMISERS["sgd"](0.1), 0)
    for number, loss in enumerate(losses):
        yield Step(number, step.parameters, step.gradient, (), loss, step._all, step.evaluations)


def numbers(steps: Stopping) -> list[int]:
    return [step.number for step in steps]


def test_without_a_rule_all_steps_come() -> None:
    steps = Stopping(run(7))

    assert numbers(steps) == list(range(8))
    assert steps.reason == ""


def test_it_ends_with_the_first_step_below_the_target() -> None:
    steps = Stopping(run(500), below=1.0)

    losses = [step.loss for step in steps]

    assert losses[-1] < 1.0 <= min(losses[:-1])
    assert steps.reason == "E fell below 1"


def test_a_start_that_is_good_enough_is_left_as_it_is() -> None:
    assert numbers(Stopping(with_losses(0.5, 0.4), below=0.6)) == [0]


def test_exactly_at_the_target_is_not_below_it() -> None:
    assert numbers(Stopping(with_losses(1.0, 1.0, 0.5, 0.2), below=1.0)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("patience", "least_gain", "last"),
    [(1, 0.0, 4), (2, 0.0, 5), (3, 0.0, 9), (2, 0.5, 5), (3, 0.5, 6), (3, 0.1, 9), (1, 1.5, 1)],
)
def test_it_ends_when_e_has_not_fallen_for_so_many_steps(patience: int, least_gain: float, last: int) -> None:
    losses = (10.0, 9.0, 8.0, 7.0, 7.0, 7.5, 6.8, 6.8, 6.9, 7.0, 5.0)
    steps = Stopping(with_losses(*losses), patience=patience, least_gain=least_gain)

    assert numbers(steps)[-1] == last
    assert steps.reason.startswith("E did not fall")
    assert steps.reason.endswith(f"for {patience} iterations")
    assert (f"by more than {least_gain:g}" in steps.reason) == (least_gain > 0)


@given(st.lists(st.floats(0.0, 10.0), min_size=1, max_size=30), st.integers(1, 5), st.floats(0.0, 2.0))
def test_a_plateau_is_what_its_definition_says(losses: list[float], patience: int, least_gain: float) -> None:
    """The lowest E is renewed by a loss that is lower by more than the least gain; so many looks without end a run."""
    ends, lowest, since = len(losses) - 1, losses[0], 0
    for number, loss in enumerate(losses[1:], 1):
        lowest, since = (loss, 0) if lowest - loss > least_gain else (lowest, since + 1)
        if since == patience:
            ends = number
            break

    assert numbers(Stopping(with_losses(*losses), patience=patience, least_gain=least_gain))[-1] == ends


def test_with_mini_batches_e_is_looked_at_at_the_end_of_epochs_alone() -> None:
    batches = Batches(128, 30, seed=2)
    asked: list[int] = []

    class Counting(Step):
        @property
        def loss(self) -> float:
            asked.append(self.number)
            return super().loss

    steps = (
        Counting(step.number, step.parameters, step.gradient, step.state, step.batch_loss, step._all, step.evaluations)
        for step in run(5000, batches)
    )
    stopping = Stopping(steps, batches.per_epoch, below=5.0)
    *_, before, last = stopping

    assert last.number % batches.per_epoch == 0
    assert asked == list(range(0, last.number + 1, batches.per_epoch))
    assert before.number == last.number - 1
    assert stopping.reason == "E fell below 5"


def test_patience_with_mini_batches_counts_epochs() -> None:
    steps = Stopping(with_losses(*[1.0] * 30), per_epoch=5, patience=2)

    assert numbers(steps)[-1] == 10
    assert steps.reason == "E did not fall for 2 epochs"


def test_it_ends_when_the_time_is_over() -> None:
    now = iter([100.0, 101.0, 102.0, 103.5, 109.0])
    steps = Stopping(run(500), seconds=3.0, clock=lambda: next(now))

    assert numbers(steps) == [0, 1, 2]
    assert steps.reason == "3 seconds were over"


def test_time_is_counted_from_the_first_step_not_from_when_the_rule_was_made() -> None:
    now = 0.0
    steps = Stopping(run(3), seconds=1.0, clock=lambda: now)
    now = 50.0

    assert numbers(steps) == [0, 1, 2, 3]


def test_the_lower_e_is_told_before_the_time() -> None:
    steps = Stopping(run(500), below=100.0, seconds=0.0)

    assert numbers(steps) == [0]
    assert steps.reason == "E fell below 100"


def test_a_stopped_run_can_be_continued() -> None:
    *_, stopped = Stopping(run(500), below=20.0)
    whole = list(run(stopped.number + 10))

    rest = descend(
        LETTERS, stopped.parameters, X, T, OPTIMISERS["sgd"](0.05), 10, first=stopped.number, state=stopped.state
    )

    assert [step.loss for step in rest] == [step.loss for step in whole[stopped.number :]]
    assert all(one.number + 1 == other.number for one, other in pairwise(whole))
