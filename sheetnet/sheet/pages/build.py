"""Makes a workbook: sheets, names, formulas, styles, validation, chart. openpyxl draws it; numbers come afterwards.

The saved results of the formulas, and every number that needs all 17 digits, are put in through our own writer (see
`making.saving`): openpyxl cannot store the one and rounds the other.
"""

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheetnet.sheet.blocks.expected import SHEET as EXAMPLE
from sheetnet.sheet.blocks.settings import SHEET as SETTINGS
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages import bp, calc, confusion, data, example, guide, optimiser_state, scaling, settings, trace
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.packing import new_book, packed
from sheetnet.sheet.xlsx.package import Package

__all__ = ["Design", "build"]


def build(design: Design) -> Package:
    """The workbook as a package, its formulas still without saved results."""
    return packed(_drawn(design))


def _drawn(design: Design) -> Workbook:
    book, first = new_book("BP")
    bp.draw(design, first)
    pages = {"Trace": trace.draw} if design.outside else {"Data": data.draw, "Calc": calc.draw, "Trace": trace.draw}
    areas = {**design.layout.areas, "network": Area("BP", 5, 6, 5, 6), "picture": Area("BP", 8, 6, 8, 6)}
    if design.has_settings:
        pages = {SETTINGS: settings.draw, **pages}
        if "confusion" in design.layout:
            pages["Confusion"] = confusion.draw
        if design.scalings:
            pages["Scaling"] = scaling.draw
        blocks = {"now": "current", "next": "updated", "initial": "initial"}
        areas |= {f"strip_{name}": optimiser_state.strip(design, block) for name, block in blocks.items()}
    if design.lesson:
        pages = {EXAMPLE: example.draw, **pages}
    if not design.geometry.thresholds:
        areas["thresholds"] = Area("BP", 5, 7, 5, 7)
    for name, draw in (*pages.items(), ("Guide", guide.draw)):
        draw(design, book.create_sheet(name))
    for name, area in areas.items():
        book.defined_names[name] = DefinedName(name, attr_text=area.absolute())
    return book
