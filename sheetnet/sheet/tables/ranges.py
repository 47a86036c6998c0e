"""Lines from the cells of a workbook: a sheet, or a range of one."""

from collections.abc import Iterator
from dataclasses import replace

from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.cells import MOST_CELLS, Area, Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables.lines import Lines, Row
from sheetnet.sheet.tables.places import place_of

_OTHERWISE = "leave them out with --visible-only"
_ENDINGS = (".xlsx", ".xlsm")


def book_and_place(source: str) -> tuple[str, str] | None:
    """``data.xlsx!Sheet1!A1:T9`` as the workbook and the place in it, which is empty where none is named.

    None where no workbook is named.
    """
    folded = source.casefold()
    for ending in _ENDINGS:
        if folded.endswith(ending):
            return source, ""
        book, mark, _ = folded.partition(ending + "!")
        if mark:
            return source[: len(book) + len(ending)], source[len(book) + len(mark) :]
    return None


def lines_of_book(book: str, place: str, *, visible_only: bool = False) -> Lines:
    """The lines of a sheet or a range of a workbook file."""
    with FileGrid(book) as grid:
        lines = lines_of_range(grid, place, visible_only=visible_only)
        return replace(lines, notes=(*lines.notes, *_scaled_already(grid, place)))


def _scaled_already(grid: Grid, place: str) -> Iterator[str]:
    """What is said of cells that hold the inputs of a network as it sees them: they are taken as they stand."""
    names = {name.casefold(): text for name, text in grid.names().items()}
    seen, measured = (parse_area(names.get(name, "")) for name in ("images", "input_measured"))
    area, _, _ = place_of(grid, place)
    if seen and measured and area.overlaps(seen) and not area.overlaps(measured):
        yield f"the inputs in {area} are scaled already; those that were measured stand in {measured}"


def lines_of_range(grid: Grid, place: str, *, visible_only: bool = False) -> Lines:
    """The lines of ``Sheet1``, ``Sheet1!A1:T9``, a name or a table: the values of cells, of formulas the saved ones.

    Without a place those of the only sheet of the workbook. The row of totals below a table is no case. Hidden rows
    are taken and told, or left out and told where only the visible ones are wanted.
    """
    area, totals, notes = place_of(grid, place)
    if area.size > MOST_CELLS:
        raise LayoutError(
            f"expected a table of at most {MOST_CELLS:,} cells, found {area.size:,}",
            book=grid.label,
            place=str(area),
            remedy=f"name the range that holds it, such as {Area(area.sheet, 1, 1, 9, 20)}",
        )
    hidden = grid.hidden_rows(area.sheet) if isinstance(grid, FileGrid) else frozenset()
    filled = [(row, values) for row, values in enumerate(grid.read(area), area.top) if not all(map(_blank, values))]
    counted = [row for row, _ in filled if row in totals]
    filled = [(row, values) for row, values in filled if row not in totals]
    heading = int(bool(filled) and all(_blank(one) or isinstance(one, str) for one in filled[0][1]))
    unseen = [row for row, _ in filled[heading:] if row in hidden]
    if visible_only:  # a heading names the columns, hidden or not
        filled = filled[:heading] + [(row, values) for row, values in filled[heading:] if row not in hidden]
    if not filled:
        raise FileError("expected a table of numbers, found empty cells", book=grid.label, place=str(area))
    taken = [column for column in range(area.width) if any(not _blank(values[column]) for _, values in filled)]
    left, right = taken[0], taken[-1] + 1
    rows: list[Row] = [(row, [_field(value) for value in values[left:right]]) for row, values in filled]
    if counted:
        notes += (f"row {counted[0]} of {area.sheet} holds the totals of a table and is left out",)
    if unseen:
        what = f"{_rows_are(len(unseen))} hidden or filtered out"
        notes += (f"{what}, and left out" if visible_only else f"{what}, and taken too; {_OTHERWISE}",)

    def where(line: int, column: int | None) -> str:
        if column is None:
            return str(area.part(line - area.top, left, 1, right - left))
        return area.address(line - area.top, left + column)

    return Lines(grid.label, rows, where, "cell", notes=notes)


def _rows_are(number: int) -> str:
    """``1 row is``, ``2 rows are``."""
    return f"{number:,} row{'s are' if number != 1 else ' is'}"


def _blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _field(value: Value) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return (value.strip() or None) if isinstance(value, str) else value
