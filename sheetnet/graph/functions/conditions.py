"""Sums, counts and means of the cells that meet conditions."""

import re
from collections.abc import Callable

import numpy as np

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.lookup import gone, wildcard
from sheetnet.graph.functions.spreads import ranked
from sheetnet.graph.functions.sums import Gathered, first_codes
from sheetnet.graph.trees import Missing, Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    DIV,
    EMPTY,
    ERROR,
    ERRORS,
    LOGICAL,
    NUMBER,
    TEXT,
    VALUE,
    Bools,
    Numbers,
    Value,
    derived,
    error,
    number_in,
    somewhere,
    spoiled,
    unbroadcast,
)

_COMPARE: dict[str, Callable[[Numbers, float], Bools]] = {
    "=": lambda x, y: x == y,
    "<>": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    ">": lambda x, y: x > y,
    "<=": lambda x, y: x <= y,
    ">=": lambda x, y: x >= y,
}


def meets(value: Value, criterion: Value) -> Bools:
    """Where an array meets a criterion, of which there is one for each of n: shape (n or 1, height, width)."""
    n = criterion.shape[0]
    layers = [_met(value, criterion, at) for at in range(n)]
    return np.concatenate(
        [np.broadcast_to(one, (max(1, value.shape[0] if n == 1 else 1), *one.shape[1:])) for one in layers]
    )


def _met(value: Value, criterion: Value, at: int) -> Bools:
    """The n-th layer of an array against the n-th criterion; all layers where there is one criterion."""
    if criterion.shape[0] > 1 and value.shape[0] > 1:
        value = Value(
            value.x[at : at + 1],
            None if value.kinds is None else value.kinds[at : at + 1],
            None if value.texts is None else value.texts[at : at + 1],
        )
    kind = NUMBER if criterion.kinds is None else int(criterion.kinds[at, 0, 0])
    x = float(criterion.x[at, 0, 0])
    if kind == TEXT and criterion.texts is not None:
        return _met_words(value, str(criterion.texts[at, 0, 0]))
    if kind == EMPTY:
        kind, x = NUMBER, 0.0
    return np.asarray(value.is_kind(kind) & (value.x == x))


def _met_words(value: Value, words: str) -> Bools:
    found = re.match(r"(<>|<=|>=|=|<|>)?(.*)", words, re.DOTALL)
    assert found is not None  # noqa: S101 - everything matches
    sign, rest = found[1] or "=", found[2]
    if rest == "" and found[1]:
        blank = value.is_kind(EMPTY)
        return ~blank if sign == "<>" else blank
    number = number_in(rest)
    kind = NUMBER
    if number is None and rest.upper() in ("TRUE", "FALSE"):
        kind, number = LOGICAL, float(rest.upper() == "TRUE")
    if number is None and rest.upper() in ERRORS:
        kind, number = ERROR, float(ERRORS.index(rest.upper()))
    if number is not None:
        hits = value.is_kind(kind) & _COMPARE[sign](value.x, number)
        return hits | ~value.is_kind(kind) if sign == "<>" else hits
    return _met_text(value, sign, rest)


def _met_text(value: Value, sign: str, rest: str) -> Bools:
    hits = np.zeros(value.x.shape, bool)
    texts = value.texts if value.texts is not None else np.full(value.x.shape, None, dtype=object)
    pattern, plain = wildcard(rest), rest.casefold()
    for place in zip(*np.nonzero(value.is_kind(TEXT)), strict=True):
        there = str(texts[place])
        if sign in ("=", "<>"):
            hits[place] = bool(pattern.fullmatch(there)) if pattern else there.casefold() == plain
        else:
            order = (there.casefold() > plain) - (there.casefold() < plain)
            hits[place] = bool(_COMPARE[sign](np.array(float(order)), 0.0))
    return ~hits if sign == "<>" else hits


def _summed(values: Value, hits: Bools, divide: bool) -> Value:  # noqa: FBT001
    """The sum, or mean, of the numbers among the hits; an error among them is the result."""
    counts = hits & values.is_kind(NUMBER)
    share: Numbers | float = 1.0
    none: Bools | None = None
    if divide:
        count = counts.sum(axis=(1, 2), keepdims=True)
        none, share = count == 0, 1.0 / np.maximum(count, 1)
    total = np.where(counts, values.x, 0.0).sum(axis=(1, 2), keepdims=True) * share
    made = derived(total, (values, lambda a: unbroadcast(np.where(counts, a * share, 0.0), values.x.shape)))
    if none is not None:
        made = spoiled(made, none, DIV)
    wrong = hits & values.is_kind(ERROR)
    if wrong.any():
        made = spoiled(made, somewhere(wrong), first_codes(values, wrong))
    return made


def _with_one(name: str, *, divide: bool) -> Function:
    """SUMIF and AVERAGEIF(range, criterion, values)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2, 3)
        looked_at = frame.whole(arguments[0], array=True)
        criterion = _single(frame, arguments[1], array=array)
        hits = meets(looked_at, criterion)
        other = len(arguments) > 2 and not isinstance(arguments[2], Missing)
        values = frame.resized(arguments[2], *looked_at.shape[1:]) if other else looked_at
        return _summed(values, hits, divide)

    return evaluated


def _single(frame: Frame, tree: Tree, *, array: bool) -> Value:
    found = frame.value(tree, array=array)
    if found.size != 1:
        raise NotUnderstood("a criterion that is an array")
    return found.constant()


def _met_all(frame: Frame, pairs: tuple[Tree, ...], *, array: bool) -> Bools | None:
    """Where all criteria are met; None where the ranges differ in size."""
    hits: Bools | None = None
    for tree, wanted in zip(pairs[0::2], pairs[1::2], strict=True):
        here = meets(frame.whole(tree, array=True), _single(frame, wanted, array=array))
        if hits is not None and hits.shape[1:] != here.shape[1:]:
            return None
        hits = here if hits is None else hits & here
    return hits


def _values_and_hits(
    frame: Frame, name: str, arguments: tuple[Tree, ...], *, array: bool
) -> tuple[Value, Bools] | None:
    """The values, and where all criteria are met; None where the ranges differ in size."""
    if len(arguments) < 3 or len(arguments) % 2 == 0:
        raise NotUnderstood(f"{name} with {len(arguments)} arguments")
    values, hits = frame.whole(arguments[0], array=True), _met_all(frame, arguments[1:], array=array)
    return None if hits is None or hits.shape[1:] != values.shape[1:] else (values, hits)


def _with_many(name: str, *, divide: bool) -> Function:
    """SUMIFS and AVERAGEIFS(values, range, criterion, ...)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = _values_and_hits(frame, name, arguments, array=array)
        if found is None:
            return error(VALUE)
        values, hits = found
        return _summed(values, hits, divide)

    return evaluated


def _extreme_of(name: str, *, descending: bool) -> Function:
    """MAXIFS and MINIFS."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        found = _values_and_hits(frame, name, arguments, array=array)
        if found is None:
            return error(VALUE)
        values, hits = found
        n = max(values.shape[0], hits.shape[0])
        counts = np.broadcast_to((hits & values.is_kind(NUMBER)).reshape(-1, 1, values.size), (n, 1, values.size))
        nothing = ~counts.any(axis=2, keepdims=True)
        x = np.where(nothing, 0.0, np.broadcast_to(values.x.reshape(-1, 1, values.size), (n, 1, values.size)))
        taken = Gathered(x, counts | nothing, None, None, ((values, slice(0, values.size)),))
        return ranked(frame, name, taken, np.ones((1, 1, 1)), descending=descending)

    return evaluated


def _counted(name: str, *, many: bool) -> Function:
    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        if len(arguments) % 2 or not arguments or (not many and len(arguments) != 2):
            raise NotUnderstood(f"{name} with {len(arguments)} arguments")
        hits = _met_all(frame, arguments, array=array)
        return error(VALUE) if hits is None else Value(hits.sum(axis=(1, 2), keepdims=True).astype(np.float64))

    return evaluated


_CONDITIONS: dict[str, Function] = {
    "SUMIF": _with_one("SUMIF", divide=False),
    "AVERAGEIF": _with_one("AVERAGEIF", divide=True),
    "SUMIFS": _with_many("SUMIFS", divide=False),
    "AVERAGEIFS": _with_many("AVERAGEIFS", divide=True),
    "MAXIFS": _extreme_of("MAXIFS", descending=True),
    "MINIFS": _extreme_of("MINIFS", descending=False),
    "COUNTIF": _counted("COUNTIF", many=False),
    "COUNTIFS": _counted("COUNTIFS", many=True),
}
CONDITIONS = {name: gone(function) for name, function in _CONDITIONS.items()}
