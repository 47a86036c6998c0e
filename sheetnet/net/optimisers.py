"""An optimiser is a pair of pure functions on one vector: a state to start with, and a step."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array


class Optimiser(NamedTuple):
    """`start(w)` gives a state; `step(gradient, state)` gives (the change to add to w, the new state)."""

    start: Callable[[Array], Any]
    step: Callable[[Array, Any], tuple[Array, Any]]


def sgd(eta: float) -> Optimiser:
    """w <- w - eta g."""
    minus_eta = np.array(-eta)
    return Optimiser(lambda w: None, lambda gradient, state: (minus_eta * gradient, state))


OPTIMISERS: dict[str, Callable[[float], Optimiser]] = {"sgd": sgd}
