"""The gradient without backpropagation, by a complex step: a second opinion that no difference of large numbers blurs.

Of an analytic f with real values, f'(s) = Im f(s + ih) / h up to h^2; nothing is subtracted, so that h may be as small
as one likes and the derivative is exact to rounding (Squire and Trapp 1998). Here the sum s of one unit is moved in all
cases at once: cases do not see each other, so the errors of single cases then tell dE/ds of each.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.evaluation import CHUNK
from sheetnet.net.network import Network

STEP = 1e-30
EPS = float(np.finfo(np.float64).eps)
LOOSE = 64.0  # times the change that a few last bits make: two right ways to add up stay well within


class Derivative(NamedTuple):
    """dE/dp by complex steps, all of shape (parameters,).

    `rounding` is how far from it another right calculation in float64 may be; `at_kink` tells the parameters along
    which E has one slope to the left and another to the right, for a sum that a kinked activation (relu) sees is 0.
    """

    gradient: Array
    rounding: Array
    at_kink: NDArray[np.bool_]


def complex_step_gradient(network: Network, parameters: Array, x: Array, t: Array) -> Derivative:
    """The derivative of E over cases x, shape (cases, inputs), and t, (cases, outputs), at a parameter vector."""
    gradient, terms = np.zeros((2, network.parameter_count))
    at_kink = np.zeros(network.parameter_count, np.bool_)
    moved = np.zeros_like(gradient)
    elsewhere = nearby(parameters)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(x), CHUNK):
            some = slice(start, start + CHUNK)
            here, here_terms, kinks = _gradient(network, parameters, x[some], t[some])
            gradient += here
            terms += here_terms
            at_kink |= kinks
            for other in elsewhere:
                moved += np.abs(_gradient(network, other, x[some], t[some])[0] - here)
        share = network.share(len(x))
        rounding = share * (LOOSE * moved + EPS * (len(x) + max(network.sizes)) * terms)
    return Derivative(share * gradient, rounding, at_kink)


def nearby(parameters: Array) -> list[Array]:
    """The same moved by some last bits, in two ways: what differs there may differ by rounding alone."""
    signs = (np.random.default_rng(seed).choice([-1.0, 1.0], len(parameters)) for seed in range(2))
    return [parameters * (1.0 + 4.0 * EPS * one) for one in signs]


def _gradient(network: Network, parameters: Array, x: Array, t: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """The sum over the cases of de/dp, the sum of the sizes of its terms, and what is at a kink."""
    layers = network.sums_and_outputs(parameters, x)
    margin = _margin(network, parameters, x, layers)
    gradients, terms, kinks = (network.unpack(one) for one in np.zeros((3, network.parameter_count)))
    for number, (units, inputs) in enumerate(network.layers):
        below = x if number == 0 else layers[number - 1][1]
        for unit in range(units):
            z = _moved(network, parameters, layers, number, unit, 0.0)
            delta = network.head.loss(z, t, axis=-1).imag / STEP
            gradients[number][unit] = _along(network, delta, below, inputs)
            terms[number][unit] = np.abs(_along(network, np.abs(delta), np.abs(below), inputs))
            if margin:
                sides = [_moved(network, parameters, layers, number, unit, one).imag for one in (-margin, margin)]
                differ = np.abs(sides[1] - sides[0]) > 1e-6 * np.maximum(*map(np.abs, sides))
                kinks[number][unit] = _along(network, differ.any(axis=1) * 1.0, np.abs(below), inputs)
    flat = [np.concatenate([matrix.reshape(-1) for matrix in one]) for one in (gradients, terms, kinks)]
    return flat[0], flat[1], flat[2] != 0.0


def _along(network: Network, delta: Array, below: Array, inputs: int) -> Array:
    """ds/dw is the unit's input, ds/dtheta is -1."""
    row = np.empty(inputs + network.thresholds)
    row[:inputs] = delta @ below
    row[inputs:] = -delta.sum()
    return row


def _moved(network: Network, parameters: Array, layers: list[Any], number: int, unit: int, side: float) -> Any:
    """The sums of the output layer when the sum of one unit is moved by ih; `side` looks at one side of a kink."""
    last = len(layers) - 1
    if number == last:
        s = layers[-1][0].astype(np.complex128)
        s[:, unit] += STEP * 1j
        return s
    matrices = network.unpack(parameters)
    h = network.hidden.value(layers[number][0][:, unit] + side + STEP * 1j)
    s = layers[number + 1][0] + 1j * np.outer(h.imag, matrices[number + 1][:, unit])
    for above in range(number + 2, last + 1):
        matrix, inputs = matrices[above], network.sizes[above]
        h = network.hidden.value(s + side)
        s = layers[above][0] + 1j * (h.imag @ matrix[:, :inputs].T)
    return s


def _margin(network: Network, parameters: Array, x: Array, layers: list[Any]) -> float:
    """How near 0 a sum is 0 to rounding, if there is one so near at which the hidden activation has a kink, else 0."""
    if not network.hidden.has_kink:
        return 0.0
    bounds = list(_bounds(network, parameters, x, layers))
    at_kink = any((np.abs(s) <= bound).any() for (s, _), bound in zip(layers[:-1], bounds, strict=False))
    return max((float(bound.max()) for bound in bounds), default=0.0) if at_kink else 0.0


def _bounds(network: Network, parameters: Array, x: Array, layers: list[Any]) -> Iterator[Array]:
    """What rounding may have done to the sums of each hidden layer, each case and unit."""
    below, error = np.abs(x), np.zeros_like(x)
    for matrix, (_, h), (_, inputs) in zip(network.unpack(parameters), layers[:-1], network.layers, strict=False):
        w = np.abs(matrix[:, :inputs].T)
        size = below @ w + (np.abs(matrix[:, -1]) if network.thresholds else 0.0)
        error = error @ w + EPS * (inputs + 2) * size + np.finfo(np.float64).tiny
        below = np.abs(h)
        yield error
