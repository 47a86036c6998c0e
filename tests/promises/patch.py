"""Blocks written into a copy of somebody's workbook, by sheetnet: beside what it holds, over it, on a new sheet."""

import itertools
import random
import struct
import zipfile
from pathlib import Path

from sheetnet.errors import CellError
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from tests.readers.stored import DAMAGES, Book, Place, Sheet, read

SHEETS = 5  # of a book are written to
ADDED = "Added by sheetnet"


class Patch:
    """A workbook, the copy that sheetnet patches, and what was written where."""

    def __init__(self, path: Path, target: Path) -> None:
        self.path = path
        self.target = target
        self.random = random.Random(path.name)
        self.problems: list[str] = []
        self.blocks: list[Area] = []
        self.sheets: dict[str, Sheet] = {}  # the first ones, as they were
        self.written: dict[str, dict[Place, float | None]] = {}  # sheet -> cell -> value
        self.refreshed: dict[str, dict[Place, float]] = {}  # sheet -> formula -> saved result

    def run(self) -> None:
        """Write blocks, add a sheet, save; open the result, write again, save again."""
        with FileGrid(self.path) as grid:
            self.sheets = self._read_sheets(grid)
            for name, sheet in self.sheets.items():
                self._free(grid, name, sheet, shift=0)
                self._over(grid, name, sheet)
                self._refresh(grid, name, sheet)
            grid.add_sheet(ADDED)
            self._write(grid, Area(ADDED, 2, 2, 6, 4))
            grid.save(self.target)
        with FileGrid(self.target) as grid:
            for name, sheet in self.sheets.items():
                self._free(grid, name, sheet, shift=1)
            self._write(grid, Area(ADDED, 4, 3, 9, 6))
            grid.save()

    def _read_sheets(self, grid: FileGrid) -> dict[str, Sheet]:
        """The first sheets; into one that is damaged sheetnet must not write."""
        sheets = {}
        with zipfile.ZipFile(self.path) as file:
            parts = Book(file).sheets
            for name, part in itertools.islice(parts.items(), SHEETS):
                try:
                    sheets[name] = Sheet(read(file, part))
                except DAMAGES as error:
                    grid.write(Area(name, 1, 1, 1, 1), [[1.0]])
                    self.problems.append(f"{part} was written to, and is damaged: {error}")
        if grid.sheets() != list(parts):
            self.problems.append(f"sheets {grid.sheets()}, and the workbook has {list(parts)}")
        return sheets

    def _write(self, grid: FileGrid, area: Area, *, empty: bool = False) -> None:
        values: list[list[float | None]] = [[self._double() for _ in range(area.width)] for _ in range(area.height)]
        if empty:
            values[-1][-1] = None
        grid.write(area, values)
        self.blocks.append(area)
        self.written.setdefault(area.sheet, {}).update(zip(area.cells(), itertools.chain(*values), strict=True))

    def _double(self) -> float:
        """Any finite double, half of them of a size as spreadsheets hold."""
        if self.random.random() < 0.5:
            return self.random.gauss(0, 1000)
        number: float = struct.unpack("<d", self.random.randbytes(8))[0]
        return number if abs(number) < float("inf") else -0.0

    def _free(self, grid: FileGrid, name: str, sheet: Sheet, shift: int) -> None:
        """A block right of all that the sheet holds, in rows that exist; or below it, where no column is free."""
        boxes = [*sheet.merged, *sheet.arrays, *((*place, *place) for place in sheet.cells)]
        last_row = max((box[2] for box in boxes), default=0)
        last_column = max((box[3] for box in boxes), default=0)
        if last_column < 16_370:
            row = min(row for row, _ in sheet.rows) if sheet.rows else 1
            self._write(grid, Area(name, min(row, 1_048_570), 2, 0, 0).part(shift, last_column + shift, 5, 3))
        elif last_row < 1_048_560:
            self._write(grid, Area(name, last_row + 2 + shift, 1 + shift, last_row + 6 + shift, 3 + shift))

    def _over(self, grid: FileGrid, name: str, sheet: Sheet) -> None:
        """A block over cells that hold numbers; where a formula or a merged cell is in its way, one cell."""
        numbers = [place for place, cell in sheet.cells.items() if cell.number]
        formulas = [place for place, cell in sheet.cells.items() if cell.formula is not None]
        for row, column in self.random.sample(numbers, min(2, len(numbers))):
            for height, width in ((4, 3), (1, 1)):
                area = Area(name, row, column, min(row + height - 1, 1_048_576), min(column + width - 1, 16_384))
                if self._accepted(grid, sheet, area):
                    break
        for row, column in self.random.sample(formulas, min(1, len(formulas))):
            self._accepted(grid, sheet, Area(name, row, column, row, column))

    def _accepted(self, grid: FileGrid, sheet: Sheet, area: Area) -> bool:
        closed = [place for place in area.cells() if sheet.closed_to_values(place)]
        try:
            self._write(grid, area, empty=area.size > 1)
        except CellError as error:
            if not closed:
                self.problems.append(f"{area}: refused, and nothing is in the way: {error}")
            return False
        if closed:
            self.problems.append(f"{area}: written over a formula or into a merged or array range at {closed[0]}")
        return True

    def _refresh(self, grid: FileGrid, name: str, sheet: Sheet) -> None:
        """A saved result of one formula."""
        formulas = [place for place, cell in sheet.cells.items() if cell.formula is not None]
        for row, column in self.random.sample(formulas, min(1, len(formulas))):
            value = self._double()
            grid.refresh(Area(name, row, column, row, column), [[value]])
            self.refreshed.setdefault(name, {})[row, column] = value
