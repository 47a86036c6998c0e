"""The name of a report, the file that is written whole or not at all, and the table for programs."""

import csv
import errno
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sheetnet.errors import FileError, SettingError
from sheetnet.report import class_report
from sheetnet.report.report import check_report_name, write_report
from tests.report.rows import DANGEROUS, done, failed


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    write_report(path, rows, command="sheetnet train class/*.xlsx", seconds=1.5)
    return path


# the name


@pytest.mark.parametrize("name", ["report.xlsx", "report.csv", "report.html", "REPORT.XLSX", "成績.Html"])
def test_a_name_with_a_known_ending_in_a_folder_that_is_there_is_accepted(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, [done()])

    assert path.stat().st_size > 100


@pytest.mark.parametrize("name", ["report.txt", "report", "report.xls", "report.xlsx.bak"])
def test_another_ending_is_refused_and_the_remedy_names_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError) as caught:
        check_report_name(tmp_path / name)

    assert str(caught.value) == (
        f"expected the name of a report, found '{name}'; reports end in .xlsx, .csv, .html; "
        f"for example {Path(name).stem}.xlsx"
    )


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        check_report_name(tmp_path / "none" / "report.xlsx")

    assert str(caught.value) == f"there is no folder {str(tmp_path / 'none')!r} for the report; make it first"


@pytest.mark.parametrize("check", [check_report_name, partial(class_report.check_name, force=False)])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    check: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(FileError, match="no permission to write the report; choose another name"):
        check(tmp_path / "r.xlsx")


def test_a_folder_is_refused_even_with_the_name_of_a_report(tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()

    with pytest.raises(SettingError, match=r"report\.xlsx: this is a folder, expected the name of a report$"):
        check_report_name(tmp_path / "report.xlsx")


def test_a_report_does_not_replace_one_of_the_workbooks(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"precious")

    with pytest.raises(SettingError, match=r"the report would replace one of the workbooks; choose another name$"):
        check_report_name(tmp_path / "." / "a.xlsx", ["https://example.org/a.xlsx", str(book)])
    check_report_name(tmp_path / "b.xlsx", [str(book)])


# the file


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".html"])
def test_a_report_that_finds_no_room_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"report{ending}"
    path.write_bytes(b"the old one")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left on device"):
        write(path, [done()])

    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


# the table for programs


def test_a_table_holds_every_number_to_the_last_digit_and_blanks_for_what_is_not_finite(tmp_path: Path) -> None:
    e = 0.1 + 0.2
    bad = {"iteration": None, "E": float("nan"), "accuracy": float("inf")}

    first, second = table(write(tmp_path / "r.csv", [done(after=e), done(before=bad, eta=None, seconds=True)]))

    assert first["E_after"] == repr(e)
    assert first["accuracy_after"] == "0.984375"
    assert first["iteration_after"] == "500"
    assert first["written"] == "current BP!C15:G34, counter BP!D5"
    assert [second[key] for key in ("E_before", "accuracy_before", "iteration_before", "eta", "seconds")] == [""] * 5
    assert float(second["E_after"]) == 0.5571


def test_excel_sees_that_a_table_is_utf_8(tmp_path: Path) -> None:
    content = write(tmp_path / "r.csv", [done("class/山田太郎.xlsx")]).read_bytes()

    assert content.startswith(b"\xef\xbb\xbf")
    assert "class/山田太郎.xlsx".encode() in content


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text[0] not in "#{"] + ["＝1", "＠A"])
def test_no_cell_of_a_table_begins_a_formula(tmp_path: Path, text: str) -> None:
    row = table(write(tmp_path / "r.csv", [done(text, message=text, output=text, warnings=[text])]))[0]

    expected = "'" + text.replace("\r", "\n")
    assert [row[key] for key in ("workbook", "message", "output", "warnings")] == [expected] * 4


def test_failures_come_first_and_the_rest_stays_in_the_users_order(tmp_path: Path) -> None:
    rows = [done("1"), {"workbook": "2", "status": "skipped"}, failed("3"), done("4"), failed("5")]

    assert [row["workbook"] for row in table(write(tmp_path / "r.csv", rows))] == ["3", "5", "2", "1", "4"]


def test_a_report_on_no_workbook_is_the_head_of_the_table(tmp_path: Path) -> None:
    content = write(tmp_path / "r.csv", []).read_text("utf-8-sig")

    assert len(content.splitlines()) == 1
    assert content.startswith('"status","workbook","E_before"')


@pytest.mark.parametrize("ending", [".csv", ".html"])
def test_no_password_of_a_url_gets_into_a_report(tmp_path: Path, ending: str) -> None:
    url = "sftp://ada:s3cret@host.org/a.xlsx"
    path = tmp_path / f"r{ending}"

    write_report(path, [failed(url, f"{url}: gone")], command=f"sheetnet train {url}", seconds=1)

    assert "s3cret" not in path.read_text("utf-8")
    assert "sftp://ada@host.org/a.xlsx" in path.read_text("utf-8")


def test_names_that_are_no_text_at_all_are_still_reported(tmp_path: Path) -> None:
    row = table(write(tmp_path / "r.csv", [failed("class/\udc80\x00\x1b.xlsx")]))[0]

    assert row["workbook"] == "class/\ufffd\ufffd\ufffd.xlsx"
