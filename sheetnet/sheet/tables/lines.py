"""Rows of fields, from text or from cells, before anybody knows which are features and which are targets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetnet.errors import CellError
from sheetnet.sheet.cells import Unsaved, Value, describe
from sheetnet.sheet.tables.labels import as_labels, word
from sheetnet.sheet.tables.numerals import BETWEEN, Numerals
from sheetnet.sheet.tables.table import Array, counted

Fields = Sequence[Value] | str  # a line of text keeps its fields in one string: a table can have millions
Row = tuple[int, Fields]

_MOST_DIGITS = 1e15  # above, a number cell does not tell one whole number from the next


@dataclass(frozen=True)
class Lines:
    """Rows that are not blank, each with its number in the file. A field of cells is what the cell holds, one of text
    is text; what number it says is told by `numerals`.

    `place` says where a line stands, or a field of it, its column counted from 0. `called` is what one field is called
    here, and `notes` what is to be said of how they were read.
    """

    book: str
    rows: list[Row]
    place: Callable[[int, int | None], str]
    called: str = "field"
    numerals: Numerals = field(default_factory=Numerals)
    notes: tuple[str, ...] = ()

    def texts(self, row: Row) -> tuple[str, ...]:
        """The fields of a row as they are written, empty where they are no text."""
        return tuple(one if isinstance(one, str) else "" for one in _split(row[1]))

    def values(self, row: Row) -> list[Value]:
        """The fields of a row: numbers where they are numbers, None where they are blank."""
        fields = _split(row[1])
        if isinstance(row[1], str):
            return [self.numerals.value(text) for text in fields]  # type: ignore[arg-type]
        return list(fields)

    def column(self, rows: Sequence[Row], column: int) -> list[Value]:
        """The values of one column."""
        return [self._read(fields, [column])[0] for _, fields in rows]

    def _read(self, fields: Fields, columns: Sequence[int]) -> list[Value]:
        if not isinstance(fields, str):
            return [fields[column] for column in columns]
        texts = fields.split(BETWEEN)
        return [self.numerals.value(texts[column].strip()) for column in columns]

    def said(self, notes: Sequence[str]) -> tuple[str, ...]:
        """Notes under the name of the file or workbook."""
        return tuple(f"{self.book}: {note}" for note in notes)

    def refuse_ragged(self, rows: Sequence[Row], columns: int) -> None:
        """Every row has to have as many fields."""
        for line, fields in rows:
            if width(fields) != columns:
                raise CellError(
                    f"expected {counted(columns, 'column')}, found {width(fields)}",
                    book=self.book,
                    place=self.place(line, None),
                )

    def numbers(self, rows: Sequence[Row], columns: Sequence[int]) -> Array:
        """Those columns as floats, shape (rows, columns)."""
        found = np.empty((len(rows), len(columns)))
        for row, (line, fields) in enumerate(rows):
            if not (isinstance(fields, str) and self._quickly(fields, columns, found[row])):
                values = zip(columns, self._read(fields, columns), strict=True)
                found[row] = [self._number(line, column, value) for column, value in values]
        return found

    def _quickly(self, fields: str, columns: Sequence[int], found: Array) -> bool:
        """Numbers without a sign between thousands, and without a look at each; False where one is not."""
        if self.numerals.thousands or "_" in fields or (self.numerals.decimal == "," and "." in fields):
            return False
        texts = fields.replace(self.numerals.decimal, ".").split(BETWEEN)
        try:
            found[:] = [float(texts[column]) for column in columns]
        except ValueError:
            return False
        return bool(np.isfinite(found).all())

    def _number(self, line: int, column: int, value: Value) -> float:
        if isinstance(value, float):
            return value
        raise self.wrong("a number", line, column, value)

    def labels(self, rows: Sequence[Row], column: int) -> tuple[str | float, ...]:
        """That column as labels."""
        found = []
        for line, fields in rows:
            value = fields.split(BETWEEN)[column].strip() if isinstance(fields, str) else fields[column]
            label = str(value).upper() if isinstance(value, bool) else value
            if not isinstance(label, str | float) or (isinstance(label, str) and not word(label)):
                raise self.wrong("a label", line, column, None if value == "" else value)
            if isinstance(label, float) and abs(label) >= _MOST_DIGITS:
                raise CellError(
                    f"expected a label, found the number {label:g}, of which a cell keeps 15 digits",
                    book=self.book,
                    place=self.place(line, column),
                    remedy="let it be text: give the column the format Text, then enter the labels again",
                )
            found.append(label)
        if rows and isinstance(rows[0][1], str):
            return as_labels([str(label) for label in found])
        return tuple(word(label) if isinstance(label, str) else label for label in found)

    def wrong(self, expected: str, line: int, column: int, value: Value) -> CellError:
        """The error of a field that holds something else."""
        found = f"an empty {self.called}" if value is None else describe(value)
        remedy = "open the workbook once in Excel or LibreOffice and save it" if isinstance(value, Unsaved) else ""
        if expected == "a number" and isinstance(value, bool):
            remedy = "write 1 and 0"
        if expected == "a number" and isinstance(value, str) and self.called == "field":
            told, remedy = self.numerals.expected(value)
            expected = told or expected
        return CellError(
            f"expected {expected}, found {found}", book=self.book, place=self.place(line, column), remedy=remedy
        )


def width(fields: Fields) -> int:
    """How many fields there are."""
    return fields.count(BETWEEN) + 1 if isinstance(fields, str) else len(fields)


def _split(fields: Fields) -> Sequence[Value]:
    return [text.strip() for text in fields.split(BETWEEN)] if isinstance(fields, str) else fields
