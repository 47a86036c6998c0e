"""What the interpreter takes of a workbook: its cells, its formulas, and what its names stand for."""

from collections.abc import Collection
from typing import NamedTuple

from sheetnet.graph.cells import Cells
from sheetnet.graph.exported import unwrapped
from sheetnet.graph.groups import Formula
from sheetnet.graph.names import Names, Table
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid


class Contents(NamedTuple):
    """A workbook as the interpreter takes it."""

    cells: Cells
    formulas: list[Formula]
    names: Names


def contents(grid: Grid, without: Collection[str] = ()) -> Contents:
    """Read a workbook: every value, saved results too, and every formula.

    Sheets that it is to do without are empty in it, so that these have to be such as nothing else reads.
    """
    sheets = grid.sheets()
    read = [sheet for sheet in sheets if sheet not in without]
    arrays = {sheet: list(grid.array_formulas(sheet)) for sheet in read}
    sizes = [(sheet, 1, 1) for sheet in sheets if sheet in without]
    for sheet in read:
        rows, columns = grid.used(sheet)
        for area in arrays[sheet]:
            rows, columns = max(rows, area.bottom), max(columns, area.right)
        sizes.append((sheet, rows + 1, max(columns, 1)))  # a row to spare
    cells = Cells(sizes)
    formulas: list[Formula] = []
    for sheet, rows, columns in sizes[len(sheets) - len(read) :]:
        whole = Area(sheet, 1, 1, rows, columns)
        fills = {(area.top, area.left): area for area in arrays[sheet]}
        first = cells.index(sheet, 1, 1)
        for down, (values, texts) in enumerate(zip(grid.read(whole), grid.formulas(whole), strict=True)):
            at = first + down * columns
            for along, value in enumerate(values):
                if value is not None:
                    cells.put(at + along, value)
            for along, text in enumerate(texts):
                if text:
                    place = (down + 1, along + 1)
                    formulas.append(Formula(sheet, *place, text, fills.get(place)))
    local = {sheet: grid.names_of(sheet) for sheet in sheets}
    tables = {
        one.name: Table(one.area, one.columns, one.headings, one.totals)
        for sheet in sheets
        for one in grid.tables(sheet)
    }
    return Contents(cells, unwrapped(formulas), Names(sheets, grid.names(), local, tables))
