"""Where things are on sheet Gallery: pictures side by side, and right of them the numbers that put them in order."""

from dataclasses import dataclass

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import FIRST_CASE, Layout
from sheetnet.sheet.cells import Area

SHEET = "Gallery"
SCREEN = 118  # columns, each a pixel wide
RIGHT = SCREEN + 3
TOP = 7  # the first row of pictures
MOST = 240  # pictures
HELPERS = ("known", "place", "shown", "lowest", "highest", "misread", "hidden_number", "head_number")
"""One number each, below each other; the first three are those of `formulas.replay`."""
SLOT_COLUMNS = ("case", "read", "wanted", "wrong", "tint")


@dataclass(frozen=True)
class GalleryPlaces:
    """The places on sheet Gallery for a workbook of that layout.

    With `replays` it looks back at the iteration in the cell `gallery_iteration`; else it shows what Calc holds.
    """

    layout: Layout
    replays: bool

    @property
    def geometry(self) -> Geometry:
        return self.layout.geometry

    @property
    def iteration(self) -> Area:
        return _at(4, 2)

    @property
    def status(self) -> Area:
        """The cell that says which iteration is shown, and how many cases are misread."""
        return _at(5, 2)

    def helper(self, name: str) -> Area:
        return _at(FIRST_CASE + HELPERS.index(name), RIGHT + 1)

    @property
    def slots(self) -> Area:
        """A row for each picture that is shown, in their order: the `SLOT_COLUMNS`."""
        return _at(FIRST_CASE, RIGHT + 3, min(self.layout.cases, MOST), len(SLOT_COLUMNS))

    @property
    def block(self) -> Area:
        """The parameters as they are shown."""
        return _at(FIRST_CASE, self.slots.right + 2, self.geometry.height, self.geometry.width)

    @property
    def passes(self) -> dict[str, Area]:
        """Columns over all cases: sums and outputs where it looks back, `right`, and the key of the order."""
        left, found = self.block.right + 2, {}
        names: list[tuple[str, int]] = []
        if self.replays:
            layers = enumerate(self.geometry.sizes[1:], 1)
            names = [(f"{kind}_{layer}", units) for layer, units in layers for kind in ("sums", "outputs")]
            names += [("log_sums", 1), ("errors", 1)]
        for name, width in (*names, ("right", 1), ("key", 1)):
            found[name] = _at(FIRST_CASE, left, self.layout.cases, width)
            left += width
        return found

    @property
    def outputs(self) -> Area:
        """The outputs that say what a case is read as."""
        name = f"outputs_{len(self.geometry.sizes) - 1}"
        return self.passes[name] if self.replays else self.layout[name]

    @property
    def in_a_row(self) -> int:
        return (SCREEN - 1) // (max(self.geometry.picture[1], 4) + 1)

    def picture(self, slot: int) -> Area:
        """The picture in a slot, counted from 0; its label stands in the row above it."""
        high, wide = self.geometry.picture
        line, place = divmod(slot, self.in_a_row)
        return _at(TOP + 1 + line * (high + 2), 2 + place * (max(wide, 4) + 1), high, wide)

    @property
    def bottom(self) -> int:
        """The last row of the pictures."""
        return self.picture(self.slots.height - 1).bottom

    @property
    def whole(self) -> Area:
        """The sheet from its first cell to its last."""
        key = self.passes["key"]
        bottoms = (self.bottom, key.bottom, self.block.bottom, self.slots.bottom, self.helper(HELPERS[-1]).bottom)
        return _at(1, 1, max(bottoms), key.right)


def _at(top: int, left: int, height: int = 1, width: int = 1) -> Area:
    return Area(SHEET, top, left, top + height - 1, left + width - 1)
