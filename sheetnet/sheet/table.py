"""Data for a new workbook: a table of numbers from a CSV file, features first, then a label or target columns."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
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
        raise LayoutError(
            f"expected {inputs} features and then a label or {outputs} target column{'s' * (outputs > 1)}, "
            f"found {width} columns",
            book=path.name,
            place=f"line {rows[0][0]}",
        )
    for line, row in rows:
        if len(row) != width:
            raise CellError(f"expected {width} columns, found {len(row)}", book=path.name, place=f"line {line}")
    features = _numbers(path, rows, 0, inputs)
    names = tuple(header[:inputs]) if header else tuple(f"x{n}" for n in range(1, inputs + 1))
    if labelled:
        labels = tuple(row[-1].strip() for _, row in rows)
        words = sorted(set(labels), key=lambda word: (_number(word) is None, _number(word) or 0.0, word))
        if len(words) != outputs:
            raise LayoutError(
                f"the label column has {len(words)} different labels, and the network {outputs} outputs",
                book=path.name,
                remedy="let them be the same number",
            )
        return Table(names, features, labels, _one_hot(labels, words), tuple(_class(word) for word in words))
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


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            rows = [(lines.line_num, row) for row in lines if any(text.strip() for text in row)]
    except FileNotFoundError:
        raise FileError("no such file", book=path.name) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileError(f"this is not a CSV file in UTF-8 ({error})", book=path.name) from None
    except OSError as error:
        raise FileError(f"cannot read the file: {error.strerror}", book=path.name) from None
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
