"""From openpyxl's workbook to a package that is the same, byte for byte, whenever it is made."""

import re
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


def packed(book: Workbook, first: str = "") -> Package:
    """The package of a workbook, without the time at which it was made; its formulas have no saved results yet.

    The workbook opens on the sheet `first`, whose part was made last, as its first tab.
    """
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    if first:
        package.write(_WORKBOOK, _last_sheet_first(package.read(_WORKBOOK).decode()).encode())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package


def _last_sheet_first(xml: str) -> str:
    """The workbook part with its last sheet as the first one; what names belong to counts sheets from 0."""
    *before, last = re.findall(r"<sheet [^>]*>", xml)
    xml = xml.replace(last, "").replace(before[0], last + before[0])

    def moved(match: re.Match[str]) -> str:
        number = int(match[1])
        return f'localSheetId="{0 if number == len(before) else number + 1}"'

    return re.sub(r'localSheetId="(\d+)"', moved, xml)
