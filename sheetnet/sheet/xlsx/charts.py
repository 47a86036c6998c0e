"""The ranges that a chart part is drawn from, read by meaning and made longer or shorter."""

import re

from sheetnet.sheet.xlsx.elements import Element, named_elements
from sheetnet.sheet.xlsx.markup import escape, spliced

_RANGE = re.compile(
    r"\s*+(?:'((?>(?:[^']|'')+))'|([^'!]++))!\$[A-Z]{1,3}\$(\d{1,7}):\$[A-Z]{1,3}\$(\d{1,7})\s*+",
    re.IGNORECASE | re.ASCII,
)


def stretched(xml: bytes, sheet: str, top: int, bottom: int) -> bytes:
    """The part with every range over rows from `top` down on a sheet ending at row `bottom`."""
    changes = []
    for element in named_elements(xml, "f"):
        match = _RANGE.fullmatch(element.text(xml))
        if match and int(match[3]) == top and int(match[4]) != bottom and _sheet(match).casefold() == sheet.casefold():
            changes.append(_change(xml, element, match, bottom))
    return spliced(xml, changes)


def _sheet(match: re.Match[str]) -> str:
    return match[1].replace("''", "'") if match[1] else match[2]


def _change(xml: bytes, element: Element, match: re.Match[str], bottom: int) -> tuple[int, int, bytes]:
    """The last row alone where it is spelled in plain digits, or else the whole reference."""
    old, tail = match[4].encode(), len(match.string) - match.end(4)
    end = element.inner_end - tail
    if xml[end - len(old) : end] == old:
        return end - len(old), end, b"%d" % bottom
    text = match.string
    return element.inner, element.inner_end, escape(f"{text[: match.start(4)]}{bottom}{text[match.end(4) :]}")
