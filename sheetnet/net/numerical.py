"""The gradient without backpropagation: two evaluations of the loss for each parameter."""

from collections.abc import Callable

import numpy as np

from sheetnet.net.activations import Array


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
