"""How a table was read, and why it was not, is said in Japanese to the last word."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetnet.cli import main

ENGLISH = re.compile(r"[A-Za-z][a-z]+ [a-z]{2,}")

FILES = {
    "cp932": "幅,高さ,名前\n1,2,犬とねことさるのことば\n3,4,ねこ\n".encode("cp932"),
    "cp1252": "Größe,b,c\n1,2,Hund\n3,4,für\n".encode("cp1252"),
    "no encoding": b"x,y,c\n1,2,\x81\x8d\xff\n3,4,b\n",
    "pandas": b"0,1,2\n0.5,1.5,a\n0.2,2.5,b\n",
    "perhaps pandas": b"0,1,a\n1,0,b\n1,1,b\n",
    "an index": b",x,y,c\n0,1.5,2,a\n1,2.5,3,b\n",
    "an index of before": b"Unnamed: 0,x,y,c\n0,1.5,2,a\n1,2.5,3,b\n",
    "alike": b"x,y,c\n1,2,Cat\n2,3,cat\n",
    "an open point": b"x,y,c\n1.250,2,a\n2,3,b\n",
    "an open comma": b"x;y;c\n1,250;2;a\n2;3;b\n",
    "against a comma": b"x;y;c\n1,5;2;a\n2.5;3;b\n",
    "against a point": b'x,y,c\n1.5,2,a\n"2,5",3,b\n',
    "against both": b"x;y;c\n1.250,5;2;a\n2,500.5;3;b\n",
    "an empty field": b"x,y,c\n1.5,,a\n2,3,b\n",
    "an empty label": b"x,y,c\n1.5,2,\n2,3,b\n",
    "ragged": b"x,y,c\n1.5,2,a\n2,3\n",
    "one column short": b"x,y\n1.5,2\n2,3\n",
    "words": b"x,y,c\n1.5,two,a\n2,3,b\n",
    "an open quote": b'x,y,c\n1,"2,a\n3,4,b\n',
    "a closed quote": b'x,y\n"1"a,2\n',
    "nothing": b"\n\n",
    "a heading alone": b"x,y,c\n",
    "a control character": b"x,y,c\n1,2,a\x01\n2,3,b\n",
    "many labels": b"x,y,c\n1,2,a\n1,2,b\n1,2,c\n",
}
BELOW = [[1, 2, "a"], [2, 3, "b"], [3, 3, "b"]]


def _hidden(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def _table(sheet: Any) -> None:
    from openpyxl.worksheet.table import Table

    sheet["F1"] = "note"
    sheet.add_table(Table(displayName="Pets", ref="A1:C4"))


def _cell(value: object) -> Callable[[Any], None]:
    def put(sheet: Any) -> None:
        sheet["A2"] = value

    return put


SHEETS: dict[str, Callable[[Any], object]] = {
    "hidden": _hidden,
    "a table": _table,
    "TRUE": _cell(True),
    "a date": _cell(datetime.date(2024, 1, 1)),
    "a formula": _cell("=1+1"),
    "an empty cell": _cell(None),
}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said in Japanese, without the names that stand between quotes."""
    main(["--lang", "ja", *arguments])
    said = capsys.readouterr().err
    assert said
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", said)


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_is_said_of_a_text_file_is_japanese(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_bytes(content)

    said = told(capsys, "new", "o.xlsx", "--network", "2-2-2", "--data", "t.csv")

    assert not ENGLISH.search(said), said
    assert not re.search(r"\bline \d", said)


@pytest.mark.parametrize("visible", [[], ["--visible-only"]])
@pytest.mark.parametrize("change", SHEETS.values(), ids=SHEETS)
def test_what_is_said_of_a_sheet_is_japanese(
    change: Callable[[Any], object],
    visible: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    for row in [["x", "y", "c"], *BELOW]:
        book.active.append(row)
    change(book.active)
    book.save("t.xlsx")

    said = told(capsys, "new", "o.xlsx", "--network", "2-2-2", "--data", "t.xlsx", *visible)

    assert not ENGLISH.search(said), said


@pytest.mark.parametrize(
    ("rows", "command"),
    [
        ("y,x,id,c\n2,1,7,a\n3,2,8,b\n", "predict"),
        ("x,z\n1,2\n", "predict"),
        ("z,q\n1,2\n", "predict"),
        ("1,2,3,4\n", "predict"),
        ("x,y,c\n1,2,a\n", "predict"),
        ("x,y,c\n1,2,d\n", "predict"),
        ("x,z,c\n1,2,a\n", "add"),
        ("x,y,c\n1,2,d\n", "add"),
        ("x,y\n1,2\n", "add"),
        ("1,2,3,4\n", "add"),
    ],
)
def test_what_is_said_of_rows_for_a_workbook_is_japanese(
    rows: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("x,y,c\n1,2,a\n2,3,b\n", encoding="utf-8")
    assert main(["new", "o.xlsx", "--network", "2-2-2", "--data", "t.csv"]) == 0
    Path("rows.csv").write_text(rows, encoding="utf-8")
    capsys.readouterr()

    said = told(capsys, command, "o.xlsx", *(["--data"] if command == "add" else []), "rows.csv")

    assert not ENGLISH.search(re.sub(r"sheetnet train \S+", "", said)), said
