"""References as formulas write them, and formulas as text in the shape of an area."""

import re
from collections.abc import Sequence

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.cells import Area, Formulas, column_letters, quoted


class References:
    """References as formulas on one sheet write them: the sheet's name only where it is another one's."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet

    def __call__(self, area: Area, *, fixed: bool = False) -> str:
        sheet, top, left, bottom, right = area
        mark = "$" if fixed else ""
        text = f"{mark}{column_letters(left)}{mark}{top}"
        if top != bottom or left != right:
            text += f":{mark}{column_letters(right)}{mark}{bottom}"
        return text if sheet == self.sheet else f"{quoted(sheet)}!{text}"

    def case(self, area: Area, column: int, width: int = 1, *, fixed: bool = False) -> str:
        """A reference to `width` cells of a case's row, from `column` of the area on, in a pattern (see `of_cases`)."""
        before = "" if area.sheet == self.sheet else f"{quoted(area.sheet)}!"
        first, last = column_letters(area.left + column), column_letters(area.left + column + width - 1)
        mark, row = "$" if fixed else "", counting(area.top)
        text = f"{before}{mark}{first}{mark}{row}"
        return text if width == 1 else f"{text}:{mark}{last}{mark}{row}"


_MARK = "\0"


def counting(number: int) -> str:
    """A number in a pattern that is one larger in each case; this is that of the first case."""
    return f"{_MARK}{number}{_MARK}"


def of_cases(patterns: Sequence[str], cases: int) -> Formulas:
    """A row of formulas for each case, all of which are alike but for the numbers that count."""
    return [list(row) for row in zip(*(_of_cases(pattern, cases) for pattern in patterns), strict=True)]


def _of_cases(pattern: str, cases: int) -> list[str]:
    pieces = pattern.split(_MARK)
    firsts = [int(number) for number in pieces[1::2]]
    if len({*firsts}) == 1:  # the usual case, quickly
        return [str(number).join(pieces[::2]) for number in range(firsts[0], firsts[0] + cases)]
    texts: list[str] = []
    for case in range(cases):
        pieces[1::2] = [str(number + case) for number in firsts]
        texts.append("".join(pieces))
    return texts


def blank_block(geometry: Geometry) -> Formulas:
    return [[None] * geometry.width for _ in range(geometry.height)]


def column_of(area: Area, number: int) -> Area:
    return area.part(0, number, area.height, 1)


_SQUARE = r"((?:[A-Z0-9_]+!)?[A-Z]{1,3}\d+|\([^()]*\))\^2(?![\d.])"


def same(one: str, other: str) -> bool:
    """Whether two formulas say the same: `$` marks, spaces, quotes around sheet names and case do not count.

    The square of a cell or of a sum in brackets may be written as a power or as a product.
    """
    return one == other or _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    plain = re.sub(r"[$\s']", "", formula).upper().removeprefix("=").removeprefix("+")
    return re.sub(_SQUARE, r"\1*\1", plain) if "^2" in plain else plain
