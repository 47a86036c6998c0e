"""The button Fit: any open workbook, its names `loss` and `parameters`, and nothing but these numbers change."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheetnet import excel
from sheetnet.buttons.button import add_buttons
from sheetnet.errors import LayoutError, SettingError
from tests.buttons.test_button import buttons
from tests.live.conftest import Program, everything

X = [0.0, 1.0, 2.0, 3.0, 5.0, 8.0]
Y = [1.1, 2.9, 5.2, 6.8, 11.1, 16.9]


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """A straight line through six points, and the sum of its squared errors."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Line"
    for row, (x, y) in enumerate(zip(X, Y, strict=True), 2):
        sheet.cell(row, 1, x)
        sheet.cell(row, 2, y)
        sheet.cell(row, 3, f"=$F$2+$F$3*A{row}")
    sheet["F2"], sheet["F3"], sheet["F5"] = 0.5, 0.5, "=SUMXMY2(B2:B7,C2:C7)"
    for name, cells in (("loss", "Line!$F$5"), ("parameters", "Line!$F$2:$F$3")):
        book.defined_names[name] = DefinedName(name, attr_text=cells)
    book.save(tmp_path / "line.xlsx")
    return tmp_path / "line.xlsx"


@pytest.mark.libreoffice
def test_the_numbers_become_those_of_least_squares_and_nothing_else_changes(program: Program, line: Path) -> None:
    book = program.open(line)
    before = everything(book)

    result = excel.fit(book)

    slope, intercept = np.polyfit(X, Y, 1)
    found = book.sheets["Line"]["F2:F3"].value
    assert found == pytest.approx([intercept, slope], rel=1e-9)
    assert book.sheets["Line"]["F5"].value == pytest.approx(result.after, rel=1e-9)
    changed = {at for at, value in everything(book).items() if value != before.get(at)}
    computed = {("Line", row, 3) for row in range(2, 8)} | {("Line", 5, 6)}
    assert {("Line", 2, 6), ("Line", 3, 6)} <= changed <= {("Line", 2, 6), ("Line", 3, 6)} | computed


def test_without_the_names_it_is_said_which_is_missing(program: Program, letters: Path) -> None:
    with pytest.raises(SettingError, match="the workbook has no name 'loss'"):
        excel.fit(program.open(letters))


def test_such_a_workbook_gets_the_button_beside_its_loss(line: Path) -> None:
    add_buttons(line)

    ((caption, macro, anchor),) = buttons(line.with_suffix(".xlsm"))
    assert (caption, macro) == ("Fit", "[0]!SheetnetFit")
    assert anchor[0] > 5
    assert anchor[2] == 4  # row 5, that of the loss


def test_a_workbook_without_network_and_names_is_refused_as_before(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")

    with pytest.raises(LayoutError):
        add_buttons(tmp_path / "empty.xlsx")
