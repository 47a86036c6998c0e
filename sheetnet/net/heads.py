"""Output activation and loss belong together: the pair decides the output's unit error delta = dE/ds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sheetnet.net.activations import ONE, Array, apply_logistic, logistic


@dataclass(frozen=True)
class Head:
    """An output activation with the loss it is trained by.

    `output(s)` and `loss(z, t)` are plain formulas on (units, cases), the loss a sum over both axes; they take complex
    numbers, so that an oracle can differentiate them. `apply(minus_s)` overwrites -s with the output at s.
    `error(z, t, delta, work)` writes d(loss)/ds of every unit and case into delta and returns the loss, without a
    temporary array. `lowest` and `highest` bound the targets that the outputs can reach.
    """

    name: str
    output: Callable[[Any], Any]
    loss: Callable[[Any, Any], Any]
    apply: Callable[[Array], None]
    error: Callable[[Array, Array, Array, Array], float]
    lowest: float
    highest: float


def half_squared_error(z: Any, t: Any) -> Any:
    """E = 1/2 sum over cases and outputs of (t - z)^2."""
    e = t - z
    return 0.5 * (e * e).sum()


def sigmoid_squared_error(z: Array, t: Array, delta: Array, work: Array) -> float:
    """delta = -(t - z) z (1 - z); returns E."""
    np.subtract(z, t, delta)
    loss = 0.5 * float(np.vdot(delta, delta))
    np.multiply(delta, z, delta)
    np.subtract(ONE, z, work)
    np.multiply(delta, work, delta)
    return loss


def identity(s: Any) -> Any:
    """z = s."""
    return s


def apply_identity(minus_s: Array) -> None:
    """z = s over -s."""
    np.negative(minus_s, minus_s)


def identity_squared_error(z: Array, t: Array, delta: Array, work: Array) -> float:
    """delta = z - t; returns E."""
    np.subtract(z, t, delta)
    return 0.5 * float(np.vdot(delta, delta))


SIGMOID_SQUARED = Head(
    "sigmoid+squared", logistic, half_squared_error, apply_logistic, sigmoid_squared_error, lowest=0.0, highest=1.0
)
IDENTITY_SQUARED = Head(
    "identity+squared",
    identity,
    half_squared_error,
    apply_identity,
    identity_squared_error,
    lowest=-np.inf,
    highest=np.inf,
)

HEADS = {head.name: head for head in (SIGMOID_SQUARED, IDENTITY_SQUARED)}
