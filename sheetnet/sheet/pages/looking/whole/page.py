"""Sheet Network as it is put together."""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, RIGHT, Canvas, write_helpers
from sheetnet.sheet.pages.looking.whole.drawing import draw_network
from sheetnet.sheet.pages.looking.whole.places import HIGH, SCREEN, SHEET, SQUARE, TOP, Line, Places, fits
from sheetnet.sheet.pages.looking.whole.surface import draw_surface
from sheetnet.sheet.pages.looking.whole.tables import draw_cases, draw_update
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, MUTED, NUMBER, headline, styled, widen


def places_of(design: Design) -> Places | None:
    """The places of the sheet; None in a workbook that has none, for its network is too large or its cases are many."""
    cases = len(design.table.features)
    if design.plain or not design.live or design.outside or not fits(design.geometry, cases):
        return None
    return Places(design.geometry, cases)


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
    write_helpers(canvas)
    _controls(canvas)
    draw_network(canvas)
    if places.has_surface:
        draw_surface(canvas)
    draw_update(canvas, draw_cases(canvas))
    sheet.sheet_properties.tabColor = BLUE
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = canvas.ref(places.case)
    lay_out(sheet, SCREEN, titles="")
    sheet.print_area = f"A1:{get_column_letter(SCREEN)}{places.whole.bottom}"
    fit(sheet, high=1)


def lines(places: Places) -> Iterator[Line]:
    """Every line between two units."""
    sizes = places.geometry.sizes
    for layer, units in enumerate(sizes[:-1]):
        for source in range(units):
            for target in range(sizes[layer + 1]):
                yield from places.lines(layer, source, target)


def _controls(canvas: Canvas) -> None:
    """The chosen case, and what the network has come to."""
    design, say, sheet = canvas.design, canvas.design.words, canvas.sheet
    layout = design.layout
    case = canvas.places.case
    canvas.text(_at(3, 2, 4), say["whole_case"], bold=True)
    cell = canvas.text(case.part(0, 0, 1, 3), 1, CENTRE)
    styled(cell, "Input", "0")
    cell.alignment = CENTRE
    rule = DataValidation(
        type="whole", operator="between", formula1="1", formula2=str(canvas.places.cases), showErrorMessage=True
    )
    rule.error, rule.errorTitle = say["whole"], say["not_allowed"]
    sheet.add_data_validation(rule)
    rule.add(cell.coordinate)
    left = 12
    for text, wide, formula, number in (
        (say["whole_error"], 8, canvas.of_case(layout["errors"]), NUMBER),
        ("E", 2, canvas.ref(layout["E"]), NUMBER),
        ("η", 2, canvas.ref(layout["eta"]), "General"),
        (say["whole_updates"], 8, canvas.ref(layout["counter"]), "0"),
    ):
        canvas.text(_at(3, left, wide), text, RIGHT, color=MUTED)
        canvas.formula(_at(3, left + wide, 5), formula, number, bold=True)
        left += wide + 6
    canvas.text(_at(TOP, 2, 16), say["whole_forward"], bold=True)
    canvas.text(_at(TOP, 20, 20), say["whole_back"], bold=True, color=BLUE)


def _at(row: int, left: int, wide: int) -> Area:
    return Area(SHEET, row, left, row, left + wide - 1)
