"""Workbooks of curves, made with the inputs that they come with or with others."""

from pathlib import Path
from typing import Any

from sheetnet.making.curves import CURVES, draw, fill
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.package import EPOCH

Changed = dict[str, list[list[Any]]]


def made(folder: Path, name: str, lang: str = "en", changed: Changed | None = None) -> Path:
    """The workbook of an example; `changed` are other inputs: name of the block -> rows, from its left."""
    path = folder / f"{name}-{lang}.xlsx"
    with FileGrid(path, draw(CURVES[name], lang)) as grid:
        for block, rows in (changed or {}).items():
            for row, line in enumerate(rows):
                grid.write(CURVES[name].areas[block].part(row, 0, 1, len(line)), [line])
        fill(grid, CURVES[name])
        grid.save(path, EPOCH)
    return path


def saved(path: Path, name: str, block: str) -> list[list[Any]]:
    with FileGrid(path) as grid:
        return grid.read(CURVES[name].areas[block])
