"""The blocks of a workbook about functions, found by their names."""

from sheetnet.errors import LayoutError
from sheetnet.making.curves import FUNCTIONS
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.cells import Area, Rows, parse_area
from sheetnet.sheet.grid import Grid

Blocks = dict[str, Rows]


class Book:
    """The blocks of an example in a workbook, found by their names."""

    def __init__(self, grid: Grid, name: str) -> None:
        self.grid = grid
        names = grid.names()
        self.areas: dict[str, Area] = {}
        for block in FUNCTIONS[name].areas:
            area = parse_area(names.get(block, ""))
            if area is None:
                raise LayoutError(f"the name '{block}' is missing", place=block)
            self.areas[block] = area

    def column(self, block: str) -> list[float]:
        return [row[0] for row in transfer.numbers(self.grid, self.areas[block])]

    def number(self, block: str) -> float:
        return self.column(block)[0]

    def texts(self, block: str) -> list[str]:
        return [str(row[0]) for row in self.grid.read(self.areas[block])]
