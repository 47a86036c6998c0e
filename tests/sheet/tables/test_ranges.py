"""Tables from the cells of a workbook, read through the port; errors name the cell."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from sheetnet.errors import SheetnetError
from sheetnet.sheet.cells import Date, Fault, Unsaved, Value
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.tables import read_table
from sheetnet.sheet.tables.ranges import book_and_place, lines_of_book

ROWS = [["width", "height", "kind"], [1, 2.5, "cat"], [3, 4, "dog"], [5, -6, "cat"]]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., str]:
    """A workbook of the rows given, from the cell given on, by openpyxl."""

    def make(sheets: dict[str, list[list[Any]]], row: int = 1, column: int = 1, name: str = "data.xlsx") -> str:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for down, values in enumerate(rows):
                for right, value in enumerate(values):
                    sheet.cell(row + down, column + right, value)
        workbook.save(tmp_path / name)
        return str(tmp_path / name)

    return make


@pytest.mark.parametrize(
    ("place", "row", "column"),
    [
        ("", 1, 1),
        ("!Pets", 1, 1),
        ("!pets", 3, 4),
        ("!'Pets'", 1, 1),
        ("!Pets!A1:C4", 1, 1),
        ("!'Pets'!$B$3:$D$6", 3, 2),
        ("!Pets!A1:Z50", 7, 5),
    ],
)
def test_a_sheet_or_a_range_is_read_with_its_header(
    book: Callable[..., str], place: str, row: int, column: int
) -> None:
    found = read_table(book({"Pets": ROWS}, row, column) + place, 2, 2)

    assert found.feature_names == ("width", "height")
    assert found.features.tolist() == [[1.0, 2.5], [3.0, 4.0], [5.0, -6.0]]
    assert found.labels == ("cat", "dog", "cat")
    assert found.classes == ("cat", "dog")


def test_a_range_without_words_at_its_top_has_no_header(book: Callable[..., str]) -> None:
    found = read_table(book({"Pets": ROWS}) + "!Pets!A2:B4", 1, 1, lowest=-10, highest=10)

    assert found.feature_names == ("x1",)
    assert found.targets.tolist() == [[2.5], [4.0], [-6.0]]


def test_names_with_spaces_marks_and_quotes_are_found(book: Callable[..., str]) -> None:
    path = book({"It's a sheet!": ROWS, "表": ROWS}, name="my!data.xlsx")

    assert len(read_table(f"{path}!It's a sheet!!A1:C4", 2, 2).features) == 3
    assert len(read_table(f"{path}!'It''s a sheet!'!A1:C4", 2, 2).features) == 3
    assert len(read_table(f"{path}!表", 2, 2).features) == 3


def test_a_range_of_the_open_workbook_gives_the_saved_results_of_formulas() -> None:
    cells: dict[tuple[int, int], Value] = {(1, 1): 1.0, (1, 2): Unsaved("A1/2"), (2, 1): 3.0, (2, 2): 1}
    grid = MemoryGrid({"BP": {}, "Mine": cells})
    formula = grid.formulas
    from sheetnet.sheet.cells import Area

    grid.refresh(Area("Mine", 1, 2, 1, 2), [[0.5]])

    assert formula(Area("Mine", 1, 2, 1, 2)) == [["A1/2"]]
    assert read_table("Mine!A1:B2", 1, 1, within=grid).targets.tolist() == [[0.5], [1.0]]


def test_a_column_of_the_sheet_says_which_cases_are_for_training(book: Callable[..., str]) -> None:
    rows = [[*row, mark] for row, mark in zip(ROWS, ["set", "train", "test", "train"], strict=True)]

    assert read_table(book({"Pets": rows}), 2, 2, split_column="set").training == (1, 0, 1)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "an empty cell"),
        ("x", 'text "x"'),
        ("5", 'text "5"'),
        (True, "the logical value TRUE; write 1 and 0"),
        (Fault("#DIV/0!"), "the error #DIV/0!"),
        (Date(45000.0), "a date or time (serial number 45000)"),
        (
            Unsaved("A1"),
            "a formula without a saved value; open the workbook once in Excel or LibreOffice and save it",
        ),
    ],
)
def test_a_cell_that_is_no_number_is_named(value: Value, found: str) -> None:
    grid = MemoryGrid({"S": {(4, 3): 1.0, (4, 4): 1.0, (5, 3): value, (5, 4): 0.5}}, label="book.xlsx")

    with pytest.raises(SheetnetError) as error:
        read_table("S!C4:D5", 1, 1, within=grid)

    assert str(error.value) == f"book.xlsx: S!C5: expected a number, found {found}"


@pytest.mark.parametrize(
    ("values", "outputs", "classes"),
    [
        ([True, False, True], 2, ("FALSE", "TRUE")),
        ([True, False], None, ("FALSE", "TRUE")),
        ([True, "TRUE", False], 2, ("FALSE", "TRUE")),
        ([True, "maybe", False], 3, ("FALSE", "TRUE", "maybe")),
        ([True, 1.0, False], 3, (1.0, "FALSE", "TRUE")),
    ],
)
def test_logical_values_are_labels_and_no_numbers(values: list[Value], outputs: int | None, classes: object) -> None:
    cells = {(row, 2): value for row, value in enumerate(values, 1)}
    grid = MemoryGrid({"S": {**{(row, 1): float(row) for row, _ in cells}, **cells}})

    found = read_table(f"S!A1:B{len(values)}", 1, outputs, within=grid)

    assert found.classes == classes
    assert found.labels[0] == "TRUE"


@pytest.mark.parametrize("value", [None, "\u200b", Date(45000.0), Fault("#N/A"), Unsaved("A1"), 12345678901234568.0])
def test_a_cell_that_is_no_label_is_named(value: Value) -> None:
    grid = MemoryGrid({"S": {(1, 1): 1.0, (1, 2): "a", (2, 1): 1.0, (2, 2): value}}, label="book.xlsx")

    with pytest.raises(SheetnetError, match=r"^book\.xlsx: S!B2: expected a label, found "):
        read_table("S!A1:B2", 1, 2, within=grid)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (
            "",
            "data.xlsx: expected the name of a sheet, found none; the workbook has 'Pets', 'Empty'; "
            "name one, as in data.xlsx!Pets",
        ),
        (
            "!Pest",
            "data.xlsx: expected a sheet, a name, a table or a range such as Pets!A1:T9, found 'Pest'; "
            "the workbook has 'Pets', 'Empty' - did you mean 'Pets'?",
        ),
        ("!Pest!A1:C4", "data.xlsx: no sheet 'Pest'; the workbook has 'Pets', 'Empty' - did you mean 'Pets'?"),
        (
            "!Pets!A1:C",
            "data.xlsx: expected a sheet, a name, a table or a range such as Pets!A1:T9, found 'Pets!A1:C'; "
            "the workbook has 'Pets', 'Empty' - did you mean 'Pets'?",
        ),
        ("!Empty", "data.xlsx: Empty!A1: expected a table of numbers, found empty cells"),
        ("!Pets!F1:H9", "data.xlsx: Pets!F1:H9: expected a table of numbers, found empty cells"),
        (
            "!Pets!A1:B4",
            "data.xlsx: Pets!A2:B2: expected 2 features and then a label or 2 target columns, that is 3 or 4 columns, "
            "found 2 columns",
        ),
        (
            "!Pets!A1:XFD1048576",
            "data.xlsx: Pets!A1:XFD1048576: expected a table of at most 16,777,216 cells, found 17,179,869,184; "
            "name the range that holds it, such as Pets!A1:T9",
        ),
    ],
)
def test_a_place_without_a_table_is_refused_in_one_line(book: Callable[..., str], place: str, message: str) -> None:
    source = book({"Pets": ROWS, "Empty": []}) + place

    with pytest.raises(SheetnetError) as error:
        read_table(source, 2, 2)

    assert str(error.value) == message


def test_a_workbook_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SheetnetError, match=r"^none\.xlsx: no such file$"):
        read_table(f"{tmp_path / 'none.xlsx'}!Sheet1", 2, 2)


def test_what_is_no_workbook_names_no_place_in_one() -> None:
    assert book_and_place("data.csv") is None
    assert book_and_place("a!b.csv") is None
    assert book_and_place("C:\\x y\\Data.XLSX!Sheet1!A1") == ("C:\\x y\\Data.XLSX", "Sheet1!A1")
    assert book_and_place("s3://bucket/data.xlsm") == ("s3://bucket/data.xlsm", "")


@pytest.mark.parametrize(
    ("place", "told"), [("Data!E2:F4", True), ("Data!E1:F4", True), ("Data!A1:F4", False), ("Data!B2:C4", False)]
)
def test_scaled_inputs_of_another_workbook_are_told(place: str, told: bool, tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Data"
    for row in (
        ["a", "b", "y", "", "a, scaled", "b, scaled"],
        [10, 20, 1, None, -1, 1],
        [20, 10, 2, None, 1, -1],
        [10, 20, 1, None, -1, 1],
    ):
        sheet.append(row)
    for name, area in (("images", "$E$2:$F$4"), ("input_measured", "$A$2:$B$4")):
        workbook.defined_names[name] = DefinedName(name, attr_text=f"Data!{area}")
    workbook.save(tmp_path / "other.xlsx")

    notes = lines_of_book(str(tmp_path / "other.xlsx"), place).notes

    wanted = f"the inputs in {place} are scaled already; those that were measured stand in Data!A2:B4"
    assert notes == ((wanted,) if told else ())
