"""The ranges of a worksheet whose cells belong together: merged cells, array formulas, data tables."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from itertools import islice

from sheetnet.errors import FileError
from sheetnet.sheet.cells import LAST_ROW, Area, parse_area
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, attributes
from sheetnet.sheet.xlsx.rows import RowIndex
from sheetnet.sheet.xlsx.tags import Tags

MOST_MERGED = 250_000  # ranges; spreadsheet programs take minutes to open so many
_MOST_IN_ARRAYS = LAST_ROW


class Ranges:
    """The ranges of one sheet, looked for when they are asked for; its rows stand between two places of the part."""

    def __init__(self, name: str, part: str, tags: Tags, xml: bytes, start: int, end: int) -> None:
        self._name, self._part, self._tags, self._xml = name, part, tags, xml
        self._start, self._end = start, end

    @cached_property
    def merged(self) -> list[Area]:
        """The ranges of merged cells."""
        tag = re.compile(rb"<" + re.escape(self._tags.prefix) + rb"mergeCell(?=\s)" + ATTRIBUTES)
        tags = islice(tag.finditer(self._xml, self._end), MOST_MERGED + 1)
        found = [attributes(one[1]).get("ref", "") for one in tags]
        if len(found) > MOST_MERGED:
            raise FileError(f"{self._part} merges more than {MOST_MERGED:,} ranges of cells; the file is refused")
        return [area for area in (parse_area(ref, self._name) for ref in found) if area]

    @cached_property
    def arrays(self) -> list[Area]:
        """The ranges of more than one cell that one array formula or data table fills."""
        return [area for area in self.array_formulas if area.size > 1]

    @cached_property
    def array_formulas(self) -> list[Area]:
        """What array formulas and data tables fill, of each the whole range, if it is its own cell alone too."""
        letters = b"&" in self._xml and b"&#" in self._xml  # may be references; one byte is found much faster than two
        if not letters and b"array" not in self._xml and b"dataTable" not in self._xml:
            return []
        tags = self._tags.formula_start.finditer(self._xml, self._start, self._end)
        given = [attributes(tag[1]) for tag in tags if tag[1]]
        refs = [one.get("ref", "") for one in given if one.get("t") in ("array", "dataTable")]
        return [area for ref in refs if (area := parse_area(ref, self._name))]

    def spans(self, rows: RowIndex) -> dict[int, list[tuple[int, int]]]:
        """Row number -> (first, last column) of the arrays in that row, for the rows that the part has."""
        spans: dict[int, list[tuple[int, int]]] = {}
        cells = 0
        for area in self.arrays:
            numbers = set(rows.numbers(area.top, area.bottom))
            cells += area.width * len(numbers)
            if cells > _MOST_IN_ARRAYS:
                raise FileError(f"{self._part} has array formulas of more than {_MOST_IN_ARRAYS} cells")
            for number in numbers:
                spans.setdefault(number, []).append((area.left, area.right))
        return spans


def columns_of(areas: Sequence[Area]) -> Callable[[int], frozenset[int]]:
    """A function: row -> the columns that any of some areas has in it; worked out once for rows that are alike."""
    starts = sorted({1, *(area.top for area in areas), *(area.bottom + 1 for area in areas)})

    @cache
    def alike(number: int) -> frozenset[int]:
        row = starts[number]
        within = (area for area in areas if area.top <= row <= area.bottom)
        return frozenset(column for area in within for column in range(area.left, area.right + 1))

    return lambda row: alike(bisect_right(starts, row) - 1)
