"""Addresses of cells, and what a cell can hold."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MOST_CELLS = 2**24  # of a block; the largest part that is read, of 256 MB, holds fewer


class Fault(NamedTuple):
    """An error value in a cell, such as #DIV/0!."""

    code: str


class Date(NamedTuple):
    """A number that its cell shows as a date or a time."""

    serial: float


class Unsaved(NamedTuple):
    """A formula without a saved value."""

    formula: str


Value = None | bool | float | int | str | Fault | Date | Unsaved
Rows = list[list[Value]]
Formulas = list[list[str | None]]


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Area(NamedTuple):
    """A rectangle of cells on a sheet; rows and columns count from 1, both ends belong to it."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def size(self) -> int:
        """The number of cells."""
        return self.height * self.width

    def address(self, row: int = 0, column: int = 0) -> str:
        """``BP!C15`` for the cell that lies `row` rows down and `column` columns right of the first."""
        return f"{quoted(self.sheet)}!{column_letters(self.left + column)}{self.top + row}"

    def part(self, row: int, column: int, height: int = 1, width: int = 1) -> "Area":
        """The rectangle of that size, `row` and `column` counted from this one's first cell."""
        top, left = self.top + row, self.left + column
        return Area(self.sheet, top, left, top + height - 1, left + width - 1)

    def overlaps(self, other: "Area") -> bool:
        return (
            self.sheet.casefold() == other.sheet.casefold()
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def cells(self) -> Iterator[tuple[int, int]]:
        """(row, column) of every cell, row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def absolute(self) -> str:
        """``BP!$C$15:$G$34``, as defined names and formulas write it."""
        first = f"${column_letters(self.left)}${self.top}"
        last = f"${column_letters(self.right)}${self.bottom}"
        return f"{quoted(self.sheet)}!{first}" + ("" if first == last else f":{last}")

    @property
    def range(self) -> str:
        """``C15:G34``, without the sheet."""
        first, last = f"{column_letters(self.left)}{self.top}", f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.range}"


def rectangles(sheet: str, places: Iterable[tuple[int, int]]) -> list[Area]:
    """Cells of a sheet, (row, column) each, as rectangles from the top down."""
    left, found = set(places), []
    for row, column in sorted(left):
        if (row, column) not in left:  # in one of those above
            continue
        right = column
        while (row, right + 1) in left:
            right += 1
        bottom = row
        while all((bottom + 1, at) in left for at in range(column, right + 1)):
            bottom += 1
        left -= {(one, at) for one in range(row, bottom + 1) for at in range(column, right + 1)}
        found.append(Area(sheet, row, column, bottom, right))
    return found


@lru_cache(maxsize=256)
def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it: ``BP``, ``'My sheet'``."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]{1,2}(?:\d.*)?", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!:\s\[\]]+))!)?\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.I
)


def parse_area(text: str, sheet: str = "") -> Area | None:
    """``'My sheet'!$A$1:$B$2`` or ``B2`` as an Area (`sheet` where the text names none); None if it is not one."""
    match = _REFERENCE.fullmatch(text.strip().removeprefix("="))
    if not match:
        return None
    in_quotes, plain, left, top, right, bottom = match.groups()
    name = in_quotes.replace("''", "'") if in_quotes else plain or sheet
    columns = sorted((column_number(left.upper()), column_number((right or left).upper())))
    rows = sorted((int(top), int(bottom or top)))
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Area(name, rows[0], columns[0], rows[1], columns[1])


def describe(value: Value) -> str:
    """What was found in a cell, in the words of an error message."""
    match value:
        case None:
            return "an empty cell"
        case bool():
            return f"the logical value {str(value).upper()}"
        case str():
            shown = value if len(value) <= 40 else value[:37] + "..."
            return f'text "{shown}"'
        case Fault(code):
            return f"the error {code}"
        case Date(serial):
            return f"a date or time (serial number {serial:g})"
        case Unsaved():
            return "a formula without a saved value"
        case float() if value != value or value in (float("inf"), -float("inf")):
            return f"{value}, which is not a finite number"
    return f"{value:g}" if isinstance(value, float) else repr(value)
