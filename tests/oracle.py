"""IronCalc as an oracle: an independent spreadsheet engine that recalculates a workbook's own formulas in process."""

from pathlib import Path
from typing import Any

import ironcalc

import sheetnet
from sheetnet.sheet.cells import Area
from sheetnet.sheet.finding import find
from sheetnet.sheet.layout import Layout


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
        values = self.block(source)
        area = self.layout[target]
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


def saved(path: Path, sheet: str, row: int, column: int) -> Any:
    """What a cell's saved value is, as our own reader sees it."""
    return sheetnet.open(path).read(Area(sheet, row, column, row, column))[0][0]
