"""The use cases over files: what they write, what they leave, what they find."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook

import sheetnet
from sheetnet.errors import CellError, SheetnetError
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area, Unsaved
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import letters as letter_table
from tests.readers.ironcalc import Oracle, saved


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def vector(path: Path, block: str = "current") -> list[float]:
    grid = sheetnet.open(path)
    layout = find(grid)
    rows = grid.read(layout[block])
    return [rows[row][column] for row, column in layout.geometry.cells]  # type: ignore[misc]


def with_cells(path: Path, sheet: str, row: str) -> None:
    """Put a row of XML after the last one of a sheet."""
    content = parts(path)
    content[sheet] = content[sheet].replace(b"</sheetData>", row.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            book.writestr(name, data)


def test_training_in_two_halves_leaves_the_same_bits(letters: Path, tmp_path: Path) -> None:
    halves = Path(shutil.copy(letters, tmp_path / "halves.xlsx"))
    whole = sheetnet.train(letters, iterations=500)

    sheetnet.train(halves, iterations=250)
    sheetnet.step(halves, 250)

    assert vector(halves) == vector(letters) == whole.parameters[-1].tolist()
    assert saved(halves, "BP", 5, 4) == 500


def test_training_changes_only_the_declared_parts_and_cells(letters: Path, tmp_path: Path) -> None:
    before = parts(letters)

    sheetnet.train(letters, iterations=530)

    after = parts(letters)
    changed = {name for name in after if after[name] != before.get(name)}
    names = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", "xl/charts/chart1.xml"}
    assert changed == names
    assert list(before) == list(after)
    for part in names:
        bare = [re.sub(rb"<v>[^<]*</v>| t=\"\w+\"", b"", content[part]) for content in (before, after)]
        if part == "xl/charts/chart1.xml":
            assert re.sub(rb"\$506<", b"$536<", before[part]) == after[part]
        elif part == "xl/worksheets/sheet4.xml":
            rows = [
                re.sub(rb"<row .*?</row>", b"", re.sub(rb'<dimension ref="\w+:\w+"', b"", one), flags=re.S)
                for one in bare
            ]
            assert rows[0] == rows[1]
        else:
            assert bare[0] == bare[1]


def test_training_again_changes_nothing(letters: Path) -> None:
    sheetnet.train(letters, iterations=30)
    once = parts(letters)

    sheetnet.train(letters, iterations=30)

    assert parts(letters) == once


def test_an_output_file_leaves_the_workbook_as_it_was(letters: Path, tmp_path: Path) -> None:
    before = letters.read_bytes()

    sheetnet.train(letters, iterations=3, output=tmp_path / "out.xlsx")

    assert letters.read_bytes() == before
    assert saved(tmp_path / "out.xlsx", "BP", 5, 4) == 3


def test_other_programs_see_the_trained_numbers(letters: Path) -> None:
    result = sheetnet.train(letters)

    book = load_workbook(letters, data_only=True)
    assert book["BP"]["C11"].value == result.loss[-1]
    assert book["BP"]["C12"].value == 1.0
    assert book["BP"]["D5"].value == 500
    assert [book["Calc"].cell(row, 25).value for row in range(6, 134)] == list(letter_table().labels)


def test_a_result_holds_every_iteration(letters: Path) -> None:
    result = sheetnet.train(letters, iterations=7)

    assert result.iterations.tolist() == list(range(8))
    assert result.loss.shape == result.accuracy.shape == (8,)
    assert result.parameters.shape == result.gradients.shape == (8, 79)
    np.testing.assert_array_equal(result.parameters[1], result.parameters[0] - 0.05 * result.gradients[0])
    assert result.parameters[0].tolist() == vector(letters, "initial")


def test_an_open_workbook_is_trained_and_not_saved(letters: Path) -> None:
    before = letters.read_bytes()
    book = sheetnet.open(letters)

    result = sheetnet.train(book, iterations=2)

    assert letters.read_bytes() == before
    book.save()
    assert vector(letters) == result.parameters[-1].tolist()


def test_reset_puts_the_initial_values_back(letters: Path) -> None:
    areas = [Area(sheet, 1, 1, 140, 27) for sheet in ("BP", "Calc", "Trace")]
    untrained = [sheetnet.open(letters).read(area) for area in areas]
    sheetnet.train(letters, iterations=9)

    sheetnet.reset(letters)

    assert [sheetnet.open(letters).read(area) for area in areas] == untrained


# formulas of the user's own


def test_a_formula_that_depends_on_the_parameters_loses_its_saved_value(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f>BP!C15*2</f><v>7</v></c><c r="B50"><f>A50+1</f><v>8</v></c>'
        '<c r="C50"><f>SUM(current)</f><v>9</v></c><c r="D50"><f>INDIRECT("BP!C15")</f><v>10</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 50, 4)) == [
        [Unsaved("BP!C15*2"), Unsaved("A50+1"), Unsaved("SUM(current)"), Unsaved('INDIRECT("BP!C15")')]
    ]


def test_a_formula_that_does_not_depend_on_them_keeps_it(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f>BP!C91*2</f><v>7</v></c><c r="B50"><f>SUM(Data!D6:D9,eta)</f><v>8</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 50, 2)) == [[7.0, 8.0]]


def change_formula(path: Path, address: str, formula: str, value: float | None = None) -> None:
    content = parts(path)
    pattern = rb'(<c r="%s"[^>]*>)<f>[^<]*</f><v>([^<]*)</v>' % address.encode()
    stored = rb"\2" if value is None else repr(value).encode()
    new, count = re.subn(
        pattern, rb"\1<f>%s</f><v>%s</v>" % (formula.encode(), stored), content["xl/worksheets/sheet1.xml"]
    )
    assert count == 1
    content["xl/worksheets/sheet1.xml"] = new
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            book.writestr(name, data)


def test_a_wrong_formula_is_not_given_the_engines_value(letters: Path) -> None:
    change_formula(letters, "C38", "SUMPRODUCT(Data!$C$6:$C$133,Calc!$V$6:$V$133)", 12.5)

    sheetnet.train(letters, iterations=5)

    assert isinstance(saved(letters, "BP", 38, 3), Unsaved)
    assert isinstance(saved(letters, "BP", 61, 3), Unsaved)
    assert isinstance(saved(letters, "BP", 39, 3), float)
    failures = [failure for comparison in sheetnet.check(letters) for failure in comparison.failures]
    assert set(failures) == {
        f"BP!{cell}: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it, "
        "or check with --recalculate"
        for cell in ("C38", "C61")
    }


def test_a_formula_in_other_words_is_left_to_be_computed_and_found_right(letters: Path) -> None:
    change_formula(letters, "C38", "SUMPRODUCT(Data!$D$6:$D$133,Calc!$V$6:$V$133,Data!$C$6:$C$133)")

    sheetnet.train(letters, iterations=5)

    assert isinstance(saved(letters, "BP", 38, 3), Unsaved)
    comparisons = sheetnet.check(letters, recalculate=True)
    assert all(not comparison.failures for comparison in comparisons)
    assert [comparison.own for comparison in comparisons if comparison.name == "gradients"] == [1, 0]


@pytest.mark.parametrize(
    ("cell", "formula"),
    [("Calc!F6", "TANH(C6)"), ("Calc!F6", None), ("BP!C8", "0.05/(1+D5/100)"), ("Data!D6", "1-(BP!D5>3)")],
)
def test_the_engine_vouches_for_nothing_that_a_changed_cell_feeds(
    cell: str, formula: str | None, letters: Path
) -> None:
    """The user's own formula, or a constant, where the layout has a formula or an input."""
    sheet, _, address = cell.partition("!")
    part = {"BP": 1, "Data": 2, "Calc": 3}[sheet]
    inside = f"<f>{formula.replace('>', '&gt;')}</f><v>1</v>" if formula else "<v>0</v>"
    content = parts(letters)
    name = f"xl/worksheets/sheet{part}.xml"
    content[name], count = re.subn(
        rb'(<c r="%s"(?: s="\d+")?)(?: t="\w+")?>.*?</c>' % address.encode(),
        rb"\1>%s</c>" % inside.encode(),
        content[name],
    )
    assert count == 1
    with zipfile.ZipFile(letters, "w") as book:
        for member, data in content.items():
            book.writestr(member, data)

    sheetnet.train(letters, iterations=20)

    assert_no_saved_value_is_wrong(letters)


def assert_no_saved_value_is_wrong(path: Path) -> None:
    """Every formula has either no saved value or the one that IronCalc computes."""
    sheet = Oracle(path)
    for name, row, column, formula in sheet.grid.all_formulas():
        stored = sheet.grid.read(Area(name, row, column, row, column))[0][0]
        if not isinstance(stored, Unsaved):
            computed = sheet.cell(name, row, column)
            wanted = pytest.approx(computed, rel=1e-9, abs=1e-12) if isinstance(stored, float) else computed
            assert stored == wanted, (name, row, column, formula)


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Trace!R6:R100)", "MAX(Trace!R:R)", "Trace!R4", "Trace!D2", "SUM(BP!$C$15:INDEX(BP!$Z:$Z,20))",
        "SUM(BP!A14:CHOOSE(1,BP!H40))", "SUM((BP!A1):(BP!H40))", "SUM('BP:Data'!C11)", "SUM(BP:Data!C11)", "MyUdf()",
        "RANDARRAY(1)", "SUM(Table1[a])", "SUM(1))", "OFFSET(BP!A1,14,2)",
    ],
)  # fmt: skip
def test_what_cannot_be_told_from_a_formula_counts_as_dependent(formula: str, letters: Path) -> None:
    with_cells(letters, "xl/worksheets/sheet5.xml", f'<row r="50"><c r="A50"><f>{formula}</f><v>123.456</v></c></row>')

    sheetnet.train(letters, iterations=1, trace="all")

    assert saved(letters, "Guide", 50, 1) == Unsaved(formula)


def test_the_inner_cells_of_a_dependent_array_formula_lose_their_values(letters: Path) -> None:
    with_cells(
        letters,
        "xl/worksheets/sheet5.xml",
        '<row r="50"><c r="A50"><f t="array" ref="A50:B51">BP!C15:D16</f><v>1</v></c><c r="B50"><v>2</v></c></row>'
        '<row r="51"><c r="A51"><v>3</v></c><c r="B51"><v>4</v></c><c r="C51"><f>A51*2</f><v>6</v></c></row>',
    )

    sheetnet.train(letters, iterations=1)

    assert sheetnet.open(letters).read(Area("Guide", 50, 1, 51, 3)) == [
        [Unsaved("BP!C15:D16"), None, None],
        [None, None, Unsaved("A51*2")],
    ]


# check


def test_check_agrees_after_training(trained_file: Path) -> None:
    comparisons = sheetnet.check(trained_file)

    assert sum(comparison.cells for comparison in comparisons) == 3238 + 79
    assert all(not comparison.failures and comparison.own == 0 for comparison in comparisons)
    assert comparisons[-1].against == "complex step"
    assert 0 < comparisons[-1].largest < 1e-12


@pytest.mark.parametrize(("cell", "block"), [("C11", "E"), ("D40", "gradients"), ("G61", "updated")])
def test_check_finds_a_wrong_saved_value(cell: str, block: str, letters: Path) -> None:
    content = parts(letters)["xl/worksheets/sheet1.xml"]
    match = re.search(rb'<c r="%s"[^>]*><f>([^<]*)</f><v>([^<]*)</v>' % cell.encode(), content)
    assert match
    change_formula(letters, cell, match[1].decode(), float(match[2]) + 1e-6)

    comparisons = {(one.name, one.against): one for one in sheetnet.check(letters)}

    assert comparisons[block, "engine"].worst == f"BP!{cell}"
    assert [failure.split(":")[0] for failure in comparisons[block, "engine"].failures] == [f"BP!{cell}"]
    assert sum(len(one.failures) for one in comparisons.values()) == (2 if block == "gradients" else 1)


def test_check_finds_formulas_without_saved_values(letters: Path) -> None:
    book = load_workbook(letters)
    book.save(letters)  # openpyxl keeps none

    failures = [failure for comparison in sheetnet.check(letters) for failure in comparison.failures]

    assert len(failures) == 3238 + 79
    assert failures[0] == (
        "BP!C11: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it, "
        "or check with --recalculate"
    )


def test_recalculation_finds_a_wrong_formula_whatever_value_is_saved(letters: Path) -> None:
    change_formula(letters, "C38", "SUMPRODUCT(Data!$C$6:$C$133,Calc!$V$6:$V$133)")
    assert all(not one.failures for one in sheetnet.check(letters))

    comparisons = {(one.name, one.against): one for one in sheetnet.check(letters, recalculate=True)}

    assert [failure.split(":")[0] for failure in comparisons["gradients", "engine"].failures] == ["BP!C38"]
    assert comparisons["updated", "engine"].failures[0].startswith("BP!C61: engine has ")


def test_recalculation_agrees_with_the_engine(trained_file: Path) -> None:
    comparisons = sheetnet.check(trained_file, recalculate=True)

    assert sum(one.cells for one in comparisons) == 3317
    assert all(not one.failures and one.largest < 1e-9 for one in comparisons)
    assert max(one.largest for one in comparisons) > 0


# trace


def header(path: Path, row: int) -> list[Any]:
    sheet = load_workbook(path)["Trace"]
    return [sheet.cell(row, column).value for column in range(18, sheet.max_column + 1)]


def test_the_trace_holds_every_iteration_with_named_columns(letters: Path) -> None:
    result = sheetnet.train(letters, iterations=12, trace="all", picture=3)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 18, 182))
    assert [row[0] for row in rows] == list(range(13))
    assert [row[1] for row in rows] == result.loss.tolist()
    assert [row[2] for row in rows] == result.accuracy.tolist()
    assert [row[3] for row in rows] == pytest.approx(np.linalg.norm(result.gradients, axis=1))
    details = np.array([row[17:] for row in rows], dtype=float)
    np.testing.assert_array_equal(details[:, :79], result.parameters)
    np.testing.assert_array_equal(details[:, 79:158], result.gradients)
    np.testing.assert_array_equal(details[:, 158:], result.deltas)
    upper, lower = header(letters, 4), header(letters, 5)
    assert len(upper) == 79 + 79 + 7
    assert (upper[0], lower[0]) == ("H1", "p01")
    assert (upper[20], lower[20]) == ("H1", "θ")
    assert (upper[63], lower[63]) == ("O1", "h1")
    assert (upper[79], lower[79]) == ("∂E/∂ H1", "p01")
    assert upper[158:] == ["δ H1", "δ H2", "δ H3", "δ O1", "δ O2", "δ O3", "δ O4"]
    assert saved(letters, "Trace", 2, 4) == 3


def test_the_deltas_of_a_picture_are_those_on_calc(letters: Path) -> None:
    sheetnet.train(letters, iterations=4, trace="deltas", picture=3)

    grid = sheetnet.open(letters)
    traced = grid.read(Area("Trace", 10, 18, 10, 24))[0]
    layout = find(grid)
    shown = grid.read(layout["deltas_1"].part(2, 0, 1, 3))[0] + grid.read(layout["deltas_2"].part(2, 0, 1, 4))[0]
    assert traced == shown


def test_a_thinned_trace_keeps_every_kth_iteration_and_the_last(letters: Path) -> None:
    sheetnet.train(letters, iterations=25, every=10)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 12, 1))
    assert [row[0] for row in rows] == [0, 10, 20, 25, None, None, None]


def test_a_shorter_trace_leaves_nothing_of_a_longer_one(letters: Path) -> None:
    sheetnet.train(letters, iterations=40, trace="gradients")

    sheetnet.train(letters, iterations=3)

    grid = sheetnet.open(letters)
    rows = grid.read(Area("Trace", 4, 1, *grid.used("Trace")))
    assert [row[0] for row in rows[2:]] == [0, 1, 2, 3] + [None] * (len(rows) - 6)
    assert all(value is None for row in rows for value in row[17:])


def test_step_appends_to_the_trace_with_its_columns(letters: Path) -> None:
    sheetnet.train(letters, iterations=5, trace="gradients")

    result = sheetnet.step(letters, 3)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 15, 96))
    assert [row[0] for row in rows] == [0, 1, 2, 3, 4, 5, 6, 7, 8, None]
    assert rows[8][17:96] == result.gradients[-1].tolist()
    assert rows[5][17:96] == result.gradients[0].tolist()


def test_the_deltas_are_those_of_the_case_of_that_number(letters: Path) -> None:
    with FileGrid(letters) as grid:
        grid.write(find(grid)["training"].part(0, 0), [[0]])
        grid.save()

    sheetnet.train(letters, iterations=4, trace="deltas", picture=3)

    grid = sheetnet.open(letters)
    assert grid.read(Area("Trace", 10, 18, 10, 20)) == grid.read(find(grid)["deltas_1"].part(2, 0, 1, 3))
    with pytest.raises(SheetnetError, match="case 1 is a test case, which has no deltas; choose a training case"):
        sheetnet.train(letters, trace="deltas", picture=1)


@pytest.mark.parametrize("cell", ["A700", "W4", "T700", "L40", "R2", "B530"])
def test_a_users_note_on_trace_stays(cell: str, letters: Path) -> None:
    row, column = int(cell[1:]), ord(cell[0]) - 64
    with FileGrid(letters) as grid:
        grid.write(Area("Trace", row, column, row, column), [["mine"]])
        grid.save()

    sheetnet.train(letters, iterations=10)
    sheetnet.step(letters, 2)
    sheetnet.train(letters, iterations=3)
    sheetnet.reset(letters)

    assert saved(letters, "Trace", row, column) == "mine"


@pytest.mark.parametrize(("cell", "trace"), [("A300", "basic"), ("W4", "gradients"), ("Z10", "all")])
def test_a_trace_does_not_grow_over_a_users_note(cell: str, trace: str, letters: Path) -> None:
    row, column = int(cell[1:]), ord(cell[0]) - 64
    with FileGrid(letters) as grid:
        grid.write(Area("Trace", row, column, row, column), [["mine"]])
        grid.save()
    before = letters.read_bytes()

    message = f'letters.xlsx: Trace!{cell}: the trace needs this cell, and found text "mine" in it; move that elsewhere'
    with pytest.raises(CellError, match=re.escape(message)):
        sheetnet.train(letters, trace=trace)

    assert letters.read_bytes() == before


def test_the_chart_follows_the_trace(letters: Path) -> None:
    sheetnet.train(letters, iterations=560)

    chart = parts(letters)["xl/charts/chart1.xml"].decode()
    assert "'Trace'!$B$6:$B$566" in chart
    assert "'Trace'!$A$6:$A$566" in chart
    assert "$G$2:$H$2" in chart


def test_the_chart_reaches_as_far_as_the_workbooks_iterations(letters: Path) -> None:
    """In an open workbook it cannot be stretched; empty rows draw nothing."""
    assert "'Trace'!$B$6:$B$506" in parts(letters)["xl/charts/chart1.xml"].decode()

    sheetnet.train(letters, iterations=20)

    assert "'Trace'!$B$6:$B$506" in parts(letters)["xl/charts/chart1.xml"].decode()


# other workbooks


def seed_by_hand(path: Path, *, formulas: bool = False) -> None:
    """A workbook as a reader of the article would type it: the seed's addresses, no names, no sheets of ours."""
    table = letter_table()
    rng = np.random.default_rng(4)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BP"
    sheet["B11"], sheet["C5"], sheet["C8"] = "E", 500, 0.05
    sheet["C11"] = "=1+1" if formulas else None
    for top in (15, 91):
        for row in range(20):
            for column in range(5):
                if row == 15 or (row < 15 and column == 4 and row % 5) or (row > 15 and column == 3):
                    continue
                sheet.cell(top + row, 3 + column, float(np.round(rng.uniform(-0.5, 0.5), 2)))
    data = book.create_sheet("Data")
    for n, (label, pixels, targets) in enumerate(zip(table.labels, table.features, table.targets, strict=True)):
        for column, value in enumerate([n + 1, label, 1, *pixels, *targets], 1):
            data.cell(6 + n, column, value)
    book.save(path)


def test_a_workbook_without_names_is_found_by_the_seeds_addresses(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    seed_by_hand(path)

    result = sheetnet.train(path)

    book = load_workbook(path)
    assert book.sheetnames == ["BP", "Data", "Trace"]
    assert result.after.loss < 1
    assert book["BP"]["C11"].value == result.loss[-1]
    assert book["BP"]["C38"].value == result.gradients[-1][0]
    assert book["BP"]["G38"].value == result.gradients[-1][20]
    assert book["BP"]["C61"].value == pytest.approx(
        result.parameters[-1][0] - 0.05 * result.gradients[-1][0], abs=1e-15
    )
    assert book["Trace"]["A506"].value == 500
    assert {block["found_by"] for block in sheetnet.show(path)["blocks"]} == {"address"}


def test_its_own_formula_for_e_is_kept_and_its_old_value_removed(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    seed_by_hand(path, formulas=True)

    sheetnet.train(path, iterations=1)

    assert load_workbook(path)["BP"]["C11"].value == "=1+1"
    assert saved(path, "BP", 11, 3) == Unsaved("1+1")


def test_a_workbook_of_values_is_trained_like_one_of_formulas(tmp_path: Path) -> None:
    live, values = tmp_path / "live.xlsx", tmp_path / "values.xlsx"
    for path, kind in ((live, "live"), (values, "values")):
        sheetnet.new(path, formulas=kind)
        sheetnet.train(path, iterations=6)

    formulas = list(sheetnet.open(values).all_formulas())
    assert [formula[0] for formula in formulas] == ["Trace"] * 6
    layout = find(sheetnet.open(live))
    for name, area in layout.areas.items():
        assert sheetnet.open(values).read(area) == sheetnet.open(live).read(area), name


def test_moved_blocks_are_found_by_their_names(letters: Path) -> None:
    book = load_workbook(letters)
    sheet = book["BP"]
    sheet.move_range("C91:G110", rows=20, cols=10)
    book.defined_names["initial"].attr_text = "BP!$M$111:$Q$130"
    book.save(letters)

    result = sheetnet.train(letters, iterations=2)

    assert vector(letters) == result.parameters[-1].tolist()
    assert {block["name"]: block["place"] for block in sheetnet.show(letters)["blocks"]}["initial"] == "BP!M111:Q130"


def test_training_works_in_memory(letters: Path) -> None:
    source = sheetnet.open(letters)
    sheets: dict[str, dict[tuple[int, int], Any]] = {}
    for name in source.sheets():
        area = Area(name, 1, 1, *source.used(name))
        values, formulas = source.read(area), source.formulas(area)
        sheets[name] = {
            (row, column): Unsaved(formulas[row - 1][column - 1] or "") if formulas[row - 1][column - 1] else value
            for row, line in enumerate(values, 1)
            for column, value in enumerate(line, 1)
            if value is not None
        }
    grid = MemoryGrid(sheets, source.names())

    result = sheetnet.train(grid, iterations=20)

    assert result.loss.tolist() == sheetnet.train(letters, iterations=20).loss.tolist()
    assert grid.read(Area("BP", 11, 3, 11, 3)) == [[result.loss[-1]]]


def test_an_eta_that_is_too_large_is_reported_and_the_result_written(letters: Path) -> None:
    result = sheetnet.train(letters, eta=1.0)

    assert len(result.warnings) == 1
    assert result.warnings[0].startswith(
        "stuck: after 500 iterations every output is near 0 for all cases, E stays at 64"
    )
    assert result.warnings[0].endswith("eta 1 is too large, try 0.05")
    assert saved(letters, "BP", 5, 4) == 500


def test_zeros_as_initial_values_bring_a_warning(tmp_path: Path) -> None:
    result, warnings = sheetnet.new(tmp_path / "zeros.xlsx", init="zeros")

    assert result.before.loss == 64.0
    assert warnings == (
        "all initial values are zero: the units of a hidden layer then stay equal for ever; "
        "use different initial values",
    )


def test_new_makes_the_same_file_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "letters.xlsx", tmp_path / "b" / "letters.xlsx"
    for path in (first, second):
        path.parent.mkdir()
        sheetnet.new(path)

    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(("cases", "formulas"), [(420, "60,566"), pytest.param(900, "123,926", marks=pytest.mark.full)])
def test_a_large_network_holds_values_and_says_why(cases: int, formulas: str, tmp_path: Path) -> None:
    data = tmp_path / "wide.csv"
    rng = np.random.default_rng(1)
    data.write_text(
        "\n".join(",".join(f"{v:.3f}" for v in row) + f",{n % 3}" for n, row in enumerate(rng.random((cases, 60))))
    )

    _, warnings = sheetnet.new(tmp_path / "wide.xlsx", network="60-40-3", data=data)

    assert warnings == (
        f"the workbook holds values instead of live formulas: {formulas} formulas are more than 60,000",
    )
    assert sheetnet.train(tmp_path / "wide.xlsx", iterations=2, eta=0.001).after.iteration == 2
    assert all(not one.failures for one in sheetnet.check(tmp_path / "wide.xlsx"))


def test_a_picture_that_is_not_there(letters: Path) -> None:
    with (
        FileGrid(letters) as grid,
        pytest.raises(
            Exception, match="expected the number of a case, 1 to 128, for the deltas of the trace, found 129"
        ),
    ):
        sheetnet.train(grid, trace="deltas", picture=129)


def test_a_broken_current_block_does_not_hinder_training_from_the_initial_one(letters: Path) -> None:
    with FileGrid(letters) as grid:
        grid.write(Area("BP", 15, 3, 15, 3), [["gone"]])
        grid.save()
    with pytest.raises(CellError, match="BP!C15"):
        sheetnet.step(letters)

    result = sheetnet.train(letters, iterations=1)

    assert vector(letters) == result.parameters[-1].tolist()


# warnings, and arguments from Python


@pytest.mark.parametrize(
    ("eta", "message"),
    [
        (0.0, "eta is 0: no update changes anything; use a positive eta such as 0.05"),
        (-0.1, "eta is negative: the updates climb, and E grows; use a positive eta such as 0.1"),
    ],
)
def test_an_eta_that_cannot_descend_is_reported(eta: float, message: str, letters: Path) -> None:
    assert sheetnet.train(letters, iterations=3, eta=eta).warnings == (message,)


def test_a_label_that_says_another_letter_than_the_targets_is_reported(
    spoiled: Callable[[dict[str, Any]], Path],
) -> None:
    warnings = sheetnet.train(spoiled({"Data!B10": "Z"}), iterations=1).warnings

    assert len(warnings) == 1
    assert warnings[0].startswith('Data!B10: the label is text "Z", and the targets in its row say text "')
    assert warnings[0].endswith("; only the targets count")


def test_a_target_that_no_output_reaches_is_reported(spoiled: Callable[[dict[str, Any]], Path]) -> None:
    warnings = sheetnet.train(spoiled({"Data!Y6": 3}), iterations=1).warnings

    assert warnings[0] == "Data!Y6: the target 3 lies outside 0 to 1, where no output can go"


def test_an_argument_that_is_unknown_or_of_another_kind_is_refused(letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(TypeError, match="no such argument: etaa"):
        sheetnet.train(letters, etaa=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="expected a path, a URL or an open workbook, found None"):
        sheetnet.train(None)  # type: ignore[arg-type]
    with pytest.raises(sheetnet.SheetnetError, match=r"expected a whole number of iterations, found 2\.5"):
        sheetnet.train(letters, iterations=2.5)  # type: ignore[arg-type]
    with pytest.raises(sheetnet.SheetnetError, match="expected a finite number for the learning rate eta, found 'a'"):
        sheetnet.train(letters, eta="a")  # type: ignore[arg-type]
    assert letters.read_bytes() == before


def test_results_and_workbooks_show_in_one_line(letters: Path) -> None:
    result = sheetnet.train(letters)

    assert repr(result).startswith("TrainResult(500 updates at eta 0.05: E 60.2839 -> 0.5571, accuracy 22.7% -> ")
    assert repr(sheetnet.open(letters)) == f"FileGrid({str(letters)!r})"
    assert {"train", "open", "new", "undo"} <= set(dir(sheetnet))


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
def test_a_workbook_under_the_name_of_another_kind_is_refused(suffix: str, letters: Path) -> None:
    path = letters.rename(letters.with_suffix(suffix))
    before = path.read_bytes()

    with pytest.raises(sheetnet.SheetnetError) as error:
        sheetnet.train(path)

    assert str(error.value) == (
        f"letters{suffix}: the file is a workbook of the .xlsx kind under the name of another, {suffix}; "
        "give it a name that ends in .xlsx"
    )
    assert path.read_bytes() == before
