"""Native scatter charts that stay live: lines and markers over cells, on fixed axes where the picture needs them."""

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout, ManualLayout
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


def scatter(
    sheet: Worksheet, at: str, title: str, axes: tuple[Axis, Axis], lines: list[Line], *, size: tuple[float, float]
) -> None:
    """Draw a chart with its corner on a cell; `size` is width and height in cm."""
    chart = ScatterChart()
    chart.style = 2
    chart.scatterStyle = "lineMarker"
    chart.title = title
    _small(chart.title, 12, bold=True)
    chart.width, chart.height = size  # type: ignore[assignment]
    for axis, has in zip((chart.x_axis, chart.y_axis), axes, strict=True):
        _draw_axis(axis, has)
    legend = any(line.title for line in lines)
    if legend:
        chart.legend.position = "b"  # type: ignore[union-attr]
        _hide_untitled(chart, lines)
    else:
        chart.legend = None
    chart.layout = _inner(size, legend=legend)
    for line in lines:
        chart.series.append(_series(sheet, line))
    sheet.add_chart(chart, at)


def _draw_axis(axis: Any, has: Axis) -> None:
    axis.title = has.title
    _small(axis.title, 10, bold=False)
    axis.delete = False
    axis.scaling.min, axis.scaling.max, axis.majorUnit = has.low, has.high, has.mark
    axis.number_format, axis.tickLblPos, axis.crosses = "General", "low", "min"
    axis.majorTickMark = "out"
    axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID, w=_POINT // 2))
    axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=_AXIS))
    axis.txPr = RichText(p=[_paragraph(9, MUTED, bold=False)])


def _series(sheet: Worksheet, line: Line) -> Any:
    series = Series(_reference(sheet, line.y), _reference(sheet, line.x), title=line.title or " ")
    series.smooth = False
    if line.width:
        dash: Any = line.dash
        drawn = LineProperties(solidFill=line.colour, w=round(line.width * _POINT), prstDash=dash)
        series.graphicalProperties = GraphicalProperties(ln=drawn)
    else:
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker.symbol = line.marker
    if line.marker != "none":
        series.marker.size = line.size
        edge = LineProperties(solidFill=line.colour)
        series.marker.graphicalProperties = GraphicalProperties(solidFill=line.colour, ln=edge)
    return series


def _reference(sheet: Worksheet, area: Area) -> Reference:
    book: Any = sheet.parent
    return Reference(book[area.sheet], area.left, area.top, area.right, area.bottom)


def _hide_untitled(chart: Any, lines: list[Line]) -> None:
    from openpyxl.chart.legend import LegendEntry

    chart.legend.legendEntry = [LegendEntry(idx=n, delete=True) for n, line in enumerate(lines) if not line.title]


def _inner(size: tuple[float, float], *, legend: bool) -> Layout:
    """The picture in its frame: the same margins in cm whatever the size, so that a circle can be kept round."""
    width, height = size
    below = _ROOM["bottom"] + (_ROOM["legend"] if legend else 0)
    return Layout(
        manualLayout=ManualLayout(
            x=_ROOM["left"] / width,
            y=_ROOM["top"] / height,
            w=(width - _ROOM["left"] - _ROOM["right"]) / width,
            h=(height - _ROOM["top"] - below) / height,
            layoutTarget="inner",
            xMode="edge",
            yMode="edge",
        )
    )


def around(width: float, height: float, *, legend: bool = True) -> tuple[float, float]:
    """The size of a chart whose picture itself is so wide and high."""
    more = _ROOM["legend"] if legend else 0
    return width + _ROOM["left"] + _ROOM["right"], height + _ROOM["top"] + _ROOM["bottom"] + more


def _small(title: Any, points: int, *, bold: bool) -> None:
    title.overlay = False
    for paragraph in title.tx.rich.p:
        paragraph.pPr = _paragraph(points, INK if bold else MUTED, bold=bold).pPr


def _paragraph(points: int, colour: str, *, bold: bool) -> Paragraph:
    look = CharacterProperties(sz=100 * points, b=bold, solidFill=colour)
    return Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)
