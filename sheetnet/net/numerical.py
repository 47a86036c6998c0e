"""The gradient without backpropagation, two evaluations for each parameter; and descent on any function by it."""

from collections.abc import Callable
from math import nan
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network
from sheetnet.net.optimisers import Optimiser, sgd


def numerical_gradient(f: Callable[[Any], float], p: Any, h: float = 1e-5) -> Array:
    """df/dp_i = (f(p + h e_i) - f(p - h e_i)) / 2h; `f` is asked at arrays of the shape of `p`, which may be any.

    A single number counts too, and whole numbers as floats. h = 1e-5 is good to about 1e-9 for the losses here; 1e-4 to
    about 1e-8.
    """
    moved = np.array(p, dtype=np.float64)
    gradient = np.empty_like(moved)
    for i in np.ndindex(moved.shape):
        here = moved[i]
        moved[i] = here + h
        above = f(moved[()])
        moved[i] = here - h
        gradient[i] = (above - f(moved[()])) / (2.0 * h)
        moved[i] = here
    return gradient


def gradient_check(f: Callable[[Array], float], gradient: Array, p: Array, h: float = 1e-5) -> Array:
    """|backprop - central difference| / max(1, |backprop|) for each parameter."""
    difference: Array = np.abs(gradient - numerical_gradient(f, p, h)) / np.maximum(1.0, np.abs(gradient))
    return difference


def network_gradient(network: Network, parameters: Array, x: Array, t: Array, h: float = 1e-4) -> Array:
    """dE/dp of a network over cases x and t by central differences; a mini-batch is `x[chosen], t[chosen]`."""
    return numerical_gradient(lambda p: float(network.loss(p, x, t)), parameters, h)


class LayerDifference(NamedTuple):
    """The largest |backprop - central difference| / max(1, |backprop|) of a layer; nan where it has no thresholds."""

    weights: float
    thresholds: float


def check_layers(network: Network, parameters: Array, x: Array, t: Array, h: float = 1e-5) -> list[LayerDifference]:
    """Backpropagation against central differences, layer by layer; some 1e-9 where both are right."""
    evaluate = Backprop(network, x, t)
    with np.errstate(over="ignore"):
        evaluate(parameters)
    differences = gradient_check(lambda p: float(network.loss(p, x, t)), evaluate.gradient, parameters, h)
    return [
        LayerDifference(float(matrix[:, :inputs].max()), float(matrix[:, inputs:].max()) if network.thresholds else nan)
        for matrix, (_, inputs) in zip(network.unpack(differences), network.layers, strict=True)
    ]


def gradient_descent(
    f: Callable[[Array], float],
    start: Array,
    optimiser: Optimiser | None = None,
    steps: int = 100,
    gradient: Callable[[Array], Array] | None = None,
) -> Array:
    """The path of a descent on any function: row n is where it is after n updates, shape (steps + 1, len(start)).

    `optimiser` is by default descent with eta 0.01, `gradient` the central difference with h = 1e-4. That one has no
    meaning where x is so large that x + h is x, beyond some 1e12. On x0^2 + x1^2 from (-3, 4) eta 10 makes every update
    19 times as large as the one before; at 1e13 the difference becomes 0, and the descent stands still as if it had
    arrived, near (-2.59e13, -1.29e12). By the exact gradient it flies on, to 1e128 after 100 steps.
    """
    rule = optimiser or sgd(0.01)
    slope = gradient or (lambda w: numerical_gradient(f, w, 1e-4))
    path = np.empty((steps + 1, len(start)))
    path[0] = start
    state = rule.start(path[0])
    for number in range(1, steps + 1):
        change, state = rule.step(slope(path[number - 1]), state, number)
        path[number] = path[number - 1] + change
    return path
