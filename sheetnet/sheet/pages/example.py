"""Sheet Example: what the example shows, expected results that check themselves, what to do and to change."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.expected import RELATIONS, SPREAD, TOP, WRONG, quantities
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.lesson import Lesson
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.series import CHART_ROWS, draw_series
from sheetnet.sheet.pages.style import BLUE, INK, MUTED, RED, WHITE, font, headline, lines, styled, when, widen, write

_WIDTHS = (2.5, 44, 15, 11, 5, 19, 9, 19, 8)
_LEFT, _RIGHT = 2, 9
_NARROW = 0.9  # letters of a Latin text are narrower than digits
_LINE = 15.0  # points
_DIGITS = "0.0000########"
_CENTRE = Alignment(horizontal="center", vertical="center")
_RIGHT_SIDE = Alignment(horizontal="right", vertical="center", indent=1)


def draw(design: Design, sheet: Worksheet) -> None:
    lesson = design.lesson
    assert lesson is not None  # noqa: S101 - else there is no such sheet
    say = design.words
    headline(sheet, lesson.title, say["example_note"])
    for column, width in enumerate(_WIDTHS, 1):
        widen(sheet, column, width)
    _heading(sheet, 4, say["example_shows"])
    _paragraph(design, sheet, 5, lesson.shows)
    _heading(sheet, TOP - 2, say["expected_results"])
    _table(design, sheet, lesson)
    row = design.layout["expected"].bottom + 2
    write(sheet, row - 1, _LEFT, say["expected_note"], color=MUTED, size=10)
    if lesson.chart:
        draw_series(design, sheet, row + 1, lesson.chart)
        row += CHART_ROWS + 1
    for key, paragraph in (("do", lesson.do), ("see", lesson.see), ("change", lesson.change)):
        _heading(sheet, row + 1, say[f"example_{key}"])
        _paragraph(design, sheet, row + 2, paragraph)
        row += 3
    sheet.freeze_panes = "A4"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"B{TOP}"
    lay_out(sheet, _RIGHT, titles="", landscape=False)
    sheet.print_area = f"A1:I{row}"
    fit(sheet, high=1)
    sheet.sheet_properties.tabColor = BLUE


def _heading(sheet: Worksheet, row: int, text: str) -> None:
    write(sheet, row, _LEFT, text, size=13, bold=True)
    sheet.row_dimensions[row].height = 22


def _paragraph(design: Design, sheet: Worksheet, row: int, text: str) -> None:
    """A text across all columns, its row as high as it needs."""
    text = text.format(file=design.file_in_commands)
    cell = write(sheet, row, _LEFT, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=row, start_column=_LEFT, end_row=row, end_column=_RIGHT)
    width = sum(_WIDTHS[_LEFT - 1 : _RIGHT])
    room = width if design.language == "ja" else width / _NARROW
    sheet.row_dimensions[row].height = _LINE * lines(text, room) + 3


def _table(design: Design, sheet: Worksheet, lesson: Lesson) -> None:
    say, asked = design.words, design.layout["expected"]
    titles = ("result", "quantity", "at", "", "expected", "tolerance", "found", "check")
    for column, key in enumerate(titles, _LEFT):
        cell = write(sheet, TOP - 1, column, say[f"expected_{key}"]) if key else sheet.cell(TOP - 1, column)
        cell.font = font(bold=True)
        cell.alignment = Alignment(
            horizontal="left" if column == _LEFT else "center", vertical="bottom", wrap_text=True
        )
        cell.border = Border(bottom=Side(style="medium", color=INK))
    sheet.row_dimensions[TOP - 1].height = 2 * _LINE + 3
    for row, (what, expected) in enumerate(lesson.results, asked.top):
        text = write(sheet, row, _LEFT, what)
        text.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[row].height = _LINE * max(1, lines(what, _WIDTHS[1] / _NARROW)) + 4
        number = "0.0%" if "accuracy" in expected.quantity else "0.0E+00" if expected.quantity == SPREAD else _DIGITS
        tolerance = expected.tolerance or None
        small = "0E+00" if expected.tolerance < 0.001 else "General"
        looks = ("General", f'[=0]"{say["expected_start"]}";0', "General", number, small)
        for column, (value, look) in enumerate(zip((*expected[:4], tolerance), looks, strict=True), asked.left):
            cell = sheet.cell(row, column, value)
            styled(cell, "Input", look)
            cell.alignment = _RIGHT_SIDE if look == number else _CENTRE
        found = sheet.cell(row, design.layout["expected_found"].left)
        styled(found, "Calculation", number)
        found.alignment = _RIGHT_SIDE
    for name in ("expected_found", "expected_check"):
        fill(design, sheet, name)
    _marks(design, sheet)
    _choices(design, sheet)


def _marks(design: Design, sheet: Worksheet) -> None:
    """A mark that is wrong looks otherwise, and not by its colour alone: it is another mark."""
    area = design.layout["expected_check"]
    for row, column in area.cells():
        cell = sheet.cell(row, column)
        styled(cell, "Check Cell", "General")
        cell.font = font(bold=True, color=WHITE)
        cell.alignment = _CENTRE
    first = sheet.cell(area.top, area.left).coordinate
    wrong = {"font": Font(color=RED, bold=True), "fill": PatternFill(bgColor=WHITE, fill_type="solid")}
    sheet.conditional_formatting.add(area.range, when(f'{first}="{WRONG}"', **wrong))


def _choices(design: Design, sheet: Worksheet) -> None:
    """Another quantity, iteration or number may be asked for."""
    asked, say = design.layout["expected"], design.words
    for column, choices in ((0, quantities(design.layout)), (2, RELATIONS)):
        rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', showErrorMessage=True)
        rule.error, rule.errorTitle = say["choose_listed"], say["not_listed"]
        _apply(sheet, rule, asked.part(0, column, asked.height))
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", showErrorMessage=True)
    whole.error, whole.errorTitle = say["whole"], say["not_allowed"]
    _apply(sheet, whole, asked.part(0, 1, asked.height))
    number = DataValidation(
        type="decimal", operator="between", formula1="-1E+300", formula2="1E+300", allow_blank=True,
        showErrorMessage=True,
    )  # fmt: skip
    number.error, number.errorTitle = say["decimal"], say["not_allowed"]
    _apply(sheet, number, asked.part(0, 3, asked.height, 2))


def _apply(sheet: Worksheet, rule: DataValidation, area: Area) -> None:
    sheet.add_data_validation(rule)
    rule.add(area.range)
