"""What a regression predicts against what was measured, in the units of the measurements."""

from collections.abc import Mapping

from sheetnet.errors import SettingError
from sheetnet.pictures.axes import Plot, boxed
from sheetnet.pictures.drawings.naming import outputs
from sheetnet.pictures.scales import linear
from sheetnet.pictures.shapes import Circle, Line, Picture, Shape, Text, moved
from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of

_SIDE = 300.0
_MOST = 6


def predicted(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """A square for each output; the circles of test cases are hollow."""
    model = path.model
    if path.network.head.classifies:
        raise SettingError(f"{path.network.head.name} reads classes", remedy="choose --what confusion")
    names = outputs(path)
    if len(names) > _MOST:
        raise SettingError(f"expected at most {_MOST} outputs to draw a square for each, found {len(names)}")
    said = model.predict_scaled(path.x)
    measured = path.t * model.target_scale + model.target_shift
    shapes: list[Shape] = [Text(0, 16, say["predicted"], 15, bold=True)]
    for number, name in enumerate(names):
        square = _square(said[:, number].tolist(), measured[:, number].tolist(), path.training.tolist(), name, say)
        shapes += (moved(shape, number * (_SIDE + 96), 30.0) for shape in square)
    width = len(names) * (_SIDE + 96) - 20
    return Picture(width, _SIDE + 106, tuple(shapes), say["predicted"], say["predicted_heard"])


def _square(
    said: list[float], measured: list[float], training: list[bool], name: str, say: Mapping[str, str]
) -> list[Shape]:
    axis = linear([*said, *measured])
    plot = Plot(62.0, 28.0, _SIDE, _SIDE, axis, axis)
    shapes = plot.frame(f"{say['measured_axis']}: {name}", f"{say['predicted_axis']}: {name}")
    shapes.append(boxed(plot))
    shapes.append(Line((plot.at(axis.low, axis.low), plot.at(axis.high, axis.high)), "muted", 1.2, (6, 4)))
    radius = 3.2 if len(said) < 400 else 2.0
    for one, other, learned in zip(said, measured, training, strict=True):
        x, y = plot.at(other, one)
        tip = f"{say['measured_axis']} {other:.5g}, {say['predicted_axis']} {one:.5g}"
        shapes.append(
            Circle(x, y, radius, "first", "paper", 0.6, tip)
            if learned
            else Circle(x, y, radius, "none", "second", 1.5, tip)
        )
    if not all(training):
        right = plot.right - width_of(say["test"]) * 7 - 10
        for place, (key, fill, stroke) in enumerate((("train", "first", "none"), ("test", "none", "second"))):
            y = plot.bottom - 30 + place * 17
            left = right - 26
            shapes.append(Circle(left, y, 3.6, fill, stroke, 1.5))
            shapes.append(Text(left + 10, y + 4, say[key], 12))
    return shapes
