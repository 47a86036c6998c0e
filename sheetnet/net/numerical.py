"""The gradient without backpropagation, two evaluations for each parameter; and descent on any function by it."""

from collections.abc import Callable

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.optimisers import Optimiser, sgd


def central_difference(f: Callable[[Array], float], p: Array, h: float = 1e-5) -> Array:
    """df/dp_i = (f(p + h e_i) - f(p - h e_i)) / 2h, for a vector p of any length.

    h = 1e-5 is good to about 1e-9 for the losses here; 1e-4 to about 1e-8.
    """
    gradient = np.empty_like(p)
    moved = p.copy()
    for i in range(len(p)):
        moved[i] = p[i] + h
        above = f(moved)
        moved[i] = p[i] - h
        gradient[i] = (above - f(moved)) / (2.0 * h)
        moved[i] = p[i]
    return gradient


def gradient_check(f: Callable[[Array], float], gradient: Array, p: Array, h: float = 1e-5) -> Array:
    """|backprop - central difference| / max(1, |backprop|) for each parameter."""
    difference: Array = np.abs(gradient - central_difference(f, p, h)) / np.maximum(1.0, np.abs(gradient))
    return difference


def gradient_descent(
    f: Callable[[Array], float],
    start: Array,
    optimiser: Optimiser | None = None,
    steps: int = 100,
    gradient: Callable[[Array], Array] | None = None,
) -> Array:
    """The path of a descent on any function: row n is where it is after n updates, shape (steps + 1, len(start)).

    `optimiser` is by default descent with eta 0.01, `gradient` the central difference with h = 1e-4. That one has no
    meaning where x is so large that x + h is x, beyond some 1e12: a descent that flies off is not what it seems then.
    """
    rule = optimiser or sgd(0.01)
    slope = gradient or (lambda w: central_difference(f, w, 1e-4))
    path = np.empty((steps + 1, len(start)))
    path[0] = start
    state = rule.start(path[0])
    for number in range(1, steps + 1):
        change, state = rule.step(slope(path[number - 1]), state, number)
        path[number] = path[number - 1] + change
    return path
