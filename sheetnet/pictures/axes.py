"""A frame with two axes, and where a point lies in it."""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.pictures.scales import Axis
from sheetnet.pictures.shapes import Line, Points, Rect, Shape, Text, straight

SMALL = 12.0


class Plot(NamedTuple):
    """The rectangle inside two axes: `x` grows to the right, `y` upwards."""

    left: float
    top: float
    width: float
    height: float
    x: Axis
    y: Axis

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def right(self) -> float:
        return self.left + self.width

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where the values lie on the picture."""
        return self.left + self.width * self.x.share(x), self.bottom - self.height * self.y.share(y)

    def line(self, xs: Sequence[float], ys: Sequence[float]) -> Points:
        """Where these values lie; of points that lie in one another's place the first."""
        placed = [(round(x, 2), round(y, 2)) for x, y in map(self.at, xs, ys)]
        return tuple(point for place, point in enumerate(placed) if not place or point != placed[place - 1])

    def frame(self, x_title: str = "", y_title: str = "", *, x_labels: bool = True) -> list[Shape]:
        """Grid lines at the ticks of y, ticks below, labels and titles; the lines that a curve is drawn over."""
        shapes: list[Shape] = []
        for value, label in self.y.ticks:
            y = self.at(self.x.low, value)[1]
            shapes.append(straight(self.left, y, self.right, y))
            shapes.append(Text(self.left - 8, y + 4, label, SMALL, "end", "muted"))
        shapes.append(straight(self.left, self.bottom, self.right, self.bottom, "frame"))
        for value, label in self.x.ticks:
            x = self.at(value, self.y.low)[0]
            shapes.append(straight(x, self.bottom, x, self.bottom + 4, "frame"))
            if x_labels:
                shapes.append(Text(x, self.bottom + 18, label, SMALL, "middle", "muted"))
        if x_title:
            shapes.append(Text(self.left + self.width / 2, self.bottom + 36, x_title, SMALL, "middle", "muted"))
        if y_title:
            shapes.append(Text(self.left, self.top - 10, y_title, SMALL, "start", "muted"))
        return shapes


def boxed(plot: Plot) -> Rect:
    """The whole frame of a plot, for pictures whose four sides count."""
    return Rect(plot.left, plot.top, plot.width, plot.height, "none", "frame")


def labelled(lines: list[tuple[Line, str]], right: float, least: float = 15.0) -> list[Shape]:
    """Lines, and beside the end of each its name, no two names in one another's way."""
    shapes: list[Shape] = [line for line, _ in lines]
    taken = float("-inf")
    for line, name in sorted(lines, key=lambda one: one[0].points[-1][1]):
        y = max(line.points[-1][1] + 4, taken + least)
        taken = y
        shapes.append(Text(right + 6, y, name, SMALL, "start", line.stroke, bold=True))
    return shapes
