"""A loss as a function of a vector, whatever it is a loss of; and descent on it."""

from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple, Protocol

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.optimisers import Optimiser
from sheetnet.net.training import NotFinite


class Objective(Protocol):
    """A loss and its gradient; where there is none, the loss is not a finite number."""

    def __call__(self, parameters: Array) -> float:
        """The loss."""
        ...

    @property
    def gradient(self) -> Array:
        """Its gradient at the parameters that were asked for last."""
        ...


class Bounds(NamedTuple):
    """The least and the largest value of each parameter; infinite where there is none."""

    lower: Array
    upper: Array

    def nearest(self, parameters: Array) -> Array:
        """Within the bounds, as near to the parameters as can be."""
        return np.clip(parameters, self.lower, self.upper)


class Position(NamedTuple):
    """Where a search is after `number` iterations; the arrays belong to it and stay."""

    number: int
    parameters: Array
    loss: float
    gradient: Array


def go_down(
    objective: Objective, start: Array, optimiser: Optimiser, iterations: int, bounds: Bounds | None = None
) -> Iterator[Position]:
    """Positions 0 to `iterations` of w <- w + change, put back within the bounds after each change.

    Raises NotFinite as soon as the loss or its gradient is not a finite number.
    """
    parameters = np.array(start, dtype=np.float64)
    state = optimiser.start(parameters)
    for number in range(iterations + 1):
        loss = objective(parameters)
        if not isfinite(loss):
            raise NotFinite(number)
        gradient = objective.gradient
        if not np.isfinite(gradient).all():
            raise NotFinite(number)
        yield Position(number, parameters, loss, gradient)
        with np.errstate(over="ignore", invalid="ignore"):
            change, state = optimiser.step(gradient, state, number + 1)
            parameters = parameters + change
        if bounds is not None:
            parameters = bounds.nearest(parameters)
