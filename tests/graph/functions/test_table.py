"""Every function against LibreOffice, on one sheet; errors against what the spreadsheet standard says."""

import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import convert
from tests.graph.formulas import value
from tests.graph.functions.table import EXCEL, FAULTS, NUMBERS, SHEET, TEXTS

_NEW = ("IFS(", "SWITCH(", "CONCAT(", "TEXTJOIN(", "MAXIFS(", "MINIFS(")
_FUTURE = ("IFNA(", "XOR(", "PHI(", "GAUSS(", "GAMMA(")  # newer than the format, which writes them with a prefix


def as_stored(formula: str) -> str:
    names = "|".join(re.escape(name) for name in (*_NEW, *_FUTURE))
    return re.sub(rf"(?<![A-Z.])({names})", r"_xlfn.\1", formula)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice makes of every formula of the table."""
    folder = tmp_path_factory.mktemp("functions")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for address, one in SHEET.items():
        sheet[address] = one
    formulas = [*NUMBERS, *TEXTS, *FAULTS]
    for row, formula in enumerate(formulas, 1):
        sheet.cell(row + 100, 30, as_stored(formula))
    book.save(folder / "table.xlsx")
    made = load_workbook(convert(folder / "table.xlsx", "xlsx:Calc MS Excel 2007 XML", folder / "lo"), data_only=True)
    return {formula: made["S"].cell(row + 100, 30).value for row, formula in enumerate(formulas, 1)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("formula", NUMBERS)
def test_a_number_is_what_libreoffice_computes(formula: str, computed: dict[str, Any]) -> None:
    expected = computed[formula]

    found = value(formula, SHEET)

    assert isinstance(expected, int | float), expected
    assert float(found) == pytest.approx(float(expected), rel=1e-12, abs=1e-15)


@pytest.mark.libreoffice
@pytest.mark.parametrize("formula", TEXTS)
def test_a_text_is_what_libreoffice_writes(formula: str, computed: dict[str, Any]) -> None:
    assert value(formula, SHEET) == computed[formula]


@pytest.mark.parametrize(("formula", "code"), FAULTS.items())
def test_an_error_is_the_one_of_spreadsheets(formula: str, code: str) -> None:
    assert value(formula, SHEET) == code


@pytest.mark.parametrize(("formula", "expected"), EXCEL.items())
def test_where_programs_differ_it_is_excels_answer(formula: str, expected: Any) -> None:
    found = value(formula, SHEET)

    assert (type(found), found) == (type(expected), expected)
