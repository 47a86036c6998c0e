"""Formulas as Google Sheets exports them: what Excel has no word for stands in a text, beside its result.

``IFERROR(__xludf.DUMMYFUNCTION("ARRAYFORMULA(A1:A3*2)"),2)`` is the formula in the text. The other cells that it fills
have the text ``"COMPUTED_VALUE"`` in its place.
"""

import re
from collections.abc import Sequence

from sheetnet.graph.groups import Formula
from sheetnet.sheet.cells import Area

_TEXT = r'"(?:[^"]|"")*"'
_WRAPPED = re.compile(
    rf"IFERROR\(\s*@?__xludf\.DUMMYFUNCTION\(({_TEXT}(?:\s*&\s*{_TEXT})*)\)\s*,.*\)", re.IGNORECASE | re.DOTALL
)
_ARRAY = re.compile(r"ARRAYFORMULA\((.*)\)", re.IGNORECASE | re.DOTALL)
_CONSTRAINED = re.compile(r"ARRAY_CONSTRAIN\((.*),\s*\d+\s*,\s*\d+\s*\)", re.IGNORECASE | re.DOTALL)
_FILLED = '"COMPUTED_VALUE"'


def unwrapped(formulas: Sequence[Formula]) -> list[Formula]:
    """The formulas as they were meant; one that fills cells is an array formula over them."""
    found: list[Formula] = []
    filled: set[tuple[str, int, int]] = set()
    wrapped: list[Formula] = []
    for one in formulas:
        text = _inside(one.text)
        if text == _FILLED:
            filled.add((one.sheet, one.row, one.column))
        elif text is not None:
            wrapped.append(one._replace(text=text))
        else:
            found.append(_as_array(one))
    return [*found, *(_as_array(one._replace(area=one.area or _area(one, filled))) for one in wrapped)]


def _inside(text: str) -> str | None:
    """What the text of a wrapper says, also where it is in pieces; None of any other formula."""
    match = _WRAPPED.fullmatch(text.strip()) if "DUMMYFUNCTION" in text.upper() else None
    if not match:
        return None
    return "".join(piece[1:-1].replace('""', '"') for piece in re.findall(_TEXT, match[1])).removeprefix("=")


def _as_array(one: Formula) -> Formula:
    """An array formula of what stands in ARRAYFORMULA."""
    if "ARRAY" not in one.text.upper():
        return one
    text, inside = one.text.strip(), False
    for pattern in (_CONSTRAINED, _ARRAY):
        match = pattern.fullmatch(text)
        if match and _closed(match[1]):
            text, inside = match[1], True
    if not inside:
        return one
    return one._replace(text=text, area=one.area or Area(one.sheet, one.row, one.column, one.row, one.column))


def _closed(text: str) -> bool:
    """Whether every bracket that closes was opened in the text."""
    depth = 0
    for letter in re.sub(r'"[^"]*"', "", text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _area(one: Formula, filled: set[tuple[str, int, int]]) -> Area | None:
    """The rectangle of cells that a formula fills, by those beside it that have only a result."""
    bottom, right = one.row, one.column
    while (one.sheet, one.row, right + 1) in filled:
        right += 1
    while (one.sheet, bottom + 1, one.column) in filled:
        bottom += 1
    if (bottom, right) == (one.row, one.column):
        return None
    return Area(one.sheet, one.row, one.column, bottom, right)
