"""A workbook file as a grid: edits wait for `save`, and errors say which workbook."""

import math
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sheetnet.errors import CellError, FileError, LayoutError
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grids.file import FileGrid
from tests.sheet.xlsx.parts import area, book, parts_of_book, sheet_xml, zipped

DATA = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book(sheet_xml(DATA), sheet_xml("").replace(b"<sheetData></sheetData>", b"<sheetData/>")))
    return path


def test_an_edit_is_seen_at_once_and_saved_later(path: Path) -> None:
    before = path.read_bytes()
    grid = FileGrid(path)

    grid.write(area("A1"), [[0.1]])

    assert grid.read(area("A1")) == [[0.1]]
    assert path.read_bytes() == before
    grid.save()
    assert FileGrid(path).read(area("A1:B1")) == [[0.1, 2.0]]
    assert load_workbook(path)["S"]["A1"].value == 0.1


def test_without_an_edit_nothing_is_written(path: Path) -> None:
    before, time = path.read_bytes(), path.stat().st_mtime_ns
    grid = FileGrid(path)
    for sheet in grid.sheets():
        grid.read(area("A1:C3", sheet))
        grid.used(sheet)
    list(grid.all_formulas())

    grid.save()

    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, time)


def test_a_workbook_of_openpyxl_is_not_rewritten_by_looking_at_it(path: Path) -> None:
    made = Workbook()
    made.create_sheet("Empty")
    made.save(path)
    before = path.read_bytes()
    grid = FileGrid(path)
    list(grid.all_formulas())

    grid.save()

    assert path.read_bytes() == before


def test_an_edit_that_changes_nothing_is_not_written(path: Path) -> None:
    before = path.read_bytes()
    grid = FileGrid(path)

    grid.write(area("A1"), [[1.0]])
    grid.refresh(area("A1"), [[5.0]])
    grid.save()

    assert path.read_bytes() == before


def test_a_copy_is_saved_elsewhere_even_without_an_edit(path: Path) -> None:
    grid = FileGrid(path)

    grid.save(path.with_name("copy.xlsx"))

    assert FileGrid(path.with_name("copy.xlsx")).read(area("A1")) == [[1.0]]


def test_a_workbook_is_saved_twice_in_one_sitting(path: Path) -> None:
    grid = FileGrid(path)
    grid.write(area("A1"), [[2.0]])
    grid.save()

    grid.write(area("C1:C9"), [[float(n) / 7.0] for n in range(9)])
    grid.save()

    assert FileGrid(path).read(area("A1:C1")) == [[2.0, 2.0, 0.0]]


def test_after_a_save_nothing_is_left_to_write(path: Path) -> None:
    grid = FileGrid(path)
    grid.write(area("A1"), [[2.0]])
    grid.save()
    before = path.stat().st_mtime_ns

    grid.save()

    assert path.stat().st_mtime_ns == before


def test_a_path_may_be_text(path: Path) -> None:
    assert FileGrid(str(path)).read(area("A1")) == [[1.0]]
    assert FileGrid(str(path)).label == "book.xlsx"


def test_errors_in_its_context_name_the_workbook(path: Path) -> None:
    with pytest.raises(LayoutError) as error, FileGrid(path) as grid:
        grid.read(area("A1", "Data"))

    assert str(error.value) == "book.xlsx: no sheet 'Data'; the workbook has 'S', 'S2'"


def test_errors_of_opening_writing_and_saving_name_the_workbook(path: Path) -> None:
    grid = FileGrid(path)
    with pytest.raises(CellError) as refused:
        grid.write(area("B1"), [[1.0]])
    grid.write(area("A1"), [[math.nan]])
    with pytest.raises(CellError) as unsaved:
        grid.save()
    path.write_bytes(b"no workbook")
    with pytest.raises(FileError) as opened:
        FileGrid(path)

    assert str(refused.value).startswith("book.xlsx: S!B1: a value is to be written here")
    assert str(unsaved.value) == "book.xlsx: S!A1: a cell cannot hold the number nan"
    assert str(opened.value) == "book.xlsx: this is not a workbook; expected an .xlsx or .xlsm file"


def test_a_refused_write_leaves_the_file_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    grid = FileGrid(path)

    with pytest.raises(CellError):
        grid.write(area("A1:B1"), [[5.0, 6.0]])
    grid.save()

    assert path.read_bytes() == before


def test_a_refused_save_leaves_the_file_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    grid = FileGrid(path)
    grid.write(area("A1"), [[5.0]])
    grid.write(area("A2"), [[math.inf]])

    with pytest.raises(CellError):
        grid.save()

    assert path.read_bytes() == before


def test_a_saved_workbook_shows_other_programs_the_refreshed_results(path: Path) -> None:
    grid = FileGrid(path)

    grid.write(area("A1"), [[4.0]])
    grid.refresh(area("B1"), [[8.0]])
    grid.save()

    assert load_workbook(path, data_only=True)["S"]["B1"].value == 8
    assert load_workbook(path)["S"]["B1"].value == "=A1*2"


def test_a_result_that_is_not_known_is_missing_for_other_programs(path: Path) -> None:
    grid = FileGrid(path)

    grid.refresh(area("B1"), [[None]])
    grid.save()

    assert load_workbook(path, data_only=True)["S"]["B1"].value is None
    assert FileGrid(path).read(area("B1")) == [[Unsaved("A1*2")]]


CHART = (
    '<c:chartSpace xmlns:c="c"><c:f>Trace!$A$6:$A$7</c:f><c:f>{sheet}!$B$6:$B$7</c:f><c:f>{sheet}!$B$5:$B$7</c:f>'
    "<c:f>Other!$B$6:$B$7</c:f></c:chartSpace>"
)


@pytest.mark.parametrize(("sheet", "written"), [("Trace", "Trace"), ("My trace", "'My trace'"), ("It's", "'It''s'")])
def test_the_charts_of_a_sheet_follow_its_rows(sheet: str, written: str, tmp_path: Path) -> None:
    relation = '<Relationship Id="r{0}" Type="x/{1}" Target="../{2}"/>'
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts = parts_of_book({sheet: sheet_xml("")}) | {
        "xl/worksheets/_rels/sheet1.xml.rels": f"{head}{relation.format(1, 'drawing', 'drawings/drawing1.xml')}"
        "</Relationships>".encode(),
        "xl/drawings/drawing1.xml": b"<drawing/>",
        "xl/drawings/_rels/drawing1.xml.rels": f"{head}{relation.format(1, 'chart', 'charts/chart1.xml')}"
        "</Relationships>".encode(),
        "xl/charts/chart1.xml": CHART.format(sheet=written).encode(),
    }  # fmt: skip
    (tmp_path / "book.xlsx").write_bytes(zipped(parts))
    grid = FileGrid(tmp_path / "book.xlsx")

    grid.stretch_charts(sheet, 6, 506)

    expected = CHART.format(sheet=written).replace(f"{written}!$B$6:$B$7", f"{written}!$B$6:$B$506")
    if sheet == "Trace":
        expected = expected.replace("Trace!$A$6:$A$7", "Trace!$A$6:$A$506")
    assert grid.package.read("xl/charts/chart1.xml").decode() == expected


@pytest.fixture
def coloured(tmp_path: Path) -> Path:
    """A workbook of openpyxl with a style, a merged range, and a table of formulas that share their text."""
    from openpyxl.styles import PatternFill

    other = Workbook()
    sheet = other.active
    sheet.title = "S"
    for row in range(1, 5):
        sheet.cell(row, 1, row)
        sheet.cell(row, 1).number_format = "0.00"
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FF8800")
    sheet["B1"] = "=A1*2"
    other.save(tmp_path / "coloured.xlsx")
    package = FileGrid(tmp_path / "coloured.xlsx").package
    xml = package.read("xl/worksheets/sheet1.xml")
    shared = '<c r="B{0}"><f t="shared" si="0"/><v>{1}</v></c>'
    for row in (2, 3, 4):
        start = xml.index(b"</row>", xml.index(b'<row r="%d"' % row))
        xml = xml[:start] + shared.format(row, 2 * row).encode() + xml[start:]
    xml = re.sub(rb"<f>A1\*2</f><v ?/>", b'<f t="shared" ref="B1:B4" si="0">A1*2</f><v>2</v>', xml)
    package.write("xl/worksheets/sheet1.xml", xml)
    (tmp_path / "coloured.xlsx").write_bytes(package.bytes())
    return tmp_path / "coloured.xlsx"


def test_a_formula_over_one_that_others_share_leaves_these_what_they_were(coloured: Path) -> None:
    with FileGrid(coloured) as grid:
        grid.enter(area("B1:B2"), [["A1+1"], [None]])
        grid.save()

    texts, results = load_workbook(coloured)["S"], load_workbook(coloured, data_only=True)["S"]
    assert [texts[f"B{row}"].value for row in range(1, 5)] == ["=A1+1", None, "=A3*2", "=A4*2"]
    assert [results[f"B{row}"].value for row in range(1, 5)] == [None, None, 6, 8]


def test_cells_take_the_looks_of_others_and_nothing_else(coloured: Path) -> None:
    with FileGrid(coloured) as grid:
        grid.dress(area("B3:D3"), area("A1:C1"))
        grid.dress(area("A4"), area("C9"))
        grid.save()

    sheet = load_workbook(coloured)["S"]
    assert [sheet[cell].number_format for cell in ("B3", "C3", "D3", "A3", "A4")] == [
        "0.00", "General", "General", "0.00", "General",
    ]  # fmt: skip
    assert sheet["B3"].fill.fgColor.rgb == "00FF8800"
    assert sheet["A4"].fill.fill_type is None
    assert (sheet["B3"].value, sheet["A4"].value, sheet["D3"].value) == ("=A3*2", 4, None)


def test_names_that_were_defined_are_seen_by_other_programs(coloured: Path) -> None:
    with FileGrid(coloured) as grid:
        grid.define("state_1", area("A1:A4"))
        grid.define("gone", area("A1"))
        grid.define("Gone", None)
        grid.save()

    assert {name: one.attr_text for name, one in load_workbook(coloured).defined_names.items()} == {
        "state_1": "S!$A$1:$A$4"
    }


def test_a_formula_inside_a_merged_range_is_refused(path: Path) -> None:
    grid = FileGrid(path)
    other = load_workbook(path)
    other["S"].merge_cells("D1:E1")
    other.save(path)
    grid = FileGrid(path)

    with pytest.raises(CellError, match=r"book.xlsx: S!E1: a value is to be written here, inside a merged cell"):
        grid.enter(area("E1"), [["A1"]])
