"""What a fit writes: the parameters, and on request their gradient and a trace; and the formulas' saved results."""

import re

import numpy as np

from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.graph.refreshing import Saved, indices_of, refresh
from sheetnet.graph.workbook import contents
from sheetnet.net.activations import Array
from sheetnet.session.differentiating import Dependence
from sheetnet.session.fitting.result import in_shape
from sheetnet.session.fitting.search import Found
from sheetnet.sheet.cells import Area, describe, parse_area
from sheetnet.sheet.grid import Grid

_FIRST_COLUMNS = ["iteration", "loss", "gradient"]
_SHEET_NAME = re.compile(r"(?!')[^:\\/?*\[\]\x00-\x1f]{1,31}(?<!')")  # what Excel opens without repair


def write(
    grid: Grid, dependence: Dependence, found: Found, slopes: Array, gradient_areas: list[Area], trace: str | None
) -> dict[str, str]:
    for area, values in zip(dependence.areas, in_shape(dependence.areas, found.parameters), strict=True):
        grid.write(area, values.tolist())
    for area, values in zip(gradient_areas, in_shape(dependence.areas, slopes), strict=False):
        grid.write(area, values.tolist())
    written = {"parameters": ", ".join(map(str, dependence.areas))}
    if gradient_areas:
        written["gradients"] = ", ".join(map(str, gradient_areas))
    if trace is not None:
        written["trace"] = str(_write_trace(grid, dependence.areas, found, trace))
    return written


def refresh_results(
    grid: Grid, dependence: Dependence, doubtful: list[tuple[str, int, int]], changed: list[Area], after: float
) -> dict[str, str]:
    """Bring the saved results up to date; refuse where all formulas together say something else of the loss."""
    read = contents(grid)
    saved = Saved(read)
    done = refresh(grid, read, saved, read.cells.places(doubtful), indices_of(read, changed))
    area = parse_area(dependence.loss)
    if area is not None:
        again = read.cells.value(read.cells.index(area.sheet, area.top, area.left))
        if not isinstance(again, float) or abs(again - after) > 1e-9 * max(1.0, abs(after)):
            raise CellError(
                f"the search ended at {after:.10g}, and all formulas computed anew give {describe(again)}",
                place=dependence.loss,
                remedy="the parameters decide which cells a formula reads, which fit does not follow",
            )
    written = {}
    if done.computed:
        written["formula results"] = str(done.computed)
    if done.removed:
        more = ", ..." if len(done.removed) > 3 else ""
        written["saved results removed"] = f"{len(done.removed)} ({', '.join(done.removed[:3])}{more})"
    return written


def trace_sheet(grid: Grid, name: str) -> tuple[str, bool]:
    """The sheet for a trace, as the workbook spells it, and whether it is there; one with anything else is refused."""
    for sheet in grid.sheets():
        if sheet.casefold() == name.casefold():
            if grid.used(sheet)[0] and grid.read(Area(sheet, 1, 1, 1, 3))[0] != _FIRST_COLUMNS:
                raise LayoutError("this sheet holds something else than a trace of fit", place=sheet,
                                  remedy="give --trace another name")  # fmt: skip
            return sheet, True
    if not _SHEET_NAME.fullmatch(name) or name.casefold() == "history":  # which Excel keeps for itself
        raise SettingError(
            f"expected a sheet's name of 1 to 31 characters without : \\ / ? * [ ] for --trace, found '{name}'"
        )
    return name, False


def _write_trace(grid: Grid, areas: list[Area], found: Found, name: str) -> Area:
    """A row an iteration: its number, the loss, the length of the gradient, every parameter."""
    heads = [area.address(row, column) for area in areas for row, column in np.ndindex(area.height, area.width)]
    rows = np.column_stack([np.arange(len(found.losses)), found.losses, found.lengths, found.path]).tolist()
    sheet, there = trace_sheet(grid, name)
    height, width = grid.used(sheet) if there else (0, 0)
    if height:
        grid.write(Area(sheet, 1, 1, height, width), [[None] * width] * height)
    if not there:
        grid.add_sheet(sheet)
    area = Area(sheet, 1, 1, len(rows) + 1, len(heads) + 3)
    grid.write(area, [[*_FIRST_COLUMNS, *heads], *([int(number), *rest] for number, *rest in rows)])
    return area
