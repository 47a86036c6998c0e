"""Where things are on sheet Network: square cells, boxes for units, and a label on every line between two of them."""

from dataclasses import dataclass
from typing import NamedTuple

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.cells import Area

SHEET = "Network"
SQUARE, HIGH = 16 / 7, 12.0  # a column's width and a row's height: a cell is a square of 16 pixels
SCREEN = 77  # columns that a screen of 1366 pixels shows
TOP, TALL = 4, 24  # the drawing's first row, and how many rows it takes
LISTED = 7  # cases that the list under the drawing has room for
SIDE = 21  # cells along a side of the surface
LOW, HIGH = -0.5, 1.5  # of both inputs of the surface
EVERY = (HIGH - LOW) / (SIDE - 1)
LABEL = 5  # columns of the label on a line
TOLD = ("e", "E", "eta", "counter")  # the numbers of the second line
_MOST = 3  # units of a layer
_BOX = 7  # columns of a box
_SURFACE_FROM = SCREEN - SIDE - 2
_HELPERS = SCREEN + 4  # the first column of what formulas need
_TO_SUMS = SIDE + 12  # columns from a cell of the surface to what the output adds up there
_TELL, _SAYS = (8, 2, 2, 8), 6  # columns of the texts beside those numbers, and of what the rows of an update are
_NUMBER, _WIDE, _GAP = 3, 4, 2  # columns of a case's number, of each of its values, and between list and update


class Line(NamedTuple):
    """From one point of the sheet to another, in columns and rows counted from its corner."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class WholePlaces:
    """The places on the page of a network; one of two inputs and one output has its surface at the right."""

    geometry: Geometry
    cases: int

    @property
    def has_surface(self) -> bool:
        sizes = self.geometry.sizes
        return sizes[0] == 2 and sizes[-1] == 1

    @property
    def right(self) -> int:
        """The last column of the drawing."""
        return _SURFACE_FROM - 4 if self.has_surface else SCREEN - 4

    @property
    def surface(self) -> Area:
        return _at(TOP + 2, _SURFACE_FROM, SIDE, SIDE)

    @property
    def case(self) -> Area:
        """The cell that chooses a case."""
        return _at(3, 7)

    @property
    def below(self) -> int:
        """The first row under the drawing."""
        return TOP + TALL + 1

    def told(self, name: str) -> tuple[Area, Area]:
        """Where one of the numbers `TOLD` stands, its text before it."""
        number = TOLD.index(name)
        left = 12 + sum(wide + 6 for wide in _TELL[:number])
        return _at(3, left, 1, _TELL[number]), _at(3, left + _TELL[number], 1, 5)

    def helper(self, number: int) -> Area:
        """The cell that says which activation, or which head, the formulas follow."""
        return _at(2, _HELPERS + number)

    @property
    def sums(self) -> Area:
        """What the output adds up at every point of the surface."""
        area = self.surface
        return area._replace(left=area.left + _TO_SUMS, right=area.right + _TO_SUMS)

    def across(self, number: int = 0) -> Area:
        """A row of numbers, one for each column of the surface: of the first input, then of each unit."""
        return _at(self.surface.bottom + 2 + number, _HELPERS, 1, SIDE)

    def down(self, number: int = 0) -> Area:
        """A column of numbers, one for each row of the surface: of the second input, then of each unit."""
        return _at(self.surface.top, _HELPERS + number, SIDE, 1)

    @property
    def columns(self) -> int:
        """How many values of a case the list has: inputs, targets, outputs, and e."""
        return self.geometry.sizes[0] + 2 * self.geometry.sizes[-1] + 1

    @property
    def listed(self) -> Area:
        """The rows of the list of cases, those that are still empty among them."""
        return _at(self.below + 2, 2, LISTED, _NUMBER + _WIDE * self.columns)

    def listed_cell(self, case: int, column: int) -> Area:
        """A cell of the list; the first column has the cases' numbers."""
        if column == 0:
            return self.listed.part(case, 0, 1, _NUMBER)
        return self.listed.part(case, _NUMBER + _WIDE * (column - 1), 1, _WIDE)

    @property
    def update(self) -> Area:
        """The rows of one update, and what they are: value, gradient and next value of each parameter."""
        left = 2 if self.cases == 1 else self.listed.right + 1 + _GAP
        return _at(self.below + 2, left, 3, SCREEN - left)

    def updated(self, row: int, parameter: int) -> Area:
        """A cell of those rows."""
        wide = min(5, (self.update.width - _SAYS) // len(self.geometry.cells))
        return self.update.part(row, _SAYS + parameter * wide, 1, wide)

    def rows(self, layer: int) -> tuple[str, ...]:
        """What the box of a unit says, line by line."""
        theta = ("θ",) if self.geometry.thresholds and layer else ()
        if layer == 0:
            return ("name", "x")
        if layer == len(self.geometry.sizes) - 1:
            return ("name", *theta, "s", "z", "t", "δ")
        return ("name", *theta, "s", "h", "δ")

    def middle(self, layer: int, unit: int) -> float:
        """How far down the middle of a unit is."""
        return TOP - 1 + TALL * (2 * unit + 1) / (2 * self.geometry.sizes[layer])

    def box(self, layer: int, unit: int) -> Area:
        high = len(self.rows(layer))
        return _at(round(self.middle(layer, unit) - high / 2) + 1, self._left(layer), high, _BOX)

    def cell(self, layer: int, unit: int, what: str) -> Area:
        """The cell with a unit's s, h, z, t, δ or θ, or an input's x."""
        return self.box(layer, unit).part(self.rows(layer).index(what), 2)

    def output(self, layer: int, unit: int) -> Area:
        """The cell with what a unit gives on."""
        last = len(self.geometry.sizes) - 1
        return self.cell(layer, unit, "x" if layer == 0 else "z" if layer == last else "h")

    def weight(self, layer: int, source: int, target: int) -> Area:
        """The label of the line from a unit of a layer to one of the next: the weight, its gradient below it."""
        x = self._share(layer, target)
        first, second = self._ends(layer, source, target)
        left, right = self._left(layer) + _BOX, self._left(layer + 1)
        column = left + round(x * (right - left - LABEL))
        along = (column - 1 + LABEL / 2 - (left - 1)) / (right - left)
        return _at(round(first + along * (second - first)), column, 2, LABEL)

    def lines(self, layer: int, source: int, target: int) -> tuple[Line, Line]:
        """The line between two units, in the two parts that its label leaves."""
        label = self.weight(layer, source, target)
        first, second = self._ends(layer, source, target)
        left, right = self._left(layer) + _BOX - 1, self._left(layer + 1) - 1
        slope = (second - first) / (right - left)
        before, after = label.left - 1, label.right

        def inside(y: float) -> float:
            return min(max(y, label.top - 1), label.bottom)

        return (
            Line(left, first, before, inside(first + slope * (before - left))),
            Line(after, inside(first + slope * (after - left)), right, second),
        )

    @property
    def whole(self) -> Area:
        """The sheet from its first cell to its last."""
        return _at(1, 1, self.below + 8, SCREEN + 4 + _MOST + 2 + SIDE)

    def _ends(self, layer: int, source: int, target: int) -> tuple[float, float]:
        """Where a line leaves and where it arrives: spread over the sides of the boxes."""
        into, out = self.box(layer + 1, target), self.box(layer, source)
        count, targets = self.geometry.sizes[layer], self.geometry.sizes[layer + 1]
        leaves = out.top - 1 + out.height * (target + 1) / (targets + 1)
        return leaves, into.top - 1 + into.height * (source + 1) / (count + 1)

    def _share(self, layer: int, target: int) -> float:
        """How far along its line a label stands: those to different units not beside each other."""
        targets = self.geometry.sizes[layer + 1]
        return {1: (0.4,), 2: (0.1, 0.85), 3: (0.08, 0.45, 0.82)}[targets][target]

    def _left(self, layer: int) -> int:
        layers = len(self.geometry.sizes)
        return 2 + round((self.right - 1 - _BOX) * layer / (layers - 1))


def side() -> list[float]:
    """The numbers along a side of the surface."""
    return [round(LOW + EVERY * number, 10) for number in range(SIDE)]


def fits(geometry: Geometry, cases: int) -> bool:
    """Whether every number of a network and its cases has room on a page."""
    return (
        geometry.picture[0] == 1 and max(geometry.sizes) <= _MOST and len(geometry.sizes) <= 3
        and cases <= LISTED and len(geometry.cells) <= 10
    )  # fmt: skip


def _at(top: int, left: int, height: int = 1, width: int = 1) -> Area:
    return Area(SHEET, top, left, top + height - 1, left + width - 1)
