"""Levenberg and Marquardt: the parameters at which a sum of squares is least, by the Jacobian of what is squared."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.objective import Bounds
from sheetnet.net.training import NotFinite

_FIRST_DAMPING = 1e-3
_MOST_DAMPING = 1e20
_ROUNDING = 1e-12  # of the sum of squares: a fall that is smaller than its own rounding error


class Residuals(Protocol):
    """What is squared and summed, as a function of the parameters."""

    def values(self, parameters: Array) -> Array:
        """The residuals r, of shape (residuals,); not finite where there are none."""
        ...

    def jacobian(self, parameters: Array) -> Array:
        """dr/dp, of shape (residuals, parameters)."""
        ...


class _Point(NamedTuple):
    """Parameters p, the residuals r there, and how they change."""

    p: Array
    r: Array
    jacobian: Array

    @property
    def squares(self) -> float:
        return float(self.r @ self.r)


class LeastSquares:
    """Where the search is at the start and after each iteration; `reason` says why it ended.

    Each iteration solves (J'J + mu D^2) dp = -J'r, as a linear least-squares problem, with Marquardt's scale D: the
    largest length that each column of J has had. The damping mu follows how well the step's fall was foretold (Nielsen
    1999). A parameter at a bound stays there while the squares fall beyond it. Where a fall is too small to be seen in
    the sum of squares, steps go on as long as they bring J'r nearer to 0: that settles the last digits.
    """

    def __init__(self, residuals: Residuals, start: Array, iterations: int, bounds: Bounds | None = None) -> None:
        self._residuals, self._iterations = residuals, iterations
        p = np.array(start, dtype=np.float64)
        nowhere = np.full(p.shape, np.inf)
        self._bounds = Bounds(-nowhere, nowhere) if bounds is None else bounds
        self._start = self._bounds.nearest(p)
        self.reason = ""

    def __iter__(self) -> Iterator[Array]:
        here = self._at(self._start, self._residuals.values(self._start))
        if not np.isfinite(here.r).all() or not np.isfinite(here.jacobian).all():
            raise NotFinite(0)
        yield here.p
        scale = np.zeros(here.p.shape)
        damping, growth = _FIRST_DAMPING, 2.0
        for _ in range(self._iterations):
            scale = np.maximum(scale, _lengths(here.jacobian))
            free = self._free(here)
            if not free.any() or not (here.jacobian[:, free].T @ here.r).any():
                self.reason = "the gradient is 0"
                return
            while True:
                step = self._bounds.nearest(here.p + _step(here, free, damping, scale)) - here.p
                if not step.any() or damping > _MOST_DAMPING:
                    self.reason = "no step lowers the loss"
                    return
                found = self._tried(here, here.p + step)
                if found is not None:
                    there, gain = found
                    damping *= max(1 / 3, 1.0 - (2.0 * gain - 1.0) ** 3)
                    growth = 2.0
                    break
                damping *= growth
                growth *= 2.0
            here = there
            yield here.p

    def _at(self, p: Array, r: Array) -> _Point:
        return _Point(p, r, self._residuals.jacobian(p))

    def _free(self, here: _Point) -> NDArray[np.bool_]:
        """Which parameters may move: those at no bound, and those that the squares push inwards."""
        slope = here.jacobian.T @ here.r
        stuck = ((here.p <= self._bounds.lower) & (slope > 0)) | ((here.p >= self._bounds.upper) & (slope < 0))
        return ~stuck

    def _tried(self, here: _Point, p: Array) -> tuple[_Point, float] | None:
        """Where a step leads, and its fall as a share of what was foretold; None where it is not worth taking."""
        r = self._residuals.values(p)
        if not np.isfinite(r).all():  # such as the logarithm of what a step made negative
            return None
        foretold = here.r + here.jacobian @ (p - here.p)
        expected = here.squares - float(foretold @ foretold)
        with np.errstate(over="ignore"):
            fall = here.squares - float(r @ r)
        if expected > _ROUNDING * here.squares:
            if fall <= 0.0:
                return None
            there = self._at(p, r)
            return (there, min(fall / expected, 1.0)) if np.isfinite(there.jacobian).all() else None
        there = self._at(p, r)
        nearer = self._slope(there) < 0.9 * self._slope(here)
        return (there, 1.0) if nearer else None

    def _slope(self, point: _Point) -> float:
        """The largest cosine between r and a column of J that may move; 0 where all are at right angles."""
        free = self._free(point)
        if not free.any():
            return 0.0
        columns = point.jacobian[:, free]
        lengths = _lengths(columns) * np.sqrt(point.squares)
        return float(np.max(np.abs(columns.T @ point.r) / np.where(lengths > 0.0, lengths, 1.0)))


def _lengths(columns: Array) -> Array:
    lengths: Array = np.sqrt((columns * columns).sum(axis=0))
    return lengths


def _step(here: _Point, free: NDArray[np.bool_], damping: float, scale: Array) -> Array:
    """dp for the parameters that may move, 0 for the others."""
    columns, weights = here.jacobian[:, free], np.where(scale > 0.0, scale, 1.0)[free]
    matrix = np.vstack([columns / weights, np.sqrt(damping) * np.eye(columns.shape[1])])
    right = np.concatenate([-here.r, np.zeros(columns.shape[1])])
    step = np.zeros(here.p.shape)
    step[free] = np.linalg.lstsq(matrix, right, rcond=None)[0] / weights
    return step
