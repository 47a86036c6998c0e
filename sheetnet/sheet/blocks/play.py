"""Sheet Play: where the network's numbers at one iteration, for one case, stand in its blocks.

A block belongs to a layer. Units that look at a picture are tiles: the weights in the picture's shape, and below them
s, h, θ and δ. Any other unit is a row: its weights side by side, then θ, s, h, δ. Cells are square; a number takes
several of them, and stands in the first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sheetnet.sheet.blocks.geometry import Geometry, Unit
from sheetnet.sheet.cells import Area

SHEET = "Play"
BOX = "box"  # what `play_case` says where the drawing is read
HELPERS = ("known", "place", "shown", "row", "read", "target", "log sum")  # then two scales a unit
WORDS = ("draw", "unsure", "right", "wrong", "present", "untrained", "nearest")
MOST_INPUTS, MOST_HIDDEN = 400, 60  # of a larger network nobody could see anything
TITLE, HINT, CONTROLS, FIRST = 1, 2, 4, 6  # rows
_SCREEN = 1_230  # pixels: what a screen of 1366 shows of the columns
_PICTURE, _CELL, _SMALL, _LEAST = 104, 24, 5, 8  # pixels of a picture and of a cell; sides that have large cells
_NUMBER, _BAR, _ANSWER, _LEFT = 42, 150, 118, 240  # pixels
CHART_ROWS = 13  # below the outputs of a table
MOST_SCROLLED = 30_000  # what a scroll bar of Excel can reach

Cell = tuple[int, int]


class Slots(NamedTuple):
    """Where a unit's numbers stand, as rows and columns from the first cell of its block."""

    weights: tuple[Cell, ...]
    theta: Cell | None
    s: Cell
    h: Cell
    delta: Cell


@dataclass(frozen=True)
class PlaySheet:
    """The arrangement of sheet Play for a network; with `bars` the outputs are shares, else numbers."""

    geometry: Geometry
    bars: bool = True

    @property
    def pictures(self) -> bool:
        return self.geometry.picture[0] > 1

    @property
    def pixels(self) -> int:
        """The side of a cell."""
        side = max(self.geometry.picture)
        return max(round(_PICTURE / side), _LEAST) if self.pictures and side > _SMALL else _CELL

    def across(self, pixels: int) -> int:
        """How many cells are so wide."""
        return max(round(pixels / self.pixels), 1)

    @property
    def number(self) -> int:
        """How many cells a number takes."""
        return self.across(_NUMBER)

    # blocks of the layers

    def tiled(self, layer: int) -> bool:
        """Whether the units of a layer, 0 the first one, look at a picture."""
        return self.pictures and layer == 0

    @property
    def tile(self) -> int:
        """How many columns a tile takes, with the gap behind it."""
        return max(self.geometry.picture[1], 2 * self.number) + 1

    @cached_property
    def tiles_a_row(self) -> int:
        """As many as a screen shows beside the drawing and the outputs."""
        room = _SCREEN // self.pixels - self.left_panel - self.right_panel - 4
        return min(max(room // self.tile, 1), self.geometry.sizes[1])

    @property
    def bands(self) -> int:
        """How many rows of tiles there are."""
        return -(-self.geometry.sizes[1] // self.tiles_a_row)

    def high(self, *, gradients: bool = False) -> int:
        """How many rows a tile takes: its name, the picture, the numbers below it, and the gap."""
        return self.geometry.picture[0] + (3 if gradients else 4)

    def slots(self, layer: int, *, gradients: bool = False) -> list[Slots]:
        """Of each unit of a layer; of gradients only those of weights and θ mean anything."""
        units = self.geometry.layer(layer)
        if self.tiled(layer):
            return [self._tile(unit, number, gradients=gradients) for number, unit in enumerate(units)]
        return [self._row(unit, row) for row, unit in enumerate(units)]

    def _tile(self, unit: Unit, number: int, *, gradients: bool) -> Slots:
        row, column = divmod(number, self.tiles_a_row)
        top, left = row * self.high(gradients=gradients) + 1, column * self.tile
        weights = tuple((top + r, left + c) for r in range(unit.height) for c in range(unit.width))
        below, half = top + unit.height, left + (self.tile - 1) // 2
        theta = ((below, left) if gradients else (below + 1, left)) if unit.threshold else None
        return Slots(weights, theta, (below, left), (below, half), (below + 1, half))

    def _row(self, unit: Unit, row: int) -> Slots:
        wide, n = self.number, unit.width
        weights = tuple((row, column) for column in range(n))
        s, h, delta = ((row, n + wide * place) for place in (1, 2, 3))
        return Slots(weights, (row, n) if unit.threshold else None, s, h, delta)

    def size(self, layer: int, *, gradients: bool = False) -> tuple[int, int]:
        """Rows and columns of a layer's block."""
        units = self.geometry.layer(layer)
        if self.tiled(layer):
            return self.bands * self.high(gradients=gradients) - 1, self.tiles_a_row * self.tile - 1
        return len(units), units[0].width + self.number * (1 if gradients else 4)

    # the outputs: a row each of name, bar, z and t

    @property
    def bar(self) -> int:
        return self.across(_BAR) if self.bars else 0

    @property
    def out(self) -> int:
        """How many columns the outputs take."""
        return 2 * self.number + self.bar + self.number

    def out_columns(self) -> tuple[int, int, int]:
        """Where bar, z and t begin in a row of the outputs."""
        return self.number, self.number + self.bar, 2 * self.number + self.bar

    # the whole sheet

    @property
    def left_panel(self) -> int:
        """How many columns the drawing, and what is read, take."""
        width = self.geometry.picture[1]
        return max(2 * width + 1, self.across(_LEFT)) if self.pictures else self.across(300)

    @property
    def chart_top(self) -> int:
        """The row of the chart: below the drawing, or of a table below the outputs."""
        return FIRST + self.high() + 1 if self.pictures else FIRST + max(self.geometry.sizes[-1], 7) + 2

    @property
    def screen(self) -> int:
        """The last row that a screen shows, and that is printed."""
        return FIRST + self.high() + self.high(gradients=True)

    @property
    def right_panel(self) -> int:
        return self.out + 1 + self.across(_ANSWER)

    @property
    def middle(self) -> int:
        """The first column of the hidden units."""
        return 2 + self.left_panel + (1 if self.pictures else 3)

    @property
    def right(self) -> int:
        """The first column of the outputs."""
        if self.pictures:
            return self.middle + self.tiles_a_row * self.tile + 1
        widest = max(self.size(layer)[1] for layer in range(len(self.geometry.sizes) - 1))
        widest_gradients = max(self.size(layer, gradients=True)[1] for layer in range(len(self.geometry.sizes) - 1))
        return self.middle + widest + 1 + widest_gradients + 2

    def areas(self) -> dict[str, Area]:
        """Where a new workbook has everything, by name."""
        top = FIRST + 1  # below the headings
        high, wide = self.geometry.picture if self.pictures else (self.geometry.sizes[0], 1)
        beside = 2 + (wide + 1 if self.pictures else self.left_panel - self.number)
        drawn = 2 if self.pictures else beside - self.number - 1
        areas = {
            "play_iteration": _cell(CONTROLS, 2 + self.across(76)),
            "play_case": _cell(top + (high if self.pictures else high + 1), 2 + self.across(56)),
            "play_box": _area(top, drawn, high, wide),
            "play_x": _area(top, beside, high, wide),
            "play_out": _area(top, self.right, self.geometry.sizes[-1], self.out),
            "play_answer": _cell(top, self.right + self.out + 1),
        }
        areas |= self._layers(top)
        bottom = max(area.bottom for area in areas.values())
        bottom = bottom if self.pictures else max(bottom, self.chart_top + CHART_ROWS)
        areas["play_verdict"] = _cell(top + self.across(_ANSWER), self.right + self.out + 1)
        column = self.middle + self.across(64)
        for name in ("E", "accuracy", "misread"):
            areas[f"play_{name}"] = _cell(CONTROLS, column)
            column += self.across(170)
        areas["play_note"] = _cell(HINT, 2)
        helpers = len(HELPERS) + 2 * len(self.geometry.units)
        areas["play_helpers"] = _area(bottom + 5, 2 + self.across(200), helpers, 1)
        areas["play_ink"] = _cell(bottom + 4, 2 + self.across(200))
        areas["play_words"] = _area(bottom + 5, 2 + self.across(360), len(WORDS), 1)
        return areas

    def scroll_bars(self) -> dict[str, tuple[Area, int]]:
        """Name of a linked cell -> the cells of a row over which its scroll bar lies, and their height in pixels."""
        areas = self.areas()
        iteration, case, loss = (areas[name] for name in ("play_iteration", "play_case", "play_E"))
        first = iteration.left + self.across(56) + 1
        behind = case.left + self.across(56) + 1
        return {
            "play_iteration": (_area(CONTROLS, first, 1, loss.left - self.across(24) - first), 28),
            "play_case": (_area(case.top, behind, 1, 2 + self.left_panel - behind), 22 if not self.pictures else 18),
        }

    def _layers(self, top: int) -> dict[str, Area]:
        """The blocks of weights and of gradients, layer by layer."""
        areas: dict[str, Area] = {}
        last = len(self.geometry.sizes) - 1
        row = top
        for layer in range(last):
            size, of_gradients = self.size(layer), self.size(layer, gradients=True)
            names = f"play_layer_{layer + 1}", f"play_gradients_{layer + 1}"
            if self.tiled(layer):
                areas[names[0]] = _area(top - 1, self.middle, *size)
                row = top + size[0]
                areas[names[1]] = _area(row, self.middle, *of_gradients)
                row += of_gradients[0] + 2
            elif self.pictures and layer == last - 1 and size[1] <= self.out:
                below = top + self.high()
                areas[names[0]] = _area(below, self.right, *size)
                areas[names[1]] = _area(below, self.right + self.out + 1, *of_gradients)
            else:
                left = self.middle
                areas[names[0]] = _area(row, left, *size)
                areas[names[1]] = _area(row, self._beside(left), *of_gradients)
                row += size[0] + 2
        return areas

    def _beside(self, left: int) -> int:
        layers = range(1 if self.pictures else 0, len(self.geometry.sizes) - 1)
        return left + max(self.size(layer)[1] for layer in layers) + 1

    def fits(self) -> bool:
        """Whether somebody could see anything of such a network."""
        return self.geometry.sizes[0] <= MOST_INPUTS and sum(self.geometry.sizes[1:]) <= MOST_HIDDEN


def helper(area: Area, name: str) -> Area:
    """A helper's cell."""
    return area.part(HELPERS.index(name), 0)


def scales(area: Area, unit: int) -> tuple[Area, Area]:
    """The cells with a unit's largest weight and largest gradient, in size."""
    first = len(HELPERS) + 2 * unit
    return area.part(first, 0), area.part(first + 1, 0)


def word_cell(area: Area, name: str) -> Area:
    """The cell with a word that formulas need."""
    return area.part(WORDS.index(name), 0)


def arranged(geometry: Geometry, areas: Mapping[str, Area]) -> PlaySheet | None:
    """The arrangement of a workbook's sheet Play, found by its names; None where it has none, or not all of it."""
    for bars in (True, False):
        sheet = PlaySheet(geometry, bars)
        standard = sheet.areas() if sheet.fits() else {}
        if standard and all(
            name in areas and (areas[name].height, areas[name].width) == (area.height, area.width)
            for name, area in standard.items()
        ):
            return sheet
    return None


def bounds(weights: Sequence[Cell]) -> tuple[int, int, int, int]:
    """Row, column, height and width of the rectangle that some slots fill."""
    (top, left), (bottom, right) = weights[0], weights[-1]
    return top, left, bottom - top + 1, right - left + 1


def _cell(row: int, column: int) -> Area:
    return Area(SHEET, row, column, row, column)


def _area(row: int, column: int, height: int, width: int) -> Area:
    return Area(SHEET, row, column, row + height - 1, column + width - 1)


def each(area: Area) -> Iterator[Area]:
    """The cells of an area, row by row."""
    for row in range(area.height):
        for column in range(area.width):
            yield area.part(row, column)
