"""Scaling of inputs, or of the targets of a regression: value = (raw - shift) / scale, column by column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.sheet.tables.table import Array


@dataclass(frozen=True, eq=False)
class Scaling:
    """Shift and scale of each column, arrays of shape (columns,)."""

    shift: Array
    scale: Array

    def apply(self, raw: Array) -> Array:
        """(raw - shift) / scale, for raw numbers of shape (cases, columns)."""
        return (raw - self.shift) / self.scale

    def undo(self, scaled: Array) -> Array:
        """scaled * scale + shift."""
        return scaled * self.scale + self.shift


def _none(raw: Array) -> tuple[Array, Array]:
    return np.zeros(raw.shape[1]), np.ones(raw.shape[1])


def _standard(raw: Array) -> tuple[Array, Array]:
    """Mean 0 and standard deviation 1, that of the cases themselves: divided by their number."""
    return raw.mean(axis=0), raw.std(axis=0)


def _minmax(raw: Array) -> tuple[Array, Array]:
    """From 0, the smallest, to 1, the largest."""
    return raw.min(axis=0), np.ptp(raw, axis=0)


SCALINGS: dict[str, Callable[[Array], tuple[Array, Array]]] = {
    "none": _none,
    "standard": _standard,
    "minmax": _minmax,
}


def scaling(kind: str, raw: Array, training: Sequence[int] = ()) -> Scaling:
    """The scaling of that kind for columns of shape (cases, columns), taken from the training cases alone.

    `training` is 1 for a training case and 0 for a test case, or empty where all are for training. A column that is the
    same in all training cases gets scale 1. Raises SettingError for a kind that there is not, and for numbers so far
    apart that their distance is none.
    """
    if kind not in SCALINGS:
        raise SettingError(f"expected one of {', '.join(SCALINGS)} for the scaling, found '{kind}'")
    seen = raw[np.array(training, np.bool_)] if len(training) else raw
    with np.errstate(over="ignore", invalid="ignore"):
        shift, scale = SCALINGS[kind](seen)
        constant = seen.min(axis=0) == seen.max(axis=0)
    scale = np.where(constant | (scale == 0.0), 1.0, scale)
    shift = np.where(constant, seen[0], shift) if kind != "none" else shift
    if not (np.isfinite(shift).all() and np.isfinite(scale).all()):
        column = int(np.argmin(np.isfinite(shift) & np.isfinite(scale))) + 1
        raise SettingError(f"the numbers of column {column} are too large for the scaling '{kind}'")
    return Scaling(shift, scale)
