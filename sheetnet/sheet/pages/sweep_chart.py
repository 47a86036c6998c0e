"""The chart of a sweep: E against iteration of some runs, and the columns that it is drawn from."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl.chart import Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.blocks.sweep import SweepCurve
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, lettering, line, rule_across, small_text
from sheetnet.sheet.pages.style import INK, LINE, MUTED, fitting, widen, write

_LINES = (  # told apart by colour-blind people, and in grey by their dashes
    ("0072B2", "solid"), ("D55E00", "dash"), ("009E73", "sysDot"), ("CC79A7", "lgDashDot"),
    ("56B4E9", "lgDash"), ("E69F00", "sysDash"), ("000000", "dashDot"), ("7B8794", "solid"),
)  # fmt: skip
_POINTS = 500  # of a line; more are not seen
_ROWS = 22  # that the chart covers
_RATIO = 100.0  # between the greatest and the least E: from here on the axis goes by powers of ten
_ESCAPED = 10.0  # times as much as at the start: what is above runs out of the chart


class _Bounds(NamedTuple):
    """The ends of the axis of E; None where the program may choose."""

    low: float | None
    high: float
    powers: bool


def draw_chart(
    sheet: Worksheet, say: dict[str, str], curves: Sequence[SweepCurve], level: float, top: int, left: int, right: int
) -> int:
    """Draw the chart below `top`, from column `left` to `right`, its data right of it; returns its last row."""
    bounds = _bounds(curves)
    if bounds is None:
        return top
    seen = [_seen(curve, bounds, say["sweep_diverged"]) for curve in curves]
    at = right + 2
    height = _put(sheet, say, seen, at)
    chart = _chart(say, bounds)
    x = Reference(sheet, min_col=at, min_row=FIRST_CASE, max_row=FIRST_CASE + height - 1)
    for number, curve in enumerate(seen):
        column = at + 1 + number
        values = Reference(sheet, min_col=column, min_row=FIRST_CASE, max_row=FIRST_CASE + height - 1)
        colour, dash = _LINES[number % len(_LINES)]
        chart.series.append(line(values, x, curve.label, colour, 2.25, dash))
    if (bounds.low or 0.0) < level < bounds.high:
        chart.series.append(_level(sheet, seen, level, at + 2 + len(seen)))
    chart.x_axis.scaling.max = max(1, *(iteration for curve in seen for iteration in curve.iterations))
    begin, end = AnchorMarker(left - 1, 0, top - 1, 0), AnchorMarker(right, 0, top - 1 + _ROWS, 0)
    chart.anchor = TwoCellAnchor("oneCell", _from=begin, to=end)
    sheet.add_chart(chart)
    return top + _ROWS - 1


def _bounds(curves: Sequence[SweepCurve]) -> _Bounds | None:
    """From the least E to the greatest, but not far above where the runs began."""
    losses = [loss for curve in curves for loss in curve.losses if math.isfinite(loss)]
    if not losses:
        return None
    start = max((curve.losses[0] for curve in curves if curve.losses and math.isfinite(curve.losses[0])), default=1.0)
    high = min(max(losses), _ESCAPED * start) if start > 0 else max(losses)
    above = [loss for loss in losses if loss > 0]
    if min(losses) < 0 or not above or high < _RATIO * min(above):
        return _Bounds(0.0 if min(losses) >= 0 else None, high * 1.05 if high > 0 else high, powers=False)
    low = max(min(above), high * 1e-12)
    return _Bounds(10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high)), powers=True)


def _seen(curve: SweepCurve, bounds: _Bounds, diverged: str) -> SweepCurve:
    """The points that are drawn; a line that runs out of the chart ends there, and says so."""
    points: list[tuple[int, float]] = []
    label = curve.label
    for iteration, loss in zip(curve.iterations, curve.losses, strict=True):
        if not loss <= bounds.high:  # NaN too
            label = f"{curve.label} ({diverged})"
            if math.isfinite(loss):
                points.append((iteration, loss))
            break
        points.append((iteration, loss))
    step = max(math.ceil(len(points) / _POINTS), 1)
    shown = [point for number, point in enumerate(points) if number % step == 0 or number == len(points) - 1]
    return SweepCurve(label, [iteration for iteration, _ in shown], [loss for _, loss in shown])


def _put(sheet: Worksheet, say: dict[str, str], curves: Sequence[SweepCurve], left: int) -> int:
    """The data of the chart, one row an iteration; returns how many."""
    iterations = sorted({iteration for curve in curves for iteration in curve.iterations})
    rows = {iteration: row for row, iteration in enumerate(iterations, FIRST_CASE)}
    write(sheet, HEADER - 1, left, say["sweep_data"], color=MUTED, size=9)
    _head(sheet, left, say["iteration"])
    for iteration, row in rows.items():
        write(sheet, row, left, iteration, color=MUTED)
    for column, curve in enumerate(curves, left + 1):
        _head(sheet, column, curve.label)
        for iteration, loss in zip(curve.iterations, curve.losses, strict=True):
            write(sheet, rows[iteration], column, float(loss), color=MUTED).number_format = "0.0000E+00"
    return len(rows)


def _head(sheet: Worksheet, column: int, name: str) -> None:
    cell = write(sheet, HEADER, column, name, color=MUTED)
    cell.alignment = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
    widen(sheet, column, fitting([name], 12, 18))


def _level(sheet: Worksheet, curves: Sequence[SweepCurve], level: float, column: int) -> Any:
    """A thin line at the E that the runs are timed by."""
    last = max(iteration for curve in curves for iteration in curve.iterations)
    for offset, (iteration, loss) in enumerate(((0, level), (last, level))):
        write(sheet, FIRST_CASE + offset, column, iteration, color=MUTED)
        write(sheet, FIRST_CASE + offset, column + 1, loss, color=MUTED)
    x, y = (Reference(sheet, min_col=column + offset, min_row=FIRST_CASE, max_row=FIRST_CASE + 1) for offset in (0, 1))
    return line(y, x, f"E = {level:g}", MUTED, 1.0, "sysDot")


def _chart(say: dict[str, str], bounds: _Bounds) -> Any:
    chart = empty_chart(say["sweep_chart"], (Axis(say["iteration"], 0), Axis("E", bounds.low, bounds.high)))
    chart.visible_cells_only, chart.display_blanks = False, "span"
    lettering(chart.title, 12, INK, bold=True)
    for axis in (chart.x_axis, chart.y_axis):
        axis.title.overlay = False
        lettering(axis.title, 9, MUTED, bold=False)
        axis.txPr = small_text()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    rule_across(chart)
    chart.x_axis.crosses = "min"
    if bounds.powers:
        chart.y_axis.scaling.logBase = 10
    chart.legend.txPr = small_text()
    chart.layout = inner(0.09, 0.12, 0.88, 0.66)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.roundedCorners = False
    return chart
