"""Lines from a text file; what its separator, its numbers and its encoding are, the whole file says."""

import csv
import re
from pathlib import Path

from sheetnet.errors import CellError, FileError
from sheetnet.sheet.tables.encodings import decoded
from sheetnet.sheet.tables.lines import Lines, Row
from sheetnet.sheet.tables.numerals import BETWEEN, numerals_of
from sheetnet.sheet.tables.separators import records, separated

UNUSUAL = "this is no file with data in it"
_CONTROL = re.compile(r"[\x00-\x1e]")
_BROKEN = re.compile(r"\s*[\r\n]\s*")


def lines_of_text(path: Path) -> Lines:
    """The lines of a CSV file that are not blank, whatever Excel, LibreOffice or pandas separated their fields by."""
    text, encoding = decoded(_bytes(path), path.name)
    separator, text = separated(text)
    rows: list[tuple[int, str]] = []
    last = 0
    try:
        for line, fields in records(text, separator):
            last = line
            packed = _packed(path, line, fields)
            if packed:
                rows.append((line, packed))
    except csv.Error as error:
        raise FileError(f"this is not a CSV file ({error})", book=path.name, place=f"line {last + 1}") from None
    if not rows:
        raise FileError("expected a table of numbers, found an empty file", book=path.name)
    rows = _without_blank_ends(rows)
    numerals, told = numerals_of(rows, separator)
    kept: list[Row] = list(rows)
    return Lines(path.name, kept, _place, numerals=numerals, notes=tuple(note for note in (encoding, told) if note))


def _packed(path: Path, line: int, fields: list[str]) -> str:
    """The fields of a line as one string, empty if they are blank; where a heading breaks its line, a blank stands."""
    packed = BETWEEN.join(fields)
    if _CONTROL.search(packed) or packed.count(BETWEEN) >= max(len(fields), 1):
        fields = [_BROKEN.sub(" ", text.strip()) for text in fields]
        packed = BETWEEN.join(fields)
        for column, text in enumerate(fields):
            if _CONTROL.search(text) or BETWEEN in text:
                raise CellError(
                    "expected a number or a word, found a control character", book=path.name, place=_place(line, column)
                )
    return packed if packed.strip() else ""  # for Python the sign between fields is a blank too


def _without_blank_ends(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Rows without the columns that are blank in every one, at the right: commas at the end of every line."""
    width = rows[0][1].count(BETWEEN)
    blank = width
    for _, packed in rows:
        if not blank:
            return rows
        if packed.count(BETWEEN) == width:
            blank = min(blank, packed[len(packed.rstrip()) :].count(BETWEEN))
    return [
        (line, packed.rsplit(BETWEEN, blank)[0] if packed.count(BETWEEN) == width else packed) for line, packed in rows
    ]


def _place(line: int, column: int | None) -> str:
    return f"line {line}" if column is None else f"line {line}, column {column + 1}"


def _bytes(path: Path) -> bytes:
    try:
        if path.is_char_device() or path.is_block_device():  # /dev/zero has no end; a pipe has one
            raise FileError(UNUSUAL, book=path.name)
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
    return data
