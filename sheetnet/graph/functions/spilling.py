"""Functions of dynamic arrays: arrays made, cut, joined and gone through; LET and LAMBDA."""

from collections.abc import Callable

import numpy as np

from sheetnet.graph.arrays import beside, part, picked
from sheetnet.graph.bindings import Lambda
from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.lookup import turned
from sheetnet.graph.trees import Missing, Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    CALC,
    NA,
    VALUE,
    Numbers,
    Value,
    as_numbers,
    derived,
    error,
    number,
    sum_of_cells,
    unbroadcast,
)

_MOST = 1_048_576  # cells that a function here makes at most


def _sequence(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SEQUENCE(rows, columns, start, step)."""
    exactly("SEQUENCE", arguments, 1, 4)
    height = frame.whole_number(arguments[0], 1)
    width = frame.whole_number(arguments[1], 1) if len(arguments) > 1 else 1
    _refuse_large("SEQUENCE", height, width)
    start = frame.one(arguments[2], array=array) if _given(arguments, 2) else number(1.0)
    step = frame.one(arguments[3], array=array) if _given(arguments, 3) else number(1.0)
    (first, *_), (by, *_) = as_numbers(start), as_numbers(step)
    count = np.arange(height * width, dtype=np.float64).reshape(1, height, width)
    return derived(
        first + by * count,
        (start, lambda adjoint: _summed(adjoint, first.shape)),
        (step, lambda adjoint: _summed(adjoint * count, by.shape)),
    )


def _summed(adjoint: Numbers, shape: tuple[int, ...]) -> Numbers:
    return unbroadcast(sum_of_cells(adjoint), shape)


def _given(arguments: tuple[Tree, ...], place: int) -> bool:
    return len(arguments) > place and not isinstance(arguments[place], Missing)


def _refuse_large(name: str, height: int, width: int) -> None:
    if height < 1 or width < 1 or height * width > _MOST:
        raise NotUnderstood(f"{name} of {height:,} x {width:,} cells")


def _joined(name: str, axis: int) -> Function:
    """HSTACK and VSTACK."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        if not arguments:
            raise NotUnderstood(f"{name} without arguments")
        return beside([frame.whole(tree, array=True) for tree in arguments], axis=axis)

    return evaluated


def _cut(name: str, *, take: bool) -> Function:
    """TAKE and DROP(array, rows, columns): from the end where the number is negative."""

    def span(count: int | None, size: int) -> slice:
        if count is None:
            return slice(0, size)
        count = max(-size, min(size, count))
        if take:
            return slice(0, count) if count > 0 else slice(size + count, size)
        return slice(count, size) if count >= 0 else slice(0, size + count)

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2, 3)
        value = frame.whole(arguments[0], array=True)
        rows = frame.whole_number(arguments[1]) if _given(arguments, 1) else None
        columns = frame.whole_number(arguments[2]) if _given(arguments, 2) else None
        rows_, columns_ = span(rows, value.shape[1]), span(columns, value.shape[2])
        if rows_.start >= rows_.stop or columns_.start >= columns_.stop:
            return error(CALC)
        return part(value, rows_, columns_)

    return evaluated


def _wrapped(name: str, *, rows: bool) -> Function:
    """WRAPROWS and WRAPCOLS(vector, length, padding)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2, 3)
        line = _in_a_row(frame.whole(arguments[0], array=True))
        length = frame.whole_number(arguments[1])
        if length < 1:
            return error(VALUE)
        count = line.size
        lines = -(-count // length)
        _refuse_large(name, lines, length)
        if lines * length > count:
            filling = frame.one(arguments[2], array=array) if _given(arguments, 2) else error(NA)
            line = beside([line, *[filling] * (lines * length - count)], axis=2)
        at = np.arange(lines * length).reshape(1, lines, length)
        made = picked(line, np.zeros_like(at), at)
        return made if rows else turned(made)

    return evaluated


def _in_a_row(value: Value, *, by_column: bool = False) -> Value:
    height, width = value.shape[1:]
    order = np.arange(height * width)
    rows, columns = (order % height, order // height) if by_column else (order // width, order % width)
    return picked(value, rows[None, None, :], columns[None, None, :])


def _line(name: str, *, row: bool) -> Function:
    """TOROW and TOCOL(array, ignore, by column)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 1, 3)
        if _given(arguments, 1) and frame.whole_number(arguments[1]) != 0:
            raise NotUnderstood(f"{name} that leaves cells out")
        by_column = _given(arguments, 2) and frame.whole_number(arguments[2]) != 0
        made = _in_a_row(frame.whole(arguments[0], array=True), by_column=by_column)
        return made if row else turned(made)

    return evaluated


def _flattened(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """FLATTEN of Google Sheets: all cells of all arguments below each other, row by row."""
    trees = exactly("FLATTEN", arguments, 1, 255)
    return beside([turned(_in_a_row(frame.whole(tree, array=True), by_column=False)) for tree in trees], axis=1)


def _expanded(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """EXPAND(array, rows, columns, padding)."""
    exactly("EXPAND", arguments, 2, 4)
    value = frame.whole(arguments[0], array=True)
    height = frame.whole_number(arguments[1]) if _given(arguments, 1) else value.shape[1]
    width = frame.whole_number(arguments[2]) if _given(arguments, 2) else value.shape[2]
    _refuse_large("EXPAND", height, width)
    if height < value.shape[1] or width < value.shape[2]:
        return error(VALUE)
    filling = frame.one(arguments[3], array=array) if _given(arguments, 3) else error(NA)
    row = beside([value, *[_repeated(filling, value.shape[1], 1)] * (width - value.shape[2])], axis=2)
    if height == value.shape[1]:
        return row
    return beside([row, _repeated(filling, height - value.shape[1], width)], axis=1)


def _repeated(value: Value, height: int, width: int) -> Value:
    at = np.zeros((1, height, width), np.int64)
    return picked(value, at, at)


def _map(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """MAP(array, ..., LAMBDA)."""
    exactly("MAP", arguments, 2, 255)
    function = frame.function(arguments[-1])
    values = [frame.whole(tree, array=True) for tree in arguments[:-1]]
    height, width = values[0].shape[1:]
    if any(value.shape[1:] != (height, width) for value in values):
        return error(NA)
    return _table(height, width, lambda row, at: frame.apply(function, [_cell(value, row, at) for value in values]))


def _cell(value: Value, row: int, column: int) -> Value:
    return part(value, slice(row, row + 1), slice(column, column + 1))


def _table(height: int, width: int, rule: Callable[[int, int], Value]) -> Value:
    _refuse_large("an array", height, width)
    rows = [beside([_one(rule(row, at)) for at in range(width)], axis=2) for row in range(height)]
    return beside(rows, axis=1)


def _one(value: Value) -> Value:
    """The value of one cell; an array in an array is #CALC!."""
    return value if value.size == 1 else error(CALC)


def _reduce(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """REDUCE(start, array, LAMBDA)."""
    return _gone_through(frame, "REDUCE", arguments, array=array)[-1]


def _gone_through(frame: Frame, name: str, arguments: tuple[Tree, ...], *, array: bool) -> list[Value]:
    exactly(name, arguments, 2, 3)
    *begin, over, how = arguments
    function, value = frame.function(how), frame.whole(over, array=True)
    total = frame.whole(begin[0], array=array) if begin and not isinstance(begin[0], Missing) else None
    found = []
    for row in range(value.shape[1]):
        for column in range(value.shape[2]):
            one = _cell(value, row, column)
            total = one if total is None else frame.apply(function, [total, one])
            found.append(total)
    return found


def _scan(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SCAN(start, array, LAMBDA): what REDUCE passes on its way."""
    found = _gone_through(frame, "SCAN", arguments, array=array)
    shape = frame.whole(arguments[-2], array=True).shape
    return _table(shape[1], shape[2], lambda row, at: found[row * shape[2] + at])


def _by(name: str, *, row: bool) -> Function:
    """BYROW and BYCOL(array, LAMBDA)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2)
        value, function = frame.whole(arguments[0], array=True), _function(frame, arguments[1])
        height, width = value.shape[1:]
        if row:
            return _table(height, 1, lambda at, _: function(part(value, slice(at, at + 1), slice(0, width))))
        return _table(1, width, lambda _, at: function(part(value, slice(0, height), slice(at, at + 1))))

    return evaluated


def _function(frame: Frame, tree: Tree) -> Callable[[Value], Value]:
    found: Lambda = frame.function(tree)
    return lambda value: frame.apply(found, [value])


def _make(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """MAKEARRAY(rows, columns, LAMBDA)."""
    exactly("MAKEARRAY", arguments, 3)
    height, width = (frame.whole_number(tree) for tree in arguments[:2])
    _refuse_large("MAKEARRAY", height, width)
    function = frame.function(arguments[2])
    return _table(height, width, lambda row, at: frame.apply(function, [number(row + 1.0), number(at + 1.0)]))


SPILLING: dict[str, Function] = {
    "LET": lambda frame, arguments, array: frame.let(arguments, array=array),
    "SEQUENCE": _sequence,
    "HSTACK": _joined("HSTACK", 2),
    "VSTACK": _joined("VSTACK", 1),
    "TAKE": _cut("TAKE", take=True),
    "DROP": _cut("DROP", take=False),
    "WRAPROWS": _wrapped("WRAPROWS", rows=True),
    "WRAPCOLS": _wrapped("WRAPCOLS", rows=False),
    "TOROW": _line("TOROW", row=True),
    "TOCOL": _line("TOCOL", row=False),
    "FLATTEN": _flattened,
    "EXPAND": _expanded,
    "MAP": _map,
    "REDUCE": _reduce,
    "SCAN": _scan,
    "BYROW": _by("BYROW", row=True),
    "BYCOL": _by("BYCOL", row=False),
    "MAKEARRAY": _make,
}
