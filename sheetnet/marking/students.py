"""The students of a class, and the numbers that each gets of their own."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks.finding import find, is_own
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.blocks.transfer import block_with, parameters
from sheetnet.sheet.cells import Area, Rows
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid

_LEAST_SPREAD = 0.1


class Student(NamedTuple):
    """A student by number; the name is for the sheet alone."""

    number: str
    name: str

    def rng(self) -> np.random.Generator:
        """The numbers of a student come from a seed of the student's number."""
        return np.random.default_rng(int.from_bytes(sha256(self.number.encode()).digest()[:8]))


def history(grid: FileGrid) -> list[Area]:
    """The cells that tell of the key's training: gradients, and values of which nobody's exercise begins."""
    layout = find(grid) if is_own(grid) else None
    return TraceSheet(grid, layout).recorded() if layout and "trace" in layout else []


def own_numbers(grid: FileGrid, student: Student, *, own_data: bool = False) -> list[Area]:
    """Give a workbook initial values of the student's own, and cases in an order of their own; the changed areas.

    The values lie where those of the workbook do, rounded to two decimals, as `new` makes them.
    """
    rng = student.rng()
    if not is_own(grid):
        return list(_of_parameters(grid, rng))
    layout = find(grid)
    block = grid.read(layout["initial"])
    before = parameters(block, layout["initial"], layout.geometry)
    drawn = _drawn(rng, before)
    for name in ("initial", "current"):
        area = layout[name]
        grid.write(area, block_with(grid.read(area), layout.geometry, drawn))
    changed = [layout["initial"], layout["current"]]
    if "counter" in layout:
        grid.write(layout["counter"], [[0.0]])
        changed.append(layout["counter"])
    if own_data:
        if layout.outside:
            raise LayoutError("the cases of this workbook lie in a file", remedy="leave out --own-data")
        entered = [layout.entered(name) for name in ("images", "targets")]
        changed += _reordered(grid, rng, [layout["labels"], layout["training"], *entered])
    return changed


def _drawn(rng: np.random.Generator, before: list[float]) -> list[float]:
    """Numbers of the same spread."""
    spread = max(float(np.abs(before).max(initial=0.0)), _LEAST_SPREAD)
    return [float(x) for x in np.round(rng.uniform(-spread, spread, len(before)), 2) + 0.0]


def _reordered(grid: Grid, rng: np.random.Generator, areas: list[Area]) -> list[Area]:
    """The cases in another order, all that belongs to one together."""
    order = rng.permutation(areas[0].height).tolist()
    for area in areas:
        rows: Rows = grid.read(area)
        grid.write(area, [rows[one] for one in order])
    return areas


def _of_parameters(grid: FileGrid, rng: np.random.Generator) -> Iterator[Area]:
    """In a workbook by another hand: the numbers that its updates begin with."""
    from sheetnet.inspecting.inspection import inspected
    from sheetnet.inspecting.learning import root_of

    found = inspected(grid)
    workings = found.workings
    behind = {update.cell: update.parameter for update in found.updates}
    roots = {root_of(workings, pair.parameter, behind) for one in found.learnings for pair in one.match.pairs}
    cells = sorted(cell for cell in roots if workings.is_number(cell))
    if not cells:
        raise LayoutError("no parameters were found that could be each student's own", remedy="leave out --roster")
    for cell, x in zip(cells, _drawn(rng, [float(workings.cells.x[cell]) for cell in cells]), strict=True):
        sheet, row, column = workings.cells.address(cell)
        area = Area(sheet, row, column, row, column)
        grid.write(area, [[x]])
        yield area
