"""Sheet and engine compared: what agrees, and the cell that does not."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from tests.conftest import change_formula, parts


def test_check_agrees_after_training(trained_file: Path) -> None:
    comparisons = sheetnet.check(trained_file)

    assert sum(comparison.cells for comparison in comparisons) == 3238 + 79
    assert all(not comparison.failures and comparison.own == 0 for comparison in comparisons)
    assert comparisons[-1].against == "complex step"
    assert 0 < comparisons[-1].largest < 1e-12


@pytest.mark.parametrize(("cell", "block"), [("C11", "E"), ("D40", "gradients"), ("G61", "updated")])
def test_check_finds_a_wrong_saved_value(cell: str, block: str, letters: Path) -> None:
    content = parts(letters)["xl/worksheets/sheet1.xml"]
    match = re.search(rb'<c r="%s"[^>]*><f>([^<]*)</f><v>([^<]*)</v>' % cell.encode(), content)
    assert match
    change_formula(letters, cell, match[1].decode(), float(match[2]) + 1e-6)

    comparisons = {(one.name, one.against): one for one in sheetnet.check(letters)}

    assert comparisons[block, "engine"].worst == f"BP!{cell}"
    assert [failure.split(":")[0] for failure in comparisons[block, "engine"].failures] == [f"BP!{cell}"]
    assert sum(len(one.failures) for one in comparisons.values()) == (2 if block == "gradients" else 1)


def test_check_finds_formulas_without_saved_values(letters: Path) -> None:
    book = load_workbook(letters)
    book.save(letters)  # openpyxl keeps none

    failures = [failure for comparison in sheetnet.check(letters) for failure in comparison.failures]

    assert len(failures) == 3238 + 79
    assert failures[0] == (
        "BP!C11: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it, "
        "or check with --recalculate"
    )
