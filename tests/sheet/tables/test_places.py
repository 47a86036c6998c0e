"""What the spreadsheet program knows of a table: names, tables, whole columns, totals, hidden rows. By openpyxl."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as Listed
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.errors import LayoutError, SheetnetError
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import Table, read_table
from sheetnet.sheet.tables.places import place_of

ROWS = [["width", "height", "kind"], [1, 2, "cat"], [3, 4, "dog"], [5, 6, "cat"]]
FEATURES = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
TOTALS = [["mean", 4, 3]]
Make = Callable[..., str]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A workbook of sheet 'My sheet', the rows from cell B3 on, as it is changed before it is saved."""

    def made(change: Callable[[Workbook, Worksheet], None], more: int = 0) -> str:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "My sheet"
        for down, values in enumerate(ROWS, 3):
            for right, value in enumerate(values, 2):
                sheet.cell(down, right, value)
        for number in range(more):
            book.create_sheet(f"Other {number}")["A1"] = "x"
        change(book, sheet)
        book.save(tmp_path / "data.xlsx")
        return str(tmp_path / "data.xlsx")

    return made


def listed(ref: str = "B3:D6", name: str = "Pets", **more: int) -> Callable[[Workbook, Worksheet], None]:
    def change(book: Workbook, sheet: Worksheet) -> None:
        table = Listed(displayName=name, ref=ref)
        for field, value in more.items():
            setattr(table, field, value)
        sheet.add_table(table)

    return change


def named(refers: str, name: str = "mydata", *, local: bool = False) -> Callable[[Workbook, Worksheet], None]:
    def change(book: Workbook, sheet: Worksheet) -> None:
        (sheet if local else book).defined_names[name] = DefinedName(name, attr_text=refers)

    return change


def read(source: str, **more: bool) -> Table:
    return read_table(source, 2, 2, **more)


@pytest.mark.parametrize(
    ("refers", "place"),
    [
        ("'My sheet'!$B$3:$D$6", "mydata"),
        ("'My sheet'!$B$3:$D$6", "MyData"),
        ("='My sheet'!$B$3:$D$6", "mydata"),
        ("'My sheet'!$B:$D", "mydata"),
        ("'My sheet'!$3:$6", "mydata"),
        ("'My sheet'!$B$3:$D$6", "My sheet!mydata"),
    ],
)
@pytest.mark.parametrize("local", [False, True])
def test_a_defined_name_is_what_it_refers_to(refers: str, place: str, local: bool, make: Make) -> None:
    assert read(f"{make(named(refers, local=local), 1)}!{place}").features.tolist() == FEATURES


def test_a_name_of_the_sheet_goes_before_one_of_the_workbook(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        named("'Other 0'!$A$1")(book, sheet)
        named("'My sheet'!$B$3:$D$6", local=True)(book, sheet)

    assert read(f"{make(change, 1)}!My sheet!mydata").features.tolist() == FEATURES


@pytest.mark.parametrize("place", ["Pets", "pets", "Pets[#All]", "Pets[]", "Pets[[#Headers],[#Data]]", "My sheet!Pets"])
def test_a_table_is_found_by_its_name(place: str, make: Make) -> None:
    found = read(f"{make(listed(), 2)}!{place}")

    assert (found.feature_names, found.features.tolist()) == (("width", "height"), FEATURES)


@pytest.mark.parametrize(
    ("inside", "area"),
    [
        ("height", "C3:C6"),
        ("[Height]", "C3:C6"),
        ("[width]:[height]", "B3:C6"),
        ("[kind]:[width]", "B3:D6"),
        ("[#All],[height]:[kind]", "C3:D6"),
        ("[#Data],[height]", "C4:C6"),
    ],
)
def test_columns_of_a_table_are_found_by_their_headings(inside: str, area: str, make: Make) -> None:
    assert place_of(FileGrid(make(listed(), 1)), f"Pets[{inside}]").area.range == area


@pytest.mark.parametrize("heading", ["a [cm]", "n#1", "it's", "x:y"])
def test_a_heading_with_a_mark_is_written_as_excel_writes_it(heading: str, make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet["C3"] = heading
        listed()(book, sheet)

    written = re.sub(r"([\[\]#'])", r"'\1", heading)

    assert place_of(FileGrid(make(change)), f"Pets[[{written}]:[kind]]").area.range == "C3:D6"


def test_a_column_that_a_table_has_not_is_named_with_those_that_it_has(make: Make) -> None:
    with pytest.raises(LayoutError, match="the table Pets has no column 'hight'; it has 'width', 'height', 'kind'"):
        place_of(FileGrid(make(listed())), "Pets[hight]")


def test_the_data_of_a_table_have_no_heading(make: Make) -> None:
    found = read(f"{make(listed(), 1)}!Pets[#Data]")

    assert (found.feature_names, found.features.tolist()) == (("x1", "x2"), FEATURES)


@pytest.mark.parametrize("place", ["B:D", "$B:$D", "D:B", "3:6", "B3:D6", "$B$3:$D$6", "A1:Z99", "My sheet!B:D"])
def test_ranges_and_whole_columns_of_the_only_sheet_need_no_sheet(place: str, make: Make) -> None:
    assert read(f"{make(lambda book, sheet: None)}!{place}").features.tolist() == FEATURES


@pytest.mark.parametrize("place", ["", "!My sheet", "!Pets", "!Pets[#Data]", "!My sheet!B3:D7", "!B:D", "!mine"])
def test_the_totals_of_a_table_are_no_case(place: str, make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        for right, value in enumerate(TOTALS[0], 2):
            sheet.cell(7, right, value)
        listed("B3:D7", totalsRowCount=1)(book, sheet)
        named("Pets[#All]", "mine")(book, sheet)

    found = read(make(change) + place)

    assert found.features.tolist() == FEATURES
    assert found.classes == ("cat", "dog")


def test_what_stands_beside_the_only_table_of_a_sheet_is_left_out_and_told(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet["A1"], sheet["H9"] = "Pets of our street", 17
        listed()(book, sheet)

    found = read(make(change))

    assert found.features.tolist() == FEATURES
    assert found.notes == (
        "data.xlsx: Pets ('My sheet'!B3:D6) is taken, the table of the sheet; cells beside it are left out",
    )


@pytest.mark.parametrize("hidden", [(4,), (4, 6), (5,)])
def test_hidden_rows_are_told_and_left_out_when_asked(hidden: tuple[int, ...], make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        for row in hidden:
            sheet.row_dimensions[row].hidden = True

    path = make(change)
    count = f"{len(hidden)} row{'s are' if len(hidden) > 1 else ' is'} hidden or filtered out, and"

    every = read(path)
    some = read_table(path, 2, None, visible_only=True)

    assert every.features.tolist() == FEATURES
    assert every.notes == (f"data.xlsx: {count} taken too; leave them out with --visible-only",)
    assert some.features.tolist() == [row for number, row in enumerate(FEATURES, 4) if number not in hidden]
    assert some.notes == (f"data.xlsx: {count} left out",)


def test_a_hidden_heading_names_the_columns_all_the_same(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True

    found = read_table(make(change), 2, None, visible_only=True)

    assert found.feature_names == ("width", "height")
    assert found.features.tolist() == [FEATURES[0], FEATURES[2]]


def test_a_hidden_first_case_below_no_heading_is_one_of_the_hidden_rows(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True

    path = f"{make(change)}!B4:D6"

    assert read(path).notes == (
        "data.xlsx: 1 row is hidden or filtered out, and taken too; leave them out with --visible-only",
    )
    assert read_table(path, 2, None, visible_only=True).features.tolist() == FEATURES[1:]


def test_a_sheet_of_several_tables_is_none_of_them(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        listed()(book, sheet)
        for down, values in enumerate([["day", "rain"], [1, 2]], 3):
            for right, value in enumerate(values, 6):
                sheet.cell(down, right, value)
        listed("F3:G4", "Rain")(book, sheet)

    path = make(change)

    with pytest.raises(LayoutError, match="My sheet: the sheet has several tables: 'Pets', 'Rain'; name one, as in"):
        read(path)
    assert read(f"{path}!Pets").features.tolist() == FEATURES


@pytest.mark.parametrize(
    ("refers", "told"),
    [
        ("OFFSET('My sheet'!$B$3,0,0,4,3)", "OFFSET('My sheet'!$B$3,0,0,4,3)"),
        ("'My sheet'!$B$3:$D$4,'My sheet'!$B$6:$D$6", "'My sheet'!$B$3:$D$4,'My sheet'!$B$6:$D$6"),
        ("#REF!", "#REF!"),
        ("5", "5"),
    ],
)
def test_a_name_of_anything_else_is_refused_in_words(refers: str, told: str, make: Make) -> None:
    with pytest.raises(SheetnetError) as error:
        read(f"{make(named(refers))}!mydata")

    assert str(error.value) == (
        f"data.xlsx: expected the name 'mydata' to refer to one range of cells, found {told}; name the range itself"
    )


@pytest.mark.parametrize("cells", ["B3:D6", "B:D", "$B:$D", "3:6"])
def test_a_range_without_its_sheet_in_a_workbook_of_several_is_refused(make: Make, cells: str) -> None:
    with pytest.raises(SheetnetError) as error:
        read(f"{make(lambda book, sheet: None, 1)}!{cells}")

    assert str(error.value) == (
        f"data.xlsx: expected a sheet before '{cells}'; the workbook has 'My sheet', 'Other 0'; "
        f"name it, as in My sheet!{cells}"
    )


def test_a_mistyped_name_of_a_table_is_guessed(make: Make) -> None:
    with pytest.raises(SheetnetError, match=r"found 'Pest'; the workbook has 'My sheet' - did you mean 'Pets'\?$"):
        read(f"{make(listed())}!Pest")


def test_a_grid_knows_tables_names_and_hidden_rows_of_its_sheets(make: Make) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        listed("B3:D6", totalsRowCount=1)(book, sheet)
        named("'My sheet'!$B$3", "own", local=True)(book, sheet)
        sheet.row_dimensions[5].hidden = True

    grid = FileGrid(make(change, 1))

    (table,) = grid.tables("My sheet")
    assert (table.name, table.area.range, table.headings, table.totals) == ("Pets", "B3:D6", 1, 1)
    assert table.columns == ("width", "height", "kind")
    assert table.filled.range == "B3:D5"
    assert grid.tables("Other 0") == []
    assert grid.names_of("My sheet") == {"own": "'My sheet'!$B$3"}
    assert (grid.hidden_rows("My sheet"), grid.hidden_rows("Other 0")) == (frozenset({5}), frozenset())
