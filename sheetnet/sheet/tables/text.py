"""Lines from a CSV file."""

import csv
import re
from array import array
from collections.abc import Sequence
from io import StringIO
from math import isfinite
from pathlib import Path

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.tables.labels import number_in
from sheetnet.sheet.tables.lines import Fields, Lines, without_blank_ends

_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+(?:[eE][-+]?\d+)?")


def lines_of_text(path: Path) -> Lines:
    """The lines of a CSV file that are not blank; fields are separated by commas, or by semicolons or tabs.

    Where fields are separated by semicolons or tabs, numbers may have a decimal comma, as Excel writes it in many
    countries.
    """
    text = _text(path)
    start = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((sign for sign in ";\t" if sign in start and "," not in start.split(sign)[0]), ",")
    rows: list[tuple[int, Fields]] = []
    first: tuple[str, ...] = ()
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for texts in lines:
            fields = _fields(texts, decimal_comma=separator != ",")
            if any(value is not None for value in fields):
                first = first or tuple(one.strip() for one in texts)
                _refuse_control_characters(path, lines.line_num, fields)
                rows.append((lines.line_num, fields))
    except csv.Error as error:
        raise FileError(f"this is not a CSV file ({error})", book=path.name, place=f"line {lines.line_num}") from None
    if not rows:
        raise FileError("expected a table of numbers, found an empty file", book=path.name)
    rows = without_blank_ends(rows)
    return Lines(path.name, rows, first[: len(rows[0][1])], _place)


def _place(line: int, column: int | None) -> str:
    return f"line {line}" if column is None else f"line {line}, column {column + 1}"


def _fields(texts: Sequence[str], *, decimal_comma: bool) -> Fields:
    try:
        numbers = array("d", map(float, texts))
    except ValueError:
        pass
    else:
        if isfinite(sum(numbers)) and "_" not in "".join(texts):
            return numbers
    return [_field(text.strip(), decimal_comma=decimal_comma) for text in texts]


def _field(text: str, *, decimal_comma: bool) -> float | str | None:
    if decimal_comma and _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    number = number_in(text)
    return number if number is not None else text or None


def _refuse_control_characters(path: Path, line: int, fields: Fields) -> None:
    if isinstance(fields, array):
        return
    for column, value in enumerate(fields):
        if isinstance(value, str) and min(value) < " ":
            raise CellError(
                "expected a number or a word, found a control character", book=path.name, place=_place(line, column)
            )


def _text(path: Path) -> str:
    """The text of a CSV file, in UTF-8 or what Excel calls Unicode text (UTF-16)."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileError("no such file", book=path.name) from None
    except OSError as error:
        if path.is_dir():
            raise FileError("this is a folder, expected a CSV file", book=str(path)) from None
        raise FileError(f"cannot read the file: {error.strerror}", book=path.name) from None
    except ValueError:
        raise FileError(f"expected the name of a file, found {str(path)!r}") from None
    if data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        raise FileError(
            "this is a workbook, expected a CSV file", book=path.name, remedy="save the sheet as 'CSV UTF-8' in Excel"
        )
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(
            "this is not a CSV file in UTF-8", book=path.name, remedy="save it as 'CSV UTF-8' in Excel"
        ) from None
