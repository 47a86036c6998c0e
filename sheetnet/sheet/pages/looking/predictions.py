"""Sheet Predictions of a regression: measured and predicted in the target's own unit, and the one against the other."""

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.blocks.settings import REGRESSION
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.predictions import ROWS, PredictionsFormulas
from sheetnet.sheet.formulas.references import column_of
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking.why import put
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.scatter import Axis, Line, scatter
from sheetnet.sheet.pages.style import (
    BLUE,
    HELPER,
    INK,
    MUTED,
    RED,
    fitting,
    font,
    heading,
    headline,
    styled,
    widen,
    write,
)

_MOST = 5_000  # cases
_SIZE = (15.0, 11.0)  # of a chart, in cm
_NUMBER = "0.0000"


def place_of(design: Design) -> Area | None:
    """The cells of the sheet; None in a workbook that is no regression, or has its cases elsewhere, or very many."""
    regression = (design.settings or {}).get("head") == REGRESSION
    cases = len(design.table.features)
    if design.plain or design.outside or not design.live or not regression or cases > _MOST:
        return None
    return PredictionsFormulas(design.layout).whole


def draw(design: Design, sheet: Worksheet) -> None:
    say = design.words
    headline(sheet, say["predictions_title"], say["predictions_note"])
    outputs = range(design.geometry.sizes[-1])
    for column, width in ((1, 7), (2, 9)):
        widen(sheet, column, width)
    for column, key in ((1, "number"), (2, "training")):
        heading(sheet, column, say[key])
    formulas = PredictionsFormulas(design.layout)
    for area, texts in formulas.written():
        put(sheet, area, texts)
    for row, column in formulas.beside.cells():
        cell = sheet.cell(row, column)
        cell.font, cell.alignment = font(color=MUTED), Alignment(horizontal="center")
    for output in outputs:
        _output(design, sheet, formulas, output)
        _chart(design, sheet, formulas, output)
    sheet.freeze_panes = f"A{FIRST_CASE}"
    sheet.sheet_properties.tabColor = BLUE
    right = 2 + 2 * len(outputs)
    lay_out(sheet, right + 10, titles=f"{HEADER}:{HEADER}")
    bottom = max(formulas.beside.bottom, FIRST_CASE + len(outputs) * (ROWS + 2))
    sheet.print_area = f"A1:{get_column_letter(right + 10)}{bottom}"  # without what the chart needs
    fit(sheet, high=0)


def _output(design: Design, sheet: Worksheet, formulas: PredictionsFormulas, output: int) -> None:
    """The looks of what was measured and predicted, and of what the chart needs."""
    name, area = str(design.table.classes[output]), formulas.columns(output)
    for column, key in zip((area.left, area.right), ("predictions_measured", "predictions_says"), strict=True):
        title = design.words[key].format(name=name)
        heading(sheet, column, title)
        widen(sheet, column, fitting([title], 12))
    for row, column in area.cells():
        styled(sheet.cell(row, column), "Calculation", _NUMBER)
    for helpers in (formulas.apart(output), formulas.ends(output)):
        for row, column in helpers.cells():
            sheet.cell(row, column).font = font(size=8, color=HELPER)
    write(sheet, HEADER, formulas.apart(output).left, design.words["play_for_formulas"], size=8, color=HELPER)


def _chart(design: Design, sheet: Worksheet, formulas: PredictionsFormulas, output: int) -> None:
    """Predicted against measured, with the diagonal on which all would lie; above it how large a miss is."""
    say = design.words
    name = str(design.table.classes[output])
    measured = column_of(formulas.columns(output), 0)
    training, test = (column_of(formulas.apart(output), number) for number in (0, 1))
    misses = formulas.misses(output)
    left, top = misses.left - 4, misses.top
    axes = tuple(Axis(say[key].format(name=name)) for key in ("predictions_measured", "predictions_says"))
    diagonal = formulas.ends(output)
    lines = [Line(diagonal, diagonal, MUTED, width=1.0), _points(measured, training, BLUE, say["predictions_training"])]
    if design.table.training and 0 in design.table.training:
        lines.append(_points(measured, test, RED, say["predictions_test"]))
    at = sheet.cell(top + 3, left).coordinate
    scatter(sheet, at, say["predictions_chart"].format(name=name), (axes[0], axes[1]), lines, size=_SIZE)
    for row, key in enumerate(("predictions_training", "predictions_test")):
        write(sheet, top + row, left, say["predictions_miss"].format(cases=say[key]))
        sheet.cell(top + row, left).border = Border(left=Side(style="medium", color=(BLUE, RED)[row]))
        cell = sheet.cell(top + row, misses.left)
        cell.font, cell.number_format = font(bold=True, color=INK), _NUMBER


def _points(x: Area, y: Area, colour: str, title: str) -> Line:
    return Line(x, y, colour, title, width=0, marker="circle", size=5)
