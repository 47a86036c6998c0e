"""Shared formulas, as openpyxl moves them."""

import pytest
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import get_column_letter

from sheetnet.sheet.xlsx.shared_formulas import Master

FORMULAS = [
    "C15*2", "$C$15+A$1", "S!A1:B2", "'My 1'!$A1:B$9", "SUM(A:C)", "SUM($A:C,3:$5)", "name+A1", "A1:name", "abc:C2",
    "ab:cd",
    'IF(A1>0,"A1",#N/A)', "LOG10(A1)", "A1:INDEX(B:B,3)", "1E+5*A1", "{1,2}*A1", "-A1%", "SUM(A1 B2)", "a1", "A1:B2:C3",
    "",
    "@A1", "TRUE+A1", "A1:S!B2",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("cell", [(5, 5), (6, 5), (5, 6), (9, 12), (4, 5), (1, 1)])
def test_a_shared_formula_is_moved_like_one_of_openpyxl(formula: str, cell: tuple[int, int]) -> None:
    row, column = cell
    try:
        expected = Translator(f"={formula}", origin="E5").translate_formula(f"{get_column_letter(column)}{row}")[1:]
    except TranslatorError:
        expected = "dataTable"

    assert Master(formula, 5, 5).at(row, column) == expected


@pytest.mark.parametrize("formula", ["XFD1", "A1048576", "SUM(9:1048576)", "XFC:$A"])
def test_nothing_is_told_of_what_goes_on_from_the_other_end_of_the_sheet(formula: str) -> None:
    assert Master(formula, 5, 5).at(5, 5) == formula
    assert Master(formula, 5, 5).at(7, 7) == "dataTable"


def test_the_sheet_of_a_name_stays() -> None:
    assert Master("T!rate*A1", 5, 5).at(6, 5) == "T!rate*A2"


@pytest.mark.parametrize("formula", ['"open', "A1#", "[1"])
def test_what_cannot_be_read_as_a_formula_stays_as_it_is(formula: str) -> None:
    assert Master(formula, 5, 5).at(7, 7) == formula


def test_nothing_is_told_of_a_heap_of_brackets() -> None:
    assert Master("[]" * 4000, 1, 1).at(2, 1) == "dataTable"
