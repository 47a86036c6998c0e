"""Native scatter charts that stay live: lines and markers over cells, on fixed axes where the picture needs them.

The pieces, which every chart of ours is put together from, come first; `scatter` draws a whole chart.
"""

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.style import INK, MUTED

_POINT = 12_700  # a chart counts in the 12,700th part of a point
_GRID, _AXIS = "E4E7EB", "9AA5B1"
_ROOM = {"left": 1.5, "right": 0.5, "top": 1.2, "bottom": 1.5, "legend": 1.2}  # cm around the picture itself


@dataclass(frozen=True)
class Axis:
    """The title of an axis, and where it starts, ends and has its marks; None leaves that to the program."""

    title: str
    low: float | None = None
    high: float | None = None
    mark: float | None = None


@dataclass(frozen=True)
class Line:
    """A curve through cells. Without a width it is a row of markers, without a marker a line; no title, no legend."""

    x: Area
    y: Area
    colour: str
    title: str = ""
    width: float = 1.5
    marker: str = "none"
    size: int = 5
    dash: str = "solid"


def empty_chart(title: str, axes: tuple[Axis, Axis]) -> Any:
    """A chart without lines as yet: its axes drawn and named, the legend below."""
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = 2, "lineMarker"
    chart.title = title
    for axis, has in zip((chart.x_axis, chart.y_axis), axes, strict=True):
        axis.title, axis.delete, axis.number_format = has.title, False, "General"
        axis.scaling.min, axis.scaling.max, axis.majorUnit = has.low, has.high, has.mark
    chart.legend.position = "b"
    return chart


def rule_across(chart: Any) -> None:
    """Pale lines across the picture at the marks of the y axis alone."""
    chart.x_axis.majorGridlines = None
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=_GRID)))


def inner(x: float, y: float, width: float, height: float) -> Layout:
    """Where the picture itself lies in its chart, in shares of the chart."""
    return Layout(
        manualLayout=ManualLayout(x=x, y=y, w=width, h=height, layoutTarget="inner", xMode="edge", yMode="edge")
    )


def line(y: Reference, x: Reference, title: str, colour: str, points: float, dash: Any = None) -> Any:
    """A line without markers, so many points wide."""
    series: Any = Series(y, x, title=title)
    series.marker.symbol, series.smooth = "none", False
    drawn = LineProperties(solidFill=colour, w=round(points * _POINT), prstDash=dash)
    series.graphicalProperties = GraphicalProperties(ln=drawn)
    return series


def lettering(title: Any, points: float, colour: str, *, bold: bool) -> None:
    """The looks of a title."""
    for paragraph in title.tx.rich.p:
        paragraph.pPr = _paragraph(points, colour, bold=bold).pPr


def small_text(*, bold: bool | None = None) -> RichText:
    """The looks of the numbers at an axis, and of a legend."""
    return RichText(p=[_paragraph(9, MUTED, bold=bold)])


def scatter(
    sheet: Worksheet, at: str, title: str, axes: tuple[Axis, Axis], lines: list[Line], *, size: tuple[float, float]
) -> None:
    """Draw a chart with its corner on a cell; `size` is width and height in cm."""
    chart = empty_chart(title, axes)
    chart.title.overlay = False
    lettering(chart.title, 12, INK, bold=True)
    chart.width, chart.height = size
    for axis in (chart.x_axis, chart.y_axis):
        _draw_axis(axis)
    legend = any(one.title for one in lines)
    if legend:
        chart.legend.legendEntry = [LegendEntry(idx=n, delete=True) for n, one in enumerate(lines) if not one.title]
    else:
        chart.legend = None
    chart.layout = _same_margins(size, legend=legend)
    for one in lines:
        chart.series.append(_series(sheet, one))
    sheet.add_chart(chart, at)


def _draw_axis(axis: Any) -> None:
    axis.title.overlay = False
    lettering(axis.title, 10, MUTED, bold=False)
    axis.tickLblPos, axis.crosses = "low", "min"
    axis.majorTickMark = "out"
    axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID, w=_POINT // 2))
    axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=_AXIS))
    axis.txPr = small_text(bold=False)


def _series(sheet: Worksheet, one: Line) -> Any:
    series = line(reference(sheet, one.y), reference(sheet, one.x), one.title or " ", one.colour, one.width, one.dash)
    if not one.width:
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker.symbol = one.marker
    if one.marker != "none":
        series.marker.size = one.size
        edge = LineProperties(solidFill=one.colour)
        series.marker.graphicalProperties = GraphicalProperties(solidFill=one.colour, ln=edge)
    return series


def reference(sheet: Worksheet, area: Area) -> Reference:
    """An area as a chart knows it."""
    book: Any = sheet.parent
    return Reference(book[area.sheet], area.left, area.top, area.right, area.bottom)


def _same_margins(size: tuple[float, float], *, legend: bool) -> Layout:
    """The picture in its frame: the same margins in cm whatever the size, so that a circle can be kept round."""
    width, height = size
    below = _ROOM["bottom"] + (_ROOM["legend"] if legend else 0)
    return inner(
        _ROOM["left"] / width,
        _ROOM["top"] / height,
        (width - _ROOM["left"] - _ROOM["right"]) / width,
        (height - _ROOM["top"] - below) / height,
    )


def around(width: float, height: float, *, legend: bool = True) -> tuple[float, float]:
    """The size of a chart whose picture itself is so wide and high."""
    more = _ROOM["legend"] if legend else 0
    return width + _ROOM["left"] + _ROOM["right"], height + _ROOM["top"] + _ROOM["bottom"] + more


def _paragraph(points: float, colour: str, *, bold: bool | None) -> Paragraph:
    look = CharacterProperties(sz=round(100 * points), b=bold, solidFill=colour)
    return Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)
