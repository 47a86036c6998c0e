"""Lines from the cells of a workbook: a sheet, or a range of one."""

from sheetnet.errors import FileError, LayoutError, did_you_mean
from sheetnet.sheet.cells import Area, Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables.lines import Lines, Row

_MOST_CELLS = 2**24
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


def lines_of_book(book: str, place: str) -> Lines:
    """The lines of a sheet or a range of a workbook file."""
    with FileGrid(book) as grid:
        return lines_of_range(grid, place)


def lines_of_range(grid: Grid, place: str) -> Lines:
    """The lines of ``Sheet1`` or ``Sheet1!A1:T9``: the values of its cells, of formulas the saved ones.

    Without a place the only sheet of the workbook.
    """
    area = _area(grid, place)
    if area.size > _MOST_CELLS:
        raise LayoutError(
            f"expected a table of at most {_MOST_CELLS:,} cells, found {area.size:,}",
            book=grid.label,
            place=str(area),
            remedy=f"name the range that holds it, such as {Area(area.sheet, 1, 1, 9, 20)}",
        )
    filled = [(row, values) for row, values in enumerate(grid.read(area)) if any(not _blank(value) for value in values)]
    if not filled:
        raise FileError("expected a table of numbers, found empty cells", book=grid.label, place=str(area))
    taken = [column for column in range(area.width) if any(not _blank(values[column]) for _, values in filled)]
    left, right = taken[0], taken[-1] + 1
    rows: list[Row] = [(area.top + row, [_field(value) for value in values[left:right]]) for row, values in filled]

    def where(line: int, column: int | None) -> str:
        if column is None:
            return str(area.part(line - area.top, left, 1, right - left))
        return area.address(line - area.top, left + column)

    return Lines(grid.label, rows, where, "cell")


def _blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _field(value: Value) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return (value.strip() or None) if isinstance(value, str) else value


def _area(grid: Grid, place: str) -> Area:
    sheets = grid.sheets()
    if not place:
        if len(sheets) != 1:
            listed = ", ".join(f"'{sheet}'" for sheet in sheets)
            raise LayoutError(
                f"expected the name of a sheet, found none; the workbook has {listed}",
                book=grid.label,
                remedy=f"name one, as in {grid.label}!{sheets[0]}",
            )
        return _used(grid, sheets[0])
    sheet = _sheet(sheets, place)
    if sheet:
        return _used(grid, sheet)
    name, mark, cells = place.rpartition("!")
    area = parse_area(cells) if mark else None
    if area is None or "!" in cells:
        listed = ", ".join(f"'{sheet}'" for sheet in sheets)
        hint = did_you_mean(place, sheets)
        raise LayoutError(
            f"expected a sheet or a range such as {sheets[0]}!A1:T9, found '{place}'; the workbook has {listed}{hint}",
            book=grid.label,
        )
    sheet = _sheet(sheets, name)
    if not sheet:
        listed = ", ".join(f"'{sheet}'" for sheet in sheets)
        raise LayoutError(f"no sheet '{name}'; the workbook has {listed}{did_you_mean(name, sheets)}", book=grid.label)
    return area._replace(sheet=sheet)


def _sheet(sheets: list[str], name: str) -> str:
    """The sheet of that name, upper and lower case and quotes alike; empty if there is none."""
    plain = name[1:-1].replace("''", "'") if name[:1] == name[-1:] == "'" else name
    return {sheet.casefold(): sheet for sheet in sheets}.get(plain.casefold(), "")


def _used(grid: Grid, sheet: str) -> Area:
    bottom, right = grid.used(sheet)
    return Area(sheet, 1, 1, max(bottom, 1), max(right, 1))
