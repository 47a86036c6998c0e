"""What formulas compute with: arrays of numbers, text, logical values and errors, and how numbers follow from others.

Every value is an array of shape (n, height, width): `n` formulas that differ by their place alone are evaluated
together, each with an array of `height` x `width` cells. Where all `n` are the same, n is 1.
"""

from collections.abc import Callable, Iterable
from math import prod
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.trouble import NotUnderstood

Numbers = NDArray[np.float64]
Kinds = NDArray[np.int8]
Bools = NDArray[np.bool_]
Pull = Callable[[Numbers], Numbers]

MOST: Final = 20_000_000  # cells of one array on the way
EMPTY, NUMBER, TEXT, LOGICAL, ERROR = range(5)
ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")
NULL, DIV, VALUE, REF, NAME, NUM, NA, SPILL, CALC = (float(number) for number in range(len(ERRORS)))


class Link(NamedTuple):
    """How a value follows from another: `pull` makes of dL/d(value) the share of dL/d(operand), in its shape."""

    operand: "Value"
    pull: Pull


class Value:
    """An array of cells' values; immutable by custom.

    `x` holds numbers, 0 or 1 for logical values, and the number of an error in ERRORS. `kinds` is None where all are
    numbers. `texts` is None where there is no text. `links` is None where nothing of it depends on a parameter.
    """

    __slots__ = ("kinds", "links", "texts", "x")

    def __init__(
        self,
        x: Numbers,
        kinds: Kinds | None = None,
        texts: NDArray[np.object_] | None = None,
        links: tuple[Link, ...] | None = None,
    ) -> None:
        self.x, self.kinds, self.texts, self.links = x, kinds, texts, links

    @property
    def shape(self) -> tuple[int, int, int]:
        n, height, width = self.x.shape
        return n, height, width

    @property
    def size(self) -> int:
        """Cells of one of the n arrays."""
        return int(self.x.shape[1] * self.x.shape[2])

    @property
    def depends(self) -> bool:
        """Whether its numbers depend on a parameter."""
        return self.links is not None

    def is_kind(self, kind: int) -> Bools:
        """Where the values are of a kind, in the shape of the array."""
        if self.kinds is None:
            return np.full(self.x.shape, kind == NUMBER)
        return np.asarray(self.kinds == kind)

    def has(self, kind: int) -> bool:
        return kind == NUMBER if self.kinds is None else bool((self.kinds == kind).any())

    def constant(self) -> "Value":
        """The same without what it depends on."""
        return Value(self.x, self.kinds, self.texts) if self.depends else self


def number(x: float) -> Value:
    return Value(np.full((1, 1, 1), x))


def logical(x: Bools) -> Value:
    return Value(x.astype(np.float64), np.full(x.shape, LOGICAL, np.int8))


def error(code: float, shape: tuple[int, int, int] = (1, 1, 1)) -> Value:
    return Value(np.full(shape, code), np.full(shape, ERROR, np.int8))


def text(words: NDArray[np.object_]) -> Value:
    """Texts in the shape (n, height, width)."""
    return Value(np.zeros(words.shape), np.full(words.shape, TEXT, np.int8), words)


def one_text(word: str) -> Value:
    return text(np.full((1, 1, 1), word, dtype=object))


def empty(shape: tuple[int, int, int] = (1, 1, 1)) -> Value:
    return Value(np.zeros(shape), np.full(shape, EMPTY, np.int8))


def derived(x: Numbers, *links: tuple[Value, Pull]) -> Value:
    """Numbers that follow from others; one that is not finite is the error #NUM!."""
    kept = tuple(Link(*link) for link in links if link[0].depends) or None
    if np.isfinite(x).all():
        return Value(x, None, None, kept)
    wrong = ~np.isfinite(x)
    return spoiled(Value(np.where(wrong, 0.0, x), None, None, kept), wrong, NUM)


def spoiled(value: Value, where: Bools, codes: float | Numbers) -> Value:
    """The value with errors in some places; there it depends on nothing any more."""
    where, x = np.broadcast_arrays(where, value.x)
    if not where.any():
        return value
    kinds = np.full(x.shape, NUMBER, np.int8) if value.kinds is None else np.broadcast_to(value.kinds, x.shape)
    links = None
    if value.links is not None:
        links = (Link(value, lambda adjoint: unbroadcast(np.where(where, 0.0, adjoint), value.x.shape)),)
    return Value(np.where(where, codes, x), np.where(where, ERROR, kinds).astype(np.int8), value.texts, links)


def unbroadcast(adjoint: Numbers, shape: tuple[int, ...]) -> Numbers:
    """The adjoint of an operand that was broadcast: summed over what was repeated."""
    axes = tuple(axis for axis, (wide, own) in enumerate(zip(adjoint.shape, shape, strict=True)) if own == 1 != wide)
    return adjoint.sum(axis=axes, keepdims=True) if axes else adjoint


def somewhere(places: Bools) -> Bools:
    """Of each of the n arrays, whether it holds in any cell: shape (n, 1, 1)."""
    return np.asarray(places.any(axis=(1, 2), keepdims=True))


def sum_of_cells(x: Numbers) -> Numbers:
    """Of each of the n arrays, the sum of its cells: shape (n, 1, 1)."""
    return np.asarray(x.sum(axis=(1, 2), keepdims=True), np.float64)


def times(adjoint: Numbers, partial: Numbers | float) -> Numbers:
    """adjoint x partial, 0 where the adjoint is: an infinite slope does not matter where nobody asks for it."""
    with np.errstate(all="ignore"):
        product = adjoint * partial
    return product if np.isfinite(product).all() else np.where(adjoint == 0.0, 0.0, product)


def refuse_large(*shapes: tuple[int, ...]) -> None:
    """Raise NotUnderstood where arrays of these shapes make one, cell by cell, that is too large."""
    size = prod(max(sizes) for sizes in zip(*shapes, strict=True))
    if size > MOST:
        raise NotUnderstood(f"an array of {size:,} cells")


def same_shape(values: Iterable[Value]) -> tuple[int, int, int]:
    """The shape that values have together: 1 goes with everything, of others the largest."""
    shapes = [value.shape for value in values]
    n, height, width = (max(sizes) for sizes in zip(*shapes, strict=True))
    return n, height, width


def stretched(value: Value, shape: tuple[int, int, int]) -> Value:
    """The value in a shape: what is 1 is repeated, and what is missing is #N/A, as in a spreadsheet."""
    if value.shape == shape:
        return value
    n, height, width = value.shape
    tall, wide = (shape[1] if height == 1 else height), (shape[2] if width == 1 else width)
    room = (max(n, shape[0]), tall, wide)
    x = np.broadcast_to(value.x, room)
    kinds = None if value.kinds is None else np.broadcast_to(value.kinds, room)
    texts = None if value.texts is None else np.broadcast_to(value.texts, room)
    own = value.x.shape
    links = None if value.links is None else (Link(value, lambda adjoint: unbroadcast(adjoint[:, :tall, :wide], own)),)
    if (tall, wide) == shape[1:]:
        return Value(x, kinds, texts, links)
    whole = error(NA, (room[0], *shape[1:]))
    whole.x[:, :tall, :wide] = x
    assert whole.kinds is not None  # noqa: S101 - it consists of errors
    whole.kinds[:, :tall, :wide] = NUMBER if kinds is None else kinds
    if texts is not None:
        words = np.full(whole.x.shape, None, dtype=object)
        words[:, :tall, :wide] = texts
        whole.texts = words
    whole.links = links
    return whole


def as_numbers(value: Value) -> tuple[Numbers, Bools | None, Numbers | None]:
    """(numbers, where there is none, which error stands there): empty is 0, text that reads as a number is one."""
    if value.kinds is None:
        return value.x, None, None
    kinds = value.kinds
    wrong, codes, x = kinds == ERROR, value.x, value.x
    if value.texts is not None and (kinds == TEXT).any():
        x, codes, wrong = x.copy(), codes.copy(), wrong.copy()
        for place in zip(*np.nonzero(kinds == TEXT), strict=True):
            read = number_in(value.texts[place])
            if read is None:
                wrong[place], codes[place] = True, VALUE
            else:
                x[place] = read
    if not wrong.any():
        return x, None, None
    return np.where(wrong, 0.0, x), wrong, codes


def number_in(words: str) -> float | None:
    """The number that a text says, as a spreadsheet program reads it where one is expected."""
    plain = words.strip().replace(",", "")
    share = plain.endswith("%")
    try:
        if not plain or plain.lower().strip("+-") in ("nan", "inf", "infinity") or "_" in plain:
            return None
        return float(plain.rstrip("%")) / (100.0 if share else 1.0)
    except ValueError:
        return None


def words_in(value: Value) -> tuple[NDArray[np.object_], Bools | None]:
    """(texts, where there is an error instead): a number with up to 15 digits, TRUE and FALSE, nothing for empty."""
    words = np.empty(value.x.shape, dtype=object)
    kinds = np.full(value.x.shape, NUMBER, np.int8) if value.kinds is None else value.kinds
    for place in np.ndindex(*value.x.shape):
        words[place] = _word(int(kinds[place]), float(value.x[place]), value.texts, place)
    wrong = kinds == ERROR
    return words, wrong if wrong.any() else None


def _word(kind: int, x: float, texts: NDArray[np.object_] | None, place: tuple[int, ...]) -> str:
    if kind == TEXT and texts is not None:
        return str(texts[place])
    if kind == LOGICAL:
        return "TRUE" if x else "FALSE"
    return "" if kind in (EMPTY, ERROR) else number_as_text(x)


def number_as_text(x: float) -> str:
    """A number as ``&`` writes it: 15 digits, an exponent of two digits from 1E+21 on and below 1E-9 or so."""
    if x == int(x) and abs(x) < 1e15:
        return str(int(x))
    plain = f"{x:.15g}"
    if "e" not in plain:
        return plain
    mantissa, _, exponent = plain.partition("e")
    power = int(exponent)
    if 0 <= power < 21 or -10 < power < 0:
        digits = mantissa.replace(".", "").lstrip("-")
        sign = "-" if x < 0 else ""
        if power < 0:
            return f"{sign}0.{'0' * (-power - 1)}{digits}"
        return sign + digits + "0" * (power + 1 - len(digits))
    return f"{mantissa}E{'-' if power < 0 else '+'}{abs(power):02d}"
