"""Functions that answer with rows or columns of an array: sorted, filtered, chosen."""

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.arrays import kinds_of, part, picked, texts_of
from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import CALC, VALUE, Value, as_numbers, error


def _chosen(name: str, *, rows: bool) -> Function:
    """CHOOSEROWS and CHOOSECOLS."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2, 255)
        value = frame.whole(arguments[0], array=True)
        size = value.shape[1 if rows else 2]
        wanted = [frame.whole_number(tree) for tree in arguments[1:]]
        if any(not 1 <= abs(one) <= size for one in wanted):
            return error(VALUE)
        at = np.array([one - 1 if one > 0 else size + one for one in wanted])
        rest = np.arange(value.shape[2 if rows else 1])
        down, along = (at[None, :, None], rest[None, None, :]) if rows else (rest[None, :, None], at[None, None, :])
        return picked(value, *np.broadcast_arrays(down, along))

    return evaluated


def _sort(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SORT(array, by which row or column, order, columns instead of rows)."""
    exactly("SORT", arguments, 1, 4)
    value = frame.whole(arguments[0], array=True)
    which = frame.whole_number(arguments[1], 1) if len(arguments) > 1 else 1
    down = frame.whole_number(arguments[2], 1) < 0 if len(arguments) > 2 else False
    across = frame.whole_number(arguments[3], 0) != 0 if len(arguments) > 3 else False
    if not 1 <= which <= value.shape[1 if across else 2]:
        return error(VALUE)
    at = slice(which - 1, which)
    keys = part(value, at, slice(0, None)) if across else part(value, slice(0, None), at)
    return _arranged(value, _order(keys, descending=down), rows=not across)


def _sortby(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """SORTBY(array, keys, order)."""
    exactly("SORTBY", arguments, 2, 3)
    value, keys = (frame.whole(tree, array=True) for tree in arguments[:2])
    down = frame.whole_number(arguments[2], 1) < 0 if len(arguments) > 2 else False
    rows = keys.shape[2] == 1
    if keys.size != value.shape[1 if rows else 2]:
        return error(VALUE)
    return _arranged(value, _order(keys, descending=down), rows=rows)


def _order(keys: Value, *, descending: bool) -> NDArray[np.int64]:
    """The places of keys in order, numbers before text before logical values, equals as they stand."""
    if keys.shape[0] != 1:
        raise NotUnderstood("sorting that differs from row to row")
    kinds, words = kinds_of(keys).reshape(-1), texts_of(keys).reshape(-1)
    cells = zip(kinds, words, keys.x.reshape(-1), strict=True)
    marks = [(int(kind), str(word or "").casefold(), float(x)) for kind, word, x in cells]
    return np.array(sorted(range(len(marks)), key=marks.__getitem__, reverse=descending), np.int64)


def _arranged(value: Value, order: NDArray[np.int64], *, rows: bool) -> Value:
    """Some rows, or columns, of an array in an order."""
    rest = np.arange(value.shape[2 if rows else 1])
    down, along = (order[None, :, None], rest[None, None, :]) if rows else (rest[None, :, None], order[None, None, :])
    return picked(value, *np.broadcast_arrays(down, along))


def _filter(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """FILTER(array, which, if none)."""
    exactly("FILTER", arguments, 2, 3)
    value, which = (frame.whole(tree, array=True) for tree in arguments[:2])
    if which.shape[0] != 1:
        raise NotUnderstood("FILTER that differs from row to row")
    rows = which.shape[2] == 1 and which.shape[1] == value.shape[1]
    if which.size != value.shape[1 if rows else 2]:
        return error(VALUE)
    kept = np.flatnonzero(as_numbers(which)[0].reshape(-1) != 0.0)
    if not kept.size:
        return frame.value(arguments[2], array=array) if len(arguments) > 2 else error(CALC)
    return _arranged(value, kept, rows=rows)


def _unique(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """UNIQUE(array): each row once, in the order of the first."""
    (tree,) = exactly("UNIQUE", arguments, 1)
    value = frame.whole(tree, array=True)
    if value.shape[0] != 1:
        raise NotUnderstood("UNIQUE that differs from row to row")
    kinds, words = kinds_of(value)[0], texts_of(value)[0]
    seen: dict[tuple[object, ...], int] = {}
    for row in range(value.shape[1]):
        marks = zip(kinds[row], value.x[0, row], words[row], strict=True)
        seen.setdefault(tuple((int(kind), float(x), str(word or "").casefold()) for kind, x, word in marks), row)
    return _arranged(value, np.array(list(seen.values()), np.int64), rows=True)


ARRANGING: dict[str, Function] = {
    "CHOOSEROWS": _chosen("CHOOSEROWS", rows=True),
    "CHOOSECOLS": _chosen("CHOOSECOLS", rows=False),
    "SORT": _sort,
    "SORTBY": _sortby,
    "FILTER": _filter,
    "UNIQUE": _unique,
}
