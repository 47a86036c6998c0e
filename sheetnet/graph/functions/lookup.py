"""Functions that look something up: by place, by what stands beside it, and where a reference leads."""

import re
from collections.abc import Callable

import numpy as np

from sheetnet.graph.arrays import beside, chosen, part, picked
from sheetnet.graph.cells import Indices
from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.trees import Missing, Mistake, Tree
from sheetnet.graph.values import (
    EMPTY,
    ERROR,
    NA,
    NUMBER,
    REF,
    TEXT,
    VALUE,
    Bools,
    Link,
    Numbers,
    Value,
    as_numbers,
    error,
    logical,
    spoiled,
    unbroadcast,
)


def wildcard(words: str) -> re.Pattern[str] | None:
    """The pattern of a text with ``*``, ``?`` or ``~`` in it; None of a plain one."""
    if not any(sign in words for sign in "*?~"):
        return None
    pieces, at = [], 0
    while at < len(words):
        sign = words[at]
        if sign == "~" and words[at + 1 : at + 2] in ("*", "?", "~"):
            at += 1
            pieces.append(re.escape(words[at]))
        else:
            pieces.append({"*": ".*", "?": "."}.get(sign, re.escape(sign)))
        at += 1
    return re.compile(re.sub(r"(\.\*)+", ".*", "".join(pieces)), re.IGNORECASE | re.DOTALL)


def equal_to(value: Value, wanted: Value, n: int) -> Bools:
    """Where an array has what is wanted (its n-th single value): shape (n or 1, height, width)."""
    kinds = wanted.is_kind(TEXT)
    if not kinds.any():
        kind = wanted.kinds if wanted.kinds is not None else np.full(wanted.x.shape, NUMBER, np.int8)
        own = value.kinds if value.kinds is not None else np.full((1, 1, 1), NUMBER, np.int8)
        looked = np.where(kind == EMPTY, NUMBER, kind)
        return np.asarray((value.x == wanted.x) & (own == looked))
    words = wanted.texts
    assert words is not None  # noqa: S101 - some of them are text
    result = np.zeros((n, *value.shape[1:]), bool)
    for at in range(n):
        layer = value.texts[min(at, value.shape[0] - 1)] if value.texts is not None else None
        asked = words[min(at, wanted.shape[0] - 1), 0, 0]
        if layer is None or asked is None:
            continue
        pattern = wildcard(asked)
        plain = asked.casefold()
        for place in zip(*np.nonzero(layer != None), strict=True):  # noqa: E711 - of each element
            there = layer[place]
            result[(at, *place)] = pattern.fullmatch(there) is not None if pattern else there.casefold() == plain
    return result


def position(value: Value, wanted: Value, mode: int, *, last: bool = False) -> tuple[Indices, Bools]:
    """(place counted from 0, whether there is one) of what is wanted in a row or column.

    Mode 0 is equal; 1 the largest that is not above, in a sorted row; -1 the smallest that is not below.
    """
    n = max(value.shape[0], wanted.shape[0])
    if mode != 0:
        return _in_order(value, wanted, n, mode)
    hits = np.broadcast_to(equal_to(value, wanted, n).reshape(-1, value.size), (n, value.size))
    at = hits.shape[1] - 1 - hits[:, ::-1].argmax(axis=1) if last else hits.argmax(axis=1)
    return at[:, None, None], np.asarray(hits.any(axis=1)).reshape(-1, 1, 1)


def _in_order(value: Value, wanted: Value, n: int, mode: int) -> tuple[Indices, Bools]:
    """The last that is not above (1) or not below (-1), by halving, as programs do it; other kinds are passed over."""
    at, found = np.zeros((n, 1, 1), np.int64), np.zeros((n, 1, 1), bool)
    kinds = value.kinds if value.kinds is not None else np.full(value.x.shape, NUMBER, np.int8)
    own = wanted.kinds if wanted.kinds is not None else np.full(wanted.x.shape, NUMBER, np.int8)
    for layer in range(n):
        here, there = min(layer, value.shape[0] - 1), min(layer, wanted.shape[0] - 1)
        kind = NUMBER if own[there, 0, 0] == EMPTY else own[there, 0, 0]
        places = np.flatnonzero(kinds[here].reshape(-1) == kind)
        if not places.size:
            continue
        keys = _keys(value, here, places, int(kind))
        key = (
            wanted.texts[there, 0, 0].casefold() if kind == TEXT and wanted.texts is not None else wanted.x[there, 0, 0]
        )
        low, high = 0, len(keys)
        while low < high:
            middle = (low + high) // 2
            if (keys[middle] <= key) if mode > 0 else (keys[middle] >= key):
                low = middle + 1
            else:
                high = middle
        if low:
            at[layer], found[layer] = places[low - 1], True
    return at, found


def _keys(value: Value, layer: int, places: Indices, kind: int) -> list[str] | Numbers:
    """What is compared, in the order of the cells."""
    if kind == TEXT and value.texts is not None:
        words = value.texts[layer].reshape(-1)
        return [str(words[place]).casefold() for place in places]
    return np.asarray(value.x[layer].reshape(-1)[places])


def _match(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    exactly("MATCH", arguments, 2, 3)
    wanted = frame.value(arguments[0], array=array)
    value = frame.whole(arguments[1], array=True)
    mode = frame.whole_number(arguments[2], 0) if len(arguments) > 2 else 1
    return _each(wanted, lambda one: _found_at(value, one, mode))


def _found_at(value: Value, wanted: Value, mode: int) -> Value:
    at, found = position(value, wanted, mode)
    answer = Value(np.asarray(at + 1.0, np.float64))
    answer = spoiled(answer, ~found, NA)
    return spoiled(answer, wanted.is_kind(ERROR), wanted.x) if wanted.has(ERROR) else answer


def _each(wanted: Value, rule: Callable[[Value], Value]) -> Value:
    """A rule for single values, for each cell of an array."""
    if wanted.size == 1:
        return rule(wanted)
    height, width = wanted.shape[1:]
    rows = []
    for row in range(height):
        cells = [rule(part(wanted, slice(row, row + 1), slice(at, at + 1))) for at in range(width)]
        rows.append(beside(cells, axis=2))
    return beside(rows, axis=1)


def _vlookup(name: str, *, across: bool) -> Function:
    """VLOOKUP and HLOOKUP: exact, or the last that is not above in a sorted table."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 3, 4)
        wanted = frame.value(arguments[0], array=array)
        table = frame.whole(arguments[1], array=True)
        which = np.floor(as_numbers(frame.one(arguments[2], array=array))[0]).astype(np.int64)
        near = len(arguments) < 4 or frame.whole_number(arguments[3], 0) != 0
        height, width = table.shape[1:]
        limit = height if across else width
        outside = (which < 1) | (which > limit)
        first = part(table, slice(0, 1), slice(0, None)) if across else part(table, slice(0, None), slice(0, 1))

        def one(asked: Value) -> Value:
            at, found = position(first.constant(), asked, 1 if near else 0)
            other = np.clip(which - 1, 0, limit - 1)
            rows, columns = (other, at) if across else (at, other)
            answer = picked(table, *np.broadcast_arrays(rows, columns))
            answer = spoiled(spoiled(answer, ~found, NA), outside, REF)
            return spoiled(answer, asked.is_kind(ERROR), asked.x) if asked.has(ERROR) else answer

        return _each(wanted, one)

    return evaluated


def _lookup(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """LOOKUP(x, sorted row or column, results)."""
    exactly("LOOKUP", arguments, 2, 3)
    wanted, value = frame.value(arguments[0], array=array), frame.whole(arguments[1], array=True)
    results = frame.whole(arguments[2], array=True) if len(arguments) > 2 else value
    return _each(wanted, lambda one: _looked_up(one, value, results, 1, error(NA), frame))


def _looked_up(wanted: Value, value: Value, results: Value, mode: int, otherwise: Value, frame: Frame) -> Value:
    at, found = position(value.constant(), wanted, mode)
    height, width = results.shape[1:]
    wide = value.shape[2] > 1
    if (width if wide else height) < value.size:
        return error(VALUE)
    if wide:
        rows, columns = np.arange(height)[None, :, None], at
    else:
        rows, columns = at, np.arange(width)[None, None, :]
    answer = picked(results, *np.broadcast_arrays(rows, columns))
    return answer if found.all() else chosen(logical(found), answer, otherwise)


def _xlookup(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """XLOOKUP(x, row or column, results, if not found, mode)."""
    exactly("XLOOKUP", arguments, 3, 6)
    wanted, value, results = (
        frame.value(arguments[0], array=array),
        *(frame.whole(tree, array=True) for tree in arguments[1:3]),
    )
    given = len(arguments) > 3 and not isinstance(arguments[3], Missing)
    otherwise = frame.value(arguments[3], array=array) if given else error(NA)
    mode = frame.whole_number(arguments[4], 0) if len(arguments) > 4 else 0
    if mode in (1, -1):
        return _each(wanted, lambda one: _nearest(one, value, results, mode, otherwise, frame))
    return _each(wanted, lambda one: _looked_up(one, value, results, 0, otherwise, frame))


def _nearest(wanted: Value, value: Value, results: Value, mode: int, otherwise: Value, frame: Frame) -> Value:
    """XLOOKUP's next smaller (-1) or next larger (1), the table need not be sorted."""
    n = max(value.shape[0], wanted.shape[0])
    x = np.broadcast_to(value.x.reshape(value.shape[0], -1), (n, value.size))
    asked = wanted.x.reshape(wanted.shape[0], 1)
    fits = ((x <= asked) if mode < 0 else (x >= asked)) & value.is_kind(NUMBER).reshape(value.shape[0], -1)
    ranked = np.where(fits, x if mode < 0 else -x, -np.inf)
    at = ranked.argmax(axis=1)[:, None, None]
    wide = value.shape[2] > 1
    rest = np.arange(results.shape[1 if wide else 2])
    rows, columns = (rest[None, :, None], at) if wide else (at, rest[None, None, :])
    answer = picked(results, *np.broadcast_arrays(rows, columns))
    found = np.asarray(fits.any(axis=1)).reshape(-1, 1, 1)
    return answer if found.all() else chosen(logical(found), answer, otherwise)


def _transposed(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    (tree,) = exactly("TRANSPOSE", arguments, 1)
    return turned(frame.whole(tree, array=True))


def turned(value: Value) -> Value:
    """Rows as columns."""
    kinds = None if value.kinds is None else value.kinds.transpose(0, 2, 1)
    texts = None if value.texts is None else value.texts.transpose(0, 2, 1)
    own = value.x.shape
    links = None if value.links is None else (Link(value, lambda a: unbroadcast(a.transpose(0, 2, 1), own)),)
    return Value(value.x.transpose(0, 2, 1), kinds, texts, links)


def gone(function: Function) -> Function:
    """The function, which is #REF! where one of its ranges is gone: ``SUMIF(#REF!,">0")``."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        lost = any(isinstance(one, Mistake) and one.code == REF for one in arguments)
        return error(REF) if lost else function(frame, arguments, array)

    return evaluated


_LOOKUP: dict[str, Function] = {
    "MATCH": _match,
    "VLOOKUP": _vlookup("VLOOKUP", across=False),
    "HLOOKUP": _vlookup("HLOOKUP", across=True),
    "LOOKUP": _lookup,
    "XLOOKUP": _xlookup,
    "TRANSPOSE": _transposed,
}
LOOKUP = {name: gone(function) for name, function in _LOOKUP.items()}
