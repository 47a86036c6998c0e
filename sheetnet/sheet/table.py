"""Data for a new workbook: a table of numbers from a CSV file, features first, then a label or target columns."""

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from sheetnet.sheet.errors import CellError, FileError, LayoutError

LETTERS = Path(__file__).parent.parent / "data" / "aple_train.csv"


@dataclass(frozen=True)
class Table:
    """Cases in rows. `labels` names each case's class (or is empty), `classes` the outputs, in their order."""

    feature_names: tuple[str, ...]
    features: tuple[tuple[float, ...], ...]
    labels: tuple[str, ...]
    targets: tuple[tuple[float, ...], ...]
    classes: tuple[str | float, ...]


def letters() -> Table:
    """The 128 letters A, P, L, E of 5x4 pixels that come with sheetnet."""
    rows = _rows(LETTERS)
    classes = ("A", "P", "L", "E")
    labels = tuple(row[0] for _, row in rows[1:])
    return Table(
        tuple(rows[0][1][1:]),
        tuple(tuple(map(float, row[1:])) for _, row in rows[1:]),
        labels,
        _one_hot(labels, classes),
        classes,
    )


def read_table(path: Path, inputs: int, outputs: int) -> Table:
    """The table of a CSV file for a network of that many inputs and outputs.

    After `inputs` columns of numbers stands either one column of labels, whose words become the outputs in sorted
    order, or one column of numbers for each output. A first line without numbers is a header.
    """
    rows = _rows(path)
    header: list[str] | None = None
    if not any(_number(text) is not None for text in rows[0][1][:inputs]):
        header = [text.strip() for text in rows.pop(0)[1]]
        if not rows:
            raise FileError("expected at least one line of numbers below the header, found none", book=path.name)
    width = len(rows[0][1])
    labelled = width == inputs + 1 and outputs > 1
    if not labelled and width != inputs + outputs:
        wanted = f"a label or {outputs} target columns" if outputs > 1 else "1 target column"
        counts = " or ".join(map(str, sorted({inputs + 1, inputs + outputs})))
        raise LayoutError(
            f"expected {_counted(inputs, 'feature')} and then {wanted}, that is {counts} columns, "
            f"found {_counted(width, 'column')}",
            book=path.name,
            place=f"line {rows[0][0]}",
        )
    for line, row in rows if header is None else [(1, header), *rows]:
        if len(row) != width:
            raise CellError(
                f"expected {_counted(width, 'column')}, found {len(row)}", book=path.name, place=f"line {line}"
            )
    features = _numbers(path, rows, 0, inputs)
    names = tuple(header[:inputs]) if header else tuple(f"x{n}" for n in range(1, inputs + 1))
    if labelled:
        labels = tuple(row[-1].strip() for _, row in rows)
        if "" in labels:
            place = f"line {rows[labels.index('')][0]}, column {width}"
            raise CellError("expected a label, found an empty field", book=path.name, place=place)
        words = sorted(set(labels), key=lambda word: (_number(word) is None, _number(word) or 0.0, word))
        if len(words) != outputs:
            shown = ", ".join(words[:6]) + (", ..." if len(words) > 6 else "")
            raise LayoutError(
                f"the label column has {_counted(len(words), 'different label')} ({shown}), "
                f"and the network {outputs} outputs",
                book=path.name,
                remedy="let them be the same number",
            )
        return Table(names, features, labels, _one_hot(labels, words), tuple(_class(word) for word in words))
    found = {row[-1].strip() for _, row in rows}
    if outputs == 1 and 1 < len(found) < len(rows) and all(_number(word) is None for word in found):
        raise LayoutError(
            f"the last column has {len(found)} different labels, and the network 1 output",
            book=path.name,
            remedy=f"use {len(found)} outputs",
        )
    targets = _numbers(path, rows, inputs, width)
    for (line, _), values in zip(rows, targets, strict=True):
        for column, value in enumerate(values):
            if not 0.0 <= value <= 1.0:
                raise CellError(
                    f"expected a target between 0 and 1, which a sigmoid output can reach, found {value:g}",
                    book=path.name,
                    place=f"line {line}, column {inputs + column + 1}",
                    remedy="scale the targets",
                )
    classes = tuple(header[inputs:]) if header else tuple(f"t{n}" for n in range(1, outputs + 1))
    return Table(names, features, (), targets, classes)


def _class(word: str) -> str | float:
    number = _number(word)
    return word if number is None else number


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


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


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """(line, fields) of every line that is not blank; fields are separated by commas, or by semicolons or tabs.

    Where fields are separated by semicolons or tabs, numbers may have a decimal comma, as Excel writes it in many
    countries.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((sign for sign in ";\t" if sign in first and "," not in first.split(sign)[0]), ",")
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
        rows = [(lines.line_num, row) for row in lines if any(text.strip() for text in row)]
    except csv.Error as error:
        raise FileError(f"this is not a CSV file ({error})", book=path.name, place=f"line {lines.line_num}") from None
    if separator != ",":
        decimal = re.compile(r"\s*[-+]?\d+,\d+(?:[eE][-+]?\d+)?\s*")
        rows = [(n, [one.replace(",", ".") if decimal.fullmatch(one) else one for one in row]) for n, row in rows]
    while rows and len(rows[0][1]) > 1 and all(not row[-1].strip() for _, row in rows if len(row) == len(rows[0][1])):
        rows = [(n, row[:-1] if len(row) == len(rows[0][1]) else row) for n, row in rows]  # commas at every line's end
    if not rows:
        raise FileError("expected a table of numbers, found an empty file", book=path.name)
    for line, row in rows:
        for column, text in enumerate(row, 1):
            if any(ord(letter) < 32 for letter in text):
                raise CellError(
                    "expected a number or a word, found a control character",
                    book=path.name,
                    place=f"line {line}, column {column}",
                )
    return rows


def _number(text: str) -> float | None:
    if "_" in text:  # Python reads 1_000 as a number, nobody else does
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _numbers(path: Path, rows: Sequence[tuple[int, list[str]]], first: int, last: int) -> tuple[tuple[float, ...], ...]:
    table = []
    for line, row in rows:
        values = []
        for column in range(first, last):
            number = _number(row[column])
            if number is None or not math.isfinite(number):
                found = f'text "{row[column]}"' if row[column].strip() else "an empty field"
                raise CellError(
                    f"expected a number, found {found}", book=path.name, place=f"line {line}, column {column + 1}"
                )
            values.append(number)
        table.append(tuple(values))
    return tuple(table)


def _one_hot(labels: Sequence[str], classes: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(label == name) for name in classes) for label in labels)
