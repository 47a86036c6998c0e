"""Rows to predict."""

from pathlib import Path

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.tables.rows import read_inputs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new.csv"


@pytest.mark.parametrize(
    ("text", "names", "places", "labels"),
    [
        ("1,2\n3,4\n", ("x1", "x2"), ("line 1", "line 2"), ()),
        ("a,\n1,2\n\n3,4\n", ("a", "x2"), ("line 2", "line 4"), ()),
        ("1,2,cat\n3,4,7\n", ("x1", "x2"), ("line 1", "line 2"), ("cat", "7")),
        ("a,b,kind\n1,2,cat\n3,4,dog\n", ("a", "b"), ("line 2", "line 3"), ("cat", "dog")),
    ],
)
def test_rows_with_and_without_header_and_labels(
    path: Path, text: str, names: tuple[str, ...], places: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    path.write_text(text, encoding="utf-8")

    found = read_inputs(path, 2)

    assert found.x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert (found.names, found.places, found.labels) == (names, places, labels)


def test_rows_of_the_open_workbook_are_named_by_their_cells() -> None:
    grid = MemoryGrid({"New": {(3, 2): "a", (3, 3): "b", (4, 2): 1.0, (4, 3): 2.0, (6, 2): 3.0, (6, 3): 4.0}})

    found = read_inputs("New!A1:T9", 2, grid)

    assert found.x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert found.names == ("a", "b")
    assert found.places == ("New!B4:C4", "New!B6:C6")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3,4\n", "new.csv: line 1: expected 2 columns, one for each input, or a label more, found 4"),
        ("1\n", "new.csv: line 1: expected 2 columns, one for each input, or a label more, found 1"),
        ("a,b\n", "new.csv: expected at least one row of numbers below the header, found none"),
        ("1,2\n3,4,5\n", "new.csv: line 2: expected 2 columns, found 3"),
        ("1,2\n3,x\n", 'new.csv: line 2, column 2: expected a number, found text "x"'),
        ("1,2,a\n3,4,\n", "new.csv: line 2, column 3: expected a label, found an empty field"),
        ("", "new.csv: expected a table of numbers, found an empty file"),
    ],
)
def test_rows_that_do_not_fit_are_refused_in_one_line(path: Path, text: str, message: str) -> None:
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SheetnetError) as error:
        read_inputs(path, 2)

    assert str(error.value) == message
