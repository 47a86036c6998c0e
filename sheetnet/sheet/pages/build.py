"""Makes a workbook: sheets, names, formulas, styles, validation, chart. openpyxl draws it; numbers come afterwards.

The saved results of the formulas, and every number that needs all 17 digits, are put in through our own writer (see
`making.saving`): openpyxl cannot store the one and rounds the other.
"""

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheetnet.sheet.blocks.expected import SHEET as EXAMPLE
from sheetnet.sheet.blocks.gallery import SHEET as GALLERY
from sheetnet.sheet.blocks.play import SHEET as PLAY
from sheetnet.sheet.blocks.settings import SHEET as SETTINGS
from sheetnet.sheet.blocks.whole import SHEET as WHOLE
from sheetnet.sheet.blocks.why import NAMED as WHY_NAMES
from sheetnet.sheet.blocks.why import SHEET as WHY
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.predictions import SHEET as PREDICTIONS
from sheetnet.sheet.pages import (
    bp,
    calc,
    confusion,
    data,
    example,
    guide,
    optimiser_state,
    scaling,
    settings,
    trace,
)
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking import gallery, lamps, predictions, weights, why
from sheetnet.sheet.pages.looking.whole import page as whole
from sheetnet.sheet.pages.looking.whole.lines import draw_lines
from sheetnet.sheet.pages.packing import new_book, packed
from sheetnet.sheet.pages.play import page
from sheetnet.sheet.pages.play.scroll_bars import put_scroll_bars
from sheetnet.sheet.xlsx.package import Package

__all__ = ["Design", "build"]


def build(design: Design) -> Package:
    """The workbook as a package, its formulas still without saved results.

    Who opens it sees sheet Play, or sheet Example, which explains the others; the guide is beside it.
    """
    book = _drawn(design)
    if design.plain:
        return packed(book)
    front = [name for name in (PLAY, EXAMPLE, WHOLE) if name in book.sheetnames]
    first, *others = front or ["BP"]
    package = packed(book, first=[first, guide.SHEET, *others], opened=EXAMPLE if design.lesson else first)
    places = whole.places_of(design)
    if places:
        part = f"xl/worksheets/sheet{book.sheetnames.index(WHOLE) + 1}.xml"
        draw_lines(package, part, whole.lines(places))
    if "play_iteration" in design.layout.areas:
        put_scroll_bars(design, package, f"xl/worksheets/sheet{book.sheetnames.index(PLAY) + 1}.xml")
    package.rewrite()
    return package


def _drawn(design: Design) -> Workbook:
    book, first = new_book("BP")
    bp.draw(design, first)
    pages = {"Trace": trace.draw} if design.outside else {"Data": data.draw, "Calc": calc.draw, "Trace": trace.draw}
    areas = {**design.layout.areas, "network": Area("BP", 5, 6, 5, 6), "picture": Area("BP", 8, 6, 8, 6)}
    last = {guide.SHEET: guide.draw}
    places = why.places_of(design)
    if places:
        last[WHY] = why.draw
        areas |= {name: places.named(name) for name in WHY_NAMES} | {"why_sheet": places.whole}
    shown = gallery.places_of(design)
    if shown:
        last[GALLERY] = gallery.draw
        areas |= {"gallery_sheet": shown.whole} | ({"gallery_iteration": shown.iteration} if shown.replays else {})
    page_of_all = whole.places_of(design)
    if page_of_all:
        last[WHOLE] = whole.draw
        areas |= {"network_sheet": page_of_all.whole, "network_case": page_of_all.case}
    predicted = predictions.place_of(design)
    if predicted:
        last[PREDICTIONS] = predictions.draw
        areas["predictions_sheet"] = predicted
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
    for name, draw in (*pages.items(), *last.items()):
        draw(design, book.create_sheet(name))
    pictures = weights.draw(design, first)
    if pictures:
        areas["pictures"] = pictures
    lamps.draw(design, first)
    if "play_iteration" in areas:
        page.draw(design, book.create_sheet(PLAY))  # its part comes last, so that those of the others keep their names
    for name, area in areas.items():
        book.defined_names[name] = DefinedName(name, attr_text=area.absolute())
    return book
