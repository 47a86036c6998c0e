"""The chart of a series: what was measured and what the network says, case by case, live over Data and Calc."""

from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, line, rule_across
from sheetnet.sheet.pages.style import BLUE, RED

CHART_ROWS = 19
_GREY = "7B8794"


def draw_series(design: Design, sheet: Worksheet, row: int, title: str) -> None:
    """Draw it from that row on: the target, and the output for training cases and for test cases."""
    layout, say = design.layout, design.words
    cases = layout.cases
    training = sum(design.table.training) if design.table.training else cases
    target, output = layout["targets"], layout[f"outputs_{len(design.geometry.sizes) - 1}"]
    chart = empty_chart(title, (Axis(say["number"], 0, cases + 1), Axis(str(design.table.classes[0]))))
    chart.width, chart.height = 24.5, 9.2
    chart.x_axis.tickLblPos = "low"
    rule_across(chart)
    chart.layout = inner(0.07, 0.15, 0.91, 0.6)
    for area, first, last, name, colour, points, dash in (
        (target, 0, cases, "measured", _GREY, 1, None),
        (output, 0, training, "says_training", BLUE, 1.5, None),
        (output, training, cases, "says_test", RED, 1.75, "sysDash"),
    ):
        if first < last:
            y = area.part(first, 0, last - first)
            x = y._replace(sheet="Data", left=1, right=1)
            heights, numbers = (Reference(range_string=one.absolute()) for one in (y, x))
            chart.series.append(line(heights, numbers, say[name], colour, points, dash))
    sheet.add_chart(chart, f"B{row}")
