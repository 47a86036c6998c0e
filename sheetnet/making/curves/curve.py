"""What a curve is: a workbook without a network, in which a minimum is looked for, and every step is a formula."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.cells import Area, Rows, parse_area
from sheetnet.sheet.grid import Grid

Say = Mapping[str, str]
Blocks = dict[str, Rows]
Sections = list[tuple[str, list[str]]]


class Inputs:
    """The blocks of a curve in a workbook, found by their names, and what a user has put into them."""

    def __init__(self, grid: Grid, blocks: Mapping[str, Area]) -> None:
        self.grid = grid
        names = grid.names()
        self.areas: dict[str, Area] = {}
        for block in blocks:
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


@dataclass(frozen=True)
class Curve:
    """A curve: what it is about in a line, and all that makes its workbook but what every curve has.

    `first` is the name of its first sheet, `areas` says where its blocks are. `draw` draws all sheets but the guide,
    onto the first one and onto others that it makes; `values` tells what every formula shows. `words` are key ->
    (English, Japanese), `guide` is language -> sections, each a heading with paragraphs.
    """

    about: str
    first: str
    areas: Mapping[str, Area]
    draw: Callable[[Workbook, Worksheet, Say], None]
    values: Callable[[Inputs], Blocks]
    words: Mapping[str, tuple[str, str]]
    guide: Mapping[str, Sections]
