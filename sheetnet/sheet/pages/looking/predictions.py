"""Sheet Predictions of a regression: measured and predicted in the target's own unit, and the one against the other."""

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.blocks.settings import REGRESSION
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import References, column_of
from sheetnet.sheet.pages.design import Design
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

SHEET = "Predictions"
_MOST = 5_000  # cases
_EACH = 5  # columns of an output: measured, predicted, and three that the chart needs
_SIZE = (15.0, 11.0)  # of a chart, in cm
_ROWS = 24  # that it takes
_NUMBER = "0.0000"


def place_of(design: Design) -> Area | None:
    """The cells of the sheet; None in a workbook that is no regression, or has its cases elsewhere, or very many."""
    regression = (design.settings or {}).get("head") == REGRESSION
    cases = len(design.table.features)
    if design.plain or design.outside or not design.live or not regression or cases > _MOST:
        return None
    return Area(SHEET, 1, 1, FIRST_CASE + cases, 15 + _EACH * design.geometry.sizes[-1])


def draw(design: Design, sheet: Worksheet) -> None:
    say = design.words
    headline(sheet, say["predictions_title"], say["predictions_note"])
    outputs = range(design.geometry.sizes[-1])
    for column, width in ((1, 7), (2, 9)):
        widen(sheet, column, width)
    for column, key in ((1, "number"), (2, "training")):
        heading(sheet, column, say[key])
    ref = References(SHEET)
    training, cases = design.layout["training"], design.layout.cases
    for case in range(cases):
        for column, text in (
            (1, ref(training.part(case, 0)._replace(left=1, right=1))),
            (2, ref(training.part(case, 0))),
        ):
            cell = sheet.cell(FIRST_CASE + case, column, f"={text}")
            cell.font, cell.alignment = font(color=MUTED), Alignment(horizontal="center")
    for output in outputs:
        _output(design, sheet, output)
    for output in outputs:
        _helpers(design, sheet, output)
        _chart(design, sheet, output)
    sheet.freeze_panes = f"A{FIRST_CASE}"
    sheet.sheet_properties.tabColor = BLUE
    right = 2 + 2 * len(outputs)
    lay_out(sheet, right + 10, titles=f"{HEADER}:{HEADER}")
    bottom = max(FIRST_CASE + cases - 1, FIRST_CASE + len(outputs) * (_ROWS + 2))
    sheet.print_area = f"A1:{get_column_letter(right + 10)}{bottom}"  # without what the chart needs
    fit(sheet, high=0)


def _column(design: Design, output: int, what: int) -> Area:
    """The columns of an output: measured and predicted; far right the predictions of training and of test cases."""
    outputs = design.geometry.sizes[-1]
    left = 3 + 2 * output + what if what < 2 else 2 + 2 * outputs + 14 + 3 * output + what - 2
    return Area(SHEET, FIRST_CASE, left, FIRST_CASE + design.layout.cases - 1, left)


def _output(design: Design, sheet: Worksheet, output: int) -> None:
    """Measured, as Data has it, and predicted, made of what Calc has as the scaling was: z times scale plus shift."""
    layout, say, ref = design.layout, design.words, References(SHEET)
    name = str(design.table.classes[output])
    scaled = ""
    if "target_scaling" in layout:
        shift, scale = (ref(layout["target_scaling"].part(output, n), fixed=True) for n in (0, 1))
        scaled = f"*{scale}+{shift}"
    outputs = layout[f"outputs_{len(design.geometry.sizes) - 1}"]
    sources = (
        (layout.entered("targets"), "predictions_measured", "" if layout.is_scaled("targets") else scaled),
        (outputs, "predictions_says", scaled),
    )
    for what, (source, key, unit) in enumerate(sources):
        area = _column(design, output, what)
        title = say[key].format(name=name)
        heading(sheet, area.left, title)
        widen(sheet, area.left, fitting([title], 12))
        for case in range(area.height):
            cell = sheet.cell(area.top + case, area.left)
            cell.value = f"={ref(column_of(source, output).part(case, 0))}{unit}"
            styled(cell, "Calculation", _NUMBER)


def _helpers(design: Design, sheet: Worksheet, output: int) -> None:
    """The predictions of training and of test cases apart, as a chart draws them, and the ends of the diagonal."""
    ref = References(SHEET)
    measured, says = (_column(design, output, what) for what in (0, 1))
    for what, wanted in ((2, "=1"), (3, "<>1")):
        area = _column(design, output, what)
        for case in range(area.height):
            counts, value = ref(area.part(case, 0)._replace(left=2, right=2)), ref(says.part(case, 0))
            cell = sheet.cell(area.top + case, area.left, f"=IF({counts}{wanted},{value},NA())")
            cell.font = font(size=8, color=HELPER)
    ends = _column(design, output, 4)
    for row, function in enumerate(("MIN", "MAX")):
        text = f"{function}({ref(measured, fixed=True)})"
        sheet.cell(ends.top + row, ends.left, f"={text}").font = font(size=8, color=HELPER)
    write(sheet, HEADER, ends.left - 2, design.words["play_for_formulas"], size=8, color=HELPER)


def _chart(design: Design, sheet: Worksheet, output: int) -> None:
    """Predicted against measured, with the diagonal on which all would lie; above it how large a miss is."""
    say, ref, outputs = design.words, References(SHEET), design.geometry.sizes[-1]
    name = str(design.table.classes[output])
    measured, says, training, test, ends = (_column(design, output, what) for what in range(5))
    left, top = 4 + 2 * outputs, FIRST_CASE + output * (_ROWS + 2)
    axes = tuple(Axis(say[key].format(name=name)) for key in ("predictions_measured", "predictions_says"))
    diagonal = ends.part(0, 0, 2)
    lines = [Line(diagonal, diagonal, MUTED, width=1.0), _points(measured, training, BLUE, say["predictions_training"])]
    if design.table.training and 0 in design.table.training:
        lines.append(_points(measured, test, RED, say["predictions_test"]))
    at = sheet.cell(top + 3, left).coordinate
    scatter(sheet, at, say["predictions_chart"].format(name=name), (axes[0], axes[1]), lines, size=_SIZE)
    counts = ref(Area(SHEET, FIRST_CASE, 2, measured.bottom, 2), fixed=True)
    one, other = ref(measured, fixed=True), ref(says, fixed=True)
    for row, (key, chosen) in enumerate(
        (("predictions_training", f"({counts}=1)"), ("predictions_test", f"({counts}<>1)"))
    ):
        write(sheet, top + row, left, say["predictions_miss"].format(cases=say[key]))
        sheet.cell(top + row, left).border = Border(left=Side(style="medium", color=(BLUE, RED)[row]))
        cell = sheet.cell(top + row, left + 4)
        squares = f"SUMPRODUCT({chosen}*({other}-{one})*({other}-{one}))/SUMPRODUCT({chosen}*1)"
        cell.value = f'=IF(SUMPRODUCT({chosen}*1)=0,"–",SQRT({squares}))'
        cell.font, cell.number_format = font(bold=True, color=INK), _NUMBER


def _points(x: Area, y: Area, colour: str, title: str) -> Line:
    return Line(x, y, colour, title, width=0, marker="circle", size=5)
