"""Which cell is which: in a workbook with other names of sheets, more rows, and saved by another program."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sheetnet import classroom
from sheetnet.graph.cells import NOWHERE
from sheetnet.marking.alignment import aligned
from sheetnet.marking.books import ComputedBook, book_of
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid
from tests.conftest import convert, soffice
from tests.marking.conftest import Task
from tests.marking.submissions import hand_in

KEY = {(1, 1): "x", (1, 2): 0.5, (2, 1): "y", (2, 2): 2.5, (4, 1): "sum", (4, 2): Unsaved("=B1+B2")}


def book(cells: Mapping[tuple[int, int], object], sheet: str = "Work") -> ComputedBook:
    return book_of(MemoryGrid({sheet: cells}))  # type: ignore[dict-item]


def place(one: ComputedBook, row: int, column: int) -> int:
    return one.cells.index(one.sheets[0], row, column)


def test_a_sheet_by_another_name_is_the_one_that_is_left() -> None:
    key, other = book(KEY), book(KEY, "仕事")

    assert aligned(key, other)[place(key, 4, 2)] == place(other, 4, 2)


def test_rows_that_were_inserted_move_what_is_below_them() -> None:
    cells = {(row + 2 * (row > 1), column): value for (row, column), value in KEY.items()}
    key, other = book(KEY), book(cells)

    found = aligned(key, other)

    assert found[place(key, 1, 2)] == place(other, 1, 2)
    assert found[place(key, 4, 2)] == place(other, 6, 2)


def test_what_a_smaller_sheet_lacks_is_nowhere() -> None:
    key, other = book(KEY), book({at: value for at, value in KEY.items() if at[0] < 3})

    assert aligned(key, other)[place(key, 4, 2)] == NOWHERE


def test_a_submission_saved_by_libreoffice_has_the_same_marks(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    soffice()
    path = hand_in(tasks["xor"].exercise, tmp_path / "anna.xlsx", tasks["xor"].formulas)

    marks = classroom.grade(convert(path, "xlsx", tmp_path / "converted"), str(tasks["xor"].key))

    assert marks["share"] == pytest.approx(1.0)
    assert marks["verdicts"]["right"] == len(marks["cells"])


def test_renamed_sheets_and_rows_above_change_no_mark(tasks: Mapping[str, Task], tmp_path: Path) -> None:
    """As a program does it: names and formulas follow. Here Data is another word for the whole workbook."""
    path = hand_in(tasks["xor"].exercise, tmp_path / "anna.xlsx", tasks["xor"].formulas)
    other = load_workbook(path)
    other["Data"].title = "Zahlen"
    for sheet in other:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = cell.value.replace("Data!", "Zahlen!")
    for name in other.defined_names.values():
        name.attr_text = name.attr_text.replace("Data!", "Zahlen!")
    other.save(path)

    assert classroom.grade(path, str(tasks["xor"].key))["share"] == pytest.approx(1.0)
