"""The Trace sheet: what it holds, whether it fits, how it is replaced and continued."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.errors import LayoutError, SettingError, SheetnetError
from sheetnet.sheet.blocks.details import BASIC, DETAILS, Detail, check_fits, headers
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import Layout, standard_areas
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import Area, Value
from sheetnet.sheet.grid import MemoryGrid
from tests.sheet.xlsx.parts import area

LETTERS = Geometry((20, 3, 4), (5, 4))


# what is asked for


@pytest.mark.parametrize(
    ("word", "details"),
    [
        ("basic", ()),
        ("parameters", ("parameters",)),
        ("gradients", ("gradients",)),
        ("deltas", ("deltas",)),
        ("all", ("parameters", "gradients", "deltas")),
        ("gradients,parameters", ("parameters", "gradients")),
        (" parameters , deltas ", ("parameters", "deltas")),
        ("basic,deltas", ("deltas",)),
        ("all,basic", ("parameters", "gradients", "deltas")),
    ],
)
def test_a_detail_is_asked_for_by_words(word: str, details: tuple[str, ...]) -> None:
    assert Detail.of(word, 10, 3) == Detail(details, 10, 3)


@pytest.mark.parametrize(
    ("word", "found"), [("everything", "everything"), ("parameters,gradient", "gradient"), ("", "")]
)
def test_a_word_that_is_no_detail_is_refused(word: str, found: str) -> None:
    with pytest.raises(SettingError) as error:
        Detail.of(word)

    assert str(error.value) == f"expected basic, parameters, gradients, deltas or all for the trace, found '{found}'"


@pytest.mark.parametrize("every", [0, -1])
def test_every_0th_iteration_is_refused(every: int) -> None:
    with pytest.raises(SettingError) as error:
        Detail.of("basic", every)

    assert str(error.value) == f"expected every k-th iteration with k = 1 or more, found {every}"


# which iterations


@pytest.mark.parametrize(
    ("every", "last", "numbers"),
    [
        (1, 3, [0, 1, 2, 3]),
        (2, 4, [0, 2, 4]),
        (2, 5, [0, 2, 4, 5]),
        (10, 3, [0, 3]),
        (10, 25, [0, 10, 20, 25]),
        (1, 0, [0]),
        (7, 0, [0]),
    ],
)
def test_every_kth_iteration_and_the_last_are_recorded(every: int, last: int, numbers: list[int]) -> None:
    assert Detail((), every).recorded(last) == numbers


@given(st.integers(1, 50), st.integers(0, 99))
def test_the_recorded_iterations_are_the_multiples_and_the_last(every: int, last: int) -> None:
    detail = Detail((), every)

    assert detail.recorded(last) == sorted({n for n in range(last + 1) if n % every == 0 or n == last})
    assert detail.rows(last) == len(detail.recorded(last))


# headers


def test_parameters_and_gradients_have_79_columns_and_deltas_one_for_each_unit() -> None:
    for detail, columns in (("parameters", 79), ("gradients", 79), ("deltas", 7)):
        upper, lower = headers(LETTERS, [detail])
        assert len(upper) == len(lower) == columns
    assert len(headers(LETTERS, DETAILS)[0]) == 79 + 79 + 7
    assert headers(LETTERS, ()) == ([], [])


def test_the_headers_name_the_unit_and_what_its_number_belongs_to() -> None:
    upper, lower = headers(LETTERS, ["parameters"])

    columns = list(zip(upper, lower, strict=True))
    assert columns[0] == ("H1", "x1")
    assert columns[20] == ("H1", "θ")
    assert columns[21] == ("H2", "x1")
    assert columns[63:67] == [("O1", "h1"), ("O1", "h2"), ("O1", "h3"), ("O1", "θ")]
    assert columns[-1] == ("O4", "θ")
    assert len(set(columns)) == 79


def test_every_column_of_all_details_is_told_apart() -> None:
    columns = list(zip(*headers(LETTERS, DETAILS), strict=True))

    assert len(set(columns)) == len(columns)


WITHOUT_THRESHOLDS = Geometry((3, 2, 2), (1, 3), thresholds=False)  # 2*3 + 2*2 = 10 weights


def test_units_without_thresholds_have_a_heading_for_each_weight_and_none_besides() -> None:
    upper, lower = headers(WITHOUT_THRESHOLDS, DETAILS)

    weights = ["H1 x1", "H1 x2", "H1 x3", "H2 x1", "H2 x2", "H2 x3", "O1 h1", "O1 h2", "O2 h1", "O2 h2"]
    units = ["H1", "H2", "O1", "O2"]
    assert [f"{one} {other}" for one, other in zip(upper, lower, strict=True)] == [
        *weights,
        *(f"∂E/∂ {weight}" for weight in weights),
        *(f"δ {unit} δ" for unit in units),
    ]


# whether it fits


def test_a_trace_of_the_letters_fits_to_the_last_row_of_a_sheet() -> None:
    last = 1_048_576
    check_fits(LETTERS, Detail(DETAILS), last - 5, 6)

    with pytest.raises(LayoutError):  # and to no row further
        check_fits(LETTERS, Detail(DETAILS), last - 4, 6)


def test_a_trace_with_too_many_rows_is_refused_before_work_starts() -> None:
    with pytest.raises(LayoutError) as error:
        check_fits(LETTERS, Detail(), 1_048_576 - 4, 6)

    assert str(error.value) == (
        "Trace: the trace would need 1,048,577 rows, a sheet has 1,048,576; "
        "keep every k-th iteration (--every), or make fewer"
    )


def test_a_trace_with_too_many_columns_is_refused_before_work_starts() -> None:
    wide = Geometry((784, 100, 10), (28, 28))
    assert 100 * 785 + 10 * 101 == 79_510

    with pytest.raises(LayoutError) as error:
        check_fits(wide, Detail(("parameters",)), 1, 6)

    assert str(error.value) == (
        "Trace: the trace would need 79,527 columns, a sheet has 16,384; ask for less with --trace"
    )
    check_fits(wide, Detail(), 500, 6)


# the sheet


def layout(*, trace: bool = True) -> Layout:
    areas = standard_areas(LETTERS, 2)
    if not trace:
        areas = {name: one for name, one in areas.items() if not name.startswith("trace")}
    return Layout(LETTERS, areas, dict.fromkeys(areas, "name"))


def basic(first: int, last: int) -> list[list[Value]]:
    return [[float(n), 64.0 - n, 0.25, 1.0] for n in range(first, last + 1)]


def test_a_workbook_without_a_trace_gets_a_sheet_for_it() -> None:
    grid = MemoryGrid({"BP": {}})

    trace = TraceSheet(grid, layout(trace=False))

    assert grid.sheets() == ["BP", "Trace"]
    assert grid.read(area("A5:D5", "Trace")) == [list(BASIC)]
    assert (trace.sheet, trace.top, trace.last()) == ("Trace", 6, None)


def test_a_trace_is_written_under_its_headers_and_read_back() -> None:
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"}})
    more: list[list[Value]] = [[n * 100.0 + m for m in range(79)] for n in range(4)]

    TraceSheet(grid, layout()).replace(Detail(("parameters",)), basic(0, 3), more)

    assert grid.read(area("A6:D9", "Trace")) == basic(0, 3)
    assert grid.read(area("R6:CR9", "Trace")) == more
    upper, lower = headers(LETTERS, ["parameters"])
    pixels = [f"r{row}c{column}" for row in range(1, 6) for column in range(1, 5)]
    assert grid.read(area("R4:CR5", "Trace")) == [upper, 3 * [*pixels, "θ"] + lower[63:]]
    assert TraceSheet(grid, layout()).last() == (9, 3)
    assert TraceSheet(grid, layout()).detail().details == ("parameters",)


@pytest.mark.parametrize("details", [(), ("deltas",), ("gradients",), ("parameters", "deltas"), DETAILS])
def test_the_sheet_knows_what_it_holds(details: tuple[str, ...]) -> None:
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"}})
    width = len(headers(LETTERS, details)[0])

    TraceSheet(grid, layout()).replace(Detail(details, picture=2), basic(0, 1), [[1.0] * width] * 2)

    found = TraceSheet(grid, layout()).detail()
    assert found.details == details
    assert found.picture == (2 if "deltas" in details else 1)


def test_a_shorter_and_narrower_trace_leaves_nothing_of_the_one_before() -> None:
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"}})
    width = len(headers(LETTERS, DETAILS)[0])
    TraceSheet(grid, layout()).replace(Detail(DETAILS), basic(0, 9), [[1.0] * width] * 10)

    TraceSheet(grid, layout()).replace(Detail(("deltas",)), basic(0, 2), [[2.0] * 7] * 3)

    assert grid.used("Trace") == (8, 17 + 7)
    assert grid.read(area("A6:D8", "Trace")) == basic(0, 2)


def test_a_trace_is_continued_below_its_last_row() -> None:
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"}})
    TraceSheet(grid, layout()).replace(Detail(), basic(0, 2), [[]] * 3)

    trace = TraceSheet(grid, layout())
    assert trace.last() == (8, 2)
    trace.append(basic(3, 5), [[]] * 3)

    assert grid.read(area("A6:D11", "Trace")) == basic(0, 5)
    assert TraceSheet(grid, layout()).last() == (11, 5)


def test_details_are_continued_beside_their_rows() -> None:
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"}})
    TraceSheet(grid, layout()).replace(Detail(("deltas",)), basic(0, 1), [[1.0] * 7, [2.0] * 7])

    TraceSheet(grid, layout()).append(basic(2, 2), [[3.0] * 7])

    assert grid.read(area("R6:X8", "Trace")) == [[1.0] * 7, [2.0] * 7, [3.0] * 7]


@pytest.mark.parametrize("value", ["end", 2.5, True, None, 0.0, float("nan")])
def test_the_trace_ends_before_the_first_cell_that_is_no_further_iteration(value: Value) -> None:
    cells: dict[tuple[int, int], Value] = {(5, 1): "iteration", (6, 1): 0.0, (7, 1): 1.0, (8, 1): value, (9, 1): 2.0}

    assert TraceSheet(MemoryGrid({"BP": {}, "Trace": cells}), layout()).last() == (7, 1)


def test_what_a_user_has_beside_and_below_the_trace_stays() -> None:
    notes: dict[tuple[int, int], Value] = {(3, 6): "note", (7, 6): 1.0, (20, 1): "sum", (21, 30): "far"}
    grid = MemoryGrid({"BP": {}, "Trace": {(5, 1): "iteration"} | notes})

    TraceSheet(grid, layout()).replace(Detail(("deltas",)), basic(0, 5), [[1.0] * 7] * 6)
    TraceSheet(grid, layout()).replace(Detail(), basic(0, 2), [[]] * 3)

    for (row, column), value in notes.items():
        assert grid.read(Area("Trace", row, column, row, column)) == [[value]]
    assert grid.read(area("A9:D11", "Trace")) == [[None] * 4] * 3
    assert grid.read(area("R4:X11", "Trace")) == [[None] * 7] * 8


@pytest.mark.parametrize(("row", "column", "place"), [(9, 2, "Trace!B9"), (8, 20, "Trace!T8"), (4, 18, "Trace!R4")])
def test_a_trace_is_not_written_over_what_a_user_has(row: int, column: int, place: str) -> None:
    cells: dict[tuple[int, int], Value] = {(5, 1): "iteration", (row, column): "mine"}
    grid = MemoryGrid({"BP": {}, "Trace": cells})

    with pytest.raises(SheetnetError) as error:
        TraceSheet(grid, layout()).replace(Detail(("deltas",)), basic(0, 5), [[1.0] * 7] * 6)

    assert error.value.place == place
    assert grid.read(area("A6:D11", "Trace")) == [
        ["mine" if (6 + n, 1 + m) == (row, column) else None for m in range(4)] for n in range(6)
    ]
    assert grid.read(Area("Trace", row, column, row, column)) == [["mine"]]


def without_thresholds(details: tuple[str, ...]) -> tuple[Layout, MemoryGrid]:
    """A trace as an earlier version headed it: a column for each threshold that the units do not have."""
    areas = standard_areas(WITHOUT_THRESHOLDS, 2)
    upper, lower = headers(Geometry((3, 2, 2), (1, 3)), details)
    cells: dict[tuple[int, int], Value] = {(5, 1): "iteration", (6, 1): 0.0}
    for row, line in ((4, upper), (5, lower)):
        cells |= {(row, 18 + column): text for column, text in enumerate(line)}
    cells |= {(6, 18 + column): float(column) for column in range(len(headers(WITHOUT_THRESHOLDS, details)[0]))}
    return Layout(WITHOUT_THRESHOLDS, areas, dict.fromkeys(areas, "name")), MemoryGrid({"BP": {}, "Trace": cells})


@pytest.mark.parametrize("details", [("parameters",), ("gradients", "deltas"), DETAILS])
@pytest.mark.parametrize("continued", [True, False])
def test_headings_of_thresholds_that_no_unit_has_are_mended(details: tuple[str, ...], *, continued: bool) -> None:
    book, grid = without_thresholds(details)
    upper, lower = headers(WITHOUT_THRESHOLDS, details)
    width = len(upper)
    sheet = TraceSheet(grid, book)
    assert sheet.detail().details == details

    if continued:
        sheet.append(basic(1, 1), [[5.0] * width])
    else:
        sheet.replace(Detail(details), basic(0, 1), [[float(n) for n in range(width)], [5.0] * width])

    left = 18
    assert grid.read(Area("Trace", 4, left, 5, left + width - 1)) == [upper, lower]
    assert grid.read(Area("Trace", 6, left, 7, left + width - 1)) == [[float(n) for n in range(width)], [5.0] * width]
    assert grid.used("Trace") == (7, left + width - 1)
    assert TraceSheet(grid, book).detail().details == details


# names of the inputs


def with_names(names: list[str], headings: list[list[str]] | None = None) -> MemoryGrid:
    above: dict[tuple[int, int], Value] = {(5, 4 + n): name for n, name in enumerate(names)}
    trace: dict[tuple[int, int], Value] = {(5, 1): "iteration"}
    for row, line in enumerate(headings or [], 4):
        trace |= {(row, 18 + column): text for column, text in enumerate(line)}
    return MemoryGrid({"BP": {}, "Data": above, "Trace": trace})


def test_inputs_are_named_as_on_the_data_sheet_and_by_number_where_that_is_silent() -> None:
    grid = with_names(["sepal length", "", "petal length"])
    row = replace(layout(), geometry=Geometry((20, 3, 4), (1, 20)))

    TraceSheet(grid, row).replace(Detail(("parameters",)), basic(0, 0), [[1.0] * 79])

    assert grid.read(area("R5:U5", "Trace")) == [["sepal length", "x2", "petal length", "x4"]]


def test_pixels_are_named_by_row_and_column() -> None:
    grid = with_names(["p01", "p02"])

    TraceSheet(grid, layout()).replace(Detail(("parameters",)), basic(0, 0), [[1.0] * 79])

    assert grid.read(area("R5:W5", "Trace")) == [["r1c1", "r1c2", "r1c3", "r1c4", "r2c1", "r2c2"]]


@pytest.mark.parametrize("details", [("gradients",), ("parameters", "gradients"), DETAILS])
def test_the_headers_of_older_workbooks_are_recognised(details: tuple[str, ...]) -> None:
    upper, lower = headers(LETTERS, details)
    older = [text.replace("∂E/∂ ", "dE/d ") for text in upper]
    assert older != upper

    assert TraceSheet(with_names(["p01", "p02"], [older, lower]), layout()).detail().details == details


def test_a_trace_is_recognised_after_its_inputs_were_given_other_names() -> None:
    grid = with_names(["a", "b"])
    TraceSheet(grid, layout()).replace(Detail(DETAILS), basic(0, 0), [[1.0] * 165])
    grid.write(area("D5:E5", "Data"), [["c", "d"]])

    assert TraceSheet(grid, layout()).detail().details == DETAILS
