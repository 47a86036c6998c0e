"""Where things are: the seed's addresses, any other network's, and how a workbook's blocks are found."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.errors import CellError, LayoutError
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.geometry import Geometry, Unit
from sheetnet.sheet.blocks.layout import Layout, check_fits, standard_areas
from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.grid import MemoryGrid
from tests.sheet.xlsx.parts import area

LETTERS = Geometry((20, 3, 4), (5, 4))
SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(tuple)


# the block of the seed


def test_the_seeds_block_has_20_rows_and_5_columns_and_79_numbers() -> None:
    assert (LETTERS.height, LETTERS.width) == (20, 5)
    assert len(LETTERS.cells) == len(set(LETTERS.cells)) == 79
    assert LETTERS.arithmetic == "3*(20+1) + 4*(3+1) = 79"
    assert LETTERS.network == "20-3-4"


def test_the_seeds_units_stand_where_the_source_article_has_them() -> None:
    """Rows of the block count from 1 in the article: H1 to H3 five rows each, row 16 the heading, 17 to 20 O1 to O4."""
    expected = {
        f"H{n + 1}": [(5 * n + row, column) for row in range(5) for column in range(4)] + [(5 * n, 4)] for n in range(3)
    }
    expected |= {f"O{n + 1}": [(16 + n, column) for column in range(3)] + [(16 + n, 4)] for n in range(4)}

    assert {unit.name: list(unit.cells()) for unit in LETTERS.units} == expected
    assert list(LETTERS.cells) == [cell for cells in expected.values() for cell in cells]


def test_the_heading_of_the_seeds_block_stands_in_row_16() -> None:
    assert LETTERS.headings == {(15, 0): "h1", (15, 1): "h2", (15, 2): "h3", (15, 4): "θ"}


def test_the_seeds_blocks_stand_at_the_articles_addresses() -> None:
    areas = standard_areas(LETTERS, 128)

    addresses = {
        "iterations": "C5",
        "counter": "D5",
        "eta": "C8",
        "E": "C11",
        "accuracy": "C12",
        "current": "C15:G34",
        "gradients": "C38:G57",
        "updated": "C61:G80",
        "initial": "C91:G110",
    }
    assert {name: areas[name] for name in addresses} == {name: area(text, "BP") for name, text in addresses.items()}


def test_the_thresholds_of_the_current_block_stand_in_column_g() -> None:
    current = standard_areas(LETTERS, 128)["current"]

    places = [current.part(*unit.threshold).address() for unit in LETTERS.units]

    assert places == ["BP!G15", "BP!G20", "BP!G25", "BP!G31", "BP!G32", "BP!G33", "BP!G34"]


# any other block


@st.composite
def geometries(draw: st.DrawFn) -> Geometry:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    return Geometry((rows * columns, *draw(SIZES)[1:]), (rows, columns))


@given(geometries())
def test_every_parameter_has_a_cell_of_its_own_inside_the_block(geometry: Geometry) -> None:
    count = sum(units * (inputs + 1) for inputs, units in zip(geometry.sizes, geometry.sizes[1:], strict=False))

    assert len(geometry.cells) == len(set(geometry.cells)) == count
    assert all(0 <= row < geometry.height and 0 <= column < geometry.width for row, column in geometry.cells)
    assert not set(geometry.headings) & set(geometry.cells)
    assert all(0 <= row < geometry.height and 0 <= column < geometry.width for row, column in geometry.headings)
    assert len({unit.name for unit in geometry.units}) == sum(geometry.sizes[1:])
    assert geometry.arithmetic.endswith(f"= {count}")


@given(geometries())
def test_every_weight_has_a_name_for_what_it_looks_at(geometry: Geometry) -> None:
    for layer, (inputs, units) in enumerate(zip(geometry.sizes, geometry.sizes[1:], strict=False)):
        assert len(geometry.input_names(layer)) == inputs
        assert [unit.height * unit.width for unit in geometry.layer(layer)] == [inputs] * units


@given(geometries(), st.integers(1, 200))
def test_no_standard_areas_overlap_but_classes_are_in_the_header(geometry: Geometry, cases: int) -> None:
    areas = standard_areas(geometry, cases)

    Layout(geometry, areas, dict.fromkeys(areas, "address"))  # refuses an overlap

    assert {one.height for one in areas.values() if one.sheet == "Calc"} == {cases}
    assert areas["images"].width == geometry.sizes[0]
    assert areas["targets"].width == areas["classes"].width == geometry.sizes[-1]


def test_the_units_of_several_hidden_layers_are_named_by_layer() -> None:
    geometry = Geometry((2, 2, 1, 1), (1, 2))

    assert [unit.name for unit in geometry.units] == ["H1.1", "H1.2", "H2.1", "O1"]
    assert geometry.input_names(2) == ["h2.1"]


@pytest.mark.parametrize(
    ("sizes", "picture", "message"),
    [
        ((20,), (5, 4), "'20' is not a network; expected sizes such as 20-3-4: inputs, then units of each layer"),
        (
            (20, 0, 4),
            (5, 4),
            "'20-0-4' is not a network; expected sizes such as 20-3-4: inputs, then units of each layer",
        ),
        ((), (1, 1), "'' is not a network; expected sizes such as 20-3-4: inputs, then units of each layer"),
        ((20, 3, 4), (4, 4), "pictures of 4x4 do not have the 20 inputs of the network"),
    ],
)
def test_a_block_that_contradicts_itself_is_refused(
    sizes: tuple[int, ...], picture: tuple[int, int], message: str
) -> None:
    with pytest.raises(LayoutError) as error:
        Geometry(sizes, picture)

    assert str(error.value) == message


def test_units_that_share_a_cell_are_refused() -> None:
    class Crowded(Geometry):
        @property
        def units(self) -> tuple[Unit, ...]:  # type: ignore[override]
            return (Unit("H1", 0, 0, 1, 2, (0, 2)), Unit("O1", 1, 0, 1, 1, (0, 2)))

    with pytest.raises(LayoutError) as error:
        Crowded((2, 1, 1), (1, 2))

    assert str(error.value) == "the units H1 and O1 share a cell of the block"


# blocks in each other's way


def test_blocks_that_share_cells_are_refused_and_the_first_shared_cell_named() -> None:
    areas = {"current": area("C15:G34", "BP"), "notes": area("A1:Z9"), "gradients": area("E30:J49", "bp")}

    with pytest.raises(LayoutError) as error:
        Layout(LETTERS, areas, {})

    assert str(error.value) == (
        "bp!E30: the blocks 'current' (BP!C15:G34) and 'gradients' (bp!E30:J49) share cells; move one of the names"
    )


def test_blocks_side_by_side_are_no_overlap() -> None:
    areas = {"a": area("A1:B2"), "b": area("C1:C2"), "c": area("A3:C3"), "d": area("A1:B2", "T")}

    layout = Layout(LETTERS, areas, {})

    assert [layout[name] for name in areas] == list(areas.values())


# finding


def seed(**more: Any) -> MemoryGrid:
    """The source article's workbook without any name: only addresses."""
    cells: dict[tuple[int, int], Value] = {(row, 4 + n): float(n % 2) for row in range(6, 9) for n in range(24)}
    return MemoryGrid({"Cover": {}, "BP": {(5, 3): 500.0}, "Data": cells} | more.get("sheets", {}), more.get("names"))


def test_the_seeds_blocks_are_found_by_their_addresses() -> None:
    layout = find(seed())

    assert layout.geometry == LETTERS
    assert layout.cases == 3
    assert layout["current"] == area("C15:G34", "BP")
    assert layout["images"] == area("D6:W8", "Data")
    assert layout["targets"] == area("X6:AA8", "Data")
    assert set(layout.found.values()) == {"address"}
    assert "trace" not in layout
    assert "sums_1" not in layout


def test_a_name_is_followed_before_an_address() -> None:
    names = {"current": "'My blocks'!$B$2:$F$21", "eta": "BP!$J$1"}

    layout = find(seed(sheets={"My blocks": {}}, names=names))

    assert layout["current"] == area("B2:F21", "My blocks")
    assert layout["eta"] == area("J1", "BP")
    assert layout["gradients"] == area("C38:G57", "BP")
    assert (layout.found["current"], layout.found["eta"], layout.found["gradients"]) == ("name", "name", "address")


def test_names_and_sheets_are_found_in_upper_and_lower_case() -> None:
    layout = find(seed(names={"CURRENT": "bp!$C$115:$G$134"}))

    assert layout["current"] == area("C115:G134", "BP")


def test_cases_end_at_the_first_empty_row() -> None:
    grid = seed()
    grid.write(area("D10:W10", "Data"), [[1.0] * 20])

    assert find(grid).cases == 3


def test_other_networks_are_found_by_names_and_the_cells_that_tell_their_sizes() -> None:
    geometry = Geometry((6, 2, 1), (2, 3))
    areas = standard_areas(geometry, 7)
    names = {name: one.absolute() for name, one in areas.items()} | {"network": "BP!$F$5", "picture": "BP!$F$8"}
    sheets: dict[str, dict[tuple[int, int], Value]] = {"BP": {(5, 6): "6-2-1", (8, 6): "2x3"}}

    layout = find(MemoryGrid(sheets | {"Data": {}, "Calc": {}, "Trace": {}}, names))

    assert layout.geometry == geometry
    assert dict(layout.areas) == areas
    assert set(layout.found.values()) == {"name"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            {"current": "BP!$C$15:$G$33"},
            "current (BP!C15:G33): the block has 19 rows x 5 columns, expected 20 x 5 for a network 20-3-4; "
            "20-3-4 is assumed, since no name 'network' leads to the cell with the sizes; define it",
        ),
        (
            {"targets": "Data!$X$6:$AA$9"},
            "targets (Data!X6:AA9): the block has 4 rows x 4 columns, expected 3 x 4 for a network 20-3-4 and 3 cases; "
            "20-3-4 is assumed, since no name 'network' leads to the cell with the sizes; define it",
        ),
        (
            {"eta": "#REF!"},
            "the name 'eta' refers to '#REF!', expected one rectangle of cells such as BP!$C$15:$G$34",
        ),
        (
            {"eta": "BP!$A$1,BP!$B$1"},
            "the name 'eta' refers to 'BP!$A$1,BP!$B$1', expected one rectangle of cells such as BP!$C$15:$G$34",
        ),
        (
            {"eta": "BPP!$C$8"},
            "the name 'eta' refers to sheet 'BPP', which is missing; the workbook has 'Cover', 'BP', 'Data' "
            "- did you mean 'BP'?; give the sheet its name back",
        ),
        (
            {"gradients": "BP!$G$34:$K$53"},
            "BP!G34: the blocks 'current' (BP!C15:G34) and 'gradients' (BP!G34:K53) share cells; move one of the names",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_in_one_line(names: dict[str, str], message: str) -> None:
    with pytest.raises(LayoutError) as error:
        find(seed(names=names))

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({(5, 6): "20;3;4"}, 'BP!F5: expected sizes such as 20-3-4, found text "20;3;4"'),
        ({(5, 6): "20"}, 'BP!F5: expected sizes such as 20-3-4, found text "20"'),
        ({(5, 6): "20-0-4"}, 'BP!F5: expected sizes such as 20-3-4, found text "20-0-4"'),
        ({(5, 6): 20.0}, "BP!F5: expected sizes such as 20-3-4, found 20"),
        ({}, "BP!F5: expected sizes such as 20-3-4, found an empty cell"),
        ({(5, 6): "20-3-4", (8, 6): "5"}, 'BP!F8: expected rows x columns such as 5x4, found text "5"'),
        ({(5, 6): "20-3-4", (8, 6): "5x4x1"}, 'BP!F8: expected rows x columns such as 5x4, found text "5x4x1"'),
        ({(5, 6): "20-3-4", (8, 6): "4x4"}, "BP!F8: pictures of 4x4 do not have the 20 inputs of the network"),
    ],
)
def test_a_network_cell_that_tells_no_network_is_named(cells: dict[tuple[int, int], Value], message: str) -> None:
    grid = MemoryGrid({"BP": cells, "Data": {}}, {"network": "BP!$F$5", "picture": "BP!$F$8"})

    with pytest.raises((CellError, LayoutError)) as error:
        find(grid)

    assert str(error.value) == message


def test_a_missing_sheet_is_named_and_the_nearest_one_offered() -> None:
    cells = {(6, 4): 1.0}

    with pytest.raises(LayoutError) as error:
        find(MemoryGrid({"BQ": {}, "Data": cells}))

    assert str(error.value) == "no sheet 'BP'; the workbook has 'BQ', 'Data' - did you mean 'BQ'?"


def test_a_workbook_without_pictures_is_told_so() -> None:
    with pytest.raises(LayoutError) as error:
        find(MemoryGrid({"BP": {}, "Data": {}}))

    assert str(error.value) == "Data!D6: expected pictures, found an empty row; or name the block 'images'"


def test_a_missing_name_of_another_network_brings_the_nearest_one() -> None:
    areas = standard_areas(Geometry((2, 2, 1), (1, 2)), 4)
    names = {name: one.absolute() for name, one in areas.items() if name != "initial"} | {"network": "BP!$F$5"}
    sheets: dict[str, dict[tuple[int, int], Value]] = {"BP": {(5, 6): "2-2-1"}, "Data": {}, "Calc": {}, "Trace": {}}

    with pytest.raises(LayoutError) as error:
        find(MemoryGrid(sheets, names | {"inital": areas["initial"].absolute()}))

    assert str(error.value) == (
        f"no name 'initial' - did you mean 'inital'?; "
        f"define it for the block that a new workbook has at {areas['initial']}"
    )


# whether it fits on a sheet


def test_the_letters_fit_and_too_many_cases_do_not() -> None:
    check_fits(LETTERS, 1_048_576 - 5)

    with pytest.raises(LayoutError) as error:
        check_fits(LETTERS, 1_048_576 - 4)

    assert str(error.value) == (
        "the block 'labels' would need row 1,048,577 and column 2; a sheet ends at row 1,048,576 and column 16,384; "
        "use less data or a smaller network"
    )


def test_a_network_with_more_inputs_than_a_sheet_has_columns_is_refused() -> None:
    with pytest.raises(LayoutError, match=r"would need row .* and column 16,385"):
        check_fits(Geometry((16_382, 1, 1), (1, 16_382)), 1)


def test_areas_of_a_layout_are_asked_for_by_name() -> None:
    layout = Layout(LETTERS, {"eta": Area("BP", 8, 3, 8, 3)}, {"eta": "name"})

    assert "eta" in layout
    assert "trace" not in layout
    with pytest.raises(LayoutError, match=r"^no name 'trace'; define it"):
        layout["trace"]
