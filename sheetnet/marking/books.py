"""A workbook as marking sees it: its formulas at hand, and the areas that have names."""

from collections.abc import Mapping
from typing import NamedTuple

from sheetnet.errors import LayoutError
from sheetnet.graph.cells import Cells
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.blocks.finding import looking_sheets
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grid import Grid


class ComputedBook(NamedTuple):
    """A workbook, read and computed once; `areas` are its named ranges of cells, by their names in lower case."""

    workings: Workings
    sheets: tuple[str, ...]
    areas: Mapping[str, Area]

    @property
    def cells(self) -> Cells:
        return self.workings.cells


def book_of(grid: Grid) -> ComputedBook:
    """Read a workbook, without the sheets that only look at the others: they are most of its formulas.

    Raises LayoutError where it is too large to be understood.
    """
    try:
        workings = Workings(grid, without=looking_sheets(grid))
    except NotUnderstood as reason:
        raise LayoutError(str(reason)) from None
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}
    areas = {}
    for name, text in grid.names().items():
        area = parse_area(text)
        if area is not None and area.sheet.casefold() in sheets:
            areas[name.casefold()] = area._replace(sheet=sheets[area.sheet.casefold()])
    return ComputedBook(workings, tuple(sheets.values()), areas)
