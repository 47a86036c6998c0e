"""The network drawn with its own weights: red lines are positive, blue ones negative, the thicker the larger."""

from collections.abc import Mapping

from sheetnet.errors import SettingError
from sheetnet.pictures.colours import PALETTE, mixed
from sheetnet.pictures.drawings.naming import layers, short
from sheetnet.pictures.scales import told, with_minus
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Shape, Text
from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of

_MOST = 100  # units of a layer
_TOP = 66.0
_NUMBERED = 60  # so many numbers at most are written beside lines


def network(path: Trajectory, say: Mapping[str, str], *, numbers: bool = False) -> Picture:
    """Layers from left to right; with `numbers` each line has its weight, and each unit its threshold."""
    names = layers(path)
    if max(map(len, names)) > _MOST:
        raise SettingError(f"expected layers of at most {_MOST} units to draw, found {max(map(len, names))}")
    count = sum(units * inputs for units, inputs in path.network.layers)
    if numbers and count > _NUMBERED:
        raise SettingError(
            f"{count} weights are more than the {_NUMBERED} that can be written beside their lines",
            remedy="leave --numbers out; in SVG every line tells its weight when it is pointed at",
        )
    tallest = max(map(len, names))
    step = max(9.0, min(64.0 if numbers else 40.0, (560.0 if numbers else 460.0) / tallest))
    high = max(tallest * step, 150.0)
    apart = max(190.0, min(300.0, high * 0.55)) + (40 if numbers else 0)
    left = max(map(width_of, map(short, names[0]))) * 6.8 + 22
    places = [
        [(left + layer * apart, _TOP + high * (unit + 0.5) / len(units)) for unit in range(len(units))]
        for layer, units in enumerate(names)
    ]
    matrices = path.network.unpack(path.model.parameters)
    shapes: list[Shape] = [Text(0, 16, say["network"], 15, bold=True)]
    for layer, matrix in enumerate(matrices):
        shapes += _lines(matrix[:, : len(names[layer])].tolist(), places[layer], places[layer + 1], names[layer:])
    if numbers:
        for layer, matrix in enumerate(matrices):
            shapes += _numbers(matrix[:, : len(names[layer])].tolist(), places[layer], places[layer + 1])
    for layer, units in enumerate(names):
        kind = "inputs" if layer == 0 else "outputs" if layer == len(names) - 1 else "hidden"
        shapes.append(Text(places[layer][0][0], 46, say[kind], 12, "middle", "muted"))
        thresholds = matrices[layer - 1][:, -1].tolist() if layer and path.network.thresholds else []
        room = high / len(units)
        shapes += _units(units, places[layer], thresholds, room, numbers=numbers, ends=(layer == 0, kind == "outputs"))
    width = places[-1][0][0] + max(map(width_of, map(short, names[-1]))) * 6.8 + 24 + (70 if numbers else 0)
    return Picture(width, _TOP + high + 8, tuple(shapes), say["network"], say["network_heard"])


def _lines(
    weights: list[list[float]],
    below: list[tuple[float, float]],
    above: list[tuple[float, float]],
    names: list[list[str]],
) -> list[Shape]:
    """The lines of a layer, the strongest drawn last; thickness and depth of colour go with the amount."""
    strongest = max(abs(weight) for row in weights for weight in row) or 1.0
    most = 5.0 if len(below) * len(above) <= 300 else 3.0
    found = []
    for unit, row in enumerate(weights):
        for place, weight in enumerate(row):
            share = abs(weight) / strongest
            colour = _pale("positive" if weight > 0 else "negative", share)
            tip = f"{names[1][unit]} ← {names[0][place]}: {told(weight)}"
            found.append((share, Line((below[place], above[unit]), colour, 0.3 + most * share, tip=tip)))
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _pale(colour: str, share: float) -> str:
    return mixed(PALETTE["line"], PALETTE[colour], 0.25 + 0.75 * share)


def _numbers(
    weights: list[list[float]], below: list[tuple[float, float]], above: list[tuple[float, float]]
) -> list[Shape]:
    """Each weight on its line, nearer to the unit below for one unit and nearer to that above for the next."""
    shapes: list[Shape] = []
    for unit, row in enumerate(weights):
        for place, weight in enumerate(row):
            share = 0.3 + 0.4 * (unit + 0.5) / len(above) if len(above) > 1 else 0.4 + 0.08 * (place % 3)
            (x1, y1), (x2, y2) = below[place], above[unit]
            x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
            text = with_minus(f"{weight:.2f}")
            half = width_of(text) * 3.1 + 2
            shapes.append(Rect(x - half, y - 8, 2 * half, 15, "paper", radius=3))
            shapes.append(Text(x, y + 4, text, 11.5, "middle"))
    return shapes


def _units(
    names: list[str],
    places: list[tuple[float, float]],
    thresholds: list[float],
    step: float,
    *,
    numbers: bool,
    ends: tuple[bool, bool],
) -> list[Shape]:
    radius = min(13.0, step * 0.36)
    size = min(12.0, max(step * 0.95, 7.0))
    shapes: list[Shape] = []
    for number, (name, (x, y)) in enumerate(zip(names, places, strict=True)):
        tip = f"{name}: θ = {told(thresholds[number])}" if thresholds else name
        shapes.append(Circle(x, y, radius, "paper", "ink", 1.4, tip))
        if ends[0]:
            shapes.append(Text(x - radius - 6, y + size * 0.36, short(name), size, "end"))
        elif ends[1]:
            shapes.append(Text(x + radius + 6, y + size * 0.36, short(name), size))
        elif width_of(name) * size * 0.5 < 2 * radius - 2:
            shapes.append(Text(x, y + size * 0.34, name, size * 0.9, "middle"))
        elif step >= 20:
            shapes.append(Text(x, y - radius - 4, name, 11, "middle"))
        if numbers and thresholds:
            shapes.append(Text(x, y + radius + 13, with_minus(f"θ {thresholds[number]:.2f}"), 11, "middle", "muted"))
    return shapes
