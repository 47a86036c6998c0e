"""Rows added below blocks of a workbook: every reference to all rows of such a block goes on over the new ones.

In formulas of every sheet, names, rules, lists and charts a range that ends where a block ends, and begins where it
begins or above, takes in the rows below it, as it would if they had been inserted before the last one. No cell moves.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetnet.errors import LayoutError
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    PREFIX,
    attribute_place,
    attributes,
    escape,
    mask,
    plain,
    spliced,
    unescape,
)
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import related
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

_REFERENCE = re.compile(
    r"(?<![\w.!$])(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?(\$?[A-Z]{1,3})(\$?)(\d+):(\$?[A-Z]{1,3})(\$?)(\d+)(?![\w(.!])"
)
_TEXTS = re.compile(
    rb"<" + PREFIX + rb"(?:f|formula|formula1|formula2|sqref|definedName)(?=[\s>])" + ATTRIBUTES + rb">([^<]*)(?=</)"
)
_AREAS = re.compile(
    rb"<" + PREFIX + rb"(?:conditionalFormatting|dataValidation|autoFilter|ignoredError)(?=\s)" + ATTRIBUTES
)


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
    for part in _charts(package, book.part):
        _rewrite(package, part, "", growths)


def _charts(package: Package, book: str) -> dict[str, None]:
    """The parts of all charts, on worksheets and on sheets of their own, each once."""
    sheets = [part for _, part in related(package, book)]
    drawings = [part for sheet in sheets for _, part in related(package, sheet, "drawing")]
    charts = (part for one in drawings for kind in ("chart", "chartEx") for _, part in related(package, one, kind))
    return dict.fromkeys(part for part in charts if part in package)


def _rewrite(package: Package, part: str, sheet: str, growths: Sequence[Growth]) -> None:
    xml = check_xml(part, package.read(part))
    seen = mask(xml)
    changes = []
    for match in _TEXTS.finditer(seen):
        start, end = match.span(3)
        said = unescape(plain(xml[start:end]).decode("utf-8"))
        new = _counted(grown(said, sheet, growths), growths)
        if new != said:
            _refuse_shared(said, attributes(match[2]), sheet)
            changes.append((start, end, escape(new)))
    for match in _AREAS.finditer(seen) if sheet else ():
        for name in ("ref", "sqref"):
            said = attributes(match[2]).get(name, "")
            new = " ".join(grown(one, sheet, growths) for one in said.split())
            if new != " ".join(said.split()):
                start, end = (match.start(2) + at for at in attribute_place(match[2], name.encode()))
                changes.append((start, end, escape(new)))
    if changes:
        package.write(part, spliced(xml, sorted(changes)))


def _refuse_shared(said: str, given: Mapping[str, str], sheet: str) -> None:
    if given.get("t") == "shared" and "ref" in given and _relative(said):
        raise LayoutError(
            f"the formula {said} is shared by cells below each other, and would not follow in all of them",
            place=sheet,
            remedy="insert the row by hand in a spreadsheet program",
        )


def _relative(text: str) -> bool:
    """Whether a range of the text has rows that differ from cell to cell."""
    return any(not (match[3] and match[6]) for match in _REFERENCE.finditer(text))
