"""Rows added below blocks of a workbook: every reference to all rows of such a block goes on over the new ones.

In formulas of every sheet, names, rules, lists and charts a range that ends where a block ends, and begins where it
begins or above, takes in the rows below it, as it would if they had been inserted before the last one. No cell moves.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import LayoutError
from sheetnet.sheet.xlsx.markup import escape, unescape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

_REFERENCE = re.compile(
    r"(?<![\w.!$])(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?(\$?[A-Z]{1,3})(\$?)(\d+):(\$?[A-Z]{1,3})(\$?)(\d+)(?![\w(.!])"
)
_TEXTS = re.compile(rb"(<(?:\w+:)?(?:f|formula|formula1|formula2|sqref|definedName)(?:\s[^<>]*[^<>/])?>)([^<]*)(?=</)")
_AREAS = re.compile(
    rb'(<(?:\w+:)?(?:conditionalFormatting|dataValidation|autoFilter|ignoredError)\s[^<>]*?ref=")([^"]*)'
)
_SHARED = re.compile(rb'\bt="shared"[^<>]*\bref="|\bref="[^<>]*\bt="shared"')


class Growth(NamedTuple):
    """Blocks of a sheet whose rows are `first` to `last`, and how many more there are to be."""

    sheet: str
    first: int
    last: int
    by: int


def grown(text: str, sheet: str, growths: Sequence[Growth]) -> str:
    """A formula on a sheet, or the text of a name, with its ranges grown; what stands in quotes is text."""
    by_sheet = {growth.sheet.casefold(): growth for growth in growths}
    if ":" not in text:
        return text

    def longer(match: re.Match[str]) -> str:
        named, top, bottom = match[1], match[4], match[7]
        where = sheet if named is None else named.strip("'").replace("''", "'")
        growth = by_sheet.get(where.casefold())
        if growth is None or int(bottom) != growth.last or not int(top) <= growth.first:
            return match[0]
        return match[0][: match.start(7) - match.start()] + str(growth.last + growth.by)

    parts = re.split(r'("(?:[^"]|"")*")', text)
    return "".join(part if place % 2 else _REFERENCE.sub(longer, part) for place, part in enumerate(parts))


def _counted(text: str, growths: Sequence[Growth]) -> str:
    """A rule for the number of a case, such as that of sheet Play, with the new number of cases."""
    for _, first, last, by in growths[:1]:
        cases = last - first + 1
        text = re.sub(rf"(>=1,(\$?[A-Z]+\$?\d+)<=){cases}(?=,\2=INT\()", rf"\g<1>{cases + by}", text)
    return text


def grow(package: Package, growths: Sequence[Growth]) -> None:
    """Let the references of a whole workbook go on; raises LayoutError where a formula cannot follow alone."""
    book = Workbook(package)
    _rewrite(package, book.part, "", growths)
    for sheet in book.sheets:
        part = book.worksheet(sheet).part
        _rewrite(package, part, sheet, growths)
    for part in package.parts:
        if re.search(r"/charts/[^/]*\.xml$", part):
            _rewrite(package, part, "", growths)


def _rewrite(package: Package, part: str, sheet: str, growths: Sequence[Growth]) -> None:
    old = check_xml(part, package.read(part))

    def text(match: re.Match[bytes]) -> bytes:
        said = unescape(match[2].decode())
        new = _counted(grown(said, sheet, growths), growths)
        if new == said:
            return match[0]
        if _SHARED.search(match[1]) and _relative(said):
            raise LayoutError(
                f"the formula {said} is shared by cells below each other, and would not follow in all of them",
                place=sheet,
                remedy="insert the row by hand in a spreadsheet program",
            )
        return match[1] + escape(new)

    def areas(match: re.Match[bytes]) -> bytes:
        return match[1] + " ".join(grown(one, sheet, growths) for one in match[2].decode().split(" ")).encode()

    new = _TEXTS.sub(text, old)
    new = _AREAS.sub(areas, new) if sheet else new
    if new != old:
        package.write(part, new)


def _relative(text: str) -> bool:
    """Whether a range of the text has rows that differ from cell to cell."""
    return any(not (match[3] and match[6]) for match in _REFERENCE.finditer(text))
