"""Many runs of one network, trained together: other starts, learning rates and optimisers on the same cases.

Runs with the same optimiser and constants go side by side in blocks, see `stack`. Each takes the path that `descend`
alone takes, to the last bit, whatever the blocks; only E is added up in another order, and differs in its last digit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.batches import Batches
from sheetnet.net.ensemble import Ensemble, Survey, TrainingSet
from sheetnet.net.network import Network
from sheetnet.net.optimisers import OPTIMISERS, Optimiser

LOOK = 20  # iterations of batch descent between two looks for runs that are stuck
BLOCK = 32  # networks side by side: enough to share the cost of a call, few enough for the processor's cache


class Trial(NamedTuple):
    """One setting: a parameter vector to start from, the name of an optimiser, and its constants."""

    start: Array
    optimiser: str
    eta: float
    constants: Mapping[str, float] = {}


class TrialResults(NamedTuple):
    """What became of each run.

    `loss` has shape (runs, len(iterations)): E over all training cases after that many updates; in batch descent every
    iteration from 0 on, else 0, the end of every epoch, and the last. It is nan from where a run ended early. `ended`
    is the iteration at which a run was no longer finite, or -1; its `parameters` (runs, parameters) are the last finite
    ones, else those at the end. `stuck` runs have died without an overflow, as `stuck` of `training` tells.
    """

    iterations: NDArray[np.intp]
    loss: Array
    accuracy: Array
    parameters: Array
    ended: NDArray[np.intp]
    stuck: NDArray[np.bool_]


class _Block:
    """Runs of one optimiser with the same constants; those that ended leave it, the others go on."""

    def __init__(self, cases: TrainingSet, runs: Sequence[Trial]) -> None:
        count, network = len(runs), cases.network
        self._cases, self._runs = cases, runs
        self._alive = np.arange(count)
        self._ensemble = Ensemble(cases, count)
        self._parameters = np.array([run.start for run in runs], dtype=np.float64)
        self._before = self._parameters
        self._gradient = np.zeros_like(self._parameters)
        self._optimiser = self._rule()
        self._state = self._optimiser.start(self._parameters)
        self._last_look: tuple[Array, NDArray[np.bool_]] = np.full(count, np.inf), np.zeros(count, np.bool_)
        self.result = TrialResults(
            cases.kept,
            np.full((count, len(cases.kept)), np.nan),
            np.full(count, np.nan),
            np.empty((count, network.parameter_count)),
            np.full(count, -1),
            np.zeros(count, np.bool_),
        )

    def train(self, *, give_up: bool) -> TrialResults:
        whole = self._cases.batches.whole
        columns = {int(number): column for column, number in enumerate(self._cases.kept)}
        for number in range(self._cases.iterations + 1):
            if number:
                self._update(number)
            loss = self._evaluate(number)
            if not len(self._alive):
                return self.result
            column = columns.get(number)
            looking = give_up and number > 0 and (number % LOOK == 0 if whole else column is not None)
            survey = self._ensemble.survey(self._parameters) if looking or (column is not None and not whole) else None
            if column is not None:
                self.result.loss[self._alive, column] = loss if survey is None else survey.loss
            if looking and survey is not None and self._gave_up_all(survey):
                return self.result
        self._leave(np.ones(len(self._alive), np.bool_), self._parameters, self._ensemble.survey(self._parameters))
        return self.result

    def _update(self, number: int) -> None:
        change, self._state = self._optimiser.step(self._gradient, self._state, number)
        self._before, self._parameters = self._parameters, self._parameters + change

    def _evaluate(self, number: int) -> Array:
        """E at the parameters, once those runs have left that are no longer finite."""
        stack = self._ensemble.at(self._parameters, number)
        self._gradient, loss = stack.gradient, stack.loss
        finite = stack.finite()
        if not finite.all():
            self.result.ended[self._alive[~finite]] = number
            self._leave(~finite, self._before, self._ensemble.survey(self._before))
            loss = loss[finite]
        return loss

    def _gave_up_all(self, survey: Survey) -> bool:
        """Let runs go that were stuck at this look and at the one before, without E falling by a thousandth between."""
        loss, was_stuck = self._last_look
        self._last_look = survey.loss, survey.stuck
        hopeless = survey.stuck & was_stuck & (survey.loss >= 0.999 * loss)
        if hopeless.any():
            self._leave(hopeless, self._parameters, survey)
        return not len(self._alive)

    def _leave(self, leaving: NDArray[np.bool_], parameters: Array, survey: Survey) -> None:
        """Write down the result of some runs, and go on without them."""
        rows = self._alive[leaving]
        self.result.parameters[rows] = parameters[leaving]
        has_begun = self.result.ended[rows] != 0
        self.result.accuracy[rows] = np.where(has_begun, survey.accuracy[leaving], np.nan)
        self.result.stuck[rows] = survey.stuck[leaving] & has_begun
        staying = ~leaving
        self._alive = self._alive[staying]
        if not len(self._alive):
            return
        self._ensemble = Ensemble(self._cases, len(self._alive))
        self._parameters, self._gradient = self._parameters[staying], self._gradient[staying]
        self._state = tuple(vectors[staying] for vectors in self._state)
        self._last_look = self._last_look[0][staying], self._last_look[1][staying]
        self._optimiser = self._rule()

    def _rule(self) -> Optimiser:
        """The optimiser with an eta for each network."""
        first = self._runs[0]
        return OPTIMISERS[first.optimiser](
            np.array([[self._runs[row].eta] for row in self._alive.tolist()]), **first.constants
        )


def train_in_blocks(
    network: Network,
    runs: Sequence[Trial],
    x: Array,
    t: Array,
    iterations: int,
    *,
    batches: Batches | None = None,
    give_up: bool = False,
    block: int = BLOCK,
) -> Iterator[tuple[list[int], TrialResults]]:
    """Some runs after others: which of `runs`, and what became of them; a caller can stop between two blocks.

    The arguments are those of `descend`; every run sees the same batches. With `give_up` a run ends when it is stuck.
    """
    cases = TrainingSet(network, x, t, batches, iterations)
    alike: dict[tuple[str, frozenset[tuple[str, float]]], list[int]] = {}
    for number, run in enumerate(runs):
        alike.setdefault((run.optimiser, frozenset(run.constants.items())), []).append(number)
    for numbers in alike.values():
        for start in range(0, len(numbers), block):
            some = numbers[start : start + block]
            with np.errstate(over="ignore", invalid="ignore"):
                together = _Block(cases, [runs[number] for number in some]).train(give_up=give_up)
            yield some, together


def train_together(
    network: Network,
    runs: Sequence[Trial],
    x: Array,
    t: Array,
    iterations: int,
    *,
    batches: Batches | None = None,
    give_up: bool = False,
    block: int = BLOCK,
    progress: Callable[[int], object] | None = None,
) -> TrialResults:
    """All blocks of `train_in_blocks`, in the order of `runs`; `progress` is told how many runs each block had."""
    parts = []
    for some, together in train_in_blocks(
        network, runs, x, t, iterations, batches=batches, give_up=give_up, block=block
    ):
        parts.append((some, together))
        if progress:
            progress(len(some))
    place = np.argsort([number for some, _ in parts for number in some])
    fields = (np.concatenate([together[field] for _, together in parts])[place] for field in range(1, 6))
    return TrialResults(parts[0][1].iterations, *fields)
