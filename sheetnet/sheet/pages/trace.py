"""Sheet Trace: the columns that training fills, and the chart of E."""

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.look import (
    BLUE,
    MUTED,
    RED,
    cells,
    heading,
    headline,
    write,
)


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    headline(sheet, say["trace_title"])
    for column, key in enumerate(("iteration", "E", "accuracy", "norm"), 1):
        heading(sheet, column, say.get(key, "E") if key != "accuracy" else "accuracy")
    formats = {"A": "0", "B": "0.0000", "C": "0.0%", "D": "0.0000"}
    for letter, number in formats.items():
        sheet.column_dimensions[letter].width = 12
        sheet.column_dimensions[letter].number_format = number
    picture = layout["trace_picture"]
    write(sheet, picture.top, 3, say["trace_picture"], color=MUTED).alignment = Alignment(horizontal="right")
    sheet.cell(picture.top, picture.left).number_format = "0"
    levels = layout["trace_levels"]
    for offset, key in enumerate(("half", "constant")):
        write(sheet, levels.top + offset, 6, say[key], color=MUTED)
        sheet.cell(levels.top + offset, 7, 0).number_format = "0"
    for column, text in ((7, say["from"]), (8, say["to"]), (9, "E"), (10, "E")):
        cell = write(sheet, 1, column, text, color=MUTED)
        cell.alignment = Alignment(horizontal="right", vertical="bottom")
    fill(design, sheet, "trace_levels")
    for cell in cells(sheet, levels):
        cell.number_format = "0" if cell.column == levels.left else "0.####"
        cell.font = Font(name="Calibri", size=11, color=MUTED)
    sheet.column_dimensions["F"].width = 22
    _chart(design, sheet)
    sheet.print_area = "A1:P10000"  # the details right of the chart would make the page tiny
    sheet.freeze_panes = f"E{FIRST_CASE}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"


def _chart(design: Design, sheet: Worksheet) -> None:
    chart = ScatterChart()
    chart.title = design.words["chart"]
    chart.style = 2
    chart.scatterStyle = "lineMarker"
    chart.width, chart.height = 22, 12
    chart.x_axis.title, chart.y_axis.title = design.words["iteration"], "E"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.min = chart.y_axis.scaling.min = 0
    chart.x_axis.number_format = chart.y_axis.number_format = "General"
    chart.x_axis.majorGridlines = None
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E4E7EB"))  # type: ignore[union-attr]
    chart.legend.position = "b"  # type: ignore[union-attr]
    chart.layout = ChartLayout(
        manualLayout=ManualLayout(x=0.08, y=0.12, w=0.88, h=0.66, layoutTarget="inner", xMode="edge", yMode="edge")
    )
    top = FIRST_CASE
    x = Reference(sheet, min_col=1, min_row=top, max_row=top + 1)
    line = Series(Reference(sheet, min_col=2, min_row=top, max_row=top + 1), x, title="E")
    line.marker.symbol = "none"
    line.smooth = False
    line.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=BLUE, w=28575))
    chart.series.append(line)
    levels = design.layout["trace_levels"]
    for offset, (key, colour) in enumerate((("half", RED), ("constant", "F4A582"))):
        row = levels.top + offset
        ends = Reference(sheet, min_col=7, max_col=8, min_row=row)
        heights = Reference(sheet, min_col=9, max_col=10, min_row=row)
        level = Series(heights, ends, title=design.words[key])
        level.marker.symbol = "none"
        level.smooth = False
        level.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=15875, prstDash="dash"))
        chart.series.append(level)
    sheet.add_chart(chart, "F7")
