"""Submissions of a class: an exercise filled in by openpyxl with the key's formulas, and with mistakes in them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

Edit = Callable[[Workbook], object]


def answers(exercise: Path, key: Path) -> dict[str, dict[str, Any]]:
    """Sheet -> cell -> the key's formula, of all cells that are empty in the exercise."""
    blank, full = load_workbook(exercise), load_workbook(key)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and blank[sheet.title][cell.coordinate].value is None
        }
        for sheet in full
    }


def hand_in(exercise: Path, path: Path, formulas: Mapping[str, Mapping[str, Any]], edit: Edit | None = None) -> Path:
    """A submission with these formulas; `edit` changes the workbook before it is saved."""
    book = load_workbook(exercise)
    for sheet, cells in formulas.items():
        for cell, formula in cells.items():
            book[sheet][cell].value = formula
    if edit is not None:
        edit(book)
    book.save(path)
    return path


def put(cells: Mapping[str, Any]) -> Edit:
    """An edit that puts something into cells such as ``Calc!R6``."""

    def edit(book: Workbook) -> None:
        for address, value in cells.items():
            sheet, _, cell = address.rpartition("!")
            book[sheet][cell].value = value

    return edit
