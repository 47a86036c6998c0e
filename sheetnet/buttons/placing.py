"""Where buttons go on a sheet: below each other, beside the settings, over cells that hold nothing."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.buttons.ruler import CHARACTER, Axis
from sheetnet.buttons.vml import Box
from sheetnet.sheet.cells import LAST_COLUMN, Area, Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.xlsx.markup import elements
from sheetnet.width import width_of

WIDTH, HEIGHT, GAP = 112, 26, 6  # pixels, of a button and between two
_POINTS = 0.75  # a pixel in points
_EMU = 9525  # a pixel in drawings
_ANCHOR = re.compile(
    rb"<(?:\w+:)?from>\s*<(?:\w+:)?col>(\d{1,5})<.*?<(?:\w+:)?row>(\d{1,7})<.*?"
    rb"(?:<(?:\w+:)?to>\s*<(?:\w+:)?col>(\d{1,5})<.*?<(?:\w+:)?row>(\d{1,7})<"
    rb'|<(?:\w+:)?ext cx="(\d{1,12})" cy="(\d{1,12})")',
    re.S,
)


class Ground(NamedTuple):
    """A sheet as buttons need to know it: how large its cells are, and what lies over them."""

    sheet: str
    columns: Axis
    rows: Axis
    covered: Sequence[Area]

    def boxes(self, grid: Grid, top: int, left: int, count: int) -> list[Box]:
        """Boxes for some buttons in free cells, as near as possible to a cell and not left of it or higher."""
        height = count * (HEIGHT + GAP) - GAP
        bottom, _ = self.rows.walk(top, height)
        taken = self._taken(grid, top, bottom)
        for column in range(left + 2, LAST_COLUMN - 1):  # one column stays free beside them
            right, _ = self.columns.walk(column, WIDTH)
            if not taken.intersection(range(column - 1, right + 1)):
                return [self._box(column, top, number * (HEIGHT + GAP)) for number in range(count)]
        return []

    def _taken(self, grid: Grid, top: int, bottom: int) -> set[int]:
        """The columns in which something stands in some rows, text that runs over its cell included."""
        _, last = grid.used(self.sheet)
        taken = {
            column
            for area in self.covered
            if area.top <= bottom and top <= area.bottom
            for column in range(area.left, area.right + 1)
        }
        if last:
            for row in grid.read(Area(self.sheet, top, 1, bottom, last)):
                for column, value in enumerate(row, 1):
                    if value is not None:
                        taken.update(range(column, self._end(column, value) + 1))
        return taken

    def _end(self, column: int, value: Value) -> int:
        """The last column that a value in a cell may be seen in."""
        if not isinstance(value, str) or not value:
            return column
        longest = max(value.splitlines() or [""], key=_pixels)
        return self.columns.walk(column, _pixels(longest))[0]

    def _box(self, column: int, row: int, down: int) -> Box:
        left, top = self.columns.before(column), self.rows.before(row) + down
        (c1, x1), (r1, y1) = self.columns.walk(column, 0), self.rows.walk(row, down)
        (c2, x2), (r2, y2) = self.columns.walk(column, WIDTH), self.rows.walk(row, down + HEIGHT)
        measures = (pixels * _POINTS for pixels in (left, top, WIDTH, HEIGHT))
        return Box((c1 - 1, x1, r1 - 1, y1), (c2 - 1, x2, r2 - 1, y2), *measures)


def merged(xml: bytes, sheet: str) -> list[Area]:
    """The merged cells of a worksheet part."""
    areas = (parse_area(given.get("ref", ""), sheet) for given in elements(xml, "mergeCell"))
    return [area for area in areas if area]


def drawn(drawing: bytes, sheet: str, columns: Axis, rows: Axis) -> list[Area]:
    """The cells below the charts and pictures of a drawing part."""
    areas = []
    for column, row, to_column, to_row, width, height in _ANCHOR.findall(drawing):
        left, top = int(column) + 1, int(row) + 1
        if to_column:
            right, bottom = int(to_column) + 1, int(to_row) + 1
        else:
            right, _ = columns.walk(left, int(width) // _EMU)
            bottom, _ = rows.walk(top, int(height) // _EMU)
        areas.append(Area(sheet, top, left, bottom, right))
    return areas


def _pixels(text: str) -> int:
    return CHARACTER * width_of(text)
