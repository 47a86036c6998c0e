"""Makes a workbook: sheets, names, formulas, styles, validation, chart. openpyxl draws it; numbers come afterwards.

The saved results of the formulas, and every number that needs all 17 digits, are put in through our own writer (see
`session.fill`): openpyxl cannot store the one and rounds the other. Read in this order: design, maker, bp, data, calc,
trace, guide.
"""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.making import bp, calc, data, guide, trace
from sheetnet.sheet.making.design import Design
from sheetnet.sheet.making.maker import Maker
from sheetnet.sheet.package import Package

__all__ = ["EPOCH", "Design", "build"]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every part: the same workbook is the same file, whenever it is made
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>sheetnet</dc:creator></cp:coreProperties>'
)


def build(design: Design) -> Package:
    """The workbook as a package, its formulas still without saved results."""
    stream = BytesIO()
    _drawn(Maker(design)).save(stream)
    package = Package(stream.getvalue())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package


def _drawn(make: Maker) -> Workbook:
    book = make.book
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    first.title = "BP"
    bp.draw(make, first)
    for name, sheet in (("Data", data), ("Calc", calc), ("Trace", trace), ("Guide", guide)):
        sheet.draw(make, book.create_sheet(name))
    for name, area in make.layout.areas.items():
        make.name(name, area)
    make.name("network", Area("BP", 5, 6, 5, 6))
    make.name("picture", Area("BP", 8, 6, 8, 6))
    book.calculation.fullCalcOnLoad = True
    return book
