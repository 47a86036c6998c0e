"""Rows of fields, from text or from cells, before anybody knows which are features and which are targets."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sheetnet.errors import CellError
from sheetnet.sheet.cells import Unsaved, Value, describe
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.table import Array, counted

Fields = Sequence[Value]  # an array where there are numbers alone: a table can have millions


@dataclass(frozen=True)
class Lines:
    """Rows that are not blank, each with its number in the file; a field is a float, a word, or None if it is blank.

    `place` says where a line stands, or a field of it, its column counted from 0. `first` holds the texts of the first
    row as they are written, `field` is what one field is called here.
    """

    book: str
    rows: list[tuple[int, Fields]]
    first: tuple[str, ...]
    place: Callable[[int, int | None], str]
    field: str = "field"

    def header(self, features: int) -> tuple[str, ...] | None:
        """The texts of the first row, if there is a word and no number in its first columns."""
        start = self.rows[0][1][:features]
        words = any(isinstance(value, str) for value in start)
        return self.first if words and all(value is None or isinstance(value, str) for value in start) else None

    def refuse_ragged(self, rows: Sequence[tuple[int, Fields]], width: int) -> None:
        """Every row has to have as many fields."""
        for line, fields in rows:
            if len(fields) != width:
                raise CellError(
                    f"expected {counted(width, 'column')}, found {len(fields)}",
                    book=self.book,
                    place=self.place(line, None),
                )

    def numbers(self, rows: Sequence[tuple[int, Fields]], columns: Sequence[int]) -> Array:
        """Those columns as floats, shape (rows, columns)."""
        found = np.empty((len(rows), len(columns)))
        chosen = np.array(columns, np.intp)
        for row, (line, fields) in enumerate(rows):
            if isinstance(fields, array):
                found[row] = np.frombuffer(fields)[chosen]
            else:
                found[row] = [self._number(line, column, fields[column]) for column in columns]
        return found

    def _number(self, line: int, column: int, value: Value) -> float:
        if isinstance(value, float):
            return value
        raise self.wrong("a number", line, column, value)

    def labels(self, rows: Sequence[tuple[int, Fields]], column: int) -> tuple[str, ...]:
        """That column as words."""
        found = []
        for line, fields in rows:
            value = fields[column]
            if not isinstance(value, str | float):
                raise self.wrong("a label", line, column, value)
            found.append(word(value))
        return tuple(found)

    def wrong(self, expected: str, line: int, column: int, value: Value) -> CellError:
        """The error of a field that holds something else."""
        found = f"an empty {self.field}" if value is None else describe(value)
        remedy = "open the workbook once in Excel or LibreOffice and save it" if isinstance(value, Unsaved) else ""
        return CellError(
            f"expected {expected}, found {found}", book=self.book, place=self.place(line, column), remedy=remedy
        )


def without_blank_ends(rows: list[tuple[int, Fields]]) -> list[tuple[int, Fields]]:
    """Rows without the columns that are blank in every one, at the right: commas at the end of every line."""
    width = len(rows[0][1]) if rows else 0
    full = [fields for _, fields in rows if len(fields) == width]
    last = width
    while last > 1 and all(fields[last - 1] is None for fields in full):
        last -= 1
    if last == width:
        return rows
    return [(line, fields[:last] if len(fields) == width else fields) for line, fields in rows]
