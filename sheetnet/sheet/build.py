"""Makes a workbook: sheets, names, formulas, styles, validation, chart. openpyxl draws it; numbers come afterwards.

The saved results of the formulas, and every number that needs all 17 digits, are put in through our own writer (see
`session.new`): openpyxl cannot store the one and rounds the other.
"""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.expected import SHEET as EXAMPLE
from sheetnet.sheet.package import Package
from sheetnet.sheet.pages import bp, calc, confusion, data, example, guide, scaling, settings, strips, trace
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.look import INK
from sheetnet.sheet.settings import SHEET as SETTINGS

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
    _drawn(design).save(stream)
    package = Package(stream.getvalue())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package


def _drawn(design: Design) -> Workbook:
    book = Workbook()
    _normal_font(book)
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    first.title = "BP"
    bp.draw(design, first)
    pages = {"Trace": trace.draw} if design.outside else {"Data": data.draw, "Calc": calc.draw, "Trace": trace.draw}
    areas = {**design.layout.areas, "network": Area("BP", 5, 6, 5, 6), "picture": Area("BP", 8, 6, 8, 6)}
    if design.methods:
        pages = {SETTINGS: settings.draw, **pages}
        if "confusion" in design.layout:
            pages["Confusion"] = confusion.draw
        if design.scalings:
            pages["Scaling"] = scaling.draw
        blocks = {"now": "current", "next": "updated", "initial": "initial"}
        areas |= {f"strip_{name}": strips.strip(design, block) for name, block in blocks.items()}
    if design.story:
        pages = {EXAMPLE: example.draw, **pages}
    if not design.geometry.thresholds:
        areas["thresholds"] = Area("BP", 5, 7, 5, 7)
    for name, draw in (*pages.items(), ("Guide", guide.draw)):
        draw(design, book.create_sheet(name))
    for name, area in areas.items():
        book.defined_names[name] = DefinedName(name, attr_text=area.absolute())
    book.calculation.fullCalcOnLoad = True
    return book


def _normal_font(book: Workbook) -> None:
    styles = book._named_styles  # type: ignore[attr-defined]
    normal = next(style for style in styles if style.name == "Normal")
    normal.font = Font(name="Calibri", size=11, color=INK)
