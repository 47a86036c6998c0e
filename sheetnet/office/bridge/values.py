"""The values of a rectangle, read and written in one piece."""

from __future__ import annotations

from typing import Any

from .addresses import runs_in_rows
from .formats import Formats, is_text

CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
FAULTS = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


def read_values(formats: Formats, cells: Any) -> list[list[Any]]:
    rows = [list(row) for row in cells.getDataArray()]
    numbers = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if isinstance(value, float)]
    faults = [(r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value is None]
    special = formats.special(cells, {at: rows[at[0]][at[1]] for at in numbers}) if numbers else {}
    flags = [at for at in numbers if at not in special and rows[at[0]][at[1]] in (0.0, 1.0)]
    special.update(dict.fromkeys(formats.shown_logical(cells, flags), "logical"))
    for row, column in numbers:
        kind = special.get((row, column))
        if kind == "date":
            rows[row][column] = formats.date(rows[row][column])
        elif kind == "logical":
            rows[row][column] = bool(rows[row][column])
    rows = [[None if value == "" else value for value in row] for row in rows]
    for row, column in faults:
        code = cells.getCellByPosition(column, row).getError()
        rows[row][column] = {"fault": FAULTS.get(code, f"Err:{code}")}
    return rows


def write_values(formats: Formats, cells: Any, rows: list[list[Any]], *, undoable: bool) -> None:
    """Put values into a rectangle in one piece; then the few cells get a format that a date or a truth value needs.

    With `undoable` it can be undone and redone whole, also where cells are empty before or afterwards.
    """
    held = {(r, c): value for r, row in enumerate(cells.getDataArray()) for c, value in enumerate(row)}
    stored = tuple(tuple(formats.stored(value) for value in row) for row in rows)
    if undoable and any((stored[r][c] == "") != (value == "") for (r, c), value in held.items()):
        prepare(cells)
    cells.setDataArray(stored)
    values = {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if not is_text(value)}
    special = formats.special(cells, {at: held[at] for at in values}) if values else {}
    changes: dict[int, list[tuple[int, int]]] = {}
    for at, value in values.items():
        key = formats.needed(value, special.get(at, ""))
        if key is not None:
            changes.setdefault(key, []).append(at)
    for key, places in changes.items():
        for row, left, right in runs_in_rows(places):
            cells.getCellRangeByPosition(left, row, right, row).NumberFormat = key


def prepare(cells: Any) -> None:
    """Let undoing what is written next empty the cells that are empty now, and redoing it those that will be.

    LibreOffice (7.4) puts back values when it undoes `setDataArray`, but empties nothing. Undoing an array formula puts
    back all that was there, and redoing a clearing empties.
    """
    cells.setArrayFormula("=0")
    cells.clearContents(CONTENTS)
