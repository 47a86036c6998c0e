"""IronCalc as an oracle: an independent spreadsheet engine that recalculates a workbook's own formulas in process."""

from pathlib import Path
from typing import Any

import ironcalc

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, parse_area


class Oracle:
    """A workbook recalculated by IronCalc, its cells read and written by area."""

    def __init__(self, path: Path) -> None:
        self.grid = sheetnet.open(path)
        self.layout: Layout = find(self.grid)
        self._model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self._model.evaluate()

    def cell(self, sheet: str, row: int, column: int) -> Any:
        return self._model.get_cell_value(self.grid.sheets().index(sheet), row, column)

    def block(self, name: str) -> list[list[Any]]:
        area = self.layout[name]
        return [
            [self.cell(area.sheet, row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def vector(self, name: str) -> list[float]:
        block = self.block(name)
        return [block[row][column] for row, column in self.layout.geometry.cells]

    def paste(self, source: str, target: str) -> None:
        """Copy a block and paste it as values over another one, as the article's macro does; then recalculate."""
        self._paste(self.block(source), self.layout[target])

    def _paste(self, values: list[list[Any]], area: Area) -> None:
        sheet = self.grid.sheets().index(area.sheet)
        for row, line in enumerate(values):
            for column, value in enumerate(line):
                if isinstance(value, int | float):
                    self._model.update_cell_with_number(sheet, area.top + row, area.left + column, value)
        self._model.evaluate()

    def macro(self, iterations: int) -> None:
        """The source article's macro: initial to current; then N times updated to current. It only copies cells."""
        self.paste("initial", "current")
        for _ in range(iterations):
            self.paste("updated", "current")

    def named(self, name: str) -> Area:
        """The area of any name of the workbook."""
        area = parse_area(self.grid.names()[name])
        assert area is not None
        return area

    def copy_strip(self, source: str, target: str = "strip_now") -> None:
        """Copy a strip, parameters and all that belongs to them, over another one as values; then recalculate."""
        area = self.named(source)
        rows = range(area.top, area.bottom + 1)
        columns = range(area.left, area.right + 1)
        self._paste([[self.cell(area.sheet, row, column) for column in columns] for row in rows], self.named(target))

    def strip_macro(self, iterations: int) -> None:
        """Start anew, then so many times the next strip over the present one. It only copies cells."""
        self.copy_strip("strip_initial")
        for _ in range(iterations):
            self.copy_strip("strip_next")


def saved(path: Path, sheet: str, row: int, column: int) -> Any:
    """What a cell's saved value is, as our own reader sees it."""
    return sheetnet.open(path).read(Area(sheet, row, column, row, column))[0][0]
