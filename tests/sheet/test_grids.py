"""The promises of the port: the same tests over every adapter."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sheetnet.errors import CellError, LayoutError
from sheetnet.sheet.cells import Unsaved, Value
from sheetnet.sheet.grid import Grid, MemoryGrid
from sheetnet.sheet.grids.file import FileGrid
from tests.sheet.xlsx.parts import area, parts_of_book, rows_xml, sheet_xml, zipped

Sheets = Mapping[str, Mapping[tuple[int, int], Value]]
Make = Callable[..., Grid]

CELLS: dict[tuple[int, int], Value] = {
    (1, 1): 0.1,
    (1, 2): "text",
    (1, 3): True,
    (2, 2): -2.5,
    (3, 1): Unsaved("A1*2"),
    (3, 4): Unsaved("SUM(A1:B2)"),
}


def in_memory(folder: Path, sheets: Sheets, names: Mapping[str, str] | None = None) -> Grid:
    return MemoryGrid(sheets, names)


def in_a_file(folder: Path, sheets: Sheets, names: Mapping[str, str] | None = None) -> Grid:
    parts = parts_of_book({name: sheet_xml(rows_xml(cells)) for name, cells in sheets.items()}, names=names)
    (folder / "book.xlsx").write_bytes(zipped(parts))
    return FileGrid(folder / "book.xlsx")


@pytest.fixture(params=[in_memory, in_a_file])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    return lambda *arguments, **keywords: request.param(tmp_path, *arguments, **keywords)


@pytest.fixture
def grid(make: Make) -> Grid:
    return make({"S": CELLS, "Other": {(5, 5): 5.0}}, {"eta": "S!$A$1", "block": "Other!$A$1:$B$2"})


def test_sheets_are_listed_in_order(grid: Grid) -> None:
    assert grid.sheets() == ["S", "Other"]


def test_names_and_what_they_refer_to_are_listed(grid: Grid) -> None:
    assert dict(grid.names()) == {"eta": "S!$A$1", "block": "Other!$A$1:$B$2"}
    assert grid.local_names() == set()


def test_a_grid_has_a_label_for_messages(grid: Grid) -> None:
    assert grid.label


def test_values_are_read_in_the_shape_of_the_area(grid: Grid) -> None:
    assert grid.read(area("A1:D3")) == [
        [0.1, "text", True, None],
        [None, -2.5, None, None],
        [Unsaved("A1*2"), None, None, Unsaved("SUM(A1:B2)")],
    ]
    assert grid.read(area("B2")) == [[-2.5]]
    assert grid.read(area("E5", "Other")) == [[5.0]]
    assert grid.read(area("Z98:AA99")) == [[None, None], [None, None]]


def test_formulas_are_read_in_the_shape_of_the_area(grid: Grid) -> None:
    assert grid.formulas(area("A2:D3")) == [[None] * 4, ["A1*2", None, None, "SUM(A1:B2)"]]


def test_the_text_of_a_formula_has_no_equals_sign() -> None:
    """As `MemoryGrid` says how a formula is given to it."""
    grid = MemoryGrid({"S": {(1, 1): Unsaved("=B1*2")}})

    assert grid.formulas(area("A1")) == [["B1*2"]]
    assert list(grid.all_formulas()) == [("S", 1, 1, "B1*2")]


def test_every_formula_of_the_workbook_is_listed(make: Make) -> None:
    grid = make({"S": CELLS, "T": {(2, 2): Unsaved("S!A1")}})

    assert sorted(grid.all_formulas()) == [("S", 3, 1, "A1*2"), ("S", 3, 4, "SUM(A1:B2)"), ("T", 2, 2, "S!A1")]


def test_formulas_in_some_areas_can_be_left_out(make: Make) -> None:
    grid = make({"S": CELLS, "T": {(3, 1): Unsaved("S!A1")}})

    assert sorted(grid.all_formulas([area("A1:B3"), area("A1:Z99", "U")])) == [
        ("S", 3, 4, "SUM(A1:B2)"),
        ("T", 3, 1, "S!A1"),
    ]
    assert sorted(grid.all_formulas([area("A3:D3", "s")])) == [("T", 3, 1, "S!A1")]


def test_what_is_written_is_read_back_in_the_same_shape(grid: Grid) -> None:
    values: list[list[Value]] = [[1.5, "a<b&c", False], [2.0**-1074, "", None], [-0.0, "日本語\n\t", True]]

    grid.write(area("F6:H8"), values)

    found = grid.read(area("F6:H8"))
    assert found == values
    assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in values]
    assert str(found[2][0]) == "-0.0"


def test_what_is_not_written_stays(grid: Grid) -> None:
    grid.write(area("B2:C2"), [[9.0, 8.0]])

    assert grid.read(area("A1:D2")) == [[0.1, "text", True, None], [None, 9.0, 8.0, None]]
    assert grid.formulas(area("A3:D3")) == [["A1*2", None, None, "SUM(A1:B2)"]]
    assert grid.read(area("E5", "Other")) == [[5.0]]


def test_nothing_empties_a_cell(grid: Grid) -> None:
    grid.write(area("A1:D1"), [[None, None, None, None]])

    assert grid.read(area("A1:D1")) == [[None, None, None, None]]


def test_a_value_over_a_formula_is_an_error_that_names_the_cell(grid: Grid) -> None:
    with pytest.raises(CellError) as error:
        write_and_read(grid, "D3", [[1.0]])

    assert error.value.place == "S!D3"
    assert grid.formulas(area("D3")) == [["SUM(A1:B2)"]]
    assert grid.read(area("D3")) == [[Unsaved("SUM(A1:B2)")]]


def write_and_read(grid: Grid, cells: str, values: list[list[Value]]) -> None:
    """An adapter may look at an edit only when it is needed."""
    grid.write(area(cells), values)
    grid.read(area("A1"))


def test_of_a_refused_write_nothing_is_written(grid: Grid) -> None:
    with pytest.raises(CellError):
        write_and_read(grid, "A2:A3", [[7.0], [8.0]])  # A3 is a formula

    assert grid.read(area("A2:A3")) == [[None], [Unsaved("A1*2")]]


def test_a_write_before_a_refused_one_stays(grid: Grid) -> None:
    grid.write(area("A1"), [[7.0]])

    with pytest.raises(CellError):
        write_and_read(grid, "A3", [[8.0]])

    assert grid.read(area("A1")) == [[7.0]]


def test_a_refreshed_formula_has_a_result_and_stays_a_formula(grid: Grid) -> None:
    grid.refresh(area("A3:D3"), [[0.2, 1.0, 2.0, "text"]])

    assert grid.read(area("A3:D3")) == [[0.2, None, None, "text"]]
    assert grid.formulas(area("A3:D3")) == [["A1*2", None, None, "SUM(A1:B2)"]]


def test_values_are_not_refreshed(grid: Grid) -> None:
    grid.refresh(area("A1:D1"), [[9.0, 9.0, 9.0, 9.0]])

    assert grid.read(area("A1:D1")) == [[0.1, "text", True, None]]


def test_a_formula_refreshed_with_nothing_has_to_be_computed_again(grid: Grid) -> None:
    grid.refresh(area("A3"), [[0.2]])

    grid.refresh(area("A3"), [[None]])

    assert grid.read(area("A3")) == [[Unsaved("A1*2")]]


def test_the_used_part_ends_at_the_last_row_and_column_that_hold_anything(grid: Grid) -> None:
    assert grid.used("S") == (3, 4)
    assert grid.used("Other") == (5, 5)

    grid.write(area("B9:F9"), [[1.0, None, None, None, 2.0]])

    assert grid.used("S") == (9, 6)


def test_an_empty_sheet_has_no_used_part(make: Make) -> None:
    assert make({"S": {}}).used("S") == (0, 0)


def test_an_emptied_cell_is_not_used_any_more(make: Make) -> None:
    grid = make({"S": {(1, 1): 1.0, (4, 5): 2.0}})

    grid.write(area("E4"), [[None]])

    assert grid.used("S") == (1, 1)


def test_writing_nothing_into_nothing_uses_no_cell(make: Make) -> None:
    grid = make({"S": {(1, 1): 1.0}})

    grid.write(area("B5:C9"), [[None, None]] * 5)

    assert grid.used("S") == (1, 1)


def test_an_added_sheet_is_empty_and_the_last_one(grid: Grid) -> None:
    grid.add_sheet("Trace")

    assert grid.sheets() == ["S", "Other", "Trace"]
    assert grid.used("Trace") == (0, 0)
    assert grid.read(area("A1:B1", "Trace")) == [[None, None]]


def test_an_added_sheet_takes_values(grid: Grid) -> None:
    grid.add_sheet("学習 & Trace's")

    grid.write(area("A1:B1", "学習 & Trace's"), [["a", 1.0]])

    assert grid.read(area("A1:B1", "学習 & Trace's")) == [["a", 1.0]]
    assert grid.read(area("A1")) == [[0.1]]


def test_a_sheet_that_is_there_is_not_added_again(grid: Grid) -> None:
    with pytest.raises(LayoutError):
        grid.add_sheet("Other")

    assert grid.sheets() == ["S", "Other"]
    assert grid.read(area("E5", "Other")) == [[5.0]]


def test_stretching_charts_is_no_matter_where_there_are_none(grid: Grid) -> None:
    grid.stretch_charts("S", 2, 9)

    assert grid.read(area("A1")) == [[0.1]]


def test_an_entered_formula_has_no_saved_result_and_stands_in_place_of_what_was_there(grid: Grid) -> None:
    grid.enter(area("A1:C1"), [["A2*2", 'IF(A2<3,"a & b",1)', None]])

    assert grid.formulas(area("A1:C1")) == [["A2*2", 'IF(A2<3,"a & b",1)', None]]
    assert grid.read(area("A1:C1")) == [[Unsaved("A2*2"), Unsaved('IF(A2<3,"a & b",1)'), None]]


def test_an_entered_formula_takes_its_result_and_an_emptied_one_takes_a_value(grid: Grid) -> None:
    grid.enter(area("A3:A4"), [[None], ["B2*3"]])

    grid.refresh(area("A4"), [[-7.5]])
    grid.write(area("A3"), [[4.0]])

    assert grid.read(area("A3:A4")) == [[4.0], [-7.5]]
    assert grid.formulas(area("A3:D4")) == [[None, None, None, "SUM(A1:B2)"], ["B2*3", None, None, None]]


def test_a_name_is_defined_anew_moved_and_taken_away(grid: Grid) -> None:
    grid.define("state", area("B2:C3", "Other"))
    grid.define("eta", area("A2"))
    grid.define("BLOCK", None)

    assert dict(grid.names()) == {"eta": "S!$A$2", "state": "Other!$B$2:$C$3"}


def test_cells_that_look_like_others_keep_what_they_hold(grid: Grid) -> None:
    grid.dress(area("A1:B1"), area("A2:B2"))

    assert grid.read(area("A1:C1")) == [[0.1, "text", True]]
