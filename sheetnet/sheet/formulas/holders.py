"""Which of many areas of a sheet hold a cell, told in a few look-ups.

An area is kept as rectangles whose sides are powers of two, at multiples of themselves: of a row, and of a column,
there is one such interval of each length that holds it.
"""

from collections.abc import Iterator
from functools import lru_cache

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area

_ROWS, _COLUMNS = LAST_ROW, LAST_COLUMN  # both are powers of two
_SHIFT = (2 * _COLUMNS).bit_length()


class Holders:
    """Numbers by areas; what was told once is forgotten."""

    def __init__(self) -> None:
        self._numbers: dict[int, int | list[int]] = {}  # most areas are cells that one formula refers to
        self._sizes: set[tuple[int, int]] = set()  # how often both sides were halved

    def add(self, area: Area, number: int) -> int:
        """Remember that an area belongs to a number; returns how many pieces of it are kept."""
        _, top, left, bottom, right = area
        if top == bottom and left == right:  # the usual case, quickly
            rows, columns = [top - 1 + _ROWS], [left - 1 + _COLUMNS]
        else:
            rows, columns = _intervals(top, bottom, _ROWS), _intervals(left, right, _COLUMNS)
        for row in rows:
            for column in columns:
                self._sizes.add((_ROWS.bit_length() - row.bit_length(), _COLUMNS.bit_length() - column.bit_length()))
                before = self._numbers.setdefault(row << _SHIFT | column, number)
                if isinstance(before, list):
                    before.append(number)
                elif before != number:
                    self._numbers[row << _SHIFT | column] = [before, number]
        return len(rows) * len(columns)

    def of(self, row: int, column: int) -> Iterator[int]:
        """The numbers of the areas that hold a cell, of each area once in the life of this index."""
        row, column = row - 1 + _ROWS, column - 1 + _COLUMNS
        for down, across in self._sizes:
            found = self._numbers.pop(row >> down << _SHIFT | column >> across, None)
            if isinstance(found, list):
                yield from found
            elif found is not None:
                yield found


@lru_cache(maxsize=4096)
def _intervals(first: int, last: int, whole: int) -> list[int]:
    """The intervals that make up the numbers from `first` to `last`; interval n has the halves 2n and 2n + 1."""
    start, end = first - 1 + whole, last + whole
    found = []
    while start < end:
        if start & 1:
            found.append(start)
            start += 1
        if end & 1:
            end -= 1
            found.append(end)
        start >>= 1
        end >>= 1
    return found
