"""Sheet Play: a drawing box, the network as pictures in square cells, its answer, and a time machine, on one screen."""

from collections.abc import Iterable
from typing import Any

from openpyxl.chart import Reference
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.blocks.play import (
    BOX,
    CONTROLS,
    FIRST,
    HELPERS,
    HINT,
    TITLE,
    WORDS,
    helper,
)
from sheetnet.sheet.cells import LAST_ROW, Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.play.canvas import HIDDEN, LIT, PAPER, Canvas, diverging, scale
from sheetnet.sheet.pages.play.network import Network
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, line, reference, rule_across, small_text
from sheetnet.sheet.pages.style import (
    BLUE,
    HELPER,
    INK,
    MUTED,
    RED,
    WHITE,
    cells,
    font,
    styled,
    when,
    widen,
)

_LABEL = 18  # pixels: the rows of names and numbers beside the pictures
_TABLE_ROW = 22


def draw(design: Design, sheet: Worksheet) -> None:
    page = _Page(design, sheet)
    page.rows_and_columns()
    page.controls()
    page.drawing()
    network = Network(page.canvas)
    network.layers()
    network.outputs()
    page.helpers()
    draw_chart(design, sheet, page.chart_place())
    right, bottom = page.plan.right + page.plan.right_panel, design.layout["play_helpers"].top - 3
    bottom = min(bottom, page.plan.screen) if page.plan.bands > 1 else bottom
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_properties.tabColor = LIT
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = design.layout["play_iteration"].range
    lay_out(sheet, right, titles=f"{TITLE}:{TITLE}")
    sheet.print_area = f"A1:{get_column_letter(right)}{bottom}"
    fit(sheet, high=1)


class _Page:
    """The sheet while it is drawn."""

    def __init__(self, design: Design, sheet: Worksheet) -> None:
        self.canvas = Canvas(design, sheet)
        self.design, self.sheet, self.plan = design, sheet, design.play
        self.layout, self.say = design.layout, design.words

    def rows_and_columns(self) -> None:
        plan = self.plan
        last = max(plan.right + plan.right_panel, *(area.right for area in plan.areas().values()))
        for column in range(1, last + 2):
            widen(self.sheet, column, (plan.pixels - 1) / 7)
        for row in range(1, self.layout["play_helpers"].top - 3):
            self.canvas.heighten(row, _LABEL)
        for row, pixels in ((TITLE, 34), (HINT, 20), (3, 8), (CONTROLS, 28), (FIRST - 1, 30)):
            self.canvas.heighten(row, pixels)
        if plan.pictures:
            for row in self._picture_rows():
                self.canvas.heighten(row, plan.pixels)
        else:
            self.canvas.heighten(FIRST, 54)
            for row in range(FIRST + 1, FIRST + 1 + plan.geometry.sizes[0] + sum(plan.geometry.sizes[1:]) + 8):
                self.canvas.heighten(row, _TABLE_ROW)

    def _picture_rows(self) -> Iterable[int]:
        """The rows in which pixels and weights of pictures stand."""
        for name, gradients in (("play_layer_1", False), ("play_gradients_1", True)):
            area = self.layout[name]
            for slots in self.plan.slots(0, gradients=gradients):
                yield from {area.top + row for row, _ in slots.weights}

    def controls(self) -> None:
        plan, say, layout = self.plan, self.say, self.layout
        title = say["play_title" if plan.pictures else "play_title_table"]
        self.canvas.text(TITLE, 2, title, size=18, bold=True)
        self.canvas.formula(layout["play_note"], 0, 0, "General", size=10, color=RED, align="left")
        self.canvas.text(CONTROLS, 2, say["play_iteration"], size=12, bold=True)
        self.canvas.input("play_iteration", plan.across(56), 0)
        rule = DataValidation(
            type="whole", operator="between", formula1="0", formula2="MAX(counter,iterations)", showErrorMessage=True
        )
        rule.error, rule.errorTitle = say["whole"], say["not_allowed"]
        self.sheet.add_data_validation(rule)
        rule.add(layout["play_iteration"].range)
        beside = layout["play_iteration"].left + plan.across(56) + 1  # below the scroll bar, where one is shown
        self.canvas.text(CONTROLS, beside, say["play_iteration_hint"], size=9, color=MUTED)
        for name, label, number in (
            ("E", "E", "0.0000"),
            ("accuracy", say["accuracy_name"], "0.0%"),
            ("misread", say["play_misread"], "0"),
        ):
            area = layout[f"play_{name}"]
            wide = plan.across(70)
            self.canvas.text(CONTROLS, area.left - wide, label, wide, size=11, color=MUTED, align="right")
            self.canvas.formula(area, 0, 0, number, plan.across(84), size=14, bold=True, align="left")

    def drawing(self) -> None:
        plan, say, layout = self.plan, self.say, self.layout
        box, x, case = layout["play_box"], layout["play_x"], layout["play_case"]
        self.canvas.heading(2, say["play_draw" if plan.pictures else "play_type"])
        self.canvas.heading(x.left, say["play_sees"])
        first = self.design.table.features[0]
        for number, cell in enumerate(cells(self.sheet, box)):
            value = round(float(first[number]), 6)
            cell.value = (int(value) if value == int(value) else value) if value or not plan.pictures else None
            cell.alignment = Alignment(horizontal="center", vertical="center")
            cell.number_format = HIDDEN if plan.pictures else "General"
        if plan.pictures:
            self.canvas.picture(box, PAPER)
            self.canvas.picture(x, WHITE)
            self._shades()
        else:
            self._list(box, x)
        self.canvas.text(case.top, 2, say["play_case"], plan.across(52), size=11, bold=True)
        self.canvas.input("play_case", plan.across(56), BOX)
        hint = say["play_case_hint"].format(cases=f"{layout.cases:,}")
        self.canvas.text(case.top + 1, 2, hint, size=9, color=MUTED)
        self._case_rule(case)
        for row in range(x.height):
            for column in range(x.width):
                self.canvas.formula(
                    x, row, column, HIDDEN if plan.pictures else "0.00", 1 if plan.pictures else plan.number
                )

    def _shades(self) -> None:
        """What is drawn is dark, whatever the mark; numbers are shades."""
        box, x = self.layout["play_box"], self.layout["play_x"]
        here, ink = f"{get_column_letter(box.left)}{box.top}", self.canvas.ink()
        mark = when(
            f'AND(LEN(TRIM({here}))>0,IF(ISNUMBER({here}),{here}>={ink},TRUE))',
            fill=PatternFill(bgColor=INK), font=Font(color=INK),
        )  # fmt: skip
        self.sheet.conditional_formatting.add(box.range, mark)
        if self.canvas.scaling() is None:
            shades = scale("num", 0, WHITE, "num", ink, INK)
        else:
            shades = scale("min", None, WHITE, "max", None, INK)
        self.sheet.conditional_formatting.add(x.range, shades)
        self.sheet.conditional_formatting.add(box.range, scale("num", 0, PAPER, "num", ink, INK))

    def _list(self, box: Area, x: Area) -> None:
        """The inputs of a table below each other: name, the number typed, the number seen."""
        plan = self.plan
        for number, name in enumerate(self.design.table.feature_names):
            row = box.top + number
            cell = self.canvas.text(row, 2, str(name), box.left - 3, size=10)
            cell.alignment = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
            for column in range(plan.number):
                styled(self.sheet.cell(row, box.left + column), "Input", "General")
                self.sheet.cell(row, box.left + column).font = font(size=10)
            self.sheet.merge_cells(box.part(number, 0, 1, plan.number).range)
        self.sheet.conditional_formatting.add(x.range, diverging(-2, 2))

    def _case_rule(self, case: Area) -> None:
        here = f"${get_column_letter(case.left)}${case.top}"
        number = f"IF(ISNUMBER({here}),AND({here}>=1,{here}<={self.layout.cases},{here}=INT({here})),FALSE)"
        rule = DataValidation(type="custom", formula1=f'OR({here}="{BOX}",{number})', showErrorMessage=True)
        rule.error, rule.errorTitle = self.say["play_case_rule"], self.say["not_allowed"]
        self.sheet.add_data_validation(rule)
        rule.add(case.range)

    def chart_place(self) -> tuple[str, float, float]:
        """The corner of the chart, and its width and height in pixels."""
        plan = self.plan
        if plan.pictures:
            high = 2 * _LABEL + plan.pixels * plan.geometry.picture[0]
            return f"B{plan.chart_top}", plan.left_panel * plan.pixels, max(high, 150)
        return f"{get_column_letter(plan.right)}{plan.chart_top}", plan.right_panel * plan.pixels, 250

    def helpers(self) -> None:
        area, words, say = self.layout["play_helpers"], self.layout["play_words"], self.say
        ink = self.layout["play_ink"]
        small: dict[str, Any] = {"size": 8, "color": HELPER}
        self.canvas.text(ink.top - 1, 2, say["play_for_formulas"], italic=True, **small)
        if self.plan.pictures:
            self.canvas.text(ink.top, 2, say["play_ink"], **small)
        self.canvas.text(ink.top, ink.left, self.canvas.ink(), **small)
        labels = [*HELPERS]
        for unit in self.plan.geometry.units:
            labels += [f"max |w| {unit.name}", f"max |∂E/∂w| {unit.name}"]
        for row, label in enumerate(labels):
            self.canvas.text(area.top + row, 2, label, **small)
            self.canvas.formula(area, row, 0, "General", align="left", **small)
        for row, name in enumerate(WORDS):
            key = "type" if name == "draw" and not self.plan.pictures else name
            text = say[f"play_word_{key}"].format(file=self.design.file_in_commands)
            self.canvas.text(words.top + row, words.left, text, **small)


_ORANGE = "E08214"
_PIXELS_A_CM = 96 / 2.54


def draw_chart(design: Design, sheet: Worksheet, place: tuple[str, float, float]) -> None:
    """At a cell, so many pixels wide and high."""
    at, wide, high = place
    say, layout = design.words, design.layout
    trace = layout["trace"]
    bottom = min(FIRST_CASE + max(design.iterations, 1), LAST_ROW)
    chart = empty_chart(say["play_curve"], (Axis(say["iteration"], 0), Axis("E", 0)))
    second = empty_chart("", (Axis("", 0), Axis("", 0, 1, 0.5)))
    shown = helper(layout["play_helpers"], "shown")

    def column(number: int) -> Reference:
        left = trace.left + number
        return reference(sheet, Area(trace.sheet, FIRST_CASE, left, bottom, left))

    for where, number, name, label, colour in (
        (chart, 1, "play_E", "E", BLUE),
        (second, 2, "play_accuracy", say["accuracy_name"], _ORANGE),
    ):
        if number == 2 and not design.play.bars:
            continue
        where.series.append(line(column(number), column(0), label, colour, 2.0))
        where.series.append(_mark(reference(sheet, layout[name]), reference(sheet, shown), colour))
    rule_across(chart)
    chart.title = None
    chart.legend.position = "t"
    chart.legend.legendEntry = [LegendEntry(idx=number, delete=True) for number in (1, 3)]  # the marks
    chart.legend.overlay = False
    chart.layout = inner(0.13, 0.17, 0.72, 0.62)
    for axis in (chart.x_axis, chart.y_axis):
        axis.txPr = small_text(bold=False)
        axis.title = None
    if design.play.bars:
        second.y_axis.axId, second.y_axis.crosses = 200, "max"
        second.y_axis.title = None
        second.y_axis.number_format, second.y_axis.delete, second.y_axis.majorGridlines = "0%", False, None
        second.y_axis.txPr = small_text(bold=False)
        chart += second
    chart.width, chart.height = wide / _PIXELS_A_CM, high / _PIXELS_A_CM
    sheet.add_chart(chart, at)


def _mark(y: Reference, x: Reference, colour: str) -> Any:
    """A single point."""
    series = line(y, x, " ", colour, 1)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker.symbol, series.marker.size = "circle", 10
    series.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=INK))
    return series
