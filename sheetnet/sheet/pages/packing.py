"""From openpyxl's workbook to a package that is the same, byte for byte, whenever it is made."""

import re
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.style import INK
from sheetnet.sheet.xlsx.package import Package

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>sheetnet</dc:creator></cp:coreProperties>'
)

_WORKBOOK = "xl/workbook.xml"


def new_book(first: str) -> tuple[Workbook, Worksheet]:
    """An empty workbook with our normal font, and its first sheet."""
    book = Workbook()
    styles = book._named_styles  # type: ignore[attr-defined]
    next(style for style in styles if style.name == "Normal").font = Font(name="Calibri", size=11, color=INK)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    sheet.title = first
    book.calculation.fullCalcOnLoad = True
    return book, sheet


def packed(book: Workbook, first: Sequence[str] = (), opened: str = "") -> Package:
    """The package of a workbook, without the time at which it was made; its formulas have no saved results yet.

    The sheets `first` are its first tabs, though their parts keep the numbers by which they were made, and it opens on
    the sheet `opened`, else on its first tab.
    """
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    if first:
        order = [*first, *(name for name in book.sheetnames if name not in first)]
        xml = _in_order(package.read(_WORKBOOK).decode(), book.sheetnames, order)
        number = order.index(opened) if opened else 0
        package.write(_WORKBOOK, xml.replace('activeTab="0"', f'activeTab="{number}"').encode())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package


def _in_order(xml: str, made: list[str], order: list[str]) -> str:
    """The workbook part with its tabs in another order; what names belong to counts tabs from 0."""
    tabs = dict(zip(made, re.findall(r"<sheet [^>]*>", xml), strict=True))
    xml = xml.replace("".join(tabs.values()), "".join(tabs[name] for name in order))
    return re.sub(r'localSheetId="(\d+)"', lambda match: f'localSheetId="{order.index(made[int(match[1])])}"', xml)
