"""Descent as a generator of steps: 0 is the untrained network, n the state after n updates."""

from collections.abc import Iterator
from contextvars import copy_context
from math import sqrt
from typing import NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network
from sheetnet.net.optimisers import Optimiser


class NotFinite(ArithmeticError):  # noqa: N818
    """A loss, gradient or parameter stopped being a finite number at `iteration`."""

    def __init__(self, iteration: int) -> None:
        super().__init__(
            f"at iteration {iteration} the loss, its gradient or a parameter is no longer a finite number; "
            "the learning rate eta is probably too large, or the initial values or inputs are"
        )
        self.iteration = iteration


class Step(NamedTuple):
    """The state after `number` updates: `gradient` and `loss` are those AT `parameters`.

    Both vectors belong to the step and stay. `pass_` is the working memory, shared by all steps of a run: outputs,
    deltas and accuracy can be read from it until the next step is asked for.
    """

    number: int
    parameters: Array
    gradient: Array
    loss: float
    pass_: Backprop

    @property
    def accuracy(self) -> float:
        """The share of cases read correctly."""
        return self.pass_.accuracy()

    @property
    def gradient_norm(self) -> float:
        """The Euclidean length of the gradient."""
        return sqrt(np.dot(self.gradient, self.gradient))


def descend(
    network: Network, start: Array, x: Array, t: Array, optimiser: Optimiser, iterations: int
) -> Iterator[Step]:
    """Steps 0..iterations of w <- w + change, the gradient taken over all cases (batch descent).

    `start` is a parameter vector (not changed), `x` has shape (cases, inputs), `t` (cases, outputs).
    Raises NotFinite as soon as the loss, a gradient or a parameter is not a finite number.
    """
    evaluate = Backprop(network, x, t)
    parameters = np.array(start, dtype=np.float64)
    state = optimiser.start(parameters)
    gradient = np.zeros_like(parameters)
    # numpy's error state belongs to the context: overflow is ignored in here and nowhere else, at no cost per step
    quiet = copy_context()
    quiet.run(np.seterr, over="ignore", invalid="ignore")
    for number in range(iterations + 1):
        if number:
            change, state = quiet.run(optimiser.step, gradient, state, number)
            parameters = parameters + change
        loss = quiet.run(evaluate, parameters)
        gradient = evaluate.gradient.copy()
        if not quiet.run(evaluate.is_finite, loss):
            raise NotFinite(number)
        yield Step(number, parameters, gradient, loss, evaluate)


def stuck(step: Step) -> bool:
    """Whether descent has died without an overflow: the outputs are saturated and alike for every case.

    With a learning rate far too large all outputs of sigmoid units go to 0 (or 1) at once; the slopes and so the
    gradient vanish and E stays where it is, for the letters at 64.
    """
    z = step.pass_.outputs
    saturated = bool(np.all(np.minimum(z, 1.0 - z) < 0.01)) and float(z.min()) >= 0.0
    alike = bool(np.all(z.max(axis=0) - z.min(axis=0) < 0.01))
    return step.number > 0 and len(z) > 1 and saturated and alike
