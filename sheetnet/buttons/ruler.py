"""The widths of a sheet's columns and the heights of its rows, in pixels, as Excel reckons them with Calibri 11."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from sheetnet.errors import FileError
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW
from sheetnet.sheet.xlsx.markup import elements, mask

CHARACTER = 7  # pixels of a digit
_MARGIN = 5  # pixels around the text of a cell
_ROW = 15.0  # points
_POINT = 4 / 3
_DATA = re.compile(rb"<(?:[^\s<>/:]+:)?sheetData[\s/>]")


@dataclass(frozen=True)
class Axis:
    """The columns or the rows of a sheet, counted from 1: some sizes, and that of all others."""

    default: int
    sizes: Mapping[int, int]
    last: int

    @cached_property
    def _odd(self) -> tuple[list[int], list[int]]:
        """The numbers whose size is given, and how much all up to each of them take more than the usual."""
        numbers = sorted(self.sizes)
        return numbers, list(accumulate((self.sizes[number] - self.default for number in numbers), initial=0))

    def before(self, number: int) -> int:
        """How many pixels lie before a column or row."""
        numbers, more = self._odd
        return self.default * (number - 1) + more[bisect_left(numbers, number)]

    def walk(self, number: int, pixels: int) -> tuple[int, int]:
        """(the column or row, pixels into it) where one is, some pixels on from the beginning of one."""
        place = self.before(number) + pixels
        there = bisect_right(range(self.last + 1), place, lo=number, key=self.before) - 1
        return there, place - self.before(there)


def columns(xml: bytes) -> Axis:
    """The columns of a worksheet part."""
    head = _head(xml)
    given = next(elements(head, "sheetFormatPr"), {})
    usual = _width(given.get("defaultColWidth"), (8 * CHARACTER + _MARGIN) / CHARACTER)
    sizes: dict[int, int] = {}
    told = 0
    for col in elements(head, "col"):
        first, last = (int(_number(col.get(name), 0)) for name in ("min", "max"))
        told += max(min(last, LAST_COLUMN) - first + 1, 1)
        if told > LAST_COLUMN:
            raise FileError("a sheet describes more columns than it has: the file is damaged")
        width = 0 if _is_true(col.get("hidden")) else _width(col.get("width"), usual / CHARACTER)
        sizes.update(dict.fromkeys(range(first, min(last, LAST_COLUMN) + 1), width))
    return Axis(usual, sizes, LAST_COLUMN)


def rows(xml: bytes) -> Axis:
    """The rows of a worksheet part."""
    given = next(elements(_head(xml), "sheetFormatPr"), {})
    usual = 0 if _is_true(given.get("zeroHeight")) else round(_number(given.get("defaultRowHeight"), _ROW) * _POINT)
    sizes: dict[int, int] = {}
    number = 0
    for row in elements(xml, "row"):
        height = round(_number(row.get("ht"), usual / _POINT) * _POINT)
        number = min(int(_number(row.get("r"), number + 1)), LAST_ROW)
        sizes[number] = 0 if _is_true(row.get("hidden")) else height
    return Axis(usual, sizes, LAST_ROW)


def _head(xml: bytes) -> bytes:
    """What a worksheet part says before its cells, comments left out."""
    seen = mask(xml)
    data = _DATA.search(seen)
    return seen[: data.start()] if data else b""


def _width(text: str | None, usual: float) -> int:
    """Pixels of a column whose width is given in characters (ECMA-376 part 1, 18.3.1.13)."""
    return int((256 * _number(text, usual) + 128 // CHARACTER) / 256 * CHARACTER)


def _number(text: str | None, usual: float) -> float:
    """A measure, or the usual one where it is none."""
    return float(text) if text and re.fullmatch(r"\d{1,8}(\.\d*)?", text, re.ASCII) else usual


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
