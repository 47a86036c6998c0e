"""The saved results of any workbook's formulas, brought up to date after numbers in its cells have changed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import NOWHERE, Indices
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import dependent
from sheetnet.graph.groups import address
from sheetnet.graph.values import EMPTY, TEXT
from sheetnet.graph.workbook import Contents
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

_SAME = 1e-9  # relative difference of a saved value from the computed one, up to which they say the same


class Saved:
    """What the cells of a workbook held before anything was computed."""

    def __init__(self, read: Contents) -> None:
        cells = read.cells
        self._x, self._kinds, self._texts = cells.x.copy(), cells.kinds.copy(), cells.texts.copy()

    def differing(self, read: Contents, places: Indices) -> Indices:
        """The places whose computed value is another than the saved one; one without a saved value is none of them."""
        x, kinds = read.cells.x[places], read.cells.kinds[places]
        was, kind = self._x[places], self._kinds[places]
        near = np.abs(x - was) <= _SAME * np.maximum(1.0, np.abs(was))
        near &= (kinds != TEXT) | (read.cells.texts[places] == self._texts[places])
        found: Indices = places[((kind != kinds) | ~near) & (kind != EMPTY)]
        return found

    def stale(self, read: Contents, places: Indices) -> Indices:
        """The places that hold something else now, to the last bit."""
        x, kinds = read.cells.x[places], read.cells.kinds[places]
        alike = (x == self._x[places]) & (kinds == self._kinds[places])
        alike &= (kinds != TEXT) | (read.cells.texts[places] == self._texts[places])
        found: Indices = places[~alike]
        return found


class Refreshed(NamedTuple):
    """How many saved results were brought up to date, and the cells whose saved result was removed."""

    computed: int
    removed: list[str]


def refresh(
    grid: Grid,
    read: Contents,
    saved: Saved,
    doubtful: Indices,
    sources: Indices,
    evaluation: Evaluation | None = None,
) -> Refreshed:
    """Let each formula that depends on `sources`, at the values that its cells have now, show what it comes to.

    `evaluation` is that of `read` where it has been made before.

    Where that is not known (a function that is not understood, or `doubtful` cells, whose saved value was another than
    the computed one before), the saved result is removed: a program that opens the file computes it.
    """
    evaluation = evaluation or Evaluation(read)
    formulas = np.zeros(read.cells.count, bool)
    for one in read.formulas:
        area = one.area or Area(one.sheet, one.row, one.column, one.row, one.column)
        formulas[read.cells.all_of(area)] = True
    formulas[[NOWHERE, *sources.tolist()]] = False
    known, lost = dependent(evaluation, sources)
    if len(doubtful):
        odd, _ = dependent(evaluation, doubtful)
        odd[doubtful] = True
        lost |= known & odd
    lost &= formulas
    changed = saved.stale(read, np.flatnonzero(known & ~lost & formulas))
    for area, places in _side_by_side(read, changed):
        grid.refresh(area, [[read.cells.value(place) for place in places]])
    gone = np.flatnonzero(lost)
    for area, places in _side_by_side(read, gone):
        grid.refresh(area, [[None] * len(places)])
    return Refreshed(len(changed), [address(read.cells, place) for place in gone.tolist()])


def _side_by_side(read: Contents, places: Indices) -> Iterator[tuple[Area, list[int]]]:
    """Places in rising order as runs of cells side by side in a row, each with its area."""
    for run in np.split(places, np.flatnonzero(np.diff(places) != 1) + 1):
        left = run.tolist()
        while left:
            sheet, row, column = read.cells.address(left[0])
            width = min(len(left), read.cells.used(sheet)[1] - column + 1)  # the next place may be in the next row
            yield Area(sheet, row, column, row, column + width - 1), left[:width]
            left = left[width:]


def indices_of(read: Contents, areas: Sequence[Area]) -> Indices:
    """The places of all cells of some areas, one after the other."""
    return np.concatenate([read.cells.all_of(area).reshape(-1) for area in areas])
