"""What cells show of numbers: as far as they fit, drawn in charts, checked against printed figures."""

from collections.abc import Sequence
from math import log10
from typing import Any

import numpy as np

from sheetnet.making.curves.page import NOT_ASKED, RIGHT, WRONG, tolerance
from sheetnet.making.curves.rings import POINTS
from sheetnet.sheet.cells import Rows, Value

DASH = "–"


def rings(sizes: Sequence[float], flat: float) -> Rows:
    """Cosine, sine, and x and y of circles, or of ellipses so many times as wide as high."""
    turns = 2 * np.pi * np.arange(POINTS) / (POINTS - 1)
    cosine, sine = np.cos(turns), np.sin(turns)
    columns = [column for size in sizes for column in (size * cosine, size * sine / flat)]
    rows: Rows = np.column_stack([cosine, sine, *columns]).tolist()
    return rows


def fitting(fits: Any) -> int:
    """How many of the first steps fit, before the first that does not."""
    return len(fits) if fits.all() else int(np.argmin(fits))


def until(numbers: Sequence[float], step: int, overflow: str, after: str = "") -> Value:
    """The number of a step; after the last one a word, and then nothing."""
    if step < len(numbers):
        return float(numbers[step])
    return overflow if step == len(numbers) else after


def held(numbers: Any, steps: int) -> list[float]:
    """As many numbers as a chart draws: the last one again where there are no more."""
    return [float(numbers[min(step, len(numbers) - 1)]) for step in range(steps + 1)]


def logarithm(x: float) -> float:
    """log10 |x|, where 0 counts as the smallest number that a cell shows."""
    return log10(max(abs(x), 1e-300))


def side_by_side(blocks: Any) -> Rows:
    """Blocks of as many rows, one right of the other."""
    return [[value for row in rows for value in row] for rows in zip(*blocks, strict=True)]


def transposed(columns: Any) -> Rows:
    """Columns as rows of cells."""
    return [list(row) for row in zip(*columns, strict=True)]


def near(value: float, figure: str) -> bool:
    """Whether a number agrees with a printed figure in every digit of it."""
    return bool(abs(value - float(figure)) <= float(tolerance(figure)))


def mark(*, right: bool, asked: bool = True) -> Value:
    """The mark of a check; not asked where the inputs are no longer those of the figure."""
    return (RIGHT if right else WRONG) if asked else NOT_ASKED
