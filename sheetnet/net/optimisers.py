"""An optimiser is a pair of pure functions on one vector: a state to start with, and a step.

The rules are those of the textbooks; w is the parameter vector, g the gradient at it, eta the learning rate. Divisions
by a root have a small eps added outside of it: a weight whose gradient was always 0 would otherwise become 0/0.
"""

from collections.abc import Callable
from inspect import signature
from typing import NamedTuple

import numpy as np

from sheetnet.net.activations import Array

OptimiserState = tuple[Array, ...]


class Optimiser(NamedTuple):
    """What is remembered between updates, and how the next one is made.

    `start(w)` gives the state, a tuple of vectors of w's length that `remembers` names. `step(gradient, state, number)`
    gives the change to add to w and the new state; updates are numbered from 1.
    """

    remembers: tuple[str, ...]
    start: Callable[[Array], OptimiserState]
    step: Callable[[Array, OptimiserState, int], tuple[Array, OptimiserState]]


def _zeros(*names: str) -> tuple[tuple[str, ...], Callable[[Array], OptimiserState]]:
    return names, lambda w: tuple(np.zeros_like(w) for _ in names)


def sgd(eta: float) -> Optimiser:
    """w <- w - eta g."""
    minus_eta = np.array(-eta)
    return Optimiser(*_zeros(), lambda g, state, number: (minus_eta * g, state))


def momentum(eta: float, alpha: float = 0.9) -> Optimiser:
    """w <- w - eta g + alpha dw, where dw is the change before (Polyak 1964)."""

    def step(g: Array, state: OptimiserState, number: int) -> tuple[Array, OptimiserState]:
        (change,) = state
        change = alpha * change - eta * g
        return change, (change,)

    return Optimiser(*_zeros("change"), step)


def nesterov(eta: float, alpha: float = 0.9) -> Optimiser:
    """v <- alpha v - eta g; w <- w + alpha v - eta g: momentum that looks ahead (Nesterov 1983, as Sutskever 2013)."""

    def step(g: Array, state: OptimiserState, number: int) -> tuple[Array, OptimiserState]:
        (v,) = state
        v = alpha * v - eta * g
        return alpha * v - eta * g, (v,)

    return Optimiser(*_zeros("v"), step)


def adagrad(eta: float, eps: float = 1e-7) -> Optimiser:
    """h <- h + g^2; w <- w - eta g / (sqrt(h) + eps) (Duchi 2011)."""

    def step(g: Array, state: OptimiserState, number: int) -> tuple[Array, OptimiserState]:
        (h,) = state
        h = h + g * g
        return -eta * g / (np.sqrt(h) + eps), (h,)

    return Optimiser(*_zeros("h"), step)


def rmsprop(eta: float, rho: float = 0.99, eps: float = 1e-7) -> Optimiser:
    """h <- rho h + (1 - rho) g^2; w <- w - eta g / (sqrt(h) + eps) (Tieleman and Hinton 2012)."""

    def step(g: Array, state: OptimiserState, number: int) -> tuple[Array, OptimiserState]:
        (h,) = state
        h = rho * h + (1.0 - rho) * g * g
        return -eta * g / (np.sqrt(h) + eps), (h,)

    return Optimiser(*_zeros("h"), step)


def adam(eta: float, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-7) -> Optimiser:
    """m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; w <- w - eta_n m / (sqrt(v) + eps).

    eta_n = eta sqrt(1 - b2^n) / (1 - b1^n) corrects both for having started at 0. This is the form at the end of
    section 2 of Kingma and Ba (2015); the one of their Algorithm 1 divides eps by sqrt(1 - b2^n), as PyTorch does.
    """

    def step(g: Array, state: OptimiserState, number: int) -> tuple[Array, OptimiserState]:
        m, v = state
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * g * g
        eta_n = eta * np.sqrt(1.0 - beta2**number) / (1.0 - beta1**number)
        return -eta_n * m / (np.sqrt(v) + eps), (m, v)

    return Optimiser(*_zeros("m", "v"), step)


OPTIMISERS: dict[str, Callable[..., Optimiser]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
}

# the settings that each rule takes beside eta, in the order of its signature
CONSTANTS = {name: tuple(signature(rule).parameters)[1:] for name, rule in OPTIMISERS.items()}
