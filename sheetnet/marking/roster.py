"""The roster of a class: a table with a student's number and name a line, as a school's system writes it."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sheetnet.errors import CellError, FileError
from sheetnet.marking.students import Student
from sheetnet.sheet.tables.encodings import decoded
from sheetnet.sheet.tables.separators import records, separated

_NUMBERS = (
    *("student number", "student no", "student id", "studentid", "student", "matriculation number", "matrikelnummer"),
    *("schülernummer", "学籍番号", "学生番号", "生徒番号", "出席番号", "番号", "number", "id", "nr", "no"),
)
"""What heads the column of the numbers, the surest first."""

_NAMES = (
    *("name", "student name", "full name", "last name", "surname", "first name", "nachname", "vorname", "名前"),
    *("first", "last", "given name", "given names", "family name", "forename", "middle name", "familienname"),
    *("氏名", "生徒名", "学生名", "生徒氏名", "学生氏名", "姓", "名"),
)
_MOST = 10_000


class _Columns(NamedTuple):
    """Where the number stands in a line, and the parts of the name; no parts: in the next field."""

    number: int
    names: tuple[int, ...]


def read_roster(path: Path) -> list[Student]:
    """The students in a table with a number, and a name if there is one, in each line.

    Where its first line says what the columns are, they may stand in any order, and others between them.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot read the roster: {error.strerror}", book=str(path)) from None
    lines = list(_lines(decoded(data, path.name).text, path.name))
    headed, columns = _columns([fields for _, fields in lines])
    found: dict[str, Student] = {}
    for number, fields in lines[headed:]:
        one = _student(fields, columns)
        if not one.number:
            continue
        if one.number in found:
            raise CellError(
                f"the number '{one.number}' stands here a second time",
                book=path.name,
                place=f"line {number}",
                remedy="tell the classes apart, such as A-1 and B-1",
            )
        found[one.number] = one
    if not found:
        raise FileError("no students here", book=path.name, remedy="expected lines such as: 1001,Anna Berg")
    if len(found) > _MOST:
        raise FileError(f"more than {_MOST:,} students", book=path.name)
    return list(found.values())


def _lines(text: str, book: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's number and its fields, without the lines in which there is nothing."""
    separator, text = separated(text)
    try:
        for number, fields in records(text, separator):
            stripped = [field.strip() for field in fields]
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        raise FileError(f"this is not a CSV file: {error}", book=book) from None


def _student(fields: Sequence[str], columns: _Columns) -> Student:
    def field(column: int) -> str:
        return fields[column] if column < len(fields) else ""

    if columns.names:
        return Student(field(columns.number), " ".join(filter(None, map(field, columns.names))))
    return Student(field(columns.number), field(0 if columns.number else 1))


def _columns(lines: Sequence[Sequence[str]]) -> tuple[int, _Columns]:
    """How many lines are headings, 0 or 1, and where what stands."""
    if not lines:
        return 0, _Columns(0, ())
    head = [field.casefold().rstrip(".:") for field in lines[0]]
    names = tuple(column for column, text in enumerate(head) if text in _NAMES)
    known = [head.index(text) for text in _NUMBERS if text in head]
    if known:
        return 1, _Columns(known[0], names)
    if any(map(_has_digit, head)) or len(lines) == 1:
        return 0, _Columns(0, ())
    numbered = next((column for column in range(len(head)) if _numbers(lines[1:], column)), None)
    return (0, _Columns(0, ())) if numbered is None else (1, _Columns(numbered, names))


def _numbers(lines: Sequence[Sequence[str]], column: int) -> bool:
    """Whether every line has a number of its own there."""
    found = [line[column] for line in lines if column < len(line)]
    return len(set(found)) == len(lines) and all(map(_has_digit, found))


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
