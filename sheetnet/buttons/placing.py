"""Where buttons go on a sheet: below each other, beside the settings, over cells that hold nothing."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from sheetnet.buttons.ruler import CHARACTER, Axis
from sheetnet.buttons.vml import Box
from sheetnet.errors import FileError
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area, Value, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.xlsx.cell_ranges import MOST_MERGED
from sheetnet.sheet.xlsx.markup import count_elements, elements
from sheetnet.width import width_of

WIDTH, HEIGHT, GAP = 112, 26, 6  # pixels, of a button and between two
_POINTS = 0.75  # a pixel in points
_EMU = 9525  # a pixel in drawings
_MOST_ROWS = 10_000  # that buttons may lie over: no more unless nearly all of them are hidden
_ANCHORS = ("oneCellAnchor", "twoCellAnchor")
_MOST_DRAWN = 30_000  # charts, pictures and shapes of a sheet


class Ground(NamedTuple):
    """A sheet as buttons need to know it: how large its cells are, and what lies over them."""

    sheet: str
    columns: Axis
    rows: Axis
    covered: Sequence[Area]

    def boxes(self, grid: Grid, top: int, left: int, count: int) -> list[Box]:
        """Boxes for some buttons in free cells, as near as possible to a cell and not left of it or higher.

        They lie below each other; where the rows that show are too few for that, side by side as well.
        """
        for across in range(1, count + 1):
            found = self._in_columns(grid, top, left, count, across)
            if found:
                return found
        return []

    def _in_columns(self, grid: Grid, top: int, left: int, count: int, across: int) -> list[Box]:
        """Boxes in so many columns of buttons."""
        down = -(-count // across)
        bottom, _ = self.rows.walk(top, down * (HEIGHT + GAP) - GAP)
        if bottom - top > _MOST_ROWS:
            return []
        taken = self._taken(grid, top, bottom)
        for column in range(left + 2, LAST_COLUMN - 1):  # one column stays free beside them
            right, _ = self.columns.walk(column, across * (WIDTH + GAP) - GAP)
            if not taken.intersection(range(column - 1, right + 1)):
                places = (divmod(number, down) for number in range(count))
                return [self._box(column, top, x * (WIDTH + GAP), y * (HEIGHT + GAP)) for x, y in places]
        return []

    def _taken(self, grid: Grid, top: int, bottom: int) -> set[int]:
        """The columns in which something stands in some rows, text that runs over its cell included."""
        begins, ends = Counter[int](), Counter[int]()
        for area in self.covered:
            if area.top <= bottom and top <= area.bottom:
                begins[area.left] += 1
                ends[area.right + 1] += 1
        taken, over = set[int](), 0
        for column in range(1, LAST_COLUMN + 1):
            over += begins[column] - ends[column]
            if over:
                taken.add(column)
        return taken | self._written(grid, top, bottom)

    def _written(self, grid: Grid, top: int, bottom: int) -> set[int]:
        """The columns in which a value may be seen in some rows."""
        last_row, last = grid.used(self.sheet)
        taken, bottom = set[int](), min(bottom, last_row)
        if last and top <= bottom:
            for row in range(top, bottom + 1):
                covered = 0
                for column, value in enumerate(grid.read(Area(self.sheet, row, 1, row, last))[0], 1):
                    if value is not None:
                        end = self._end(column, value)
                        taken.update(range(max(column, covered + 1), end + 1))
                        covered = max(covered, end)
        return taken

    def _end(self, column: int, value: Value) -> int:
        """The last column that a value in a cell may be seen in."""
        if not isinstance(value, str) or not value:
            return column
        longest = max(value.splitlines() or [""], key=_pixels)
        return self.columns.walk(column, _pixels(longest))[0]

    def _box(self, column: int, row: int, across: int, down: int) -> Box:
        left, top = self.columns.before(column) + across, self.rows.before(row) + down
        (c1, x1), (r1, y1) = self.columns.walk(column, across), self.rows.walk(row, down)
        (c2, x2), (r2, y2) = self.columns.walk(column, across + WIDTH), self.rows.walk(row, down + HEIGHT)
        measures = (pixels * _POINTS for pixels in (left, top, WIDTH, HEIGHT))
        return Box((c1 - 1, x1, r1 - 1, y1), (c2 - 1, x2, r2 - 1, y2), *measures)


def merged(xml: bytes, sheet: str) -> list[Area]:
    """The merged cells of a worksheet part."""
    if count_elements(xml, "mergeCell") > MOST_MERGED:
        raise FileError(f"the sheet merges more than {MOST_MERGED:,} ranges of cells; the file is refused")
    areas = (parse_area(given.get("ref", ""), sheet) for given in elements(xml, "mergeCell"))
    return [area for area in areas if area]


def drawn(drawing: bytes, sheet: str, columns: Axis, rows: Axis) -> list[Area]:
    """The cells below the charts and pictures of a drawing part; an anchor without a corner lies nowhere."""
    areas = []
    for anchor in _anchors(drawing):
        left, top = anchor.get("from/col", -1) + 1, anchor.get("from/row", -1) + 1
        if not (0 < left <= LAST_COLUMN and 0 < top <= LAST_ROW):
            continue
        right, bottom = anchor.get("to/col", left - 1) + 1, anchor.get("to/row", top - 1) + 1
        if "ext/cx" in anchor:
            right, _ = columns.walk(left, anchor["ext/cx"] // _EMU)
            bottom, _ = rows.walk(top, anchor.get("ext/cy", 0) // _EMU)
        areas.append(Area(sheet, top, left, min(max(bottom, top), LAST_ROW), min(max(right, left), LAST_COLUMN)))
    return areas


def _anchors(drawing: bytes) -> list[dict[str, int]]:
    """The numbers right inside every anchor of a drawing: from/col, from/row, to/col, to/row, ext/cx, ext/cy."""
    found: list[dict[str, int]] = []
    way: list[str] = []
    texts: list[str] = []

    def opened(name: str, given: Mapping[str, str]) -> None:
        way.append(name.rpartition(":")[2])
        texts.clear()
        if len(way) == 2:
            if len(found) == _MOST_DRAWN:
                raise FileError(f"the sheet draws more than {_MOST_DRAWN:,} things; the file is refused")
            found.append({})
        elif len(way) == 3 and way[1] == "oneCellAnchor" and way[2] == "ext":
            for key in ("cx", "cy"):
                _put(found[-1], f"ext/{key}", given.get(key, ""))

    def closed(_: str) -> None:
        if len(way) == 4 and way[1] in _ANCHORS and way[2] in ("from", "to"):
            _put(found[-1], f"{way[2]}/{way[3]}", "".join(texts))
        way.pop()

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = texts.append
    parser.Parse(drawing, True)  # noqa: FBT003 - expat takes no keywords
    return found


def _put(anchor: dict[str, int], key: str, text: str) -> None:
    if re.fullmatch(r"\s*+\d{1,12}\s*+", text, re.ASCII):
        anchor[key] = int(text)


def _pixels(text: str) -> int:
    return CHARACTER * width_of(text)
