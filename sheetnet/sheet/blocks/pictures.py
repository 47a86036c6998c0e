"""Where the pictures of weights and gradients stand on BP's right half, and the sentences and helpers beside them."""

from dataclasses import dataclass
from functools import cached_property

from sheetnet.sheet.blocks.geometry import Unit
from sheetnet.sheet.blocks.layout import FIRST_CASE, Layout
from sheetnet.sheet.blocks.right_half import CURVE, PICTURES, RightHalf
from sheetnet.sheet.cells import Area

_SENTENCES = 8
BLOCKS = ("current", "gradients")  # the pictures above, and those below


@dataclass(frozen=True)
class PicturesPlaces:
    """The places for a workbook of that layout; `left` is their first column."""

    layout: Layout
    left: int

    @property
    def sheet(self) -> str:
        return self.layout["current"].sheet

    @property
    def _half(self) -> RightHalf:
        return RightHalf(self.layout.geometry, self.left)

    @cached_property
    def units(self) -> list[Unit]:
        """The hidden units that have a picture: as many as there is room for."""
        return self._half.units

    @property
    def outputs(self) -> list[Unit]:
        return self.layout.geometry.layer(len(self.layout.geometry.sizes) - 2)

    def top(self, block: str) -> int:
        """The row of the names above a block's pictures."""
        return PICTURES if block == BLOCKS[0] else self._half.gradients - 1

    def picture(self, block: str, number: int) -> Area:
        """The picture of a unit."""
        high, wide = self.layout.geometry.picture
        return self._at(self.top(block) + 1, self.left + number * (wide + 1), high, wide)

    def source(self, block: str, number: int) -> Area:
        """The cells of the block that a picture shows."""
        unit = self.units[number]
        return self.layout[block].part(unit.row, 0, unit.height, unit.width)

    def picture_of_outputs(self, block: str) -> Area:
        """The picture of all outputs: a row each, one column a unit below it."""
        source = self.source_of_outputs(block)
        return self._at(self.top(block) + 1, self._half.of_outputs + 2, source.height, source.width)

    def source_of_outputs(self, block: str) -> Area:
        first, last = self.outputs[0], self.outputs[-1]
        return self.layout[block].part(first.row, 0, last.row - first.row + 1, first.width)

    @property
    def helpers(self) -> int:
        """The column of the names of the inputs; right of it come the numbers of each unit."""
        return self._half.helpers

    @property
    def names(self) -> Area:
        """The names of the inputs, below each other."""
        return self._at(FIRST_CASE + 1, self.helpers, self.layout.geometry.sizes[0])

    def weights(self, number: int) -> Area:
        """The weights of a unit beside the names of its inputs."""
        return self.names._replace(left=self.helpers + 1 + number, right=self.helpers + 1 + number)

    def largest(self, block: str, number: int) -> Area:
        """The cell with the largest size of a picture's numbers; the outputs come after the units."""
        return self._at(FIRST_CASE - 2 + BLOCKS.index(block), self.helpers + 1 + number)

    @property
    def heading(self) -> Area:
        """The heading over the sentences."""
        return self._at(self._half.sentences, self.left)

    @property
    def sentences(self) -> Area:
        """What each unit looks for, one a row."""
        return self.heading.part(1, 0, min(len(self.units), _SENTENCES), 1)

    @property
    def whole(self) -> Area:
        """The cells that all of it takes."""
        return Area(self.sheet, CURVE, self.left, self._half.bottom, self._half.right)

    def _at(self, top: int, left: int, height: int = 1, width: int = 1) -> Area:
        return Area(self.sheet, top, left, top + height - 1, left + width - 1)
