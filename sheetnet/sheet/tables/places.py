"""Where in a workbook a table stands: a sheet, a range, whole columns, a defined name, or a table by its name."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sheetnet.errors import LayoutError, did_you_mean
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_number, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.listed import ListedTable

_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")
_OF_A_TABLE = re.compile(r"([^\[\]!]+)\[(.*)\]")
_COLUMN = r"\[?((?:'.|[^'\[\]:#@])(?:'.|[^'\[\]])*)\]?"
_OF_COLUMNS = re.compile(rf"(?:\[#(all|data)\],)?{_COLUMN}(?::{_COLUMN})?", re.IGNORECASE)
_ALL, _DATA = ("", "#all", "[#headers],[#data]"), ("#data",)


class Place(NamedTuple):
    """The cells of a table, and rows among them that are none of its cases: totals."""

    area: Area
    totals: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


def place_of(grid: Grid, text: str) -> Place:
    """The cells that a text names, as a formula in the workbook would; without one those of its only sheet."""
    sheets = grid.sheets()
    named = _sheet(sheets, text) if text else ""
    if named or (not text and len(sheets) == 1):
        return _of_sheet(grid, named or sheets[0])
    if not text:
        raise LayoutError(
            f"expected the name of a sheet, found none; the workbook has {_listed(sheets)}",
            book=grid.label,
            remedy=f"name one, as in {grid.label}!{sheets[0]}",
        )
    area = _named_area(grid, sheets, text)
    totals = {row for table in _tables(grid, area.sheet) if table.area.overlaps(area) for row in _totals(table)}
    return Place(area, frozenset(totals))


def names_a_place(grid: Grid, text: str) -> bool:
    """Whether a text without a sheet before it names a sheet, a range or a table of a workbook, or is a name there."""
    sheets = grid.sheets()
    if _sheet(sheets, text) or _of(grid.names(), text) or parse_area(text) or _COLUMNS.fullmatch(text):
        return True
    name = text.partition("[")[0].casefold()
    return any(table.name.casefold() == name for sheet in sheets for table in _tables(grid, sheet))


def _of_sheet(grid: Grid, sheet: str) -> Place:
    """All cells of a sheet, or its table if it has one alone."""
    area = _used(grid, sheet)
    tables = _tables(grid, sheet)
    totals = frozenset(row for table in tables for row in _totals(table))
    if len(tables) > 1:
        names = ", ".join(f"'{table.name}'" for table in tables[:6]) + (", ..." if len(tables) > 6 else "")
        raise LayoutError(
            f"the sheet has several tables: {names}",
            book=grid.label,
            place=sheet,
            remedy=f"name one, as in {grid.label}!{tables[0].name}",
        )
    if not tables or not tables[0].headings:
        return Place(area, totals)
    found = tables[0].area
    outside = [
        (row, column)
        for row, values in enumerate(grid.read(area), 1)
        for column, value in enumerate(values, 1)
        if value is not None and not (found.top <= row <= found.bottom and found.left <= column <= found.right)
    ]
    note = f"{tables[0].name} ({found}) is taken, the table of the sheet; cells beside it are left out"
    return Place(found, totals, (note,) if outside else ())


def _named_area(grid: Grid, sheets: list[str], text: str) -> Area:
    name, mark, cells = text.rpartition("!")
    sheet = _sheet(sheets, name) if mark else sheets[0] if len(sheets) == 1 else ""
    if mark and not sheet:
        if parse_area(cells) is None and "!" not in cells:
            raise _unknown(grid, sheets, text)
        raise LayoutError(
            f"no sheet '{name}'; the workbook has {_listed(sheets)}{did_you_mean(name, sheets)}", book=grid.label
        )
    found = _range(grid, sheet, cells) if sheet else None
    found = found or _by_name(grid, sheets, sheet if mark else "", cells) or _by_table(grid, sheets, cells)
    if found:
        return found
    if not mark and (parse_area(cells) or _COLUMNS.fullmatch(cells) or _ROWS.fullmatch(cells)):
        raise LayoutError(
            f"expected a sheet before '{cells}'; the workbook has {_listed(sheets)}",
            book=grid.label,
            remedy=f"name it, as in {sheets[0]}!{cells}",
        )
    raise _unknown(grid, sheets, text)


def _unknown(grid: Grid, sheets: list[str], text: str) -> LayoutError:
    tables = [table.name for sheet in sheets for table in _tables(grid, sheet)]
    return LayoutError(
        f"expected a sheet, a name, a table or a range such as {sheets[0]}!A1:T9, found '{text}'; the workbook has "
        f"{_listed(sheets)}{did_you_mean(text, [*sheets, *grid.names(), *tables])}",
        book=grid.label,
    )


def _range(grid: Grid, sheet: str, text: str) -> Area | None:
    """``A1:C4``, ``A:C`` or ``1:9`` of a sheet; whole columns and rows as far as anything stands in them."""
    area = parse_area(text)
    if area is not None:
        return area._replace(sheet=sheet) if not area.sheet else None
    used = _used(grid, sheet)
    if columns := _COLUMNS.fullmatch(text):
        left, right = sorted(column_number(letters.upper()) for letters in columns.groups())
        return used._replace(left=left, right=min(right, max(used.right, left))) if right <= LAST_COLUMN else None
    if rows := _ROWS.fullmatch(text):
        top, bottom = sorted(map(int, rows.groups()))
        return used._replace(top=top, bottom=min(bottom, max(used.bottom, top))) if bottom <= LAST_ROW else None
    return None


def _by_name(grid: Grid, sheets: list[str], sheet: str, name: str) -> Area | None:
    """What a defined name refers to: one of the sheet, where one is named, before one of the workbook."""
    texts = [_of(_names_of(grid, one), name) for one in ([sheet] if sheet else [])] + [_of(grid.names(), name)]
    local = [_of(_names_of(grid, one), name) for one in sheets] if not sheet else []
    texts += local if len([text for text in local if text]) == 1 else []
    text = next((text for text in texts if text), "")
    if not text:
        return None
    before, mark, cells = text.strip().removeprefix("=").rpartition("!")
    known = _sheet(sheets, before) if mark else ""
    area = (_range(grid, known, cells) if known else None) or (None if mark else _by_table(grid, sheets, cells))
    if area is None:
        raise LayoutError(
            f"expected the name '{name}' to refer to one range of cells, found {text[:60]}",
            book=grid.label,
            remedy="name the range itself",
        )
    return area


def _by_table(grid: Grid, sheets: list[str], text: str) -> Area | None:
    """The range of ``Pets``, ``Pets[#All]``, ``Pets[#Data]`` or ``Pets[[width]:[kind]]``, without its totals."""
    match = _OF_A_TABLE.fullmatch(text)
    name, part = (match[1], match[2].replace(" ", "").casefold()) if match else (text, "")
    for table in (one for sheet in sheets for one in _tables(grid, sheet)):
        if table.name.casefold() == name.casefold():
            if part in _ALL:
                return table.filled
            if part in _DATA:
                return table.filled._replace(top=table.area.top + table.headings)
            return _columns_of(grid, table, match[2] if match else "", text)
    return None


def _columns_of(grid: Grid, table: ListedTable, inside: str, text: str) -> Area:
    """The columns of a table that stand in its brackets, with their headings but for ``[#Data]``."""
    match = _OF_COLUMNS.fullmatch(inside)
    if not match:
        raise LayoutError(
            f"expected {table.name}, {table.name}[#All], {table.name}[#Data] or {table.name}[{table.columns[0]}], "
            f"found '{text}'",
            book=grid.label,
        )
    known = [one.casefold() for one in table.columns]
    found = []
    for written in filter(None, match.groups()[1:]):
        column = re.sub("'(.)", r"\1", written)  # Excel's mark before a bracket, a hash or another such mark
        if column.casefold() not in known:
            raise LayoutError(
                f"the table {table.name} has no column '{column}'; it has {_listed(list(table.columns))}"
                f"{did_you_mean(column, list(table.columns))}",
                book=grid.label,
            )
        found.append(table.area.left + known.index(column.casefold()))
    area = table.filled._replace(left=min(found), right=max(found))
    without = (match[1] or "").casefold() == "data"
    return area._replace(top=table.area.top + table.headings) if without else area


def _totals(table: ListedTable) -> range:
    return range(table.filled.bottom + 1, table.area.bottom + 1)


def _tables(grid: Grid, sheet: str) -> list[ListedTable]:
    return grid.tables(sheet) if isinstance(grid, FileGrid) else []


def _names_of(grid: Grid, sheet: str) -> Mapping[str, str]:
    return grid.names_of(sheet) if isinstance(grid, FileGrid) and grid.local_names() else {}


def _of(names: Mapping[str, str], name: str) -> str:
    return {one.casefold(): text for one, text in names.items()}.get(name.casefold(), "")


def _listed(sheets: list[str]) -> str:
    return ", ".join(f"'{sheet}'" for sheet in sheets)


def _sheet(sheets: list[str], name: str) -> str:
    """The sheet of that name, upper and lower case and quotes alike; empty if there is none."""
    plain = name[1:-1].replace("''", "'") if name[:1] == name[-1:] == "'" else name
    return {sheet.casefold(): sheet for sheet in sheets}.get(plain.casefold(), "")


def _used(grid: Grid, sheet: str) -> Area:
    bottom, right = grid.used(sheet)
    return Area(sheet, 1, 1, max(bottom, 1), max(right, 1))
