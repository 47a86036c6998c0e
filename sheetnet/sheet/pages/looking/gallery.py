"""Sheet Gallery: every case as a picture, tinted by how well it is read, misread ones first."""

from typing import Any

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.gallery import HELPERS, RIGHT, SCREEN, SLOT_COLUMNS, TOP, GalleryPlaces
from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.blocks.settings import REGRESSION
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.gallery import GalleryFormulas
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.why import fits, open_at_choices, put
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import (
    HELPER,
    INK,
    MUTED,
    RED,
    Looks,
    drawn,
    font,
    headline,
    pixel,
    styled,
    when,
    widen,
    write,
)

_WIDTH, _HEIGHT, _LABEL = 11 / 7, 8.25, 10.5  # a pixel is a square of 11 screen pixels


def places_of(design: Design) -> GalleryPlaces | None:
    """The places of the sheet; None where cases are no pictures, have no classes, or lie in a file."""
    classes = design.geometry.sizes[-1] > 1 and (design.settings or {}).get("head") != REGRESSION
    if design.plain or design.outside or design.geometry.picture[0] == 1 or not classes:
        return None
    return GalleryPlaces(design.layout, replays=fits(design))


def draw(design: Design, sheet: Worksheet) -> None:
    places = places_of(design)
    assert places is not None  # noqa: S101 - else there is no such sheet
    say = design.words
    headline(sheet, say["gallery_title"])
    write(sheet, 2, 2, say["gallery_note"], color=MUTED)
    widen(sheet, 1, 1.0)
    for column in range(2, SCREEN + 1):
        widen(sheet, column, _WIDTH)
    for area, formulas in GalleryFormulas(places, say).written():
        put(sheet, area, formulas)
    _iteration(design, sheet, places)
    _pictures(sheet, places)
    _numbers(sheet, places)
    open_at_choices(sheet)
    lay_out(sheet, SCREEN, titles="")
    sheet.print_area = f"A1:{get_column_letter(SCREEN)}{places.bottom + 1}"
    fit(sheet, high=1 if places.slots.height <= 150 else 0)


def _iteration(design: Design, sheet: Worksheet, places: GalleryPlaces) -> None:
    """The cell that asks for an iteration, and what is shown."""
    sheet.cell(places.status.top, places.status.left).font = font(bold=True)
    if not places.replays:
        return
    write(sheet, 3, 2, design.words["gallery_iteration"], color=MUTED)
    row, left = places.iteration.top, places.iteration.left
    for column in range(left, left + 8):
        styled(sheet.cell(row, column), "Input", "General")
    sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + 7)
    cell = sheet.cell(row, left, design.iterations)
    cell.alignment, cell.font = Alignment(horizontal="center"), font(size=12, bold=True)
    trace = design.layout["trace"]
    first = trace.bottom + 1
    numbers = Area(trace.sheet, first, trace.left, first + max(design.iterations, 1), trace.left)
    rule = DataValidation(type="list", formula1=numbers.absolute(), showErrorMessage=False)
    rule.prompt, rule.showInputMessage = design.words["why_choose"], True
    sheet.add_data_validation(rule)
    rule.add(cell.coordinate)
    sheet.row_dimensions[row].height = 20


def _pictures(sheet: Worksheet, places: GalleryPlaces) -> None:
    looks: Looks = {}
    high = places.geometry.picture[0]
    for number in range(places.slots.height):
        area = places.picture(number)
        label = sheet.cell(area.top - 1, area.left)
        label.font = font(size=8, color=MUTED)
        for row, column in area.cells():
            cell = sheet.cell(row, column)
            edges = (row == area.top, row == area.bottom, column == area.left, column == area.right)
            drawn(looks, cell, pixel, edges, None)
    for row in range(TOP, places.bottom + 1):
        line = (row - TOP) % (high + 2)
        sheet.row_dimensions[row].height = _LABEL if line == 0 else _HEIGHT if line <= high else 5.0
    whole = f"B{TOP}:{get_column_letter(SCREEN)}{places.bottom}"
    wrong = when(f'ISNUMBER(SEARCH("→",B{TOP}))', font=Font(bold=True, color=RED))
    sheet.conditional_formatting.add(whole, wrong)
    sheet.conditional_formatting.add(whole, _ink_and_tint())


def _ink_and_tint() -> Any:
    """Orange for -1, white for 0, ink for 1."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num",
        start_value=-1,
        start_color="F08A4B",
        mid_type="num",
        mid_value=0,
        mid_color="FFFFFF",
        end_type="num",
        end_value=1,
        end_color=INK,
    )


def _numbers(sheet: Worksheet, places: GalleryPlaces) -> None:
    """Headings over the numbers at the right."""
    small = {"size": 9, "color": HELPER}
    for name in HELPERS:
        write(sheet, places.helper(name).top, RIGHT, name, **small)
    for offset, name in enumerate(SLOT_COLUMNS):
        write(sheet, FIRST_CASE - 1, places.slots.left + offset, name, **small)
    for name, area in places.passes.items():
        write(sheet, FIRST_CASE - 1, area.left, name, **small)
