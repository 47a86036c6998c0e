"""The report as a workbook, read back by openpyxl and LibreOffice."""

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.report.report import write_report
from tests.conftest import convert
from tests.report.rows import DANGEROUS, done, failed

HEAD = 5


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "report.xlsx"
    write_report(path, rows, command="=sheetnet train class/*.xlsx", seconds=75)
    return path


def columns(sheet: Worksheet) -> dict[str, list[Any]]:
    """The cells below each title."""
    return {column[HEAD - 1].value: list(column[HEAD:]) for column in sheet.iter_cols() if column[HEAD - 1].value}


def values(sheet: Worksheet, title: str) -> list[Any]:
    return [cell.value for cell in columns(sheet)[title]]


def report(folder: Path, rows: list[dict[str, Any]]) -> Any:
    return load_workbook(write(folder, rows))


def test_the_head_says_how_it_went_when_and_by_what_command(tmp_path: Path) -> None:
    sheet = report(tmp_path, [done(), failed()])["Report"]

    assert sheet["A1"].value == "2 workbooks: 1 failed, 1 done"
    assert sheet["A2"].value.endswith(" · 0:01:15 h")
    assert sheet["A3"].value == "=sheetnet train class/*.xlsx"
    assert sheet["A3"].data_type == "s"


def test_the_table_holds_the_numbers_under_their_titles(tmp_path: Path) -> None:
    sheet = report(tmp_path, [done(warnings=["w"]), failed()])["Report"]

    assert values(sheet, "Status") == ["failed", "done"]
    assert values(sheet, "E before") == [None, 60.283917]
    assert values(sheet, "E after") == [None, 0.5571]
    assert values(sheet, "Accuracy after") == [None, 0.984375]
    assert columns(sheet)["Accuracy after"][1].number_format == "0.0%"
    assert values(sheet, "Message") == ["no such file", "warning: w"]
    assert values(sheet, "Written") == [None, "current BP!C15:G34, counter BP!D5"]


def test_failed_rows_and_rows_with_warnings_are_tinted_each_in_its_colour(tmp_path: Path) -> None:
    sheet = report(tmp_path, [failed(), done(warnings=["w"]), done()])["Report"]

    tints = [{cell.fill.fgColor.rgb for cell in row} for row in sheet.iter_rows(min_row=HEAD + 1)]
    assert tints == [{"00FBE4E0"}, {"00FFF4D9"}, {"00000000"}]
    assert sheet.cell(HEAD + 3, 1).fill.fill_type is None


def test_the_table_can_be_filtered_and_its_head_stays_in_sight_and_on_every_page(tmp_path: Path) -> None:
    sheet = report(tmp_path, [done(), done(), failed()])["Report"]

    assert sheet.auto_filter.ref.startswith("A5:")
    assert sheet.auto_filter.ref.endswith("8")
    assert sheet.freeze_panes == "C6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_accuracy_has_bars_from_nothing_to_all(tmp_path: Path) -> None:
    sheet = report(tmp_path, [done(), done()])["Report"]

    (place,) = sheet.conditional_formatting
    (rule,) = place.rules
    assert str(place.sqref) == f"{columns(sheet)['Accuracy after'][0].column_letter}6:F7"
    assert [(end.type, float(end.val)) for end in rule.dataBar.cfvo] == [("num", 0), ("num", 1)]


def test_workbooks_are_linked_from_the_reports_folder(tmp_path: Path) -> None:
    inside, url = str(tmp_path / "class" / "山田 #1.xlsx"), "https://example.org/a.xlsx?x=1"
    outside = str(tmp_path.parent / "b.xlsx")

    cells = columns(report(tmp_path, [done(inside), done(url), done(outside)])["Report"])["Workbook"]

    assert [cell.value for cell in cells] == [inside, url, outside]
    assert [cell.hyperlink.target for cell in cells] == [
        "class/山田%20%231.xlsx",
        url,
        (tmp_path.parent / "b.xlsx").as_uri(),
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_an_error(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, [done(text, message=text, warnings=[text]), failed(text, text)])

    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    expected = text.replace("\r", "\n")
    assert len(sheets) == 2
    assert not any("<f>" in sheet or "<f " in sheet or 't="e"' in sheet for sheet in sheets)
    cells = columns(load_workbook(path)["Report"])["Workbook"]
    assert [cell.value for cell in cells] == [expected, expected]
    assert [bool(cell.quotePrefix) for cell in cells] == [text[0] in "=+-@"] * 2  # for a reader who edits the cell


def test_what_is_not_finite_is_blank_and_leaves_no_chart(tmp_path: Path) -> None:
    nothing = {"iteration": 0, "E": float("nan"), "accuracy": float("-inf")}

    book = report(tmp_path, [done() | {"before": nothing, "after": nothing}])

    assert book.sheetnames == ["Report"]
    assert "E after" not in columns(book["Report"])


@pytest.mark.parametrize("rows", [[], [failed()], [failed(), failed()]])
def test_a_report_without_any_result_is_still_a_report(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    sheet = report(tmp_path, rows)["Report"]

    assert values(sheet, "Status") == ["failed"] * len(rows)


@pytest.mark.parametrize(("count", "kind"), [(1, "BarChart"), (40, "BarChart"), (41, "ScatterChart")])
def test_the_chart_has_names_as_long_as_there_is_room_for_them(tmp_path: Path, count: int, kind: str) -> None:
    sheet = report(tmp_path, [done(f"{n}.xlsx", n + 0.5) for n in range(count)])["Chart"]

    (chart,) = sheet._charts
    last = HEAD + count
    assert type(chart).__name__ == kind
    references = [(s.val or s.yVal).numRef.f.replace("$", "").split("!")[1].split(":") for s in chart.series]
    assert [(r[0], r[-1]) for r in references] == [("C6", f"C{last}"), ("D6", f"D{last}")]
    assert values(sheet, "E after") == sorted((n + 0.5 for n in range(count)), reverse=True)
    assert values(sheet, "Workbook") == [str(n) for n in reversed(range(count))]


@pytest.mark.parametrize(("least", "base"), [(0.001, 10), (1.0, None), (0.0, None)])
def test_the_axis_is_logarithmic_where_e_spans_powers_of_ten(tmp_path: Path, least: float, base: int | None) -> None:
    (chart,) = report(tmp_path, [done(f"{n}.xlsx", least + n) for n in range(60)])["Chart"]._charts

    assert chart.y_axis.scaling.logBase == base
    assert chart.y_axis.scaling.min == (None if base else 0)


@pytest.mark.full
def test_two_thousand_workbooks_have_two_thousand_rows_in_few_styles(tmp_path: Path) -> None:
    path = write(tmp_path, [done(f"{n}.xlsx", n + 1.0) if n % 10 else failed(f"{n}.xlsx") for n in range(2000)])

    book = load_workbook(path)
    assert book["Report"].max_row == HEAD + 2000
    assert book["Chart"].max_row == HEAD + 1800
    assert len(book._cell_styles) < 60


@pytest.mark.libreoffice
def test_libreoffice_reads_names_and_messages_as_they_are(tmp_path: Path) -> None:
    path = write(tmp_path, [failed("class/山田太郎.xlsx", "=1+1"), done("=2+2")])

    convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", tmp_path / "out")

    (found,) = (tmp_path / "out").glob("*.csv")
    lines = list(csv.reader(found.read_text("utf-8").splitlines()))
    assert lines[HEAD][1] == "class/山田太郎.xlsx"
    assert "=1+1" in lines[HEAD]
    assert lines[HEAD + 1][:4] == ["done", "=2+2", "60.283917", "0.5571"]
