"""How long the gradient of each layer is: where it vanishes, a layer stops learning."""

from collections.abc import Mapping

from sheetnet.pictures.axes import Plot, labelled
from sheetnet.pictures.colours import DASHES, SERIES
from sheetnet.pictures.drawings.curve import HIGH, WIDE
from sheetnet.pictures.drawings.naming import layers, short, span
from sheetnet.pictures.scales import counted, logarithmic
from sheetnet.pictures.shapes import Line, Picture, Shape, Text
from sheetnet.session.trajectory import Trajectory


def flow(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """A line for each layer, named by its units."""
    x = counted(path.points[-1].iteration)
    y = logarithmic(value for point in path.points for value in point.flow)
    plot = Plot(58.0, 54.0, WIDE - 58.0 - 92.0, HIGH - 102.0, x, y)
    shapes: list[Shape] = [Text(0, 16, say["flow"], 15, bold=True)]
    shapes += plot.frame(say["iteration"], say["flow_axis"])
    numbers = [point.iteration for point in path.points]
    lines = []
    for place, names in enumerate(layers(path)[1:]):
        points = plot.line(numbers, [point.flow[place] for point in path.points])
        look = place % len(SERIES)
        lines.append((Line(points, SERIES[look], 2.2, DASHES[look]), short(span(names), 13)))
    shapes += labelled(lines, plot.right)
    return Picture(WIDE, HIGH, tuple(shapes), say["flow"], say["flow_heard"])
