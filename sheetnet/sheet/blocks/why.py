"""Where things are on sheet Why: its screen of narrow columns, and right of it the numbers that the screen tells of.

On the screen a column is as wide as a row is high, so that a pixel is a square; texts run over the columns beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import FIRST_CASE, Layout
from sheetnet.sheet.cells import Area

SHEET = "Why"
SCREEN = 72  # columns
RIGHT = SCREEN + 3  # the first column of the numbers
PANEL = 8  # the first row below the choices and their captions
TOLD = 10  # contributions that are shown one by one
MOST_LINES = 6  # outputs whose unit error is spelled out
MOST_INPUTS = 12  # of a table, that are listed
NAMED = {
    "why_iteration": (4, 2),
    "why_case": (4, 8),
    "why_unit": (4, 14),
    "why_input": (4, 21),
    "why_gradient": (4, 34),
}
"""Name -> (row, column) of the cells that have one."""

HELPERS = (
    *("known", "place", "shown", "case", "unit", "layer", "number", "row", "inputs", "input", "parameter"),
    *("share", "nudge", "s", "output", "delta", "x", "above", "part", "total", "up", "down", "largest"),
    *("E_above", "E_below", "quotient", "gradient_cell", "largest_w", "largest_gradient"),
    *("hidden_number", "head_number"),
)
"""One number each, below each other; the first three are those of `formulas.replay`."""

UNIT_COLUMNS = ("name", "layer", "number", "row", "first")
INPUT_COLUMNS = ("name", "w", "x", "text", "gradient")
OUTPUT_COLUMNS = ("t", "z", "delta", "t_text", "z_text", "delta_text")
ABOVE_COLUMNS = ("w", "delta", "text")
TOLD_COLUMNS = ("case", "part")


@dataclass(frozen=True)
class WhyPlaces:
    """The places on sheet Why for a workbook of that layout."""

    layout: Layout

    @property
    def geometry(self) -> Geometry:
        return self.layout.geometry

    @property
    def pictures(self) -> bool:
        """Whether cases are pictures, and no rows of a table."""
        return self.geometry.picture[0] > 1

    def named(self, name: str) -> Area:
        """The cell of that name."""
        return _at(*NAMED[name])

    @property
    def status(self) -> Area:
        """The cell that says which iteration is shown."""
        return _at(5, 2)

    @property
    def jump(self) -> Area:
        """The cell that leads to the gradient's place in the workbook."""
        return _at(4, 43)

    @property
    def agreed(self) -> Area:
        """The cell that says what stands there."""
        return _at(4, 49)

    def helper(self, name: str) -> Area:
        """The cell of one of the `HELPERS`."""
        return _at(FIRST_CASE + HELPERS.index(name), RIGHT + 1)

    def table(self, name: str) -> Area:
        """The rows of the table of units, inputs, outputs, the units above, or the cases that are told."""
        rows = {
            "unit": len(self.geometry.units),
            "input": max(self.geometry.sizes[:-1]) + self.geometry.thresholds,
            "output": self.geometry.sizes[-1],
            "above": max(self.geometry.sizes[2:], default=1),
            "told": TOLD,
        }
        left = RIGHT + 3
        for table, columns in TABLES.items():
            if table == name:
                return _at(FIRST_CASE, left, rows[table], len(columns))
            left += len(columns) + 1
        raise KeyError(name)

    def column(self, table: str, name: str) -> Area:
        """One column of a table."""
        area = self.table(table)
        return area.part(0, TABLES[table].index(name), area.height, 1)

    @cached_property
    def blocks(self) -> dict[str, Area]:
        """The parameters as they are shown, and with the chosen one a little above and below that."""
        left = self.table("told").right + 2
        height, width = self.geometry.height, self.geometry.width
        return {
            name: _at(FIRST_CASE + place * (height + 2), left, height, width)
            for place, name in enumerate(("shown", "above", "below"))
        }

    @cached_property
    def passes(self) -> dict[str, dict[str, Area]]:
        """Block of parameters -> area name -> columns over all cases: back too with those shown, else forward only."""
        cases, left = self.layout.cases, self.blocks["shown"].right + 2
        found: dict[str, dict[str, Area]] = {}
        layers = list(enumerate(self.geometry.sizes[1:], 1))
        for block in self.blocks:
            areas = {}
            names = [(f"{kind}_{layer}", units) for layer, units in layers for kind in ("sums", "outputs")]
            names += [(f"deltas_{layer}", units) for layer, units in reversed(layers)] if block == "shown" else []
            names += [(name, 1) for name in ("log_sums", "errors")]
            names += [("delta", 1), ("x", 1), ("part", 1), ("key", 1)] if block == "shown" else []
            for name, width in names:
                areas[name] = _at(FIRST_CASE, left, cases, width)
                left += width
            found[block] = areas
            left += 1
        return found

    @property
    def whole(self) -> Area:
        """The sheet from its first cell to its last."""
        last = self.passes["below"]["errors"]
        bottoms = (last.bottom, self.blocks["below"].bottom, self.bottom, self.helper(HELPERS[-1]).bottom)
        return _at(1, 1, max(*bottoms, self.table("unit").bottom, self.table("input").bottom), last.right)

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns of a picture on the screen; of a table none."""
        return self.geometry.picture if self.pictures else (0, 4)

    def panel(self, number: int) -> Area:
        """The pictures at the left: 0 the case, 1 the weights of the unit, 2 their gradient."""
        height, width = self.tile
        return _at(PANEL, 2 + number * (width + 1), height, width)

    @property
    def listed(self) -> Area:
        """The inputs of a table, one a row, in the columns name, x, w, product."""
        rows = min(max(self.geometry.sizes[:-1]) + self.geometry.thresholds, MOST_INPUTS)
        return _at(PANEL, 2, rows, 18)

    @property
    def caption(self) -> Area:
        """What the case is, above its picture or beside the title of the list."""
        return _at(PANEL - 2, 2)

    @property
    def says(self) -> Area:
        """The outputs, one a row, below the pictures or the list; as many as there is room for."""
        below = (self.panel(0) if self.pictures else self.listed).bottom + 3
        return _at(below, 2, min(self.geometry.sizes[-1], 8), 15)

    @property
    def formula_column(self) -> int:
        """Where the lines begin: formula in general, and further right with numbers."""
        return self.panel(2).right + 3 if self.pictures else self.listed.right + 3

    @property
    def numbers_column(self) -> int:
        return self.formula_column + 12

    @property
    def lines(self) -> Mapping[str, Area]:
        """The cells of the lines' numbers, by name; headings among them. Long ones go over several rows."""
        names = ["forward", "s", "output", "backward"]
        names += [f"delta_{k}" for k in range(1, min(self.geometry.sizes[-1], MOST_LINES) + 1)]
        names += ["above", "delta"] if len(self.geometry.sizes) > 2 else []
        names += ["case", "part", "all", "total", "quotient"]
        terms = 14 if self.pictures else 5
        long = {
            "s": -(-max(self.geometry.sizes[:-1]) // terms),
            "above": -(-max(self.geometry.sizes[2:], default=1) // 4),
        }
        found, row = {}, PANEL - 1
        for name in names:
            high = min(long.get(name, 1), 4)
            found[name] = _at(row, self.numbers_column, high, SCREEN - self.numbers_column + 1)
            row += high
        return found

    @property
    def tiles_top(self) -> int:
        """The row of the heading over the contributions."""
        return max(self.lines["quotient"].bottom, self.says.bottom) + 2

    @property
    def tiles_in_a_row(self) -> int:
        return min(TOLD, (SCREEN - 2) // self._step)

    @property
    def _step(self) -> int:
        """From one contribution to the next, in columns."""
        return max(self.tile[1] + 1, 6) if self.pictures else 7

    def told(self, number: int) -> Area:
        """The picture of a contribution, counted from 0; `texts` rows stand below it."""
        height, width = self.tile
        line, place = divmod(number, self.tiles_in_a_row)
        return _at(
            self.tiles_top + 1 + line * (height + self.texts + 1), 2 + place * (max(width, 5) + 1), height, width
        )

    @property
    def bottom(self) -> int:
        """The last row of the screen."""
        return self.told(TOLD - 1).bottom + self.texts

    @property
    def texts(self) -> int:
        """How many rows of text stand below a contribution's picture; of a table one more, with the product."""
        return 3 if self.pictures else 4


TABLES = {
    "unit": UNIT_COLUMNS,
    "input": INPUT_COLUMNS,
    "output": OUTPUT_COLUMNS,
    "above": ABOVE_COLUMNS,
    "told": TOLD_COLUMNS,
}


def _at(top: int, left: int, height: int = 1, width: int = 1) -> Area:
    return Area(SHEET, top, left, top + height - 1, left + width - 1)
