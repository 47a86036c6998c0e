"""Cells, rectangles and references; rows and columns count from 1, as requests have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

LAST_ROW, LAST_COLUMN = 1048576, 16384


def area_of(address: Any) -> list[int]:
    return [address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1]


def positions(cells: Any, addresses: Iterable[Any]) -> Any:
    """The cells of some rectangles, counted within one that holds them."""
    here = cells.getRangeAddress()
    return {
        (row - here.StartRow, column - here.StartColumn)
        for address in addresses
        for row in range(address.StartRow, address.EndRow + 1)
        for column in range(address.StartColumn, address.EndColumn + 1)
    }


def next_edge(runs: Iterable[tuple[int, int]], here: int, last: int) -> int:
    """The end of the run of filled cells that goes on from here, else the start of the next one, else the last cell."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and joined[-1][1] >= start - 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        if start <= here < end:
            return end
        if start > here:
            return start
    return last


def runs_in_rows(places: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Cells as (row, first column, last column) of those that lie side by side."""
    runs: list[tuple[int, int, int]] = []
    for row, column in sorted(places):
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1] = (row, runs[-1][1], column)
        else:
            runs.append((row, column, column))
    return runs


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number


def reference(sheet: str, area: list[int]) -> str:
    """``BP!$C$15:$G$34``, the way Excel writes it."""
    plain = re.match(r"[^\W\d]\w*$", sheet) and not re.match(r"([A-Za-z]{1,3}\d+|[RrCc]{1,2}(\d.*)?)$", sheet)
    name = sheet if plain else "'{}'".format(sheet.replace("'", "''"))
    first, last = f"${letters(area[1])}${area[0]}", f"${letters(area[3])}${area[2]}"
    return "{}!{}".format(name, first if first == last else first + ":" + last)


def plain_reference(content: str) -> tuple[str, list[int]] | None:
    """(sheet, area) of ``$BP.$C$15:$G$34``, without asking LibreOffice for it; None of anything else."""
    match = re.match(r"\$('(?:[^']|'')+'|[^.'$]+)\.\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?$", content)
    if not match:
        return None
    sheet, left, top, right, bottom = match.groups()
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return name, [int(top), column(left), int(bottom or top), column(right or left)]
