"""The chart of a series: what was measured and what the network says, case by case, live over Data and Calc."""

from typing import Any

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.style import BLUE, RED

CHART_ROWS = 19
_GREY = "7B8794"


def draw_series(design: Design, sheet: Worksheet, row: int, title: str) -> None:
    """Draw it from that row on: the target, and the output for training cases and for test cases."""
    layout, say = design.layout, design.words
    cases = layout.cases
    training = sum(design.table.training) if design.table.training else cases
    target, output = layout["targets"], layout[f"outputs_{len(design.geometry.sizes) - 1}"]
    chart: Any = ScatterChart()
    chart.title = title
    chart.style = 2
    chart.scatterStyle = "lineMarker"
    chart.width, chart.height = 24.5, 9.2
    chart.x_axis.title, chart.y_axis.title = say["number"], str(design.table.classes[0])
    chart.x_axis.delete = chart.y_axis.delete = False
    scaling = chart.x_axis.scaling
    scaling.min, scaling.max = 0, cases + 1
    chart.x_axis.number_format = chart.y_axis.number_format = "General"
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.majorGridlines = None
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E4E7EB"))
    chart.legend.position = "b"
    chart.layout = ChartLayout(
        manualLayout=ManualLayout(x=0.07, y=0.15, w=0.91, h=0.6, layoutTarget="inner", xMode="edge", yMode="edge")
    )
    for area, first, last, name, look in (
        (target, 0, cases, "measured", LineProperties(solidFill=_GREY, w=12700)),
        (output, 0, training, "says_training", LineProperties(solidFill=BLUE, w=19050)),
        (output, training, cases, "says_test", LineProperties(solidFill=RED, w=22225, prstDash="sysDash")),
    ):
        if first < last:
            chart.series.append(_line(area.part(first, 0, last - first), say[name], look))
    sheet.add_chart(chart, f"B{row}")


def _line(area: Area, title: str, look: LineProperties) -> Any:
    numbers = area._replace(sheet="Data", left=1, right=1)
    line = Series(Reference(range_string=area.absolute()), Reference(range_string=numbers.absolute()), title=title)
    line.marker.symbol = "none"
    line.smooth = False
    line.graphicalProperties = GraphicalProperties(ln=look)
    return line
