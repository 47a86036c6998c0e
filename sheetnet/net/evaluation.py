"""E, accuracy and outputs at given parameters over any number of cases, worked out when they are asked for."""

from collections.abc import Iterator
from functools import cached_property
from math import nan

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network, read

CHUNK = 1000  # cases at a time, so that 60,000 pictures cost little memory


class Evaluation:
    """What a network makes of cases x, shape (cases, inputs), with targets t, shape (cases, outputs)."""

    def __init__(self, network: Network, parameters: Array, x: Array, t: Array) -> None:
        self._network, self._parameters, self._x, self._t = network, parameters, x, t

    @property
    def loss(self) -> float:
        """E over all the cases."""
        return self._loss_and_accuracy[0]

    def accuracy(self) -> float:
        """The share of cases read correctly; nan for a regression head."""
        return self._loss_and_accuracy[1]

    @property
    def outputs(self) -> Array:
        """z, shape (cases, outputs)."""
        return np.concatenate([z for _, z, _ in self._chunks()])

    def deltas_of(self, case: int) -> Array:
        """delta = de/ds of every unit for one case, layer after layer, shape (units,)."""
        alone = Backprop(self._network, self._x[case : case + 1], self._t[case : case + 1])
        with np.errstate(over="ignore", invalid="ignore"):
            alone(self._parameters)
        return alone.deltas_of(0)

    @cached_property
    def _loss_and_accuracy(self) -> tuple[float, float]:
        head = self._network.head
        loss, right = 0.0, 0
        with np.errstate(over="ignore", invalid="ignore"):
            for s, z, t in self._chunks():
                loss += float(head.loss(s, t))
                right += int(np.count_nonzero(read(z, head.middle) == read(t, head.middle)))
        cases = len(self._x)
        return loss * self._network.share(cases), right / cases if head.classifies else nan

    def _chunks(self) -> Iterator[tuple[Array, Array, Array]]:
        for start in range(0, len(self._x), CHUNK):
            part = slice(start, start + CHUNK)
            s, z = self._network.sums_and_outputs(self._parameters, self._x[part])[-1]
            yield s, z, self._t[part]
