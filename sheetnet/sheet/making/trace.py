"""Sheet Trace: what each iteration did, and its chart."""

from typing import Any

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import LAST_COLUMN
from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.making.maker import BLUE, INK, MUTED, RED, SMALL, Maker
from sheetnet.sheet.trace import DETAIL_OFFSET, DETAILS, headers

_PRINTED_ROWS = 100


def draw(make: Maker, sheet: Worksheet) -> None:
    """Draw the sheet."""
    layout, say = make.layout, make.words
    make.title(sheet, say["trace_title"])
    for column, key in enumerate(("iteration", "E", "accuracy", "norm"), 1):
        make.head(sheet, column, say["accuracy_name"] if key == "accuracy" else say.get(key, "E"))
    formats = {"A": "0", "B": "0.0000", "C": "0.0%", "D": "0.0000"}
    for letter, number in formats.items():
        sheet.column_dimensions[letter].width = 12
        sheet.column_dimensions[letter].number_format = number
    picture = layout["trace_picture"]
    make.text(sheet, picture.top, 3, say["trace_picture"], color=MUTED).alignment = Alignment(horizontal="right")
    sheet.cell(picture.top, picture.left).number_format = "0"
    levels = layout["trace_levels"]
    for offset, key in enumerate(("half", "constant")):
        make.text(sheet, levels.top + offset, 6, say[key], color=MUTED)
        start: Any = sheet.cell(levels.top + offset, 7, 0)
        start.number_format, start.font = "0", Font(name="Calibri", size=11, color=MUTED)
    for column, key in ((7, "from"), (8, "to"), (9, "E_from"), (10, "E_to")):
        cell = make.text(sheet, 1, column, say[key], color=MUTED, size=9)
        cell.alignment = Alignment(horizontal="right", vertical="bottom")
    make.fill(sheet, "trace_levels")
    for cell in make.cells(sheet, levels):
        cell.number_format = "0" if cell.column == levels.left else "0.####"
        cell.font = Font(name="Calibri", size=11, color=MUTED)
    sheet.column_dimensions["F"].width = 22
    _chart(make, sheet)
    _detail_columns(make, sheet)
    # the details right of the chart would make the page tiny, and thousands of rows fill a book
    sheet.print_area = f"A1:P{FIRST_CASE + _PRINTED_ROWS}"
    sheet.freeze_panes = f"E{FIRST_CASE}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"


def _detail_columns(make: Maker, sheet: Worksheet) -> None:
    """Looks for the columns that training fills: a written cell takes the style of its row, else of its column."""
    first = 1 + DETAIL_OFFSET
    last = min(first + len(headers(make.geometry, DETAILS)[0]) - 1, LAST_COLUMN)
    columns = sheet.column_dimensions[get_column_letter(first)]
    columns.min, columns.max, columns.width = first, last, 11
    columns.number_format = SMALL
    columns.font = Font(name="Calibri", size=11, color=INK)
    for row in (HEADER - 1, HEADER):
        heading: Any = sheet.row_dimensions[row]
        heading.font = Font(name="Calibri", size=11, color=INK, bold=True)
        heading.alignment = Alignment(horizontal="right", vertical="bottom")


def _chart(make: Maker, sheet: Worksheet) -> None:
    chart = ScatterChart()
    chart.title = make.words["chart"]
    chart.style = 2
    chart.scatterStyle = "lineMarker"
    chart.width, chart.height = 20, 12
    chart.x_axis.title, chart.y_axis.title = make.words["iteration"], "E"
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
    levels = make.layout["trace_levels"]
    for offset, (key, colour) in enumerate((("half", RED), ("constant", "F4A582"))):
        row = levels.top + offset
        ends = Reference(sheet, min_col=7, max_col=8, min_row=row)
        heights = Reference(sheet, min_col=9, max_col=10, min_row=row)
        level = Series(heights, ends, title=make.words[key])
        level.marker.symbol = "none"
        level.smooth = False
        level.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=15875, prstDash="dash"))
        chart.series.append(level)
    sheet.add_chart(chart, "F7")
