"""Arrays cut, joined and chosen from, together with what they depend on."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.values import (
    ERROR,
    NA,
    NUMBER,
    Kinds,
    Link,
    Numbers,
    Value,
    as_numbers,
    error,
    spoiled,
    stretched,
    unbroadcast,
)


def first_cell(value: Value) -> Value:
    """The first cell of an array."""
    return part(value, slice(0, 1), slice(0, 1))


def part(value: Value, rows: slice, columns: slice) -> Value:
    """Some rows and columns of an array."""
    kinds = None if value.kinds is None else value.kinds[:, rows, columns]
    texts = None if value.texts is None else value.texts[:, rows, columns]
    shape = value.x.shape

    def pull(adjoint: Numbers) -> Numbers:
        whole = np.zeros(shape)
        whole[:, rows, columns] = unbroadcast(adjoint, whole[:, rows, columns].shape)
        return whole

    links = None if value.links is None else (Link(value, pull),)
    return Value(value.x[:, rows, columns], kinds, texts, links)


def beside(values: list[Value], axis: int) -> Value:
    """Arrays side by side (axis 2) or below each other (axis 1); what is missing of a shorter one is #N/A."""
    if len(values) == 1:
        return values[0]
    across = 3 - axis
    n = max(value.x.shape[0] for value in values)
    most = max(value.x.shape[across] for value in values)
    fitted = [padded(value, n, most, across) for value in values]
    x = np.concatenate([one.x for one in fitted], axis=axis)
    kinds = texts = None
    if any(one.kinds is not None for one in fitted):
        kinds = np.concatenate([kinds_of(one) for one in fitted], axis=axis)
    if any(one.texts is not None for one in fitted):
        texts = np.concatenate([texts_of(one) for one in fitted], axis=axis)
    links, at = [], 0
    for one in fitted:
        span = slice(at, at + one.x.shape[axis])
        at = span.stop
        if one.depends:
            links.append(Link(one, _cut((slice(None), span) if axis == 1 else (slice(None), slice(None), span))))
    return Value(x, kinds, texts, tuple(links) or None)


def _cut(span: tuple[slice, ...]) -> Callable[[Numbers], Numbers]:
    return lambda adjoint: adjoint[span]


def padded(value: Value, n: int, size: int, axis: int) -> Value:
    """n arrays of a size along an axis, with #N/A where the array ends."""
    shape = list(value.x.shape)
    own, (shape[0], shape[axis]) = tuple(shape), (n, size)
    if tuple(shape) == own:
        return value
    whole = error(NA, (shape[0], shape[1], shape[2]))
    there = (slice(None), slice(0, own[1]), slice(0, own[2]))
    kinds, texts = np.asarray(whole.kinds), None
    whole.x[there], kinds[there] = value.x, kinds_of(value)
    if value.texts is not None:
        texts = np.full(shape, None, dtype=object)
        texts[there] = value.texts
    links = None if value.links is None else (Link(value, lambda adjoint: unbroadcast(adjoint[there], own)),)
    return Value(whole.x, None if (kinds == NUMBER).all() else kinds, texts, links)


def kinds_of(value: Value) -> Kinds:
    """The kinds of all values of an array."""
    return np.full(value.x.shape, NUMBER, np.int8) if value.kinds is None else value.kinds


def texts_of(value: Value) -> NDArray[np.object_]:
    """The texts of an array, None where there is none."""
    return np.full(value.x.shape, None, dtype=object) if value.texts is None else value.texts


def chosen(condition: Value, yes: Value, no: Value) -> Value:
    """yes where the condition holds, no where it does not, the condition's error where it has one."""
    x, wrong, codes = as_numbers(condition)
    if condition.has(ERROR) and wrong is None:
        wrong = condition.is_kind(ERROR)
    true = x != 0.0
    shape = tuple(max(sizes) for sizes in zip(condition.shape, yes.shape, no.shape, strict=True))
    yes, no = stretched(yes, (shape[0], shape[1], shape[2])), stretched(no, (shape[0], shape[1], shape[2]))
    condition = stretched(condition, (shape[0], shape[1], shape[2]))
    true = np.broadcast_to(true, shape)
    kinds = texts = None
    if yes.kinds is not None or no.kinds is not None:
        kinds = np.where(true, kinds_of(yes), kinds_of(no))
    if yes.texts is not None or no.texts is not None:
        texts = np.where(true, texts_of(yes), texts_of(no))
    links = []
    if yes.depends:
        links.append(Link(yes, lambda adjoint: unbroadcast(np.where(true, adjoint, 0.0), yes.x.shape)))
    if no.depends:
        links.append(Link(no, lambda adjoint: unbroadcast(np.where(true, 0.0, adjoint), no.x.shape)))
    result = Value(np.where(true, yes.x, no.x), kinds, texts, tuple(links) or None)
    if wrong is not None and codes is not None:
        result = spoiled(result, np.broadcast_to(wrong, shape), np.broadcast_to(codes, shape))
    return result


def picked(value: Value, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Value:
    """The cells at (row, column), counted from 0, of an array; all three in the shape (n, height, width)."""
    n = max(value.shape[0], rows.shape[0])
    rows, columns = (np.broadcast_to(one, (n, *one.shape[1:])) for one in (rows, columns))
    layer = np.zeros((1, 1, 1), np.int64) if value.shape[0] == 1 else np.arange(n)[:, None, None]
    at = (layer, rows, columns)
    kinds = None if value.kinds is None else value.kinds[at]
    texts = None if value.texts is None else value.texts[at]

    def pull(adjoint: Numbers) -> Numbers:
        whole = np.zeros(value.x.shape)
        np.add.at(whole, at, np.broadcast_to(adjoint, rows.shape))
        return whole

    return Value(value.x[at], kinds, texts, None if value.links is None else (Link(value, pull),))
