"""The sheets of a new workbook as a reader sees them: on the screen and on paper."""

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.style import WIDEST, lines
from sheetnet.width import width_of
from tests.conftest import convert

XOR = "x1,x2,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
NAMES = ("sepal length in centimetres", "sepal width", "petal length (measured twice)", "petal_width_in_one_long_word")
CLASSES = ("Iris setosa of the Alaskan coast", "Iris versicolor", "Iris virginica, the largest of the three")
FLOWERS = ",".join(NAMES) + ",species\n"
FLOWERS += "".join(f'{n / 7:.2f},{n % 5},{n / 3:.1f},{n % 4},"{CLASSES[n % 3]}"\n' for n in range(30))
TABLES = {"4-5-3-3": FLOWERS, "2-2-1": XOR, "letters": None}
BOOKS = [(network, language) for network in TABLES for language in ("en", "ja")]


MADE: dict[str, bytes] = {}


def made(folder: Path, network: str, language: str = "en", name: str = "book.xlsx", **more: Any) -> Path:
    """A new workbook; one that was made before is copied."""
    path, table = folder / name, TABLES[network]
    known = repr((network, language, name, more))
    if table is not None:
        (folder / "table.csv").write_text(table)
    if known not in MADE:
        source = {} if table is None else {"network": network, "data": folder / "table.csv"}
        sheetnet.new(path, lang=language, **source, **more)
        MADE[known] = path.read_bytes()
    path.write_bytes(MADE[known])
    return path


def layout_of(path: Path) -> Layout:
    with FileGrid(path) as grid:
        return find(grid)


def texts(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


# numbers


@pytest.mark.few(1)
@pytest.mark.parametrize("network", TABLES)
def test_gradients_and_unit_errors_too_small_for_four_decimals_get_an_exponent(network: str, tmp_path: Path) -> None:
    path = made(tmp_path, network)
    book, layout = load_workbook(path), layout_of(path)

    blocks = ["gradients", "errors", *(name for name in layout.areas if name.startswith("deltas"))]
    traced = [Area("Trace", 6, 2, 507, 2), Area("Trace", 6, 4, 507, 4), Area("Trace", 6, 18, 507, 20)]
    for area in [*map(layout.__getitem__, blocks), *traced]:
        rules = [
            rule
            for some in book[area.sheet].conditional_formatting
            if area.range.partition(":")[0] in some.sqref and area.range.partition(":")[2] in some.sqref
            for rule in some.rules
            if rule.dxf and rule.dxf.numFmt
        ]
        assert [rule.dxf.numFmt.formatCode for rule in rules] == ["0.0E+00"], area
        assert rules[0].formula[0].endswith("<0.001)")


def test_the_class_read_by_a_single_output_is_a_whole_number(tmp_path: Path) -> None:
    path = made(tmp_path, "2-2-1")
    area = layout_of(path)["letters_read"]

    assert load_workbook(path)["Calc"].cell(area.top, area.left).number_format == "General"


# the trace


@pytest.mark.few(1)
@pytest.mark.parametrize("network", TABLES)
def test_what_training_writes_beside_the_chart_is_formatted(network: str, tmp_path: Path) -> None:
    path = made(tmp_path, network)

    sheetnet.train(path, iterations=7, trace="all")

    sheet = load_workbook(path)["Trace"]
    last = max(column for column in range(18, sheet.max_column + 1) if sheet.cell(5, column).value)
    for column in range(18, last + 1):
        assert {sheet.cell(row, column).number_format for row in range(6, 14)} == {"0.0000"}
        for row in (4, 5):
            heading = sheet.cell(row, column)
            assert (heading.font.b, heading.alignment.horizontal) == (True, "right"), heading
    assert not sheet.cell(6, 18).font.b
    columns = sheet.column_dimensions["R"]
    assert (columns.min, columns.max) == (18, last)


@pytest.mark.few(1)
@pytest.mark.parametrize("network", TABLES)
def test_no_rule_of_a_sheet_keeps_a_program_busy(network: str, tmp_path: Path) -> None:
    """IronCalc tries each rule on every cell, empty or not: a rule down to the last row takes it minutes."""
    book = load_workbook(made(tmp_path, network))

    for sheet in book:
        areas = [part for some in sheet.conditional_formatting for part in some.sqref.ranges]
        assert sum(part.size["rows"] * part.size["columns"] for part in areas) < 1_000_000


def test_the_helper_cells_of_the_chart_look_like_helpers(tmp_path: Path) -> None:
    sheet = load_workbook(made(tmp_path, "2-2-1"))["Trace"]

    helpers = [sheet.cell(row, column) for row in (1, 2, 3) for column in range(6, 11)]
    assert {cell.font.color.rgb[2:] for cell in helpers} == {"9AA5B1"}
    assert {cell.font.sz for cell in helpers} == {8}
    assert len({cell.value for cell in helpers[:5]}) == 5


def test_labels_of_what_is_not_there_are_not_seen(tmp_path: Path) -> None:
    """The number of the case whose deltas are traced; the hint in the chart's place, once there is a curve."""
    sheet = load_workbook(made(tmp_path, "2-2-1", name="my book.xlsx"))["Trace"]

    hidden = {str(some.sqref): some.rules[0] for some in sheet.conditional_formatting}
    for cell, formula in (("C2", '$D$2=""'), ("F6", '$A$7<>""')):
        assert hidden[cell].formula == [formula]
        assert hidden[cell].dxf.font.color.rgb.endswith("FFFFFF")
    assert sheet["F6"].value == 'Train to fill this:  sheetnet train "my book.xlsx"'


# headings


@pytest.mark.few(1)
@pytest.mark.parametrize(("network", "language"), BOOKS)
def test_headings_have_room(network: str, language: str, tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path, network, language))

    for sheet in (book["Data"], book["Calc"]):
        for column in range(1, sheet.max_column + 1):
            text = sheet.cell(5, column).value or ""
            wide = sheet.column_dimensions[get_column_letter(column)].width
            high = sheet.row_dimensions[5].height or 15
            wrapped = sheet.cell(5, column).alignment.wrap_text
            assert width_of(text) <= wide or (wrapped and lines(text, wide) * 15 <= high), (sheet.title, text)


@pytest.mark.few(1)
@pytest.mark.parametrize(("network", "language"), BOOKS)
def test_headings_of_groups_do_not_run_into_each_other(network: str, language: str, tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path, network, language))

    for sheet in (book["Data"], book["Calc"]):
        starts = [cell.column for cell in sheet[4] if cell.value] + [sheet.max_column + 1]
        for left, after in pairwise(starts):
            cell = sheet.cell(4, left)
            wide = sum(sheet.column_dimensions[get_column_letter(one)].width for one in range(left, after))
            assert width_of(cell.value) <= wide or cell.alignment.wrap_text, (sheet.title, cell.value)
    groups = [cell.value for cell in book["Calc"][4] if cell.value]
    assert len(set(groups)) == len(groups)


def test_long_names_of_classes_get_a_wider_column_and_shrink_beyond(tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path, "4-5-3-3"))

    for sheet, column, row in ((book["Data"], "B", 6), (book["Calc"], "B", 6), (book["BP"], "B", 25)):
        assert sheet.column_dimensions[column].width >= 28
        assert sheet[f"{column}{row}"].alignment.shrink_to_fit, sheet.title


@pytest.mark.parametrize("text", ["a b", "one two three", "petal_width_in_one_long_word", "学習データ"])
def test_a_text_takes_one_line_where_it_fits_and_more_where_not(text: str) -> None:
    assert lines(text, width_of(text)) == 1
    assert lines(text, width_of(text) - 1) == 2
    assert lines("", 5) == 1
    assert WIDEST > 10


@pytest.mark.full
def test_rows_of_data_are_not_called_a_picture(tmp_path: Path) -> None:
    for network, label in (("letters", "picture"), ("2-2-1", "weights of a unit")):
        path = made(tmp_path, network, name=f"{network}.xlsx")
        assert load_workbook(path)["BP"]["F7"].value == label
        assert "picture" in sheetnet.open(path).names()
    assert layout_of(tmp_path / "2-2-1.xlsx").geometry.picture == (1, 2)


def test_a_japanese_workbook_says_accuracy_in_japanese_and_is_trained_as_any_other(tmp_path: Path) -> None:
    path = made(tmp_path, "2-2-1", "ja")

    result = sheetnet.train(path, iterations=5)

    book = load_workbook(path)
    assert book["BP"]["B12"].value == book["Trace"]["C5"].value == "正解率"
    assert book["Trace"]["C11"].value == result.accuracy[-1]


# the guide


@pytest.mark.few(1)
@pytest.mark.parametrize(("network", "language"), BOOKS)
def test_the_guide_says_of_a_workbook_only_what_is_true_of_it(network: str, language: str, tmp_path: Path) -> None:
    said = texts(load_workbook(made(tmp_path, network, language))["Guide"])

    of_letters = ("pixel", "gets stuck", "shape of the picture", "画素", "動かなくなります", "画像の形")
    assert any(words in said for words in of_letters) == (network == "letters")
    assert ("H1.1, H1.2" if network == "4-5-3-3" else "H1, H2") in said
    assert "sheetnet undo book.xlsx" in said
    assert "--recalculate" in said


def test_the_guide_of_a_workbook_of_values_speaks_of_no_formulas_to_click_or_copy(tmp_path: Path) -> None:
    said = texts(load_workbook(made(tmp_path, "2-2-1", formulas="values"))["Guide"])

    assert "click" not in said
    assert "by hand" not in said
    assert "--recalculate" not in said


REGRESSION = {"head": "identity+squared"}


@pytest.mark.few(2)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("settings", "true"),
    [(None, "plain"), ({}, "Confusion"), (REGRESSION, "Settings"), ({"optimiser": "adam"}, "Confusion")],
)
def test_the_guide_names_only_sheets_that_are_there(
    settings: dict[str, Any] | None, true: str, language: str, tmp_path: Path
) -> None:
    book = load_workbook(made(tmp_path, "2-2-1", language, settings=settings))
    said = texts(book["Guide"])

    for sheet in ("Settings", "Confusion"):
        assert (sheet in said) == (sheet in book.sheetnames), sheet
    assert ("0.5" in said) == (settings is None)  # what says nothing depends on the head
    assert true == "plain" or true in said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_guide_of_a_workbook_with_cases_outside_sends_nobody_to_sheets_that_are_not_there(
    language: str, tmp_path: Path
) -> None:
    book = load_workbook(made(tmp_path, "2-2-1", language, outside=True))

    assert "Data" not in texts(book["Guide"])
    assert "Calc" not in texts(book["Guide"])
    assert "Data" not in str(book["BP"]["A2"].value)


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("settings", [None, {}])
def test_a_network_without_thresholds_speaks_of_none(
    settings: dict[str, Any] | None, language: str, tmp_path: Path
) -> None:
    book = load_workbook(made(tmp_path, "2-2-1", language, thresholds=False, settings=settings))

    for sheet in ("BP", "Calc", "Guide"):
        assert "θ" not in texts(book[sheet]), sheet


# the sheets of a workbook with settings


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_label_of_settings_runs_into_its_cell(language: str, tmp_path: Path) -> None:
    sheet = load_workbook(made(tmp_path, "2-2-1", language, settings={}))["Settings"]

    for row in range(5, sheet.max_row + 1):
        label = sheet.cell(row, 2).value
        if label and sheet.cell(row, 3).has_style:
            assert width_of(str(label)) <= sheet.column_dimensions["B"].width, label


@pytest.mark.few(1)
@pytest.mark.parametrize("network", ["2-2-1", "4-5-3-3", "letters"])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("formulas", ["live", "live-choice"])
def test_titles_of_the_optimisers_state_do_not_run_into_each_other(
    network: str, language: str, formulas: str, tmp_path: Path
) -> None:
    path = made(tmp_path, network, language, settings={"optimiser": "adam"}, formulas=formulas)
    layout, sheet = layout_of(path), load_workbook(path)["BP"]

    for name, following in (("state_1", "state_2"), ("next_1", "next_2")):
        first, second = layout[name], layout[following]
        room = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(first.left, second.left))
        assert width_of(str(sheet.cell(first.top - 1, first.left).value)) * 0.9 <= room
        assert sheet.cell(second.top - 1, second.left).value


def test_a_workbook_of_values_does_not_promise_that_formulas_follow(tmp_path: Path) -> None:
    said = texts(load_workbook(made(tmp_path, "2-2-1", settings={}, formulas="values"))["Settings"])

    assert "formula follows" not in said
    assert "the next training follows" in said


def test_commands_in_the_guide_can_be_copied_when_the_name_has_spaces(tmp_path: Path) -> None:
    said = texts(load_workbook(made(tmp_path, "2-2-1", name="my letters.xlsx"))["Guide"])

    assert 'sheetnet train "my letters.xlsx" starts' in said
    assert "train my" not in said


# on paper


@pytest.mark.few(1)
@pytest.mark.parametrize("network", TABLES)
def test_no_block_is_cut_by_a_page(network: str, tmp_path: Path) -> None:
    path = made(tmp_path, network)
    sheet, layout = load_workbook(path)["BP"], layout_of(path)

    breaks = [one.id for one in sheet.row_breaks.brk]
    for name in ("current", "gradients", "updated", "initial"):
        assert not any(layout[name].top - 2 <= row < layout[name].bottom for row in breaks)
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # for then Excel ignores breaks
    assert breaks == {"letters": [35, 88], "2-2-1": []}.get(network, breaks)


def test_a_sheet_too_wide_for_a_page_is_cut_between_groups_and_repeats_number_and_label(tmp_path: Path) -> None:
    path = made(tmp_path, "4-5-3-3")
    sheet, layout = load_workbook(path)["Calc"], layout_of(path)

    firsts = {area.left for area in layout.areas.values() if area.sheet == "Calc"}
    breaks = [one.id + 1 for one in sheet.col_breaks.brk]
    assert breaks
    assert set(breaks) <= firsts
    assert sheet.print_title_cols == "$A:$B"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.few(1)
@pytest.mark.parametrize("network", TABLES)
def test_the_printed_trace_is_one_page_with_the_whole_chart(network: str, tmp_path: Path) -> None:
    sheet = load_workbook(made(tmp_path, network))["Trace"]

    assert sheet.print_area == "'Trace'!$A$1:$Q$36"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    widths = [sheet.column_dimensions["F"].width] + [8.43] * 11  # F to Q, where the chart stands
    assert sheet._charts[0].anchor.ext.cx / 914_400 < sum(7 * width + 5 for width in widths) / 96


@pytest.mark.full
@pytest.mark.libreoffice
def test_5001_rows_of_trace_print_on_one_page(tmp_path: Path) -> None:
    path = made(tmp_path, "2-2-1", iterations=5000, eta=0.5)
    sheetnet.train(path)

    pages = printed(path, tmp_path)

    # how many pages the other sheets take depends on the fonts; every page names its sheet at the foot
    assert sum("book.xlsx | Trace | " in page for page in pages) == 1
    assert any("unit errors" in page for page in pages)


@pytest.mark.libreoffice
def test_the_printed_guide_is_one_page_that_cuts_no_line(tmp_path: Path) -> None:
    """In Excel's font, or in Carlito, which is as wide; wider letters run over the edge."""
    pages = printed(made(tmp_path, "2-2-1", iterations=5000), tmp_path)
    fonts = subprocess.run(["fc-list"], capture_output=True, text=True).stdout if shutil.which("fc-list") else ""
    if "Carlito" not in fonts and "Calibri" not in fonts:
        pytest.skip("neither Calibri nor Carlito is installed")

    (guide,) = (page for page in pages if "book.xlsx | Guide | " in page)
    assert "as many updates as C5 says" in " ".join(guide.split())


def printed(path: Path, folder: Path) -> list[str]:
    """The text of every page as LibreOffice prints the workbook."""
    pdf = convert(path, "pdf", folder / "lo")
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on the PATH")
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return run.stdout.rstrip("\f").split("\f")
