"""The saved results of any workbook's formulas, brought up to date after numbers in its cells have changed."""

from collections.abc import Sequence
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
    odd, _ = dependent(evaluation, doubtful)
    odd[doubtful] = True
    lost = (lost | (known & odd)) & formulas
    changed = saved.stale(read, np.flatnonzero(known & ~lost & formulas))
    for place in changed.tolist():
        grid.refresh(_cell(read, place), [[read.cells.value(place)]])
    gone = np.flatnonzero(lost)
    for place in gone.tolist():
        grid.refresh(_cell(read, place), [[None]])
    return Refreshed(len(changed), [address(read.cells, place) for place in gone.tolist()])


def _cell(read: Contents, place: int) -> Area:
    sheet, row, column = read.cells.address(place)
    return Area(sheet, row, column, row, column)


def indices_of(read: Contents, areas: Sequence[Area]) -> Indices:
    """The places of all cells of some areas, one after the other."""
    return np.concatenate([read.cells.all_of(area).reshape(-1) for area in areas])
