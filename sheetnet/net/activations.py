"""What a unit does with its weighted sum s, and the slope of it.

Two forms of each: `value` returns a new array and takes complex numbers too (the complex-step derivative needs
that); `apply` overwrites the sums with the outputs, for the training loop. `slope` is d(output)/ds written in terms
of the output, as the articles do: sigma' = sigma (1 - sigma).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ONE = np.array(1.0)  # an array, for a Python float is converted at every call


@dataclass(frozen=True)
class Activation:
    """An activation function; every callable works element by element on arrays of any shape.

    `value(s)` is a new array; `apply(s)` overwrites s with it; `slope(h, out)` writes the derivative at output h.
    """

    name: str
    value: Callable[[Any], Any]
    apply: Callable[[Array], None]
    slope: Callable[[Array, Array], None]


def logistic(s: Any) -> Any:
    """sigma(s) = 1 / (1 + e^-s); where e^-s overflows the result is 0, its limit."""
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-s))


def apply_logistic(s: Array) -> None:
    """sigma(s) in place. The loop around it ignores the overflow of exp: inf is right here, for 1/inf = 0.

    The tanh form and clipped sums would lose the small outputs that gradients are made of.
    """
    np.negative(s, s)
    np.exp(s, s)
    np.add(s, ONE, s)
    np.divide(ONE, s, s)


def logistic_slope(h: Array, out: Array) -> None:
    """sigma' = sigma (1 - sigma)."""
    np.subtract(ONE, h, out)
    np.multiply(out, h, out)


def apply_tanh(s: Array) -> None:
    """tanh(s) in place."""
    np.tanh(s, s)


def tanh_slope(h: Array, out: Array) -> None:
    """tanh' = 1 - tanh^2."""
    np.multiply(h, h, out)
    np.subtract(ONE, out, out)


SIGMOID = Activation("sigmoid", logistic, apply_logistic, logistic_slope)
TANH = Activation("tanh", np.tanh, apply_tanh, tanh_slope)

ACTIVATIONS = {activation.name: activation for activation in (SIGMOID, TANH)}
