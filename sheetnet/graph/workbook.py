"""What the interpreter takes of a workbook: its cells, its formulas, and what its names stand for."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sheetnet.graph.cells import Cells
from sheetnet.graph.exported import unwrapped
from sheetnet.graph.groups import Formula
from sheetnet.graph.names import Names, Table
from sheetnet.graph.trouble import TooMuch
from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.grid import Grid

_BAND = 200_000  # cells that are read at a time
_SPARSE = 2_000_000  # cells, from A1 to the last one used, from which on a tenth of them has to hold something


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
    _refuse_sparse(grid, sizes)
    cells = Cells(sizes)
    formulas: list[Formula] = []
    for sheet, rows, columns in sizes[len(sheets) - len(read) :]:
        fills = {(area.top, area.left): area for area in arrays[sheet]}
        first = cells.index(sheet, 1, 1)
        for row, (values, texts) in enumerate(_lines(grid, sheet, rows, columns), 1):
            at = first + (row - 1) * columns
            for along, value in enumerate(values):
                if value is not None:
                    cells.put(at + along, value)
            for column, text in enumerate(texts, 1):
                if text:
                    formulas.append(Formula(sheet, row, column, text, fills.get((row, column))))
    local = {sheet: grid.names_of(sheet) for sheet in sheets}
    tables = {
        one.name: Table(one.area, one.columns, one.headings, one.totals)
        for sheet in sheets
        for one in grid.tables(sheet)
    }
    return Contents(cells, unwrapped(formulas), Names(sheets, grid.names(), local, tables))


def _lines(grid: Grid, sheet: str, rows: int, columns: int) -> Iterator[tuple[Sequence[Value], Sequence[str | None]]]:
    """The values and the formulas of each row, read by and by."""
    height = max(1, _BAND // columns)
    for top in range(1, rows + 1, height):
        band = Area(sheet, top, 1, min(top + height - 1, rows), columns)
        yield from zip(grid.read(band), grid.formulas(band), strict=True)


def _refuse_sparse(grid: Grid, sizes: Sequence[tuple[str, int, int]]) -> None:
    """Raise TooMuch where room would be made for millions of cells that hold nothing."""
    room = sum(rows * columns for _, rows, columns in sizes)
    if room <= _SPARSE:
        return
    held = sum(grid.held(sheet) for sheet, *_ in sizes)
    if 10 * held < room:
        sheet, rows, columns = max(sizes, key=lambda size: size[1] * size[2])
        raise TooMuch(
            f"sheet '{sheet}' reaches down to row {rows - 1:,} and column {columns:,}, and of {room:,} cells at most "
            f"{held:,} hold anything: too many empty cells; put what stands far out on a sheet of its own"
        )
