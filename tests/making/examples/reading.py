"""What is read from the workbook of an example."""

from pathlib import Path
from typing import Any

from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid


def marks(path: Path) -> list[Any]:
    return column(path, "expected_check")


def column(path: Path, name: str) -> list[Any]:
    with FileGrid(path) as grid:
        return [row[0] for row in grid.read(find(grid)[name])]


def areas(path: Path) -> dict[str, Area]:
    with FileGrid(path) as grid:
        return dict(find(grid).areas)
