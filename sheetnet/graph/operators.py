"""The operators of formulas on arrays of values, with the slope in each operand."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.values import (
    DIV,
    EMPTY,
    ERROR,
    LOGICAL,
    NUM,
    NUMBER,
    TEXT,
    Numbers,
    Value,
    as_numbers,
    derived,
    logical,
    refuse_large,
    same_shape,
    spoiled,
    stretched,
    text,
    times,
    unbroadcast,
    words_in,
)

Bools = NDArray[np.bool_]
_EVERY_OPERAND_GOES = "+-*/^"


def operate(sign: str, left: Value, right: Value) -> Value:
    """``left sign right``, cell by cell."""
    refuse_large(left.shape, right.shape)
    if left.shape[1:] != right.shape[1:] and 1 not in (left.size, right.size):
        shape = same_shape((left, right))
        left, right = stretched(left, shape), stretched(right, shape)
    if sign in _EVERY_OPERAND_GOES:
        return arithmetic(_BINARY[sign], left, right)
    return joined(left, right) if sign == "&" else compared(sign, left, right)


Rule = Callable[[Numbers, Numbers], tuple[Numbers, Numbers | float, Numbers | float, tuple[Bools, float] | None]]


def arithmetic(rule: Rule, left: Value, right: Value) -> Value:
    """What a rule makes of two arrays of numbers; the error of an operand goes before that of the operation."""
    refuse_large(left.shape, right.shape)
    (a, wrong_a, codes_a), (b, wrong_b, codes_b) = as_numbers(left), as_numbers(right)
    with np.errstate(all="ignore"):
        x, slope_a, slope_b, fails = rule(a, b)
    if fails is not None:
        x = np.where(fails[0], 0.0, x)
    result = derived(
        x,
        (left, lambda adjoint: unbroadcast(times(adjoint, slope_a), a.shape)),
        (right, lambda adjoint: unbroadcast(times(adjoint, slope_b), b.shape)),
    )
    if fails is not None:
        result = spoiled(result, *fails)
    if wrong_b is not None and codes_b is not None:
        result = spoiled(result, wrong_b, codes_b)
    if wrong_a is not None and codes_a is not None:
        result = spoiled(result, wrong_a, codes_a)
    return result


def _divided(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[Bools, float] | None]:
    zero = b == 0.0
    if zero.any():
        safe = np.where(zero, 1.0, b)
        return a / safe, 1.0 / safe, -a / safe**2, (zero, DIV)
    return a / b, 1.0 / b, -a / (b * b), None


def powers(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[Bools, float] | None]:
    """a^b with slopes b a^(b-1) and a^b ln a; 0^0 and roots of negative numbers are #NUM!, 0 to a negative #DIV/0!."""
    a, b = np.broadcast_arrays(a, b)
    x = np.where(b == 2.0, a * a, np.power(a, b))
    slope_a = np.where(b == 0.0, 0.0, b * np.power(a, b - 1.0))
    slope_b = np.where(a > 0.0, x * np.log(np.where(a > 0.0, a, 1.0)), 0.0)
    wrong = ((a == 0.0) & (b <= 0.0)) | ~np.isfinite(x)
    if not wrong.any():
        return x, slope_a, slope_b, None
    codes = np.where((a == 0.0) & (b < 0.0), DIV, NUM)
    return x, slope_a, slope_b, (wrong, codes)  # type: ignore[return-value]


_BINARY: dict[str, Rule] = {
    "+": lambda a, b: (a + b, 1.0, 1.0, None),
    "-": lambda a, b: (a - b, 1.0, -1.0, None),
    "*": lambda a, b: (a * b, b, a, None),
    "/": _divided,
    "^": powers,
}


def negated(operand: Value) -> Value:
    return scaled(operand, -1.0)


def scaled(operand: Value, factor: float) -> Value:
    """A sign before an operand, or the percent behind it."""
    a, wrong, codes = as_numbers(operand)
    result = derived(a * factor, (operand, lambda adjoint: adjoint * factor))
    return result if wrong is None or codes is None else spoiled(result, wrong, codes)


def joined(left: Value, right: Value) -> Value:
    """``left & right``."""
    (one, wrong_one), (two, wrong_two) = words_in(left), words_in(right)
    one, two = np.broadcast_arrays(one, two)
    words = np.empty(one.shape, dtype=object)
    for place in np.ndindex(*one.shape):
        words[place] = one[place] + two[place]
    result = text(words)
    if wrong_two is not None:
        result = spoiled(result, wrong_two, right.x)
    return result if wrong_one is None else spoiled(result, wrong_one, left.x)


_COMPARE: dict[str, Callable[[Numbers, Numbers], Bools]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}


def compared(sign: str, left: Value, right: Value) -> Value:
    """TRUE or FALSE: numbers come before text, text before logical values, and letters are alike in both cases."""
    compare = _COMPARE[sign]
    if left.kinds is None and right.kinds is None:
        return logical(compare(left.x, right.x))
    a, b = np.broadcast_arrays(left.x, right.x)
    one, two = (np.broadcast_to(_kinds(value), a.shape) for value in (left, right))
    ranks = [_rank(own, other) for own, other in ((one, two), (two, one))]
    result = np.where(ranks[0] == ranks[1], compare(a, b), compare(ranks[0], ranks[1]))
    words = (one == TEXT) & ((two == TEXT) | (two == EMPTY)) | (two == TEXT) & (one == EMPTY)
    if words.any():
        first, second = (np.broadcast_to(words_in(value)[0], a.shape) for value in (left, right))
        for place in zip(*np.nonzero(words), strict=True):
            low, high = first[place].casefold(), second[place].casefold()
            order = np.float64((low > high) - (low < high))
            result[place] = bool(compare(order, np.float64(0.0)))  # type: ignore[arg-type]
    answer = logical(result.astype(bool))
    for value, kinds in ((right, two), (left, one)):
        if (kinds == ERROR).any():
            answer = spoiled(answer, kinds == ERROR, np.broadcast_to(value.x, a.shape))
    return answer


def _kinds(value: Value) -> NDArray[np.int8]:
    return np.full(value.x.shape, NUMBER, np.int8) if value.kinds is None else value.kinds


def _rank(own: NDArray[np.int8], other: NDArray[np.int8]) -> Numbers:
    """Where a kind comes in the order of all; an empty cell is of the kind that it is compared with."""
    kinds = np.where((own == EMPTY) & (other != EMPTY), other, own)
    return np.select([kinds == TEXT, kinds == LOGICAL], [1.0, 2.0], 0.0)
