"""Ordinary xlwings code on LibreOffice."""

import datetime as dt
import math
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheetnet.office.channel import Channel, OfficeError
from sheetnet.office.process import Office
from sheetnet.sheet.cells import Fault

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def sheet(app: xlwings.App) -> xlwings.Sheet:
    return app.books.add().sheets[0]


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests that went to LibreOffice."""
    made: list[str] = []
    ask: Callable[..., Any] = Channel.ask

    def noted(self: Channel, what: str, /, **about: Any) -> Any:
        made.append(what)
        return ask(self, what, **about)

    monkeypatch.setattr(Channel, "ask", noted)
    return made


def test_values_are_read_back_as_what_they_were(sheet: xlwings.Sheet) -> None:
    moment, day = dt.datetime(2020, 12, 31, 12, 12, 20), dt.datetime(1962, 11, 3)
    rows = [[1.5, "text", None, True], [False, moment, day, 0.1], ["007", "TRUE", "=1+1", "'quoted"]]

    sheet["B2"].value = rows

    assert sheet["B2:E4"].options(ndim=2).value == rows
    assert type(sheet["E2"].value) is bool


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_floats_survive_to_the_last_bit(sheet: xlwings.Sheet, numbers: list[float]) -> None:
    # a cell knows no negative zero, and LibreOffice no numbers below the normal ones
    numbers = [0.0 if abs(number) < sys.float_info.min else number for number in numbers]

    sheet["A1"].value = [numbers]

    read = sheet.range((1, 1), (1, len(numbers))).options(ndim=1).value
    assert [struct.pack("d", number) for number in read] == [struct.pack("d", number) for number in numbers]


def test_a_block_is_one_request_each_way(sheet: xlwings.Sheet, requests: list[str]) -> None:
    block = [[row * 5 + column + 0.1 for column in range(5)] for row in range(20)]

    sheet["C15"].value = block
    read = sheet["C15:G34"].value

    assert read == block
    assert [name for name in requests if name != "document"] == ["write", "read"]


def test_a_text_that_starts_with_an_equals_sign_stays_text(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "=1+1"
    sheet["A2"].formula = "=1+1"

    assert sheet["A1:A2"].value == ["=1+1", 2.0]
    assert sheet["A1:A2"].formula == (("'=1+1",), ("=1+1",))


def test_none_and_nan_empty_a_cell_and_infinity_is_refused(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [1.0, 2.0, 3.0]

    sheet["A1"].value = [None, math.nan]

    assert sheet["A1:C1"].value == [None, None, 3.0]
    with pytest.raises(ValueError, match="a cell cannot hold inf"):
        sheet["C1"].value = math.inf


def test_errors_in_cells_are_told_apart_from_empty_cells_and_texts(sheet: xlwings.Sheet) -> None:
    sheet["A1"].formula = [["=1/0", "=NA()", "=nosuchname", "=10^400", '="#DIV/0!"', '="a"+1']]

    assert sheet["A1:F1"].raw_value == [
        [Fault("#DIV/0!"), Fault("#N/A"), Fault("#NAME?"), Fault("#NUM!"), "#DIV/0!", Fault("#VALUE!")]
    ]
    assert sheet["A1:B1"].value == [None, None]
    assert sheet["A1:B1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A"]


def test_truth_values_of_formulas_are_truth_values_and_their_numbers_numbers(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1.0], [2.0], [3.0]]
    sheet["B1:B3"].formula = "=A1>1"
    sheet["C1:C3"].formula = "=IF(A1>1,1,0)"

    assert sheet["B1:C3"].raw_value == [[False, 0.0], [True, 1.0], [True, 1.0]]
    assert [type(value) for row in sheet["B1:C3"].raw_value for value in row] == [bool, float] * 3


def test_dates_and_truth_values_among_other_formats_are_told_apart(sheet: xlwings.Sheet) -> None:
    day = dt.datetime(2024, 5, 1)
    sheet["A1"].value = [[True, day], [0.5, 0.25], [None, 7.0]]
    sheet["C1"].value = [[day], [0.5]]
    sheet["D1"].formula = [["=C1"], ["=C2"]]

    assert sheet["A1:B3"].value == [[True, day], [0.5, 0.25], [None, 7.0]]
    assert sheet["B1:C2"].value == [[day, day], [0.25, 0.5]]
    assert sheet["A2:B2"].value == [0.5, 0.25]
    sheet["A1"].value = [[2.0, 3.0], [4.0, 5.0]]
    assert sheet["A1:B2"].options(ndim=2).value == [[2.0, sheet["B1"].value], [4.0, 5.0]]
    assert isinstance(sheet["B1"].value, dt.datetime)
    sheet["A1:A2"].value = 1.0
    assert [type(value) for value in sheet["A1:A2"].value] == [float, float]


def test_a_number_over_a_truth_value_is_a_number(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = True

    sheet["A1"].value = 1.0

    assert type(sheet["A1"].value) is float


def test_formulas_are_written_and_read_as_in_excel(sheet: xlwings.Sheet) -> None:
    sheet.book.sheets.add("It's a sheet", after=sheet)
    texts = [
        '=IF(A9>1.5,"a;b,c","")',
        "=SUM('It''s a sheet'!$A$1:$B$2,A9)",
        "=SUMPRODUCT(A9:A10,{1;2})",
        '=COUNTIF(A:A,">"&A9)',
        "=CONCAT(A9,A10)",
    ]

    sheet["D1"].formula = [[text] for text in texts]

    assert [row[0] for row in sheet["D1:D5"].formula] == texts
    assert sheet["D3"].value == 0.0


def test_formulas_of_a_shipped_workbook_read_as_the_file_has_them(book: xlwings.Book, letters: Path) -> None:
    expected = load_workbook(letters)

    for name in ("BP", "Calc"):
        used = book.sheets[name].used_range
        for row, texts in enumerate(used.formula, used.row):
            for column, text in enumerate(texts, used.column):
                stored = expected[name].cell(row, column).value
                if isinstance(stored, str) and stored.startswith("="):
                    assert text == stored, (name, row, column)


def test_one_formula_fills_a_range_with_its_references_moved(sheet: xlwings.Sheet) -> None:
    sheet["B1:C2"].formula = "=A1*2"

    assert sheet["B1:C2"].formula == (("=A1*2", "=B1*2"), ("=A2*2", "=B2*2"))


@pytest.mark.parametrize("wrong", ["=(((", '="a', "='a", "=#", "=)", "={", "=1,,", "=[x"])
def test_a_wrong_formula_takes_no_other_with_it(sheet: xlwings.Sheet, wrong: str) -> None:
    sheet["A1"].formula = [["=SUM(1,2)", wrong, "=SUM(2,2)"]]

    assert (sheet["A1"].value, sheet["C1"].value) == (3.0, 4.0)
    assert (sheet["A1:C1"].formula[0][0], sheet["A1:C1"].formula[0][2]) == ("=SUM(1,2)", "=SUM(2,2)")


def test_a_copy_takes_values_and_looks_along(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].value = [[0.25, 2.0], [3.0, 4.0]]

    sheet["A1:B2"].copy(sheet["D5"])

    assert sheet["D5:E6"].value == [[0.25, 2.0], [3.0, 4.0]]
    with pytest.raises(NotImplementedError, match="there is no clipboard"):
        sheet["A1"].copy()


def test_names_resolve_to_ranges(book: xlwings.Book) -> None:
    names = {name.name: name.refers_to for name in book.names}

    assert names["current"] == "=BP!$C$15:$G$34"
    assert book.names["current"].refers_to_range.address == "$C$15:$G$34"
    assert book.sheets["BP"].range("current").shape == (20, 5)
    with pytest.raises(xlwings.NoSuchObjectError, match="'current' lies on sheet 'BP', not on 'Data'"):
        book.sheets["Data"].range("current")


def test_names_of_workbook_and_sheet_are_kept_apart(sheet: xlwings.Sheet) -> None:
    sheet["A1"].name = "everywhere"
    sheet["A2"].name = f"{sheet.name}!here"

    assert [name.name for name in sheet.book.names] == ["everywhere", f"{sheet.name}!here"]
    assert [name.name for name in sheet.names] == [f"{sheet.name}!here"]
    assert sheet.range("here").address == "$A$2"
    with pytest.raises(OfficeError, match="'A1' cannot be a name"):
        sheet.book.names.add("A1", "=Sheet1!$B$2")


def test_a_missing_sheet_is_told_with_those_that_are_there(book: xlwings.Book) -> None:
    with pytest.raises(
        xlwings.NoSuchObjectError, match=r"no sheet 'BQ'; the workbook has 'BP', .* - did you mean 'BP'"
    ):
        _ = book.sheets["BQ"]


@pytest.mark.few(1)
@pytest.mark.parametrize("change", ["write", "formula", "clear"])
def test_protected_cells_are_refused_in_a_sentence_and_stay(book: xlwings.Book, letters: Path, change: str) -> None:
    book.close()
    spoiled = load_workbook(letters)
    spoiled["BP"].protection.enable()
    spoiled.save(letters)
    cells = xlwings.Book(letters).sheets["BP"]["C15:D16"]
    before = cells.value

    changes: dict[str, Callable[[], None]] = {
        "write": lambda: setattr(cells, "value", [[1.0, 2.0], [3.0, 4.0]]),
        "formula": lambda: setattr(cells, "formula", "=1"),
        "clear": cells.clear_contents,
    }

    with pytest.raises(OfficeError, match=r"BP!C15:D16: the sheet is protected; take the protection off") as caught:
        changes[change]()

    assert caught.value.kind == "protected"
    assert cells.value == before


def test_a_part_of_an_array_formula_is_refused(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].formula_array = "={1,2;3,4}"

    with pytest.raises(OfficeError, match="part of an array formula"):
        sheet["A1"].value = 7.0

    assert sheet["A1:B2"].value == [[1.0, 2.0], [3.0, 4.0]]


def test_manual_calculation_waits_and_is_given_back(app: xlwings.App, sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = 2
    sheet["B1"].formula = "=A1*2"

    with app.properties(calculation="manual", screen_updating=False, status_bar="training"):
        sheet["A1"].value = 4
        waited = sheet["B1"].value
        app.calculate()
        calculated = sheet["B1"].value

    assert (waited, calculated) == (4.0, 8.0)
    assert (app.calculation, app.screen_updating, app.status_bar) == ("automatic", True, False)


def test_a_workbook_is_found_by_name_and_by_path_and_opened_once(app: xlwings.App, letters: Path) -> None:
    book = xlwings.Book(letters)

    assert xlwings.Book(letters) == book
    assert xlwings.Book("letters.xlsx") == book
    assert app.books["letters.xlsx"].fullname == str(letters)
    assert len(app.books) == 1
    with pytest.raises(FileNotFoundError):
        xlwings.Book(letters.with_name("none.xlsx"))


def test_two_open_workbooks_of_one_name_are_an_error_that_says_so(
    app: xlwings.App, running: Office, letters: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "letters.xlsx"
    other.parent.mkdir()
    other.write_bytes(letters.read_bytes())
    for path in (letters, other):
        running.channel.ask("open", path=str(path), visible=False, macros=False)

    with pytest.raises(
        xlwings.XlwingsError, match=r"2 open workbooks are called 'letters.xlsx': .*; close all but one"
    ):
        _ = app.books["letters.xlsx"]

    assert app.books[str(other)].fullname == str(other)


def test_a_workbook_that_is_open_in_another_libreoffice_is_refused_without_a_question(
    app: xlwings.App, letters: Path
) -> None:
    letters.with_name(".~lock.letters.xlsx#").write_text(",somebody,,,;")

    with pytest.raises(OfficeError, match=r"letters.xlsx is open in another LibreOffice; close it there") as caught:
        xlwings.Book(letters)

    assert caught.value.kind == "busy"
    assert app.books.open(letters, read_only=True).sheets["BP"]["C5"].value == 500.0


def test_a_workbook_that_was_closed_says_so(app: xlwings.App, sheet: xlwings.Sheet) -> None:
    sheet.book.close()

    with pytest.raises(OfficeError, match="the workbook has been closed") as caught:
        _ = sheet["A1"].value

    assert caught.value.kind == "closed"


@pytest.mark.parametrize("kind", [".xlsx", ".xlsm", ".ods"])
def test_what_is_saved_is_there_when_it_is_opened_again(sheet: xlwings.Sheet, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"表{kind}"
    sheet["A1"].value = [0.1, True, "=text"]

    sheet.book.save(path)
    sheet["A1"].value = 0.2
    sheet.book.save()
    sheet.book.close()

    assert xlwings.Book(path).sheets[0]["A1:C1"].value == [0.2, True, "=text"]
    if kind == ".xlsx":
        assert load_workbook(path).active["A1"].value == 0.2


def test_other_kinds_of_files_are_refused(sheet: xlwings.Sheet, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match=r"expected a name that ends in \.xlsx, \.xlsm, \.ods, found"):
        sheet.book.save(tmp_path / "book.pdf")


def test_the_caller_is_the_workbook_that_the_command_line_names(
    app: xlwings.App, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("on Windows xlwings asks Excel itself")
    path = letters.rename(letters.with_name("文字.xlsx"))
    book = xlwings.Book(path)
    app.books.add()
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=文字.xlsx", "--from_xl=1", "--hwnd=0"])

    assert xlwings.Book.caller() == book


def test_end_and_expand_follow_the_filled_cells(sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = [[1.0, "a"], [2.0, "b"], [3.0, None], [None, None], [5.0, None]]

    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B4"].end("down").address == "$B$6"
    assert sheet["B6"].end("down").row == 1_048_576
    assert sheet["B6"].end("up").address == "$B$4"
    assert sheet["B2"].end("right").address == "$C$2"
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet.used_range.address == "$B$2:$C$6"


def test_clearing_contents_leaves_formats(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = dt.datetime(2024, 5, 1)

    sheet["A1"].clear_contents()
    sheet["A1"].value = 45000.0

    assert isinstance(sheet["A1"].value, dt.datetime)
    sheet["A1"].clear()
    sheet["A1"].value = 45000.0
    assert sheet["A1"].value == 45000.0


def test_sheets_can_be_added_named_hidden_and_deleted(sheet: xlwings.Sheet) -> None:
    sheets = sheet.book.sheets

    added = sheets.add("last", after=sheet)
    added.visible = False
    sheet.name = "first"

    assert [(one.name, one.visible, one.index) for one in sheets] == [("first", True, 1), ("last", False, 2)]
    added.delete()
    assert sheet.book.sheet_names == ["first"]
