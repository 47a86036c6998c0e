"""Cells that should hold the derivative of a loss, compared with it at every input; also up to one common factor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.values import Numbers
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Adjoints, Slopes
from sheetnet.inspecting.updates import Update
from sheetnet.inspecting.workings import Workings

TOLERANCE = 1e-9  # of the largest derivative of the block
_SAME = 1e-6  # how constant a factor is
_NOTHING = 1e-14  # a derivative that is 0 but for rounding
_COMMON = 0.9  # of the gradients that a factor other than 1 has to be common to
_ROUNDING = 2.0**-50


class Pair(NamedTuple):
    """A parameter and the cell that should hold the loss's derivative by it.

    Where the derivative is worked out inside the update, that is the updated value's cell (`inline`).
    """

    parameter: int
    cell: int
    update: Update | None = None

    @property
    def inline(self) -> bool:
        return self.update is not None and self.update.gradient is None


class Loss(NamedTuple):
    """What is differentiated: a cell, or a sum that stands in none.

    `seeds` are d(loss)/d(cell) where the pass back begins; `kind` is "cell", "formula", "half squares",
    "cross entropy" or "binary cross entropy"; `over` are the cells that such a sum is taken over.
    """

    cell: int | None
    kind: str
    over: tuple[int, ...]
    seeds: Mapping[int, Numbers]


class Match(NamedTuple):
    """A loss's derivative beside what the sheet holds, a row a pair, a column a point.

    `factor` is what the sheet's numbers are of the derivative, in most cells; None where nothing fits.
    """

    loss: Loss
    pairs: tuple[Pair, ...]
    truth: Numbers
    found: Numbers
    factor: float | None
    right: NDArray[np.bool_]
    adjoints: Adjoints

    @property
    def hits(self) -> int:
        return int(self.right.sum())


def loss_at(cell: int, points: int) -> Loss:
    """A cell as the loss."""
    return Loss(cell, "cell", (cell,), {cell: np.ones(points)})


def held(points: Points, pair: Pair) -> Numbers:
    """The derivative that the sheet holds for a parameter, at every point."""
    if not pair.inline or pair.update is None:
        return points.values(pair.cell)
    with np.errstate(all="ignore"):
        return (points.values(pair.cell) - points.values(pair.parameter)) / step_of(points, pair.update)


def step_of(points: Points, update: Update) -> Numbers:
    """The rate of an update with its sign."""
    rate = points.values(int(update.rate)) if update.rate_is_cell else np.full(len(points), float(update.rate))
    return np.asarray(update.sign * rate)


def matched(
    slopes: Slopes, loss: Loss, pairs: Sequence[Pair], *, stop: bool = True, factor: float | None = None
) -> Match:
    """Compare every pair; `factor` is given where it is known."""
    points = slopes.points
    adjoints = slopes.adjoints(loss.seeds, {pair.parameter for pair in pairs} if stop else frozenset())
    truth = np.array([adjoints[pair.parameter] for pair in pairs])
    found = np.array([held(points, pair) for pair in pairs])
    if factor is None:
        factor = None if _linear(truth) else common_factor(truth, found)
    if factor is None:
        return Match(loss, tuple(pairs), truth, found, None, np.zeros(len(pairs), bool), adjoints)
    slack = np.array([rounding(points, pair) for pair in pairs])
    right = np.asarray(equal(points.workings, pairs, found, factor * truth, slack).all(axis=1))
    return Match(loss, tuple(pairs), truth, found, factor, right, adjoints)


def _linear(truth: Numbers) -> bool:
    """Whether the derivatives are the same at all points: a loss is not linear in its parameters."""
    return bool((np.abs(truth - truth[:, :1]) <= 1e-12 * np.abs(truth[:, :1])).all())


def common_factor(truth: Numbers, found: Numbers) -> float | None:
    """The factor that all rows share, or nearly all: else 1 where any row has it, or the most frequent."""
    votes: Counter[float] = Counter()
    exactly: dict[float, list[float]] = {}
    for exact, held_ in zip(truth, found, strict=True):
        quotient = ratio(held_, exact)
        if quotient is not None:
            key = float(f"{quotient:.6g}")
            votes[key] += 1
            exactly.setdefault(key, []).append(quotient)
    most = max(votes, key=lambda one: (votes[one], one == 1.0, -abs(one - 1.0)), default=None)
    if most is not None and votes[1.0] and votes[most] < _COMMON * len(truth):
        return 1.0
    return None if most is None else 1.0 if most == 1.0 else float(np.median(exactly[most]))


def ratio(one: Numbers, other: Numbers) -> float | None:
    """one / other where that is the same at all points."""
    if not np.isfinite(one).all() or np.abs(other).max(initial=0.0) <= _NOTHING:
        return None
    live = np.abs(other) > _NOTHING
    if (np.abs(one[~live]) > _NOTHING).any():
        return None
    quotients = one[live] / other[live]
    low, high = float(quotients.min()), float(quotients.max())
    if high - low > _SAME * max(abs(low), abs(high)) or abs(low) < 1e-12:
        return None
    return float(np.median(quotients))


def rounding(points: Points, pair: Pair) -> Numbers:
    """How far a derivative may be off by rounding alone: that inside an update is a difference divided by the rate."""
    if not pair.inline or pair.update is None:
        return np.zeros(len(points))
    with np.errstate(all="ignore"):
        return np.asarray(_ROUNDING * np.abs(points.values(pair.parameter) / step_of(points, pair.update)))


def equal(
    workings: Workings, pairs: Sequence[Pair], found: Numbers, expected: Numbers, slack: Numbers | float = 0.0
) -> NDArray[np.bool_]:
    """Where numbers agree to the tolerance of their block's largest, a row a pair, a column a point."""
    blocks = blocks_of(workings, [pair.parameter for pair in pairs])
    largest = np.zeros(expected.shape)
    for number in set(blocks):
        rows = [row for row, block in enumerate(blocks) if block == number]
        largest[rows] = np.abs(expected[rows]).max(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(found - expected) <= TOLERANCE * largest + slack + _NOTHING)


def blocks_of(workings: Workings, cells: Sequence[int]) -> list[int]:
    """The number of the block of each cell: cells that touch, by a side, are one block."""
    places = {workings.cells.address(cell): cell for cell in cells}
    number: dict[int, int] = {}
    for address, cell in places.items():
        if cell in number:
            continue
        block, front = len(set(number.values())), [address]
        while front:
            sheet, row, column = front.pop()
            here = places[sheet, row, column]
            if here in number:
                continue
            number[here] = block
            around = ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1))
            front += [(sheet, *at) for at in around if (sheet, *at) in places]
    return [number[cell] for cell in cells]
