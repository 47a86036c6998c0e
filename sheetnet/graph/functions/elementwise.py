"""Functions of one number or two, cell by cell, each beside its slope."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.operators import arithmetic, powers
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    DIV,
    NUM,
    Numbers,
    Value,
    as_numbers,
    derived,
    number,
    same_shape,
    spoiled,
    stretched,
    times,
)

_Of = Callable[[Numbers], Numbers]


def _of_python(function: Callable[[float], float]) -> _Of:
    """A function of the standard library for arrays; where it fails, the result is not a number."""

    def tried(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError):
            return math.nan

    many = np.frompyfunc(tried, 1, 1)
    return lambda x: np.asarray(many(x), np.float64)


def digamma(x: Numbers) -> Numbers:
    """The derivative of ln Gamma for x > 0: psi(x) = psi(x + 1) - 1/x up to 10, then the asymptotic series.

    Abramowitz and Stegun 6.3.5 and 6.3.18.
    """
    x, below = np.array(x, np.float64), np.zeros_like(x)
    while (small := x < 10.0).any():
        below = np.where(small, below - 1.0 / np.where(small, x, 1.0), below)
        x = np.where(small, x + 1.0, x)
    square = 1.0 / (x * x)
    terms = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760)
    tail = np.zeros_like(x)
    for term in reversed(terms):
        tail = square * (term + tail)
    return below + np.log(x) - 0.5 / x - tail


_ERF = _of_python(math.erf)
_BELL = 2.0 / math.sqrt(math.pi)


def _normal(x: Numbers) -> Numbers:
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


def _cumulated(x: Numbers) -> Numbers:
    """The standard normal distribution, precise in both tails."""
    return 0.5 * _of_python(math.erfc)(-x / math.sqrt(2.0))


# name -> (function, slope as a function of (x, result), where it is defined)
_ONE: dict[str, tuple[_Of, Callable[[Numbers, Numbers], Numbers], Callable[[Numbers], NDArray[np.bool_]] | None]] = {
    "EXP": (np.exp, lambda x, y: y, None),
    "LN": (np.log, lambda x, y: 1.0 / x, lambda x: x > 0),
    "LOG10": (np.log10, lambda x, y: 1.0 / (x * math.log(10.0)), lambda x: x > 0),
    "SQRT": (np.sqrt, lambda x, y: 0.5 / y, lambda x: x >= 0),
    "SIN": (np.sin, lambda x, y: np.cos(x), None),
    "COS": (np.cos, lambda x, y: -np.sin(x), None),
    "TAN": (np.tan, lambda x, y: 1.0 + y * y, None),
    "ASIN": (np.arcsin, lambda x, y: 1.0 / np.sqrt(1.0 - x * x), lambda x: np.abs(x) <= 1),
    "ACOS": (np.arccos, lambda x, y: -1.0 / np.sqrt(1.0 - x * x), lambda x: np.abs(x) <= 1),
    "ATAN": (np.arctan, lambda x, y: 1.0 / (1.0 + x * x), None),
    "SINH": (np.sinh, lambda x, y: np.cosh(x), None),
    "COSH": (np.cosh, lambda x, y: np.sinh(x), None),
    "TANH": (np.tanh, lambda x, y: 1.0 - y * y, None),
    "ASINH": (np.arcsinh, lambda x, y: 1.0 / np.sqrt(x * x + 1.0), None),
    "ACOSH": (np.arccosh, lambda x, y: 1.0 / np.sqrt(x * x - 1.0), lambda x: x >= 1),
    "ATANH": (np.arctanh, lambda x, y: 1.0 / (1.0 - x * x), lambda x: np.abs(x) < 1),
    "SEC": (lambda x: 1.0 / np.cos(x), lambda x, y: y * np.tan(x), None),
    "CSC": (lambda x: 1.0 / np.sin(x), lambda x, y: -y / np.tan(x), lambda x: np.sin(x) != 0),
    "COT": (lambda x: 1.0 / np.tan(x), lambda x, y: -1.0 - y * y, lambda x: np.sin(x) != 0),
    "SECH": (lambda x: 1.0 / np.cosh(x), lambda x, y: -y * np.tanh(x), None),
    "CSCH": (lambda x: 1.0 / np.sinh(x), lambda x, y: -y / np.tanh(x), lambda x: x != 0),
    "COTH": (lambda x: 1.0 / np.tanh(x), lambda x, y: 1.0 - y * y, lambda x: x != 0),
    "ACOT": (lambda x: np.arctan2(1.0, x), lambda x, y: -1.0 / (1.0 + x * x), None),
    "ACOTH": (lambda x: np.arctanh(1.0 / x), lambda x, y: 1.0 / (1.0 - x * x), lambda x: np.abs(x) > 1),
    "SQRTPI": (lambda x: np.sqrt(math.pi * x), lambda x, y: 0.5 * math.pi / y, lambda x: x >= 0),
    "FISHER": (np.arctanh, lambda x, y: 1.0 / (1.0 - x * x), lambda x: np.abs(x) < 1),
    "FISHERINV": (np.tanh, lambda x, y: 1.0 - y * y, None),
    "RADIANS": (np.radians, lambda x, y: np.full_like(x, math.pi / 180.0), None),
    "DEGREES": (np.degrees, lambda x, y: np.full_like(x, 180.0 / math.pi), None),
    "GAMMALN": (_of_python(math.lgamma), lambda x, y: digamma(x), lambda x: x > 0),
    "GAMMALN.PRECISE": (_of_python(math.lgamma), lambda x, y: digamma(x), lambda x: x > 0),
    "GAMMA": (_of_python(math.gamma), lambda x, y: y * digamma(x), lambda x: x > 0),
    "ERF.PRECISE": (_ERF, lambda x, y: _BELL * np.exp(-x * x), None),
    "ERFC": (_of_python(math.erfc), lambda x, y: -_BELL * np.exp(-x * x), None),
    "ERFC.PRECISE": (_of_python(math.erfc), lambda x, y: -_BELL * np.exp(-x * x), None),
    "NORMSDIST": (_cumulated, lambda x, y: _normal(x), None),
    "PHI": (_normal, lambda x, y: -x * y, None),
    "GAUSS": (lambda x: 0.5 * _ERF(x / math.sqrt(2.0)), lambda x, y: _normal(x), None),
}


def of_one(name: str) -> Function:
    """A function of the table above."""
    function, slope, defined = _ONE[name]

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        (tree,) = exactly(name, arguments, 1)
        return applied(frame.value(tree, array=array), function, slope, defined)

    return evaluated


def applied(
    operand: Value,
    function: _Of,
    slope: Callable[[Numbers, Numbers], Numbers],
    defined: Callable[[Numbers], NDArray[np.bool_]] | None = None,
) -> Value:
    """A function of each number; where it is not defined, #NUM!."""
    x, wrong, codes = as_numbers(operand)
    outside = None if defined is None else ~defined(x)
    if outside is not None and outside.any():
        x = np.where(outside, 1.0, x)
    with np.errstate(all="ignore"):
        y = function(x)
    made = derived(y, (operand, lambda adjoint: times(adjoint, _quietly(slope, x, y))))
    if outside is not None and outside.any():
        made = spoiled(made, outside, NUM)
    return made if wrong is None or codes is None else spoiled(made, wrong, codes)


def _quietly(slope: Callable[[Numbers, Numbers], Numbers], x: Numbers, y: Numbers) -> Numbers:
    with np.errstate(all="ignore"):
        return slope(x, y)


def exactly(name: str, arguments: tuple[Tree, ...], least: int, most: int | None = None) -> tuple[Tree, ...]:
    """The arguments, if they are as many as the function takes; raises NotUnderstood if not."""
    if not least <= len(arguments) <= (least if most is None else most):
        raise NotUnderstood(f"{name} with {len(arguments)} argument{'s' * (len(arguments) != 1)}")
    return arguments


def _absolute(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    (tree,) = exactly("ABS", arguments, 1)
    operand = frame.value(tree, array=array)
    if operand.depends and (operand.x == 0.0).any():
        frame.kinks.add("ABS")
    return applied(operand, np.abs, lambda x, y: np.sign(x))


def _stepped(name: str, function: _Of) -> Function:
    """A function that jumps: its slope is 0 everywhere else."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        (tree,) = exactly(name, arguments, 1)
        operand = frame.value(tree, array=array)
        if operand.depends:
            frame.steps.add(name)
        return applied(operand.constant(), function, lambda x, y: np.zeros_like(x))

    return evaluated


def _two(name: str, rule: Callable[[Numbers, Numbers], Numbers], default: float | None = None) -> Function:
    """A function that jumps, of a number and another one, such as ROUND(x, digits)."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 1 if default is not None else 2, 2)
        operand = frame.value(arguments[0], array=array)
        other = frame.value(arguments[1], array=array) if len(arguments) > 1 else number(default or 0.0)
        if operand.depends:
            frame.steps.add(name)
        return arithmetic(lambda a, b: (rule(a, b), 0.0, 0.0, None), *_fitted(operand.constant(), other.constant()))

    return evaluated


def _fitted(*values: Value) -> tuple[Value, ...]:
    shape = same_shape(values)
    return tuple(value if value.size == 1 else stretched(value, shape) for value in values)


def _round(x: Numbers, digits: Numbers, up: Callable[[Numbers], Numbers]) -> Numbers:
    """Rounding as spreadsheets do: of the number with its 15 digits, away from 0 by `up`."""
    ten = 10.0 ** np.trunc(digits)
    scaled = np.abs(x) * ten
    near = np.round(scaled, 0)
    close = np.abs(scaled - near) <= 1e-15 * np.maximum(scaled, 1.0) * 4
    return np.sign(x) * np.where(close, near, up(scaled)) / ten


def _half_up(scaled: Numbers) -> Numbers:
    return np.floor(scaled * (1.0 + 4e-16) + 0.5)


def _to_multiple(x: Numbers, step: Numbers, up: Callable[[Numbers], Numbers]) -> Numbers:
    safe = np.where(step == 0.0, 1.0, step)
    return np.where(step == 0.0, 0.0, up(np.round(x / safe, 12)) * safe)


def _modulo(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[NDArray[np.bool_], float] | None]:
    """a - b floor(a/b): slope 1 in a, -floor(a/b) in b."""
    zero = b == 0.0
    whole = np.floor(a / np.where(zero, 1.0, b))
    return a - b * whole, np.ones_like(a), -whole, ((zero, DIV) if zero.any() else None)


def _arc(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[NDArray[np.bool_], float] | None]:
    """ATAN2(x, y): the angle of the point (x, y)."""
    square = a * a + b * b
    zero = square == 0.0
    safe = np.where(zero, 1.0, square)
    return np.arctan2(b, a), -b / safe, a / safe, ((zero, DIV) if zero.any() else None)


def _ruled(
    name: str, rule: Callable[..., tuple[Numbers, Numbers, Numbers, tuple[NDArray[np.bool_], float] | None]]
) -> Function:
    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, 2)
        one, two = (frame.value(tree, array=array) for tree in arguments)
        if name == "MOD" and (one.depends or two.depends):
            frame.kinks.add("MOD")
        return arithmetic(rule, *_fitted(one, two))

    return evaluated


def _log(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """LOG(x, base), base 10 if it is left out."""
    exactly("LOG", arguments, 1, 2)
    x = applied(frame.value(arguments[0], array=array), np.log, lambda x, y: 1.0 / x, lambda x: x > 0)
    base = number(10.0) if len(arguments) == 1 else frame.value(arguments[1], array=array)
    below = applied(base, np.log, lambda x, y: 1.0 / x, lambda x: x > 0)

    def divided(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[NDArray[np.bool_], float] | None]:
        zero = b == 0.0
        safe = np.where(zero, 1.0, b)
        return a / safe, 1.0 / safe, -a / safe**2, ((zero, DIV) if zero.any() else None)

    if len(arguments) == 1:
        return applied(frame.value(arguments[0], array=array), *_ONE["LOG10"])
    return arithmetic(divided, *_fitted(x, below))


def _erf(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """ERF(a) from 0 to a, ERF(a, b) from a to b."""
    exactly("ERF", arguments, 1, 2)
    first, *second = (applied(frame.value(tree, array=array), *_ONE["ERF.PRECISE"]) for tree in arguments)
    if not second:
        return first
    return arithmetic(lambda a, b: (b - a, -1.0, 1.0, None), *_fitted(first, second[0]))


def _normal_distribution(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """NORM.DIST(x, mean, standard deviation, cumulative)."""
    exactly("NORM.DIST", arguments, 4)
    x, mean, deviation = (frame.value(tree, array=array) for tree in arguments[:3])
    cumulative = frame.whole_number(arguments[3]) != 0
    away = arithmetic(lambda a, b: (a - b, 1.0, -1.0, None), *_fitted(x, mean))

    def scaled(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers, tuple[NDArray[np.bool_], float] | None]:
        bad = b <= 0.0
        safe = np.where(bad, 1.0, b)
        return a / safe, 1.0 / safe, -a / safe**2, ((bad, NUM) if bad.any() else None)

    standard = arithmetic(scaled, *_fitted(away, deviation))
    if cumulative:
        return applied(standard, *_ONE["NORMSDIST"])
    return arithmetic(scaled, *_fitted(applied(standard, *_ONE["PHI"]), deviation))


def _standard_normal(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """NORM.S.DIST(z, cumulative)."""
    exactly("NORM.S.DIST", arguments, 2)
    name = "NORMSDIST" if frame.whole_number(arguments[1]) else "PHI"
    return applied(frame.value(arguments[0], array=array), *_ONE[name])


def _power(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    exactly("POWER", arguments, 2)
    return arithmetic(powers, *_fitted(*(frame.value(tree, array=array) for tree in arguments)))


def _pi(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    exactly("PI", arguments, 0)
    return number(math.pi)


ELEMENTWISE: dict[str, Function] = {
    **{name: of_one(name) for name in _ONE},
    "ABS": _absolute,
    "SIGN": _stepped("SIGN", np.sign),
    "INT": _stepped("INT", np.floor),
    "EVEN": _stepped("EVEN", lambda x: np.sign(x) * np.ceil(np.abs(x) / 2.0) * 2.0),
    "ODD": _stepped(
        "ODD", lambda x: np.where(x < 0, -1.0, 1.0) * (np.ceil((np.abs(x) - 1.0) / 2.0).clip(0) * 2.0 + 1.0)
    ),
    "ROUND": _two("ROUND", lambda x, d: _round(x, d, _half_up)),
    "ROUNDUP": _two("ROUNDUP", lambda x, d: _round(x, d, np.ceil)),
    "ROUNDDOWN": _two("ROUNDDOWN", lambda x, d: _round(x, d, np.floor)),
    "TRUNC": _two("TRUNC", lambda x, d: _round(x, d, np.floor), 0.0),
    "CEILING": _two("CEILING", lambda x, s: _to_multiple(x, s, np.ceil), 1.0),
    "FLOOR": _two("FLOOR", lambda x, s: _to_multiple(x, s, np.floor), 1.0),
    "MROUND": _two("MROUND", lambda x, s: _to_multiple(x, s, lambda q: np.floor(q + 0.5))),
    "QUOTIENT": _two("QUOTIENT", lambda a, b: np.trunc(a / b)),
    "DELTA": _two("DELTA", lambda a, b: (a == b).astype(np.float64), 0.0),
    "GESTEP": _two("GESTEP", lambda x, step: (x >= step).astype(np.float64), 0.0),
    "MOD": _ruled("MOD", _modulo),
    "ATAN2": _ruled("ATAN2", _arc),
    "POWER": _power,
    "LOG": _log,
    "ERF": _erf,
    "NORM.DIST": _normal_distribution,
    "NORMDIST": _normal_distribution,
    "NORM.S.DIST": _standard_normal,
    "PI": _pi,
}
