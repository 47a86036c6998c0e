"""An ensemble: networks side by side in front of the cases of a sweep: batch after batch, and all cases at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.batches import Batches
from sheetnet.net.evaluation import CHUNK
from sheetnet.net.network import Network
from sheetnet.net.stack import Stack


class TrainingSet:
    """The training cases, the batches in which updates see them, and the iterations whose E is kept."""

    def __init__(self, network: Network, x: Array, t: Array, batches: Batches | None, iterations: int) -> None:
        network.check_cases(x, t)
        if batches:
            batches.check_count(len(x))
        self.network = network
        self.batches = batches or Batches(len(x))
        self.rows, self.targets = network.rows(x), np.array(t.T, order="C")
        self.iterations = iterations
        self.kept = np.unique([*range(0, iterations + 1, self.batches.per_epoch), iterations])


class Survey(NamedTuple):
    """E, accuracy, and whether it is stuck, of each network over all cases."""

    loss: Array
    accuracy: Array
    stuck: NDArray[np.bool_]


class Ensemble:
    """Networks of one shape that learn side by side from one training set."""

    def __init__(self, cases: TrainingSet, count: int) -> None:
        self._cases, self._count = cases, count
        self._stacks: dict[int, Stack] = {}
        self._all = self._taking(np.arange(cases.batches.cases)) if cases.batches.whole else None

    def at(self, parameters: Array, update: int) -> Stack:
        """E and gradient at parameters over the cases of that update."""
        stack = self._all or self._taking(self._cases.batches.of(update))
        stack(parameters)
        return stack

    def survey(self, parameters: Array) -> Survey:
        network, total = self._cases.network, self._cases.batches.cases
        loss, right = np.zeros(self._count), np.zeros(self._count, np.intp)
        saturated = np.ones(self._count, np.bool_)
        lowest = np.full((network.sizes[-1], self._count), np.inf)
        highest = -lowest
        for start in range(0, total, CHUNK):
            chunk = np.arange(start, min(start + CHUNK, total))
            stack = self._taking(chunk)
            loss += stack.evaluate(parameters) / network.share(len(chunk))
            right += stack.right()
            z = stack.outputs
            saturated &= ((z >= 0.0) & (np.minimum(z, 1.0 - z) < 0.01)).all(axis=(0, 2))
            lowest, highest = np.minimum(lowest, z.min(axis=2)), np.maximum(highest, z.max(axis=2))
        accuracy = right / total if network.head.classifies else np.full(self._count, np.nan)
        alike = (highest - lowest < 0.01).all(axis=0)
        return Survey(loss * network.share(total), accuracy, saturated & alike & (total > 1))

    def _taking(self, chosen: NDArray[np.intp]) -> Stack:
        stack = self._stacks.get(len(chosen))
        if stack is None:
            stack = self._stacks[len(chosen)] = Stack(self._cases.network, self._count, len(chosen))
        stack.take(self._cases.rows, self._cases.targets, chosen)
        return stack
