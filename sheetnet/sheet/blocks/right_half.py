"""The right half of BP: where the pictures of weights stand there, and the health lamps."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetnet.sheet.blocks.geometry import Geometry, Unit
from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.cells import Area

CURVE, PICTURES = 3, 15  # first rows
BUTTONS = 6  # columns left of the curve that stay free for them: a button has to be seen on a small screen
MOST_COLUMNS = 40  # of pictures side by side
_FOR_SENTENCES = 30  # columns that a sentence takes beside the pictures of the outputs


@dataclass(frozen=True)
class RightHalf:
    """The columns and rows of the pictures, from the column `left` on."""

    geometry: Geometry
    left: int

    @property
    def units(self) -> list[Unit]:
        """The hidden units that have a picture."""
        return self.geometry.layer(0)[: MOST_COLUMNS // (self.geometry.picture[1] + 1)]

    @property
    def gradients(self) -> int:
        """The first row of the lower pictures."""
        return PICTURES + self.geometry.picture[0] + 4

    @property
    def of_outputs(self) -> int:
        """The column of the outputs' pictures."""
        return self.left + len(self.units) * (self.geometry.picture[1] + 1) + 2

    @property
    def helpers(self) -> int:
        """The column of the numbers that the pictures need."""
        return self.of_outputs + 3 + len(self.geometry.layer(len(self.geometry.sizes) - 3)) + _FOR_SENTENCES

    @property
    def sentences(self) -> int:
        """The row of the heading over the sentences."""
        return self.gradients + self.geometry.picture[0] + 1

    @property
    def bottom(self) -> int:
        """The last row that it takes."""
        return max(FIRST_CASE + 2 + self.geometry.sizes[0], self.sentences + len(self.units))

    @property
    def right(self) -> int:
        """The last column that it takes."""
        return self.helpers + 1 + 2 * len(self.units)


def has_pictures(geometry: Geometry) -> bool:
    """Whether a live workbook of that network has pictures on BP."""
    return len(geometry.sizes) > 2 and geometry.picture[0] > 1


def right_of_blocks(areas: Mapping[str, Area]) -> int:
    """The first column of BP's right half: one stays free beside the blocks."""
    sheet = areas["current"].sheet
    blocks = (area for name, area in areas.items() if area.sheet == sheet and not name.startswith("lamps"))
    return max(9, *(area.right for area in blocks)) + 2
