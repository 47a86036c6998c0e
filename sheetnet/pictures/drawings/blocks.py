"""The numbers of a parameter vector as coloured cells: each unit of the first layer in the shape of the picture that it
looks at, the units of further layers as rows.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.network import Network
from sheetnet.pictures.colours import signed
from sheetnet.pictures.drawings.naming import layers, short, span
from sheetnet.pictures.scales import told
from sheetnet.pictures.shapes import Anchor, Rect, Shape, Text
from sheetnet.session.trajectory import Trajectory
from sheetnet.width import width_of

_MOST_TILES, _MOST_ROWS, _MOST_COLUMNS = 60, 40, 64
_LETTER = 6.6  # the width of a digit of 12 units
_SMALL = 12.0


class Blocks(NamedTuple):
    """Shapes, and the room that they take."""

    shapes: tuple[Shape, ...]
    width: float
    height: float


def largest(network: Network, vectors: Array) -> list[float]:
    """The largest amount in each layer, of vectors of shape (..., parameters)."""
    return [float(np.abs(matrix).max()) or 1.0 for matrix in network.unpack_all(vectors)]


def blocks(
    path: Trajectory,
    values: Array,
    scales: Sequence[float],
    say: Mapping[str, str],
    *,
    wide: float,
    key: str = "",
    tips: bool = True,
) -> Blocks:
    """The cells of `values`, the colours of each layer scaled by the amounts in `scales`.

    With `key` each cell has it and the place of its number in the vector as its key.
    """
    maker = _Maker(path, values, say, wide, key, tips=tips)
    for number, scale in enumerate(scales):
        maker.add(number, scale)
    return Blocks(tuple(maker.shapes), max(maker.right, 60.0), maker.top)


class _Maker:
    """Layer below layer."""

    def __init__(
        self, path: Trajectory, values: Array, say: Mapping[str, str], wide: float, key: str, *, tips: bool
    ) -> None:
        self._path, self._values, self._say, self._wide, self._key = path, values.tolist(), say, wide, key
        self._tips = tips
        self._names = layers(path)
        self._thresholds = path.network.thresholds
        self.shapes: list[Shape] = []
        self.top = self.right = 0.0
        self._first = 0  # of the layer's parameters in the vector

    def add(self, number: int, scale: float) -> None:
        units, inputs = self._path.network.layers[number]
        title = self._say["layer_of"].format(
            units=short(span(self._names[number + 1]), 18), below=short(span(self._names[number]), 18)
        )
        amount = self._say["strongest"].format(value=told(scale))
        self._text(0, self.top + 11, title, bold=True)
        room = width_of(title) * _LETTER + 10
        key = f"{self._key}scale{number}" if self._key else ""
        self.shapes.append(Text(room, self.top + 11, amount, 11.0, fill="muted", key=key))
        self._reach(room + width_of(amount) * 6)
        self.top += 20
        rows, columns = self._path.geometry.picture
        if number == 0 and rows > 1:
            self._tiles(scale, units, rows, columns)
        else:
            self._matrix(number, scale, units, inputs)
        self._first += units * (inputs + self._thresholds)
        self.top += 18

    def _tiles(self, scale: float, units: int, rows: int, columns: int) -> None:
        shown = min(units, _MOST_TILES)
        across = min(shown, max(3, int(self._wide // ((columns + 1) * 5.0 + 19))))
        size = min(22.0, max(3.0, (self._wide / across - 18 - 6) / (columns + self._thresholds)))
        width, height = columns * size + (size + 3 if self._thresholds else 0), rows * size
        label = 15 if size > 5 else 11
        for unit in range(shown):
            left = (unit % across) * (width + 16)
            top = self.top + (unit // across) * (height + label + 8)
            name = self._names[1][unit]
            self._text(left, top + label - 4, name, 12.0 if size > 5 else 9.0)
            start = self._first + unit * (rows * columns + self._thresholds)
            for place in range(rows * columns):
                x, y = left + place % columns * size, top + label + place // columns * size
                self._cell(x, y, size, scale, start + place, name, self._names[0][place])
            if self._thresholds:
                x = left + columns * size + 3
                self._cell(x, top + label, size, scale, start + rows * columns, name, "θ")
                if size > 8:
                    self._text(x + size / 2 - 0.5, top + label - 4, "θ", 11.0, "middle")
            self._reach(left + width)
        self.top += -(-shown // across) * (height + label + 8) - 8
        self._more(units - shown)

    def _matrix(self, number: int, scale: float, units: int, inputs: int) -> None:
        above, below = self._names[number + 1], self._names[number]
        rows, columns = min(units, _MOST_ROWS), min(inputs, _MOST_COLUMNS)
        names = [short(name) for name in above[:rows]]
        left = max(map(width_of, names)) * _LETTER + 8
        size = min(24.0, max(7.0, (self._wide - left) / (columns + 2)))
        heads = [short(name, 12) for name in below[:columns]]
        longest = max(map(width_of, heads)) * 5.9
        if size >= 14 or columns <= 12:
            self.top += self._heads(heads, left, size, longest)
            if self._thresholds:
                self._text(left + columns * size + 4 + size / 2, self.top - 4, "θ", 11.0, "middle")
        for row in range(rows):
            y = self.top + row * max(size, 12)
            self._text(left - 6, y + size / 2 + 4, names[row], anchor="end")
            start = self._first + row * (inputs + self._thresholds)
            for column in range(columns):
                self._cell(left + column * size, y, size, scale, start + column, above[row], below[column])
            if self._thresholds:
                self._cell(left + columns * size + 4, y, size, scale, start + inputs, above[row], "θ")
        self._reach(left + (columns + self._thresholds) * size + 4)
        self.top += (rows - 1) * max(size, 12) + size
        self._more(max(units - rows, inputs - columns))

    def _heads(self, heads: list[str], left: float, size: float, longest: float) -> float:
        """Names over columns, turned where they are wide; returns their height."""
        turned = longest > size - 2
        high = longest + 8 if turned else 16.0
        for column, name in enumerate(heads):
            x = left + (column + 0.5) * size
            shape = Text(x + 4, self.top + high - 5, name, 11.0, fill="muted", turned=True)
            self.shapes.append(shape if turned else Text(x, self.top + 11, name, 11.0, "middle", "muted"))
        return high

    def _cell(self, x: float, y: float, size: float, scale: float, place: int, unit: str, below: str) -> None:
        value = self._values[place]
        tip = f"{unit} ← {below}: {told(value)}" if self._tips else ""
        key = f"{self._key}{place}" if self._key else ""
        gap = 1.0 if size > 8 else 0.5
        edge = "line" if size > 8 else "none"
        colour = signed(value / scale)
        self.shapes.append(Rect(x, y, size - gap, size - gap, colour, edge, 0.75, tip=tip, key=key))

    def _more(self, count: int) -> None:
        if count > 0:
            self._text(0, self.top + 14, self._say["more"].format(count=count))
            self.top += 18

    def _text(
        self, x: float, y: float, text: str, size: float = _SMALL, anchor: Anchor = "start", *, bold: bool = False
    ) -> None:
        fill = "ink" if bold else "muted"
        self.shapes.append(Text(x, y, text, size, anchor, fill, bold=bold))

    def _reach(self, right: float) -> None:
        self.right = max(self.right, right)
