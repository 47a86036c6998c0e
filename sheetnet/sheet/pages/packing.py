"""From openpyxl's workbook to a package that is the same, byte for byte, whenever it is made."""

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


def packed(book: Workbook) -> Package:
    """The package of a workbook, without the time at which it was made; its formulas have no saved results yet."""
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package
