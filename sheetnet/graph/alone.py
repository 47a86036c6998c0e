"""A formula that stands alone, in plain numbers: of one number, arrays cost many times what there is to compute.

It knows sums, products and quotients of single cells. Whatever is odd about a formula or its numbers is left to
`frame`: text, empty cells, errors, a quotient by 0.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from math import isfinite

from sheetnet.graph.cells import Cells, Indices
from sheetnet.graph.trees import Chain, Number, Reference, Sign, Tree
from sheetnet.graph.values import NUMBER

_MOST = 8  # cells that such a formula reads
_LONGEST = 40  # parts that it has: each is a call within a call
Plain = Callable[[Sequence[float]], float]


class Program:
    """The value of a formula, and its slope in each of the references that it reads, of their numbers."""

    def __init__(self, tree: Tree, reads: Sequence[Reference]) -> None:
        """Raises KeyError where it takes more than plain numbers."""
        self._tree, self._places = tree, {one: place for place, one in enumerate(reads)}
        self.value = _value(tree, self._places)

    @cached_property
    def slopes(self) -> tuple[Plain | None, ...]:
        return tuple(_slope(self._tree, one, self._places) for one in self._places)


def program(tree: Tree, reads: Sequence[Reference]) -> Program | None:
    """What computes a formula that reads these; None where that takes more than plain numbers."""
    if len(reads) > _MOST or not all(one.single for one in reads) or _parts(tree) > _LONGEST:
        return None
    try:
        return Program(tree, reads)
    except KeyError:
        return None


def _parts(tree: Tree) -> int:
    match tree:
        case Chain(first, rest):
            return _parts(first) + sum(_parts(operand) for _, operand in rest)
        case Sign(_, operand):
            return 1 + _parts(operand)
    return 1


def value_of(found: Program, places: Sequence[Indices], cells: Cells) -> float | None:
    """The value where all cells are numbers and it is one; else None."""
    x = _numbers(places, cells)
    try:
        value = None if x is None else found.value(x)
    except (ZeroDivisionError, OverflowError):
        return None
    return value if value is not None and isfinite(value) else None


def slopes_of(found: Program, places: Sequence[Indices], cells: Cells) -> list[float] | None:
    """The slope in each cell that is read, at numbers at which the value is one; else None."""
    if value_of(found, places, cells) is None:
        return None
    x = _numbers(places, cells) or []
    try:
        slopes = [0.0 if one is None else one(x) for one in found.slopes]
    except (ZeroDivisionError, OverflowError):
        return None
    return slopes if all(map(isfinite, slopes)) else None


def _numbers(places: Sequence[Indices], cells: Cells) -> list[float] | None:
    found = [int(one[0, 0, 0]) for one in places]
    if any(cells.kinds[one] != NUMBER for one in found):
        return None
    return [float(cells.x[one]) for one in found]


def _value(tree: Tree, places: dict[Reference, int]) -> Plain:
    """Raises KeyError at anything that is not known here."""
    match tree:
        case Number(x):
            return lambda _: x
        case Reference():
            place = places[tree]
            return lambda x: x[place]
        case Sign(mark, operand):
            factor, inner = {"-": -1.0, "%": 0.01, "+": 1.0}[mark], _value(operand, places)
            return lambda x: inner(x) * factor
        case Chain(first, rest):
            left = _value(first, places)
            for sign, operand in rest:
                left = _VALUES[sign](left, _value(operand, places))
            return left
    raise KeyError(tree)


def _slope(tree: Tree, by: Reference, places: dict[Reference, int]) -> Plain | None:
    """None where it is 0."""
    match tree:
        case Reference():
            return (lambda _: 1.0) if tree == by else None
        case Sign(mark, operand):
            return _times(_slope(operand, by, places), {"-": -1.0, "%": 0.01, "+": 1.0}[mark])
        case Chain(first, rest):
            left, slope = _value(first, places), _slope(first, by, places)
            for sign, operand in rest:
                right = _value(operand, places)
                slope = _SLOPES[sign](left, slope, right, _slope(operand, by, places))
                left = _VALUES[sign](left, right)
            return slope
    return None


def _times(slope: Plain | None, factor: float) -> Plain | None:
    return None if slope is None else lambda x: slope(x) * factor


def _plus(one: Plain | None, other: Plain | None) -> Plain | None:
    if one is None or other is None:
        return one or other
    return lambda x: one(x) + other(x)


def _scaled(slope: Plain | None, factor: Plain) -> Plain | None:
    return None if slope is None else lambda x: slope(x) * factor(x)


_VALUES: dict[str, Callable[[Plain, Plain], Plain]] = {
    "+": lambda a, b: lambda x: a(x) + b(x),
    "-": lambda a, b: lambda x: a(x) - b(x),
    "*": lambda a, b: lambda x: a(x) * b(x),
    "/": lambda a, b: lambda x: a(x) / b(x),
}
_SLOPES: dict[str, Callable[[Plain, Plain | None, Plain, Plain | None], Plain | None]] = {
    "+": lambda _a, da, _b, db: _plus(da, db),
    "-": lambda _a, da, _b, db: _plus(da, _times(db, -1.0)),
    "*": lambda a, da, b, db: _plus(_scaled(da, b), _scaled(db, a)),
    "/": lambda a, da, b, db: _plus(_scaled(da, lambda x: 1.0 / b(x)), _scaled(db, lambda x: -a(x) / (b(x) * b(x)))),
}
