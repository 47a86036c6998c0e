"""Workbooks of curves, made with the inputs that they come with or with others."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sheetnet.making.curves import CURVES, draw, fill
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.xlsx.package import EPOCH

Changed = dict[str, list[list[Any]]]


@cache
def _as_it_comes(name: str, lang: str) -> bytes:
    with TemporaryDirectory() as folder:
        return written(Path(folder), name, lang).read_bytes()


def made(folder: Path, name: str, lang: str = "en", changed: Changed | None = None) -> Path:
    """The workbook of a curve; `changed` are other inputs: name of the block -> rows, from its left."""
    if changed:
        return written(folder, name, lang, changed)
    path = folder / f"{name}-{lang}.xlsx"
    path.write_bytes(_as_it_comes(name, lang))
    return path


def written(folder: Path, name: str, lang: str = "en", changed: Changed | None = None) -> Path:
    """The same, made anew."""
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
