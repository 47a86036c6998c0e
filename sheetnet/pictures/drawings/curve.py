"""E against the iteration, that of the test cases beside it, and below it the share that is read correctly."""

from collections.abc import Mapping
from math import isnan

from sheetnet.pictures.axes import Plot, labelled
from sheetnet.pictures.colours import DASHES, SERIES
from sheetnet.pictures.scales import Axis, counted, fitting, told
from sheetnet.pictures.shapes import Line, Picture, Shape, Text
from sheetnet.session.trajectory import Point, Trajectory

WIDE, HIGH = 480.0, 360.0
_LEFT, _RIGHT = 58.0, 66.0  # room for numbers, and for the names of the lines
_PERCENT = Axis(0.0, 1.0, ((0.0, "0%"), (0.5, "50%"), (1.0, "100%")))


def plots(path: Trajectory, wide: float = WIDE) -> tuple[Plot, Plot | None]:
    """The frame of E, and below it that of the accuracy, for a network that reads classes."""
    points = path.points
    x = counted(points[-1].iteration)
    y = fitting([value for point in points for value in (point.loss, point.test_loss)])
    classifies = not isnan(points[0].accuracy)
    width = wide - _LEFT - _RIGHT
    if not classifies:
        return Plot(_LEFT, 54.0, width, HIGH - 102.0, x, y), None
    return Plot(_LEFT, 54.0, width, 176.0, x, y), Plot(_LEFT, 262.0, width, 56.0, x, _PERCENT)


def curve(path: Trajectory, say: Mapping[str, str], upto: int | None = None, *, wide: float = WIDE) -> Picture:
    """The picture; with `upto` the run as far as that iteration, in the frame of the whole."""
    points = [point for point in path.points if upto is None or point.iteration <= upto]
    upper, lower = plots(path, wide)
    shapes: list[Shape] = [Text(0, 16, say["loss_curve"], 15, bold=True)]
    above = say["log" if upper.y.logarithmic else "loss"]
    shapes += upper.frame("" if lower else say["iteration"], above, x_labels=lower is None)
    if lower:
        shapes += lower.frame(say["iteration"], say["accuracy"])
    tested = not isnan(points[0].test_loss)
    lines = [(_line(upper, points, "loss", 0), say["train"] if tested else "E")]
    if tested:
        lines.append((_line(upper, points, "test_loss", 1), say["test"]))
    whole = len(points) == len(path.points)
    shapes += labelled(lines, upper.right) if whole else [line for line, _ in lines]
    if lower:
        shapes.append(_line(lower, points, "accuracy", 0))
    heard = say["loss_heard"].format(
        first=told(points[0].loss), last=told(points[-1].loss), iteration=points[-1].iteration
    )
    return Picture(wide, HIGH, tuple(shapes), say["loss_curve"], heard)


def _line(plot: Plot, points: list[Point], what: str, place: int) -> Line:
    found = plot.line([point.iteration for point in points], [getattr(point, what) for point in points])
    return Line(found, SERIES[place], 2.2, DASHES[place])
