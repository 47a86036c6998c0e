"""Requests about the values of cells, and which cells hold any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .addresses import LAST_COLUMN, LAST_ROW, area_of, next_edge, reference
from .errors import BridgeError, kind_of
from .office import Office
from .values import CONTENTS, read_values, write_values

EVERYTHING = 1023


def read(office: Office, book: str, sheet: str, area: list[int]) -> list[list[Any]]:
    return read_values(office.formats(book), office.cells(book, sheet, area))


def write(office: Office, book: str, sheet: str, area: list[int], rows: list[list[Any]]) -> None:
    cells = office.cells(book, sheet, area)
    changed(
        office, book, cells, lambda: write_values(office.formats(book), cells, rows, undoable=book in office.undoing)
    )


def changed(office: Office, book: str, cells: Any, change: Callable[[], None]) -> None:
    """Do it, or say why LibreOffice did not."""
    try:
        change()
    except Exception as problem:
        if kind_of(problem) != "RuntimeException":
            raise
        refuse(office, book, cells)
        raise BridgeError("the cells cannot be changed; do they hold a part of an array formula?", "refused") from None


def refuse(office: Office, book: str, cells: Any) -> None:
    sheet = cells.getSpreadsheet()
    place = reference(sheet.getName(), area_of(cells.getRangeAddress())).replace("$", "")
    if office.document(book).isReadonly():
        raise BridgeError(f"{place}: the workbook is open for reading only; save it under another name", "protected")
    locked = cells.getPropertyState("CellProtection").value == "AMBIGUOUS_VALUE" or cells.CellProtection.IsLocked
    if sheet.isProtected() and locked:
        raise BridgeError(
            f"{place}: the sheet is protected; take the protection off (Tools > Protect Sheet) or unlock cells",
            "protected",
        )


def clear(office: Office, book: str, sheet: str, area: list[int] | None = None, *, everything: bool = False) -> None:
    """Empty the cells of a rectangle, or of the whole sheet."""
    cells = office.sheet(book, sheet) if area is None else office.cells(book, sheet, area)
    # of protected cells it would silently leave them as they are
    refuse(office, book, cells)
    cells.clearContents(EVERYTHING if everything else CONTENTS)


def copy(office: Office, book: str, sheet: str, area: list[int], to_sheet: str, to: list[int]) -> None:
    """Copy a rectangle with its looks, to where its first cell shall stand."""
    target = office.cells(book, to_sheet, to)
    place = target.getCellByPosition(0, 0).getCellAddress()
    source = office.cells(book, sheet, area).getRangeAddress()
    changed(office, book, target, lambda: office.sheet(book, to_sheet).copyRange(place, source))


def used(office: Office, book: str, sheet: str) -> list[int]:
    cursor = office.sheet(book, sheet).createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    return area_of(cursor.getRangeAddress())


def end(office: Office, book: str, sheet: str, row: int, column: int, direction: str) -> tuple[int, int]:
    """The cell that Ctrl and an arrow key lead to."""
    along_rows = direction in ("up", "down")
    strip = [1, column, LAST_ROW, column] if along_rows else [row, 1, row, LAST_COLUMN]
    found = office.cells(book, sheet, strip).queryContentCells(CONTENTS).getRangeAddresses()
    areas = [area_of(address) for address in found]
    runs = [(area[0], area[2]) if along_rows else (area[1], area[3]) for area in areas]
    here, last = (row, LAST_ROW) if along_rows else (column, LAST_COLUMN)
    if direction in ("up", "left"):
        reached = -next_edge([(-end, -start) for start, end in runs], -here, -1)
    else:
        reached = next_edge(runs, here, last)
    return (reached, column) if along_rows else (row, reached)
