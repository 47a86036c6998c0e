"""Sheet Network as it is put together."""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.whole import HIGH, SCREEN, SHEET, SQUARE, TOP, Line, WholePlaces, fits
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, RIGHT, Canvas
from sheetnet.sheet.pages.looking.whole.drawing import draw_network
from sheetnet.sheet.pages.looking.whole.surface import draw_surface
from sheetnet.sheet.pages.looking.whole.tables import draw_cases, draw_update
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, HELPER, MUTED, NUMBER, headline, styled, widen


def places_of(design: Design) -> WholePlaces | None:
    """The places of the sheet; None in a workbook that has none, for its network is too large or its cases are many."""
    cases = len(design.table.features)
    if design.plain or not design.live or design.outside or not fits(design.geometry, cases):
        return None
    return WholePlaces(design.geometry, cases)


def draw(design: Design, sheet: Worksheet) -> None:
    places = places_of(design)
    assert places is not None  # noqa: S101 - else there is no such sheet
    canvas, say = Canvas(design, sheet, places), design.words
    headline(sheet, say["whole_title"])
    widen(sheet, 1, 1.0)
    for column in range(2, SCREEN + 1):
        widen(sheet, column, SQUARE)
    for row in range(2, places.whole.bottom + 1):
        sheet.row_dimensions[row].height = HIGH
    canvas.text(_at(2, 2, SCREEN - 2), say["whole_note"], color=MUTED)
    for number in range(len(METHOD_CELLS) if design.has_settings else 0):
        canvas.formula(places.helper(number), "0", color=HELPER)
    _controls(canvas)
    draw_network(canvas)
    if places.has_surface:
        draw_surface(canvas)
    draw_cases(canvas)
    draw_update(canvas)
    sheet.sheet_properties.tabColor = BLUE
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = canvas.ref(places.case)
    lay_out(sheet, SCREEN, titles="")
    sheet.print_area = f"A1:{get_column_letter(SCREEN)}{places.whole.bottom}"
    fit(sheet, high=1)


def lines(places: WholePlaces) -> Iterator[Line]:
    """Every line between two units."""
    sizes = places.geometry.sizes
    for layer, units in enumerate(sizes[:-1]):
        for source in range(units):
            for target in range(sizes[layer + 1]):
                yield from places.lines(layer, source, target)


def _controls(canvas: Canvas) -> None:
    """The chosen case, and what the network has come to."""
    say, sheet = canvas.design.words, canvas.sheet
    case = canvas.places.case
    canvas.text(_at(3, 2, 4), say["whole_case"], bold=True)
    cell = canvas.text(case.part(0, 0, 1, 3), 1, CENTRE)
    styled(cell, "Input", "0")
    cell.alignment = CENTRE
    cases = "1" if canvas.places.cases == 1 else "ROWS(images)"
    rule = DataValidation(type="whole", operator="between", formula1="1", formula2=cases, showErrorMessage=True)
    rule.error, rule.errorTitle = say["whole"], say["not_allowed"]
    sheet.add_data_validation(rule)
    rule.add(cell.coordinate)
    texts = {"e": say["whole_error"], "E": "E", "eta": "η", "counter": say["whole_updates"]}
    for name, text in texts.items():
        before, area = canvas.places.told(name)
        canvas.text(before, text, RIGHT, color=MUTED)
        canvas.formula(area, {"eta": "General", "counter": "0"}.get(name, NUMBER), bold=True)
    canvas.text(_at(TOP, 2, 16), say["whole_forward"], bold=True)
    canvas.text(_at(TOP, 20, 20), say["whole_back"], bold=True, color=BLUE)


def _at(row: int, left: int, wide: int) -> Area:
    return Area(SHEET, row, left, row, left + wide - 1)
