"""What is read of a workbook: also its tables, which formulas name."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from sheetnet.graph import workbook
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.trouble import TooMuch
from sheetnet.graph.workbook import contents
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.grids.file import FileGrid
from tests.graph.formulas import evaluation


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """A table Sales in B2:D6 with a row of totals, whose formulas and others name its columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for cells, row in zip(sheet["B2:D6"], [("item", "unit price", "double"), *rows()], strict=True):
        for cell, value in zip(cells, row, strict=True):
            cell.value = value
    sheet["F1"] = "=SUM(Sales[unit price])"
    sheet["F2"] = "=SUM(Sales[[#All],[unit price]])"
    sheet["F3"] = "=Sales[[#Totals],[unit price]]"
    sheet["F4"] = "=SUMPRODUCT(Sales[unit price],Sales[double])"
    sheet["F5"] = "=SUM(Sales[[unit price]:[double]])"
    sheet["F6"] = "=SUM(sales[Unit Price])&Sales[[#Headers],[item]]"
    sheet["F7"] = "=SUM(Sales[nosuch])"
    table = Table(displayName="Sales", ref="B2:D6", totalsRowCount=1)
    sheet.add_table(table)
    path = tmp_path / "sales.xlsx"
    book.save(path)
    return path


def rows() -> list[tuple[object, object, object]]:
    cases = [
        (name, price, "=2*Sales[[#This Row],[unit price]]") for name, price in zip("abc", (1.5, 2.5, 4.0), strict=True)
    ]
    return [*cases, ("Total", "=SUM(B3:B5)+100", None)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("D4", 5.0),
        ("F1", 8.0),
        ("F2", 108.0),
        ("F3", 100.0),
        ("F4", 2 * (1.5**2 + 2.5**2 + 4.0**2)),
        ("F5", 24.0),
        ("F6", "8item"),
    ],
)
def test_columns_of_a_table_are_read_by_their_names(sales: Path, cell: str, expected: object) -> None:
    found = Evaluation(contents(FileGrid(sales)))

    assert found.cells.value(found.cells.index("S", int(cell[1:]), " ABCDEF".index(cell[0]))) == expected


def test_a_column_that_the_table_has_not_is_named(sales: Path) -> None:
    found = Evaluation(contents(FileGrid(sales)))

    assert found.trouble[found.cells.index("S", 7, 6)].startswith("a column that the table 'Sales' has not")


def test_the_derivative_goes_through_a_table(sales: Path) -> None:
    found = Evaluation(contents(FileGrid(sales)))

    slope = Function(found, found.cells.index("S", 4, 6), found.cells.places([("S", row, 3) for row in (3, 4, 5)]))

    assert slope.gradient() == pytest.approx([4 * 1.5, 4 * 2.5, 4 * 4.0])  # sum of 2 p^2


@pytest.mark.parametrize(("filled", "refused"), [(20, False), (19, True)])
def test_a_large_sheet_is_refused_where_less_than_a_tenth_of_it_holds_anything(
    monkeypatch: pytest.MonkeyPatch, filled: int, *, refused: bool
) -> None:
    monkeypatch.setattr(workbook, "_SPARSE", 100)
    cells = {(row, 1): 1.0 for row in range(1, filled)} | {(19, 10): 2.0}

    with pytest.raises(TooMuch, match=r"of 200 cells at most 19 hold anything") if refused else nullcontext():
        contents(MemoryGrid({"S": cells}))


def test_a_sheet_that_is_read_by_and_by_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {f"A{row}": row / 7 for row in range(1, 30)} | {f"C{row}": f"=SUM(A1:A{row})" for row in range(1, 30)}
    whole = evaluation(cells)
    monkeypatch.setattr(workbook, "_BAND", 7)

    parts = evaluation(cells)

    assert parts.cells.x.tolist() == whole.cells.x.tolist()
    assert [parts.cells.address(i) for i in range(1, parts.cells.count)] == [
        whole.cells.address(i) for i in range(1, whole.cells.count)
    ]
