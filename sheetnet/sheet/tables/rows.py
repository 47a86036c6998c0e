"""Rows to predict, from a CSV file or from cells: inputs as they were measured, and labels to compare, if any."""

from pathlib import Path
from typing import NamedTuple

from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.sources import read_lines
from sheetnet.sheet.tables.table import Array, counted, numbered


class Inputs(NamedTuple):
    """`x` has shape (cases, inputs); `places` says where each case stands, `labels` its class, or is empty."""

    names: tuple[str, ...]
    x: Array
    places: tuple[str, ...]
    labels: tuple[str, ...]


def read_inputs(source: str | Path, inputs: int, within: Grid | None = None) -> Inputs:
    """The rows of a CSV file, or of ``data.xlsx!Sheet1!A1:T9``, or of ``Sheet1!A1:T9`` of the open workbook `within`.

    A first row of words is a header. Behind the inputs there may stand one column of labels.
    """
    lines = read_lines(source, within)
    header = lines.header(inputs)
    rows = lines.rows if header is None else lines.rows[1:]
    if not rows:
        raise FileError("expected at least one row of numbers below the header, found none", book=lines.book)
    width = len(rows[0][1])
    if width not in (inputs, inputs + 1):
        raise LayoutError(
            f"expected {counted(inputs, 'column')}, one for each input, or a label more, found {width}",
            book=lines.book,
            place=lines.place(rows[0][0], None),
        )
    lines.refuse_ragged(lines.rows, width)
    x = lines.numbers(rows, range(inputs))
    labels = lines.labels(rows, inputs) if width > inputs else ()
    names = tuple(name or f"x{n}" for n, name in enumerate(header[:inputs], 1)) if header else numbered("x", inputs)
    return Inputs(names, x, tuple(lines.place(line, None) for line, _ in rows), labels)
