"""The derivative of any workbook's own formulas, as Python asks for it."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

import sheetnet
from sheetnet.errors import CellError, LayoutError


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A logistic regression that somebody typed: weights in B2:C2, a threshold in D2, three cases, the loss in F8."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My sheet"
    for address, value in {"B2": 0.5, "C2": -0.25, "D2": 0.1}.items():
        sheet[address] = value
    for row, (x, y, t) in enumerate([(1.0, 2.0, 1), (-1.0, 0.5, 0), (2.0, -1.0, 1)], 4):
        sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"C{row}"] = x, y, t
        sheet[f"D{row}"] = f"=1/(1+EXP(-(A{row}*$B$2+B{row}*$C$2-$D$2)))"
        sheet[f"E{row}"] = f"=-(C{row}*LN(D{row})+(1-C{row})*LN(1-D{row}))"
    sheet["F8"] = "=SUM(E4:E6)"
    sheet["H1"] = "text"
    book.create_sheet("Other")
    path = tmp_path / "homework.xlsx"
    book.save(path)
    return path


def test_the_gradient_of_a_typed_regression_is_what_the_textbook_says(homework: Path) -> None:
    x = np.array([[1.0, 2.0, -1.0], [-1.0, 0.5, -1.0], [2.0, -1.0, -1.0]])
    t = np.array([1.0, 0.0, 1.0])
    z = 1 / (1 + np.exp(-(x @ np.array([0.5, -0.25, 0.1]))))

    found = sheetnet.gradient(homework, loss="'My sheet'!F8", wrt="'My sheet'!B2:D2")

    assert found.shape == (1, 3)
    assert found[0] == pytest.approx((z - t) @ x, abs=1e-14)  # sum (z - t) x


def test_several_ranges_have_their_own_shapes_and_a_loss_may_stand_in_no_cell(homework: Path) -> None:
    weights, data = sheetnet.gradient(homework, "=SUM('My sheet'!E4:E6)/3", ["'My sheet'!B2:D2", "'My sheet'!A4:B6"])

    whole = sheetnet.gradient(homework, "'My sheet'!F8", "'My sheet'!B2:D2")

    assert weights == pytest.approx(whole / 3, abs=1e-15)
    assert data.shape == (3, 2)


@pytest.mark.parametrize(
    ("loss", "wrt", "told"),
    [
        ("'My sheet'!F8", "'My sheet'!D4", "'My sheet'!D4: a parameter is a number that can be changed"),
        ("'My sheet'!F8", "'My sheet'!H1", "'My sheet'!H1: expected a number for a parameter, found text"),
        ("'My sheet'!F8", "'My sheet'!H9", "'My sheet'!H9: expected a number for a parameter, found an empty cell"),
        ("'My sheet'!H1", "'My sheet'!B2", "'My sheet'!H1: expected a number for the loss, found text"),
        ("'My sheet'!E5:E6", "'My sheet'!B2", "expected one cell for the loss, found 2"),
        ("F8", "'My sheet'!B2", "expected cells such as 'My sheet'!B2:D9|expected cells such as My sheet!B2:D9"),
        ("Nosuch!F8", "'My sheet'!B2", "no sheet 'Nosuch'"),
        ("'My sheet'!E4", "'My sheet'!A5:B6", "no formula leads from 'My sheet'!A5:B6 to the loss"),
        ("=NOSUCH('My sheet'!B2)", "'My sheet'!B2", "stands between the parameters and the loss: the function NOSUCH"),
        (
            "='My sheet'!B2*RAND()",
            "'My sheet'!B2",
            "stands between the parameters and the loss: RAND, which is another",
        ),
        ("=1/('My sheet'!B2-0.5)", "'My sheet'!B2", "expected a number for the loss, found the error #DIV/0!"),
    ],
)
def test_what_cannot_be_differentiated_is_said_by_its_cell(homework: Path, loss: str, wrt: str, told: str) -> None:
    with pytest.raises((CellError, LayoutError), match=told):
        sheetnet.gradient(homework, loss, wrt)
