"""For a network of two inputs: what it says at every place of their plane, and where its answer changes."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.net.activations import Array
from sheetnet.net.network import read
from sheetnet.pictures.axes import Plot, boxed
from sheetnet.pictures.colours import PALETTE, SERIES, mixed, signed
from sheetnet.pictures.drawings.naming import classes
from sheetnet.pictures.scales import Axis, linear
from sheetnet.pictures.shapes import Circle, Line, Picture, Rect, Shape, Text
from sheetnet.session.trajectory import Trajectory

_SIDE = 320.0
_FINE = 80  # places across and down
_LEVELS = 20


def surface(path: Trajectory, say: Mapping[str, str]) -> Picture:
    """Colours of the outputs, the cases as circles over them."""
    if path.network.sizes[0] != 2:
        raise SettingError(f"a surface needs a network of 2 inputs, this one has {path.network.sizes[0]}")
    model = path.model
    raw = path.x * model.input_scale + model.input_shift
    x, y = (_wider(linear(raw[:, column].tolist())) for column in (0, 1))
    plot = Plot(58.0, 56.0, _SIDE, _SIDE, x, y)
    middles = (np.arange(_FINE) + 0.5) / _FINE
    across, down = np.meshgrid(x.low + (x.high - x.low) * middles, y.high - (y.high - y.low) * middles)
    z = model.predict(np.column_stack([across.ravel(), down.ravel()])).reshape(_FINE, _FINE, -1)
    first, second = model.feature_names
    shapes: list[Shape] = [Text(0, 16, say["surface"], 15, bold=True)]
    shapes += _tiles(plot, _colours(path, z))
    shapes += _boundary(plot, path, z)
    shapes += plot.frame(first, second)[len(y.ticks) * 2 :]
    shapes += [Text(plot.left - 8, plot.at(x.low, value)[1] + 4, text, 12, "end", "muted") for value, text in y.ticks]
    shapes += [boxed(plot), Text(plot.left, plot.top - 10, second, 12, fill="muted")]
    shapes += _cases(plot, path, raw)
    shapes += _legend(path, plot.right + 16, plot.top, say)
    return Picture(plot.right + 110, plot.bottom + 44, tuple(shapes), say["surface"], say["surface_heard"])


def _wider(axis: Axis) -> Axis:
    """The axis with a little room on both sides, for the circles at its ends."""
    room = (axis.high - axis.low) * 0.1
    return axis._replace(low=axis.low - room, high=axis.high + room)


def _colours(path: Trajectory, z: Array) -> list[list[str]]:
    """A colour for each place, in so few steps that bands are seen."""
    head = path.network.head
    if z.shape[2] == 1:
        middle, ends = _scale(path)
        shares = (z[:, :, 0] - middle) / ends
        steps = np.round(np.clip(shares, -1.0, 1.0) * _LEVELS / 2) / (_LEVELS / 2)
        return [[signed(0.85 * share) for share in row] for row in steps.tolist()]
    span = head.highest - head.lowest
    strengths = (z.max(axis=2) - head.lowest) / span if np.isfinite(span) else np.ones(z.shape[:2])
    steps = np.round(np.clip(strengths, 0.0, 1.0) * _LEVELS) / _LEVELS
    best = z.argmax(axis=2).tolist()
    paper = PALETTE["paper"]
    return [
        [mixed(paper, PALETTE[SERIES[k % len(SERIES)]], 0.6 * share) for k, share in zip(names, row, strict=True)]
        for names, row in zip(best, steps.tolist(), strict=True)
    ]


def _scale(path: Trajectory) -> tuple[float, float]:
    """The output that is white, and how far from it the colours are deepest."""
    head, model = path.network.head, path.model
    if head.classifies:
        return head.middle, head.highest - head.middle
    raw = path.t * model.target_scale + model.target_shift
    low, high = float(raw.min()), float(raw.max())
    return (low + high) / 2, (high - low) / 2 or 1.0


def _tiles(plot: Plot, colours: list[list[str]]) -> list[Shape]:
    """Neighbours of one colour in a row are one rectangle."""
    size = _SIDE / _FINE
    shapes: list[Shape] = []
    for row, line in enumerate(colours):
        edges = [0, *(n for n in range(1, _FINE) if line[n] != line[n - 1]), _FINE]
        for start, end in pairwise(edges):
            x, y = plot.left + start * size, plot.top + row * size
            width = (end - start) * size + (0.4 if end < _FINE else 0)  # over the seam
            shapes.append(Rect(x, y, width, size + (0.4 if row < _FINE - 1 else 0), line[start]))
    return shapes


def _boundary(plot: Plot, path: Trajectory, z: Array) -> list[Shape]:
    """Where one class gives way to another."""
    if not path.network.head.classifies:
        return []
    said = read(z.reshape(_FINE * _FINE, -1), path.network.head.middle).reshape(_FINE, _FINE)
    size = _SIDE / _FINE
    if z.shape[2] == 1:
        return [Line(points, "ink", 1.8) for points in _level(plot, z[:, :, 0] - path.network.head.middle)]
    shapes: list[Shape] = []
    for row, column in zip(*np.nonzero(said[:, 1:] != said[:, :-1]), strict=True):
        x, y = plot.left + (int(column) + 1) * size, plot.top + int(row) * size
        shapes.append(Line(((x, y), (x, y + size)), "ink", 1.4))
    for row, column in zip(*np.nonzero(said[1:] != said[:-1]), strict=True):
        x, y = plot.left + int(column) * size, plot.top + (int(row) + 1) * size
        shapes.append(Line(((x, y), (x + size, y)), "ink", 1.4))
    return shapes


def _level(plot: Plot, z: Array) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Short strokes along z = 0, by marching squares between the middles of four places."""
    size = _SIDE / _FINE
    found = []
    for row in range(_FINE - 1):
        for column in range(_FINE - 1):
            corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
            values = [float(z[row + down, column + right]) for down, right in corners]
            cuts = []
            for side in range(4):
                one, other = values[side], values[(side + 1) % 4]
                if (one >= 0) != (other >= 0):
                    share = one / (one - other)
                    (r1, c1), (r2, c2) = corners[side], corners[(side + 1) % 4]
                    x = plot.left + (column + c1 + (c2 - c1) * share + 0.5) * size
                    y = plot.top + (row + r1 + (r2 - r1) * share + 0.5) * size
                    cuts.append((x, y))
            found += [(cuts[n], cuts[n + 1]) for n in range(0, len(cuts) - 1, 2)]
    return found


def _cases(plot: Plot, path: Trajectory, raw: Array) -> list[Shape]:
    shapes: list[Shape] = []
    classifies = path.network.head.classifies
    which = read(path.t, path.network.head.middle).tolist()
    single = path.t.shape[1] == 1
    for number, (x, y) in enumerate(raw[:500].tolist()):
        left, top = plot.at(x, y)
        if not classifies:
            middle, ends = _scale(path)
            target = float(path.t[number, 0] * path.model.target_scale[0] + path.model.target_shift[0])
            fill = signed((target - middle) / ends)
        else:
            fill = _of_class(which[number], single=single)
        edge = "ink" if path.training[number] else "muted"
        shapes.append(Circle(left, top, 5.5 if len(raw) < 100 else 3.6, fill, edge, 1.4))
    return shapes


def _of_class(number: int, *, single: bool) -> str:
    return ("negative", "positive")[number] if single else SERIES[number % len(SERIES)]


def _legend(path: Trajectory, left: float, top: float, say: Mapping[str, str]) -> list[Shape]:
    if not path.network.head.classifies:
        return []
    single = path.t.shape[1] == 1
    shapes: list[Shape] = []
    for number, name in enumerate(classes(path)):
        y = top + 10 + number * 19
        shapes.append(Circle(left + 6, y - 4, 5.5, _of_class(number, single=single), "ink", 1.4))
        shapes.append(Text(left + 18, y, name))
    return shapes
