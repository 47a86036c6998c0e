"""Rows to predict, from a CSV file or from cells: inputs as they were measured, and labels to compare, if any."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from sheetnet.errors import CellError, FileError, LayoutError
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.headings import Body, body, folded, left_out, placed
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.lines import Lines, Row, width
from sheetnet.sheet.tables.sources import place_within, read_lines
from sheetnet.sheet.tables.table import Array, counted


class Inputs(NamedTuple):
    """`x` has shape (cases, inputs); `places` says where each case stands, `labels` its class, or is empty.

    `columns` says where the inputs of the first case stand, if that is in the open workbook, and is empty if it is not.
    `notes` are what is to be said of how they were read.
    """

    x: Array
    places: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_inputs(
    source: str | Path,
    names: Sequence[str],
    classes: Collection[str] = (),
    within: Grid | None = None,
    *,
    visible_only: bool = False,
) -> Inputs:
    """The rows of a CSV file, or of ``data.xlsx!Sheet1!A1:T9``, or of ``Sheet1!A1:T9`` of the open workbook `within`.

    Where a heading names the inputs, these columns are taken, in whatever order; the one further column that holds
    `classes` alone is that of the labels. Without names on both sides the inputs stand first, and one column of labels
    may stand behind them.
    """
    lines = read_lines(source, within, visible_only=visible_only)
    head = body(lines, len(names))
    if not head.rows:
        raise FileError("expected at least one row of numbers below the header, found none", book=lines.book)
    count = width(head.rows[0][1])
    columns = _by_name(lines, head, names) if head.names else None
    if columns is None:
        columns, label, out = _by_position(lines, head, len(names), count)
    else:
        lines.refuse_ragged(lines.rows, count)
        label, out = _label(lines, head, columns, classes)
    lines.refuse_ragged(lines.rows, count)
    x = lines.numbers(head.rows, columns)
    labels = tuple(map(word, lines.labels(head.rows, label))) if label is not None else ()
    notes = lines.notes + head.notes
    notes += (left_out(head.names or [""] * count, out),) if out else ()
    places = tuple(lines.place(line, None) for line, _ in head.rows)
    own = place_within(source, within) is not None
    addresses = tuple(lines.place(head.rows[0][0], column) for column in columns) if own else ()
    return Inputs(x, places, labels, addresses, lines.said(notes))


def _by_name(lines: Lines, head: Body, names: Sequence[str]) -> list[int] | None:
    found = list(head.names or ())
    for column, name in enumerate(found):  # a column without a heading has the name that it would get
        spare = f"x{column + 1}"
        if not name and head.counts != "certain" and spare in names and spare not in found:
            found[column] = spare
    return placed(lines, found, names)


def _by_position(lines: Lines, head: Body, inputs: int, count: int) -> tuple[list[int], int | None, list[int]]:
    """The columns of the inputs, that of the labels, and those left out: an index in front, if the rest fits."""
    certain = head.counts == "certain" or (head.counts and count > inputs + 1)
    skip = int(bool(certain) and count - 1 in (inputs, inputs + 1))
    if count - skip not in (inputs, inputs + 1):
        raise LayoutError(
            f"expected {counted(inputs, 'column')}, one for each input, or a label more, found {count}",
            book=lines.book,
            place=lines.place(head.rows[0][0], None),
        )
    label = inputs + skip if count - skip > inputs else None
    return list(range(skip, inputs + skip)), label, list(range(skip))


def _label(lines: Lines, head: Body, columns: Sequence[int], classes: Collection[str]) -> tuple[int | None, list[int]]:
    """The column of the labels, and those left out: one that holds classes alone, or the only one behind the inputs."""
    others = [column for column in range(width(head.rows[0][1])) if column not in columns]
    known = set(classes)
    holding = [column for column in others if _holds(lines, head.rows, column, known)]
    behind = [column for column in others if list(columns) == list(range(len(columns))) and column == len(columns)]
    found = holding if len(holding) == 1 else [one for one in holding if one in behind]
    if not found and len(others) == 1 and others == behind and not _is_an_input(head, behind[0], columns):
        found = behind
    label = found[0] if found else None
    return label, [column for column in others if column != label]


def _is_an_input(head: Body, column: int, columns: Sequence[int]) -> bool:
    """Whether a column has the heading of an input that is taken: the same measure twice is no label."""
    names = [folded(name) for name in head.names or ()]
    return bool(names and names[column]) and any(names[one] == names[column] for one in columns)


def _holds(lines: Lines, rows: Sequence[Row], column: int, classes: set[str]) -> bool:
    """Whether a column holds nothing but classes."""
    try:
        return set(map(word, lines.labels(rows, column))) <= classes
    except CellError:
        return False
