"""Functions of many numbers that end in one: sums, means, products, extremes, spreads."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.operators import operate
from sheetnet.graph.trees import Tree, Union
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    DIV,
    EMPTY,
    ERROR,
    LOGICAL,
    NUMBER,
    VALUE,
    Bools,
    Numbers,
    Pull,
    Value,
    as_numbers,
    derived,
    error,
    somewhere,
    spoiled,
    sum_of_cells,
    times,
    unbroadcast,
)

_ALL = (1, 2)


class Taken(NamedTuple):
    """What of an argument counts: its numbers, where they count, and where there are errors."""

    value: Value
    x: Numbers
    counts: Bools | None
    wrong: Bools | None


def parts_of(trees: tuple[Tree, ...]) -> Iterator[Tree]:
    """Arguments, with those of unions in brackets one by one."""
    for tree in trees:
        if isinstance(tree, Union):
            yield from parts_of(tree.parts)
        else:
            yield tree


def taken(frame: Frame, tree: Tree, *, array: bool) -> Taken:
    """An argument of SUM and the like: in cells only numbers count, a value by itself is made a number."""
    value = frame.whole(tree, array=array)
    if value.kinds is None:
        return Taken(value, value.x, None, None)
    if not frame.refers(tree) and value.size == 1:
        x, wrong, codes = as_numbers(value)
        if wrong is None or codes is None:
            return Taken(value, x, None, None)
        kinds = np.where(wrong, ERROR, NUMBER).astype(np.int8)
        value = Value(np.where(wrong, codes, x), kinds, None, value.links)
    kinds = np.asarray(value.kinds)
    wrong = kinds == ERROR
    counts = kinds == NUMBER
    return Taken(value, np.where(counts, value.x, 0.0), counts, wrong if wrong.any() else None)


class Gathered(NamedTuple):
    """All arguments in one row each: numbers and where they count, shape (n, 1, count); the first error of each."""

    x: Numbers
    counts: Bools
    error: Numbers | None
    wrong: Bools | None
    sources: tuple[tuple[Value, slice], ...]

    def links(self, slope: Numbers) -> list[tuple[Value, Pull]]:
        """How the result follows from each argument, with the slope in every number."""

        def pull(value: Value, span: slice) -> Pull:
            def pulled(adjoint: Numbers) -> Numbers:
                share = times(adjoint, slope[:, :, span])
                n = share.shape[0]
                return unbroadcast(share.reshape(n, *value.x.shape[1:]), value.x.shape)

            return pulled

        return [(value, pull(value, span)) for value, span in self.sources]

    def with_error(self, result: Value) -> Value:
        """The result, or the first error among the arguments."""
        if self.wrong is None or self.error is None:
            return result
        return spoiled(result, self.wrong, self.error)


def gathered(frame: Frame, trees: tuple[Tree, ...], *, array: bool) -> Gathered:
    """The numbers of all arguments."""
    items = [taken(frame, tree, array=array) for tree in parts_of(trees)]
    if not items:
        raise NotUnderstood("a function without arguments")
    n = max(item.x.shape[0] for item in items)
    xs, counts, sources, at = [], [], [], 0
    wrong: Bools | None = None
    codes: Numbers | None = None
    for item in items:
        size = item.value.size
        flat = (item.x.shape[0], 1, size)
        xs.append(np.broadcast_to(item.x.reshape(flat), (n, 1, size)))
        own = np.ones(flat, bool) if item.counts is None else item.counts.reshape(flat)
        counts.append(np.broadcast_to(own, (n, 1, size)))
        sources.append((item.value, slice(at, at + size)))
        at += size
        if item.wrong is not None and wrong is None:
            bad = item.wrong.reshape(flat)
            first = bad.argmax(axis=2)[:, :, None]
            wrong = np.asarray(bad.any(axis=2, keepdims=True))
            codes = np.take_along_axis(item.value.x.reshape(flat), first, axis=2)
    return Gathered(np.concatenate(xs, 2), np.concatenate(counts, 2), codes, wrong, tuple(sources))


def _sum(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    total: Value | None = None
    for tree in parts_of(arguments):
        item = taken(frame, tree, array=array)
        part = derived(sum_of_cells(item.x), (item.value, _spread(item.counts, item.x.shape)))
        if item.wrong is not None:
            part = spoiled(part, somewhere(item.wrong), first_codes(item.value, item.wrong))
        total = part if total is None else operate("+", total, part)
    if total is None:
        raise NotUnderstood("SUM without arguments")
    return total


def _spread(counts: Bools | None, shape: tuple[int, ...]) -> Pull:
    """The adjoint of a sum for each number in it."""

    def pull(adjoint: Numbers) -> Numbers:
        whole = np.broadcast_to(adjoint, (adjoint.shape[0], *shape[1:]))
        return unbroadcast(whole if counts is None else np.where(counts, whole, 0.0), shape)

    return pull


def first_codes(value: Value, wrong: Bools) -> Numbers:
    """Of each of the n arrays the first error in it: shape (n, 1, 1)."""
    flat = wrong.reshape(wrong.shape[0], -1)
    first = flat.argmax(axis=1)
    codes = value.x.reshape(value.shape[0], -1)
    return np.asarray(np.broadcast_to(codes, flat.shape)[np.arange(len(first)), first]).reshape(-1, 1, 1)


def _sumsq(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    found = gathered(frame, arguments, array=array)
    x = np.where(found.counts, found.x, 0.0)
    return found.with_error(derived((x * x).sum(axis=2, keepdims=True), *found.links(2.0 * x)))


def _average(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    found = gathered(frame, arguments, array=array)
    return found.with_error(_mean(found))


def _mean(found: Gathered) -> Value:
    count = found.counts.sum(axis=2, keepdims=True)
    none = count == 0
    safe = np.where(none, 1, count)
    x = np.where(found.counts, found.x, 0.0)
    return spoiled(derived(x.sum(axis=2, keepdims=True) / safe, *found.links(found.counts / safe)), none, DIV)


def _product(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """The product, 0 of nothing; the slope in each factor is the product of all others."""
    found = gathered(frame, arguments, array=array)
    x = np.where(found.counts, found.x, 1.0)
    ones = np.ones_like(x[:, :, :1])
    before = np.concatenate([ones, np.cumprod(x, axis=2)[:, :, :-1]], axis=2)
    after = np.concatenate([np.cumprod(x[:, :, ::-1], axis=2)[:, :, ::-1][:, :, 1:], ones], axis=2)
    nothing = ~found.counts.any(axis=2, keepdims=True)
    result = np.where(nothing, 0.0, np.prod(x, axis=2, keepdims=True))
    return found.with_error(derived(result, *found.links(np.where(found.counts, before * after, 0.0))))


def _count(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    total = np.zeros((1, 1, 1))
    for tree in parts_of(arguments):
        value = frame.whole(tree, array=array)
        numbers = value.is_kind(NUMBER)
        if not frame.refers(tree) and value.size == 1:
            numbers = numbers | value.is_kind(LOGICAL)
        total = total + numbers.sum(axis=_ALL, keepdims=True)
    return Value(total)


def _counta(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    values = [frame.whole(tree, array=array) for tree in parts_of(arguments)]
    return Value(sum(((~one.is_kind(EMPTY)).sum(axis=_ALL, keepdims=True) for one in values), np.zeros((1, 1, 1))))


def _countblank(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    (tree,) = exactly("COUNTBLANK", arguments, 1)
    value = frame.whole(tree, array=array)
    blank = value.is_kind(EMPTY)
    if value.texts is not None:
        blank = blank | (value.texts == "")
    return Value(blank.sum(axis=_ALL, keepdims=True).astype(np.float64))


def arrays(frame: Frame, arguments: tuple[Tree, ...]) -> list[Value]:
    """Arguments that are arrays whatever the formula is."""
    return [
        frame.value(tree, array=True) if not frame.refers(tree) else frame.whole(tree, array=True) for tree in arguments
    ]


def counted(value: Value) -> Numbers:
    """The numbers of an array, 0 for anything else."""
    return value.x if value.kinds is None else np.where(value.kinds == NUMBER, value.x, 0.0)


def with_errors_of(result: Value, values: list[Value]) -> Value:
    """The result, or the first error of the arrays that it was made of."""
    for value in reversed(values):
        if value.kinds is not None and (value.kinds == ERROR).any():
            wrong = value.is_kind(ERROR)
            result = spoiled(result, somewhere(wrong), first_codes(value, wrong))
    return result


def _sumproduct(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """The sum of the products of arrays of one shape; what is no number counts as 0."""
    values = arrays(frame, arguments)
    if len({value.shape[1:] for value in values}) != 1:
        return error(VALUE)
    xs = [counted(value) for value in values]
    if len(xs) == 2:  # by far the most frequent
        others, product = [xs[1], xs[0]], xs[0] * xs[1]
    else:
        others = [_product_of([x for at, x in enumerate(xs) if at != own], xs[0]) for own in range(len(xs))]
        product = _product_of(xs, xs[0])
    links = [(value, _weighted(value, other)) for value, other in zip(values, others, strict=True)]
    return with_errors_of(derived(sum_of_cells(product), *links), values)


def _weighted(value: Value, others: Numbers) -> Pull:
    """The adjoint of a sum of products for the numbers of one array: times all others."""
    return lambda adjoint: unbroadcast(_masked(adjoint * others, value), value.x.shape)


def _product_of(xs: list[Numbers], like: Numbers) -> Numbers:
    made: Numbers = np.ones_like(like)
    for x in xs:
        made = made * x
    return made


def _masked(adjoint: Numbers, value: Value) -> Numbers:
    return adjoint if value.kinds is None else np.where(value.kinds == NUMBER, adjoint, 0.0)


SUMS: dict[str, Function] = {
    "SUM": _sum,
    "SUMSQ": _sumsq,
    "SUMPRODUCT": _sumproduct,
    "AVERAGE": _average,
    "PRODUCT": _product,
    "COUNT": _count,
    "COUNTA": _counta,
    "COUNTBLANK": _countblank,
}
