"""Functions that follow references: a cell by its place in a range, a range moved or named, where a reference is."""

import re

import numpy as np

from sheetnet.graph.arrays import picked
from sheetnet.graph.bindings import Rectangle
from sheetnet.graph.cells import NOWHERE, Indices
from sheetnet.graph.frame import Frame, Function, Referring, referring
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.trees import Missing, Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    REF,
    Bools,
    Numbers,
    Value,
    as_numbers,
    error,
    number,
    spoiled,
    words_in,
)
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, column_letters, parse_area

_FAR = 2.0**31  # a row or column beyond every sheet
_WHOLE = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})|\$?(\d{1,7}):\$?(\d{1,7})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d]|\\")  # a name, or a part of a table, begins so
_BY_NUMBERS = re.compile(r"R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?", re.IGNORECASE)


def _whole_numbers(frame: Frame, tree: Tree, *, array: bool) -> tuple[Indices, Bools | None, Numbers | None]:
    if isinstance(tree, Missing):
        return np.zeros((1, 1, 1), np.int64), None, None
    x, wrong, codes = as_numbers(frame.value(tree, array=array))
    safe = x if wrong is None else np.where(wrong, 1.0, x)
    return np.floor(np.clip(safe, -_FAR, _FAR)).astype(np.int64), wrong, codes


def _index(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """INDEX(array, row, column); 0 means all rows or columns."""
    exactly("INDEX", arguments, 2, 3)
    rows, wrong, codes = _whole_numbers(frame, arguments[1], array=array)
    columns, wrong_too, codes_too = (
        _whole_numbers(frame, arguments[2], array=array)
        if len(arguments) > 2
        else (np.full((1, 1, 1), -1, np.int64), None, None)
    )
    if frame.refers(arguments[0]):
        found = _index_of_cells(frame, frame.rectangle_of(arguments[0]), rows, columns)
    else:
        found = _index_of_array(frame.value(arguments[0], array=True), rows, columns)
    for bad, code in ((wrong_too, codes_too), (wrong, codes)):
        if bad is not None and code is not None:
            found = spoiled(found, bad, code)
    return found


def _oriented(rows: Indices, columns: Indices, height: int, width: int) -> tuple[Indices, Indices]:
    """Row and column, where only one number was given (column -1): along a row it counts columns."""
    if (columns == -1).all():
        if height == 1 and width > 1:
            return np.ones_like(rows), rows
        columns = np.ones_like(columns) if width == 1 else np.zeros_like(columns)
    rows = np.where((rows == 0) & (height == 1), 1, rows)
    return rows, np.where((columns == 0) & (width == 1), 1, columns)


def _index_of_cells(frame: Frame, rectangle: Rectangle, rows: Indices, columns: Indices) -> Value:
    sheet, top, left, bottom, right = rectangle
    heights, widths = bottom - top + 1, right - left + 1
    rows, columns = _oriented(rows, columns, int(heights.max()), int(widths.max()))
    outside = (rows < 0) | (columns < 0) | (rows > heights[:, None, None]) | (columns > widths[:, None, None])
    all_rows, all_columns = bool((rows == 0).all()), bool((columns == 0).all())
    if not (all_rows or (rows != 0).all()) or not (all_columns or (columns != 0).all()):
        raise NotUnderstood("INDEX that answers with a cell in one row and with a range in another")
    if all_rows or all_columns:
        if rows.size > rows.shape[0] or columns.size > columns.shape[0]:
            raise NotUnderstood("INDEX of many ranges")
        down, along = rows.reshape(-1), columns.reshape(-1)
        one_top = top if all_rows else top + down - 1
        one_left = left if all_columns else left + along - 1
        low = bottom if all_rows else one_top
        far = right if all_columns else one_left
        if outside.any():
            return error(REF)
        up, near, down, far = np.broadcast_arrays(one_top, one_left, low, far)
        return frame.gathered((sheet, up, near, down, far), computed=True)
    rows, columns, outside = np.broadcast_arrays(rows, columns, outside)
    used_rows, used_columns = frame.cells.used(sheet) if sheet in frame.cells else (0, 0)
    row, column = top[:, None, None] + rows - 1, left[:, None, None] + columns - 1
    beyond = outside | (row > used_rows) | (column > used_columns)
    first = frame.cells.index(sheet, 1, 1)
    indices = np.where(beyond, NOWHERE, first + (row - 1) * used_columns + column - 1)
    found = frame.taken(indices, computed=True)
    return spoiled(found, outside, REF) if outside.any() else found


def _index_of_array(value: Value, rows: Indices, columns: Indices) -> Value:
    height, width = value.shape[1:]
    rows, columns = _oriented(rows, columns, height, width)
    outside = (rows < 0) | (columns < 0) | (rows > height) | (columns > width)
    if (rows == 0).any():
        rows = np.broadcast_to(np.arange(1, height + 1)[None, :, None], (rows.shape[0], height, 1))
    if (columns == 0).any():
        columns = np.broadcast_to(np.arange(1, width + 1)[None, None, :], (columns.shape[0], 1, width))
    rows, columns, outside = np.broadcast_arrays(rows, columns, outside)
    found = picked(value, np.clip(rows - 1, 0, height - 1), np.clip(columns - 1, 0, width - 1))
    return spoiled(found, outside, REF) if outside.any() else found


@referring("INDEX")
def _index_rectangle(frame: Frame, arguments: tuple[Tree, ...]) -> Rectangle | None:
    """The rows, columns or cell of an INDEX, as a reference."""
    sheet, top, left, bottom, right = frame.rectangle_of(arguments[0])
    rows = _whole_numbers(frame, arguments[1], array=False)[0]
    columns = (
        _whole_numbers(frame, arguments[2], array=False)[0] if len(arguments) > 2 else np.full((1, 1, 1), -1, np.int64)
    )
    rows, columns = _oriented(rows, columns, int((bottom - top).max()) + 1, int((right - left).max()) + 1)
    down, along = rows.reshape(-1), columns.reshape(-1)
    if (down < 0).any() or (along < 0).any() or (down > bottom - top + 1).any() or (along > right - left + 1).any():
        return None
    first_row, last_row = np.where(down == 0, top, top + down - 1), np.where(down == 0, bottom, top + down - 1)
    first, last = np.where(along == 0, left, left + along - 1), np.where(along == 0, right, left + along - 1)
    one, two, three, four = np.broadcast_arrays(first_row, first, last_row, last)
    return sheet, one, two, three, four


@referring("OFFSET")
def _offset_rectangle(frame: Frame, arguments: tuple[Tree, ...]) -> Rectangle | None:
    """OFFSET(reference, rows, columns, height, width)."""
    exactly("OFFSET", arguments, 3, 5)
    sheet, top, left, bottom, right = frame.rectangle_of(arguments[0])
    down, along = (_whole_numbers(frame, tree, array=False)[0].reshape(-1) for tree in arguments[1:3])
    height, width = bottom - top + 1, right - left + 1
    if len(arguments) > 3 and not isinstance(arguments[3], Missing):
        height = _whole_numbers(frame, arguments[3], array=False)[0].reshape(-1)
    if len(arguments) > 4 and not isinstance(arguments[4], Missing):
        width = _whole_numbers(frame, arguments[4], array=False)[0].reshape(-1)
    top, left = top + down, left + along
    top, left, height, width = np.broadcast_arrays(top, left, height, width)
    if (height < 1).any() or (width < 1).any():
        raise NotUnderstood("OFFSET with a height or width below 1")
    bottom, right = top + height - 1, left + width - 1
    if (top < 1).any() or (left < 1).any() or (bottom > LAST_ROW).any() or (right > LAST_COLUMN).any():
        return None
    return sheet, top, left, bottom, right


def _led(rectangle: Referring) -> Function:
    """A function whose value is that of the cells that it leads to."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = rectangle(frame, arguments)
        if found is None:
            return error(REF)
        value = frame.gathered(found, computed=True)
        return value if array or value.size == 1 else frame.crossing(found)

    return evaluated


@referring("INDIRECT", by_text=True)
def _indirect_rectangle(frame: Frame, arguments: tuple[Tree, ...]) -> Rectangle | None:
    """INDIRECT(text, style): the cells whose address a text is, in the style of A1 or, where FALSE, of R1C1."""
    exactly("INDIRECT", arguments, 1, 2)
    by_numbers = len(arguments) > 1 and not frame.whole_number(arguments[1], 0)
    words, wrong = words_in(frame.one(arguments[0], array=False))
    if wrong is not None and wrong.any():
        return None
    n = len(frame.rows)
    places = zip(
        *(np.broadcast_to(one.reshape(-1), n).tolist() for one in (words, frame.rows, frame.columns)), strict=True
    )
    found = [_addressed(frame, word, (row, column) if by_numbers else None) for word, row, column in places]
    areas = [one for one in found if one is not None]
    if not areas:
        return None
    if len(areas) < n or len({one.sheet for one in areas}) > 1:
        raise NotUnderstood("INDIRECT that leads elsewhere from row to row")
    top, left, bottom, right = (np.array(one) for one in zip(*(one[1:] for one in areas), strict=True))
    return areas[0].sheet, top, left, bottom, right


def _addressed(frame: Frame, words: str, own: tuple[int, int] | None) -> Area | None:
    """The area of an address; `own` is the row and column of the formula where it is in the style of R1C1."""
    before, mark, last = words.strip().rpartition("!")
    if own is not None:
        parts = [_lettered(one, own) for one in last.split(":")]
        last = ":".join(parts) if all(parts) else ""
    elif whole := _WHOLE.fullmatch(last):
        left, right, top, bottom = whole.groups()
        last = f"{left}1:{right}{LAST_ROW}" if left else f"A{top}:{column_letters(LAST_COLUMN)}{bottom}"
    area = parse_area(before + mark + last, frame.sheet)
    if area is None:
        if _NAME.match(last):
            raise NotUnderstood("INDIRECT of a name")
        return None
    sheets = {sheet.casefold(): sheet for sheet in frame.cells.sheets}
    sheet = sheets.get(area.sheet.casefold())
    return None if sheet is None else area._replace(sheet=sheet)


def _lettered(words: str, own: tuple[int, int]) -> str:
    """``R2C3`` or, from a cell two rows below, ``R[-2]C3`` as ``C2``; nothing where it is no cell."""
    match = _BY_NUMBERS.fullmatch(words.strip())
    if not match:
        return ""
    row, column = (
        int(part) if part and part[0] != "[" else mine + int((part or "[0]")[1:-1])
        for part, mine in zip(match.groups(), own, strict=True)
    )
    return f"{column_letters(column)}{row}" if 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN else ""


@referring("ANCHORARRAY")
def _spill_rectangle(frame: Frame, arguments: tuple[Tree, ...]) -> Rectangle | None:
    """``A1#``: all cells that the formula in A1 fills; the workbook told how far they reach."""
    (tree,) = exactly("ANCHORARRAY", arguments, 1)
    sheet, top, left, _, _ = frame.rectangle_of(tree)
    places = [(sheet, row, column) for row, column in zip(top.tolist(), left.tolist(), strict=True)]
    _, *corners = zip(*(frame.spills.get(place, Area(*place, *place[1:])) for place in places), strict=True)
    first, near, last, far = map(np.array, corners)
    return sheet, first, near, last, far


def _anchored(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    found = _spill_rectangle(frame, arguments)
    if found is None:
        return error(REF)
    value = frame.gathered(found, computed=True)
    return value if array else frame.crossing(found)


# where a reference is


def _place(name: str, *, row: bool) -> Function:
    """ROW and COLUMN of a reference, or of the formula's own cell."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 0, 1)
        if not arguments:
            return _counted(frame.rows if row else frame.columns)
        _, top, left, bottom, right = frame.rectangle_of(arguments[0])
        first, last = (top, bottom) if row else (left, right)
        if not array or (first == last).all():
            return _counted(first)
        count = int((last - first).max()) + 1
        steps = np.arange(count).reshape((1, count, 1) if row else (1, 1, count))
        return Value(np.asarray(first[:, None, None] + steps, np.float64))

    return evaluated


def _counted(numbers: Indices) -> Value:
    """Whole numbers, one for each of the n formulas."""
    return Value(numbers[:, None, None].astype(np.float64))


def _extent(name: str, *, rows: bool) -> Function:
    """ROWS and COLUMNS."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        (tree,) = exactly(name, arguments, 1)
        if frame.refers(tree):
            _, top, left, bottom, right = frame.rectangle_of(tree)
            return _counted((bottom - top if rows else right - left) + 1)
        return number(float(frame.value(tree, array=True).shape[1 if rows else 2]))

    return evaluated


PLACES: dict[str, Function] = {
    "INDEX": _index,
    "OFFSET": _led(_offset_rectangle),
    "INDIRECT": _led(_indirect_rectangle),
    "ANCHORARRAY": _anchored,
    "ROW": _place("ROW", row=True),
    "COLUMN": _place("COLUMN", row=False),
    "ROWS": _extent("ROWS", rows=True),
    "COLUMNS": _extent("COLUMNS", rows=False),
    "SINGLE": lambda frame, arguments, array: frame.value(arguments[0], array=False),
}
SOFT = {"INDEX": 1, "OFFSET": 1, "ROW": 1, "COLUMN": 1, "ROWS": 1, "COLUMNS": 1}
"""How many of its first arguments a function reads only where its numbers lead, or not at all."""
