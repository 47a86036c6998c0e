"""The widths of a sheet's columns and the heights of its rows, in pixels, as Excel reckons them with Calibri 11."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW
from sheetnet.sheet.xlsx.markup import elements

CHARACTER = 7  # pixels of a digit
_MARGIN = 5  # pixels around the text of a cell
_ROW = 15.0  # points
_POINT = 4 / 3


class Axis(NamedTuple):
    """The columns or the rows of a sheet, counted from 1: some sizes, and that of all others."""

    default: int
    sizes: Mapping[int, int]
    last: int

    def size(self, number: int) -> int:
        return self.sizes.get(number, self.default)

    def before(self, number: int) -> int:
        """How many pixels lie before a column or row."""
        return self.default * (number - 1) + sum(
            size - self.default for other, size in self.sizes.items() if other < number
        )

    def walk(self, number: int, pixels: int) -> tuple[int, int]:
        """(the column or row, pixels into it) where one is, some pixels on from the beginning of one."""
        while number < self.last and pixels >= self.size(number):
            pixels -= self.size(number)
            number += 1
        return number, pixels


def columns(xml: bytes) -> Axis:
    """The columns of a worksheet part."""
    head = xml[: max(xml.find(b"sheetData"), 0)]
    given = next(elements(head, "sheetFormatPr"), {})
    usual = _width(given.get("defaultColWidth"), (8 * CHARACTER + _MARGIN) / CHARACTER)
    sizes: dict[int, int] = {}
    for col in elements(head, "col"):
        first, last = (int(_number(col.get(name), 0)) for name in ("min", "max"))
        width = 0 if _is_true(col.get("hidden")) else _width(col.get("width"), usual / CHARACTER)
        sizes.update(dict.fromkeys(range(first, min(last, LAST_COLUMN) + 1), width))
    return Axis(usual, sizes, LAST_COLUMN)


def rows(xml: bytes) -> Axis:
    """The rows of a worksheet part."""
    given = next(elements(xml[: max(xml.find(b"sheetData"), 0)], "sheetFormatPr"), {})
    usual = 0 if _is_true(given.get("zeroHeight")) else round(_number(given.get("defaultRowHeight"), _ROW) * _POINT)
    sizes: dict[int, int] = {}
    for count, row in enumerate(elements(xml, "row"), 1):
        height = round(_number(row.get("ht"), usual / _POINT) * _POINT)
        sizes[int(_number(row.get("r"), count))] = 0 if _is_true(row.get("hidden")) else height
    return Axis(usual, sizes, LAST_ROW)


def _width(text: str | None, usual: float) -> int:
    """Pixels of a column whose width is given in characters (ECMA-376 part 1, 18.3.1.13)."""
    return int((256 * _number(text, usual) + 128 // CHARACTER) / 256 * CHARACTER)


def _number(text: str | None, usual: float) -> float:
    """A measure, or the usual one where it is none."""
    return float(text) if text and re.fullmatch(r"\d{1,8}(\.\d*)?", text) else usual


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
