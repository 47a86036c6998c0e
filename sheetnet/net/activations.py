"""What a unit does with its weighted sum s, and the slope of it.

Two forms of each: `value` returns a new array and takes complex numbers too (the complex-step derivative needs
that); `apply` and `minus_slope` work in place, for the training loop, which keeps MINUS the sums: 1/(1+e^-s) then
needs no negation, and the sign comes back with the slope. The slope d(output)/ds is written in terms of the output, as
the articles do: sigma' = sigma (1 - sigma).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ONE = np.array(1.0)  # an array, for a Python float is converted at every call


class Activation(NamedTuple):
    """An activation function; every callable works element by element on arrays of any shape.

    `value(s)` is a new array; `apply(minus_s)` overwrites -s with the value at s; `minus_slope(h, out)` writes
    -d(value)/ds at output h. `has_kink` tells that the slope jumps where s is 0.
    """

    name: str
    value: Callable[[Any], Any]
    apply: Callable[[Array], None]
    minus_slope: Callable[[Array, Array], None]
    has_kink: bool = False


def logistic(s: Any) -> Any:
    """sigma(s) = 1 / (1 + e^-s); where e^-s overflows the result is 0, its limit."""
    if np.iscomplexobj(s):  # whose overflow has no limit
        positive = np.real(s) > 0.0
        small = np.exp(np.where(positive, -s, s))
        return np.where(positive, 1.0, small) / (1.0 + small)
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-s))


def apply_logistic(minus_s: Array) -> None:
    """sigma(s) over -s. The loop around it ignores the overflow of exp: inf is right here, for 1/inf = 0.

    The tanh form and clipped sums would lose the small outputs that gradients are made of.
    """
    np.exp(minus_s, minus_s)
    np.add(minus_s, ONE, minus_s)
    np.divide(ONE, minus_s, minus_s)


def minus_logistic_slope(h: Array, out: Array) -> None:
    """-sigma' = sigma (sigma - 1)."""
    np.subtract(h, ONE, out)
    np.multiply(out, h, out)


def apply_tanh(minus_s: Array) -> None:
    """tanh(s) over -s: tanh is odd."""
    np.tanh(minus_s, minus_s)
    np.negative(minus_s, minus_s)


def minus_tanh_slope(h: Array, out: Array) -> None:
    """-tanh' = tanh^2 - 1."""
    np.multiply(h, h, out)
    np.subtract(out, ONE, out)


def rectify(s: Any) -> Any:
    """max(s, 0)."""
    return s * (np.real(s) > 0.0)


def apply_rectify(minus_s: Array) -> None:
    """max(s, 0) over -s."""
    np.minimum(minus_s, 0.0, out=minus_s)
    np.negative(minus_s, minus_s)


def minus_rectify_slope(h: Array, out: Array) -> None:
    """-1 where the unit is active, else 0, also where s is exactly 0."""
    np.greater(h, 0.0, out=out)
    np.negative(out, out)


def identity(s: Any) -> Any:
    """z = s."""
    return s


def apply_identity(minus_s: Array) -> None:
    """z = s over -s."""
    np.negative(minus_s, minus_s)


def minus_identity_slope(h: Array, out: Array) -> None:
    """-1."""
    out.fill(-1.0)


SIGMOID = Activation("sigmoid", logistic, apply_logistic, minus_logistic_slope)
TANH = Activation("tanh", np.tanh, apply_tanh, minus_tanh_slope)
RELU = Activation("relu", rectify, apply_rectify, minus_rectify_slope, has_kink=True)
IDENTITY = Activation("identity", identity, apply_identity, minus_identity_slope)

ACTIVATIONS = {activation.name: activation for activation in (SIGMOID, TANH, RELU, IDENTITY)}
