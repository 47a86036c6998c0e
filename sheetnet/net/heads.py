"""Output activation and loss belong together: the pair decides the output's unit error delta = dE/ds."""

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import ONE, Array, apply_logistic, identity, logistic

Inner = Callable[[Array, Array], Any]


class Head(NamedTuple):
    """An output activation with the loss it is trained by.

    `output(s)` and `loss(s, t)` are plain formulas on arrays whose last axis is that of the units, the loss a sum over
    all, or with `axis=-1` that of each case; they take complex numbers, so that a complex step can differentiate them.
    `finish(minus_s, t, delta, work, inner)` is for the training loop, on arrays (units, cases), or (units, networks,
    cases) for networks side by side: it overwrites -s with the output at s, writes d(loss)/ds of every unit and case
    into delta, and returns the loss, added up by `inner`, the inner product of two such arrays (np.vdot, or one number
    for each network). `lowest` and `highest` bound the targets that the outputs can reach. A single output says class 1
    from `middle` on; a head that does not classify is for regression, its outputs are numbers and read as no class.
    """

    name: str
    output: Callable[[Any], Any]
    loss: Callable[..., Any]
    finish: Callable[[Array, Array, Array, Array, Inner], Any]
    lowest: float
    highest: float
    middle: float = 0.5
    classifies: bool = True


def half_squared_error(z: Any, t: Any, axis: int | None = None) -> Any:
    """E = 1/2 sum over cases and outputs of (t - z)^2."""
    e = t - z
    return 0.5 * (e * e).sum(axis=axis)


def finish_sigmoid_squared(minus_s: Array, t: Array, delta: Array, work: Array, inner: Inner) -> Any:
    """delta = -(t - z) z (1 - z)."""
    z = minus_s
    apply_logistic(z)
    np.subtract(z, t, delta)
    loss = 0.5 * inner(delta, delta)
    np.multiply(delta, z, delta)
    np.subtract(ONE, z, work)
    np.multiply(delta, work, delta)
    return loss


def finish_identity_squared(minus_s: Array, t: Array, delta: Array, work: Array, inner: Inner) -> Any:
    """delta = z - t."""
    np.negative(minus_s, minus_s)
    np.subtract(minus_s, t, delta)
    return 0.5 * inner(delta, delta)


def finish_tanh_squared(minus_s: Array, t: Array, delta: Array, work: Array, inner: Inner) -> Any:
    """delta = (z - t) (1 - z^2)."""
    z = minus_s
    np.negative(z, z)
    np.tanh(z, z)
    np.subtract(z, t, delta)
    loss = 0.5 * inner(delta, delta)
    np.multiply(z, z, work)
    np.subtract(ONE, work, work)
    np.multiply(delta, work, delta)
    return loss


def softmax(s: Any) -> Any:
    """z_k = e^s_k / sum over the units of e^s; the largest s is taken off first, so that nothing overflows."""
    raised = np.exp(s - np.real(s).max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def cross_entropy_of_softmax(s: Any, t: Any, axis: int | None = None) -> Any:
    """E = -sum t ln z = sum over cases of sum(t) ln(sum e^s) - sum(t s): no logarithm of a vanished z, no 0 ln 0."""
    largest = np.real(s).max(axis=-1, keepdims=True)
    log_of_sum = largest + np.log(np.exp(s - largest).sum(axis=-1, keepdims=True))
    return (t * (log_of_sum - s)).sum(axis=axis)


def finish_softmax_cross_entropy(minus_s: Array, t: Array, delta: Array, work: Array, inner: Inner) -> Any:
    """delta = z - t where the targets of a case add up to 1, and z sum(t) - t in general."""
    total = t.sum(axis=0, keepdims=True)
    smallest = minus_s.min(axis=0, keepdims=True)
    weighted = inner(t, minus_s)  # - sum(t s)
    np.subtract(smallest, minus_s, minus_s)
    np.exp(minus_s, minus_s)
    raised = minus_s.sum(axis=0, keepdims=True)
    np.divide(minus_s, raised, minus_s)
    np.multiply(minus_s, total, delta)
    np.subtract(delta, t, delta)
    return inner(total, np.log(raised) - smallest) + weighted


def cross_entropy_of_sigmoid(s: Any, t: Any, axis: int | None = None) -> Any:
    """E = -sum t ln z + (1 - t) ln(1 - z) = sum over cases and outputs of ln(1 + e^s) - t s."""
    positive = s * (np.real(s) > 0.0)
    small = np.where(np.real(s) > 0.0, -s, s)
    return (positive + np.log(1.0 + np.exp(small)) - t * s).sum(axis=axis)


def finish_sigmoid_cross_entropy(minus_s: Array, t: Array, delta: Array, work: Array, inner: Inner) -> Any:
    """delta = z - t."""
    np.abs(minus_s, work)
    np.negative(work, work)
    np.exp(work, work)
    np.log1p(work, work)
    np.subtract(work, np.minimum(minus_s, 0.0), work)
    loss = inner(work, np.ones_like(work)) + inner(t, minus_s)
    apply_logistic(minus_s)
    np.subtract(minus_s, t, delta)
    return loss


def squared_error_of_sigmoid(s: Any, t: Any, axis: int | None = None) -> Any:
    """E of z = sigma(s)."""
    return half_squared_error(logistic(s), t, axis)


def squared_error_of_tanh(s: Any, t: Any, axis: int | None = None) -> Any:
    """E of z = tanh(s)."""
    return half_squared_error(np.tanh(s), t, axis)


SIGMOID_SQUARED = Head("sigmoid+squared", logistic, squared_error_of_sigmoid, finish_sigmoid_squared, 0.0, 1.0)
IDENTITY_SQUARED = Head(
    "identity+squared", identity, half_squared_error, finish_identity_squared, -inf, inf, classifies=False
)
TANH_SQUARED = Head("tanh+squared", np.tanh, squared_error_of_tanh, finish_tanh_squared, -1.0, 1.0, middle=0.0)
SOFTMAX_CROSS_ENTROPY = Head(
    "softmax+cross entropy", softmax, cross_entropy_of_softmax, finish_softmax_cross_entropy, 0.0, 1.0
)
SIGMOID_CROSS_ENTROPY = Head(
    "sigmoid+cross entropy", logistic, cross_entropy_of_sigmoid, finish_sigmoid_cross_entropy, 0.0, 1.0
)

HEADS = {
    head.name: head
    for head in (SIGMOID_SQUARED, IDENTITY_SQUARED, TANH_SQUARED, SOFTMAX_CROSS_ENTROPY, SIGMOID_CROSS_ENTROPY)
}
_NONSENSE = {
    "softmax+squared": "the gradient of the square error of softmax vanishes where the answer is most wrong",
    "identity+cross entropy": "cross entropy needs outputs between 0 and 1, and identity gives any number",
    "tanh+cross entropy": "cross entropy needs outputs between 0 and 1, and tanh gives -1 to 1",
    "relu+squared": "an output that is cut off at 0 has no gradient there and stays",
    "relu+cross entropy": "cross entropy needs outputs between 0 and 1, and relu gives any number above 0",
}


def head_named(name: str) -> Head:
    """The head of that name; raises ValueError with the reason why a pair makes no sense, or with those there are."""
    if name in HEADS:
        return HEADS[name]
    reason = _NONSENSE.get(name, f"there are {', '.join(HEADS)}")
    raise ValueError(f"no head '{name}': {reason}")
