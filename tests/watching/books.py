"""Workbooks as programs save them."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

import sheetnet


def change(path: Path, **cells: Any) -> None:
    """Other values in cells of sheet BP (or of ``Data_F6``), written over the file."""
    _changed(path, cells).save(path)


def change_by_replacing(path: Path, **cells: Any) -> None:
    """The same, written to another file that then takes the name."""
    other = path.with_name("4F2A1C00")  # such a name Excel gives it
    _changed(path, cells).save(other)
    other.replace(path)


def _changed(path: Path, cells: dict[str, Any]) -> Any:
    book = load_workbook(path)
    for name, value in cells.items():
        sheet, _, cell = name.rpartition("_")
        book[sheet or "BP"][cell].value = value
    return book


def counter(path: Path) -> Any:
    """How often a workbook has been trained, read by openpyxl."""
    book = load_workbook(path, data_only=True)
    return book["BP"]["D5"].value


def loss(path: Path) -> float:
    """E at the current values, computed anew."""
    value: float = sheetnet.show(path)["E"]
    return value
