"""Formulas as trees, their references relative to the cell that they stand in: equal trees compute alike."""

from typing import NamedTuple


class At(NamedTuple):
    """A row or a column: its number where it is fixed, else how far it is from that of the formula's cell."""

    number: int
    fixed: bool


class Reference(NamedTuple):
    """A rectangle on a sheet, or one cell (`single`)."""

    sheet: str
    top: At
    left: At
    bottom: At
    right: At
    single: bool


class Number(NamedTuple):
    x: float


class Text(NamedTuple):
    word: str


class Logical(NamedTuple):
    true: bool


class Mistake(NamedTuple):
    """An error value written into the formula, by its place in ERRORS."""

    code: int


class Missing(NamedTuple):
    """An argument that is left out between two commas."""


class Array(NamedTuple):
    """An array written out: ``{1,2;3,4}``."""

    rows: tuple[tuple["Tree", ...], ...]


class Chain(NamedTuple):
    """Operands with operators of one precedence between them, from left to right."""

    first: "Tree"
    rest: tuple[tuple[str, "Tree"], ...]


class Sign(NamedTuple):
    """A plus or minus before an operand, ``@``, or ``%`` behind it."""

    mark: str
    operand: "Tree"


class Union(NamedTuple):
    """References in brackets with commas between them."""

    parts: tuple["Tree", ...]


class Variable(NamedTuple):
    """A name that LET or LAMBDA has given."""

    name: str


class Call(NamedTuple):
    """A function by its name in capitals, and its arguments."""

    function: str
    arguments: tuple["Tree", ...]


class Apply(NamedTuple):
    """A LAMBDA, or what leads to one, called with arguments."""

    function: "Tree"
    arguments: tuple["Tree", ...]


Tree = Reference | Number | Text | Logical | Mistake | Missing | Array | Chain | Sign | Union | Variable | Call | Apply


class FormulaCell(NamedTuple):
    """The cell that a formula stands in."""

    sheet: str
    row: int
    column: int
