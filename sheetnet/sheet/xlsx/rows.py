"""The rows of a worksheet part: found in one pass that keeps twelve bytes of each, looked at on demand."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from sheetnet.errors import FileError
from sheetnet.sheet.cells import LAST_ROW
from sheetnet.sheet.xlsx.markup import attributes, integer
from sheetnet.sheet.xlsx.tags import Tags

_KEPT = 20_000  # rows that are not looked at again
_REPEATED = 10_000  # row elements whose number stood before


class Row(NamedTuple):
    number: int
    start: int  # of <row
    attributes: bytes
    inner: int  # first byte after the start tag
    inner_end: int
    end: int


class Cell(NamedTuple):
    column: int
    start: int
    end: int
    style: int
    kind: bytes
    content: bytes


class RowIndex:
    """The row elements between two places of a part, in any order; one number may stand more than once.

    A row without a number follows the one before it in the part.
    """

    def __init__(self, part: str, tags: Tags, xml: bytes, start: int, end: int) -> None:
        self._part, self._tags, self._xml, self._end = part, tags, xml, end
        self._starts = array("q")
        self._numbers = array("i")  # in the order of the part, as the starts are
        self._known: dict[int, Row] = {}
        self.ordered = True
        number = 0
        for match in islice(tags.row_start.finditer(xml, start, end), LAST_ROW + 1):
            before, (given, bare) = number, match.groups()
            number = int(given) if given else before + 1 if bare else self._number(match.start(), before + 1)
            if number <= before:
                self.ordered = False
            if not 0 < number <= LAST_ROW:
                raise FileError(f"{part} has a row {number}, and a sheet has the rows 1 to {LAST_ROW}")
            self._starts.append(match.start())
            self._numbers.append(number)
        if len(self._starts) > LAST_ROW:
            raise FileError(f"{part} has more than {LAST_ROW} rows: the file is damaged")
        if not self.ordered and len(self._numbers) - len(set(self._numbers)) > _REPEATED:
            raise FileError(f"{part} has rows more than once, over {_REPEATED} times: the file is damaged")

    def _number(self, start: int, implied: int) -> int:
        match = self._tags.row.match(self._xml, start)
        return integer(self._part, attributes(match[1] if match else b""), "r", missing=str(implied))

    @cached_property
    def _places(self) -> Sequence[int]:
        """Indices by row number, those of one number in the order of the part."""
        every = range(len(self._numbers))
        return every if self.ordered else array("i", sorted(every, key=self._numbers.__getitem__))

    @cached_property
    def _sorted(self) -> Sequence[int]:
        return self._numbers if self.ordered else array("i", sorted(self._numbers))

    def _row(self, index: int) -> Row:
        row = self._known.get(index)
        if row is None:
            row = self._looked_at(index)
            if len(self._known) < _KEPT:
                self._known[index] = row
        return row

    def _looked_at(self, index: int) -> Row:
        start, number = self._starts[index], self._numbers[index]
        limit = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
        match = self._tags.row.match(self._xml, start, limit)
        if match and match[2]:
            return Row(number, start, match[1], match.end(), match.end(), match.end())
        end = self._tags.row_end.search(self._xml, match.end(), limit) if match else None
        if not match or not end:
            raise FileError(f"{self._part}: row {number} has no end before the next row: the file is damaged")
        return Row(number, start, match[1], match.end(), end.start(), end.end())

    def __iter__(self) -> Iterator[Row]:
        """Every row, in the order of the part."""
        return map(self._row, range(len(self._starts)))

    def numbers(self, top: int, bottom: int) -> Sequence[int]:
        """The numbers of the rows between two, these included."""
        return self._sorted[bisect_left(self._sorted, top) : bisect_right(self._sorted, bottom)]

    def at(self, number: int) -> list[Row]:
        """The elements of one row."""
        index = bisect_left(self._sorted, number)
        if index == len(self._sorted) or self._sorted[index] != number:
            return []
        return [self._row(index)] if self.ordered else list(self.within(number, number))

    def within(self, top: int, bottom: int) -> Iterator[Row]:
        """The rows between two, these included, by number."""
        places = self._places[bisect_left(self._sorted, top) : bisect_right(self._sorted, bottom)]
        known = self._known
        return (known.get(index) or self._row(index) for index in places)

    def place_for(self, number: int) -> int:
        """Where in the part a new row of that number can stand and moves no other.

        In rows out of order that is the end: a row without a number counts from the one before it.
        """
        index = bisect_left(self._numbers, number) if self.ordered else len(self._starts)
        return self._starts[index] if index < len(self._starts) else self._end
