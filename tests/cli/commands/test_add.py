"""sheetnet add: what it prints, the rows of stdin, and what goes to --json."""

import io
import json
from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli import main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "t.csv").write_text("a,b,kind\n0.1,0.9,x\n0.9,0.2,y\n0.8,0.1,y\n")
    sheetnet.new(tmp_path / "book.xlsx", network="2-2-2", data=tmp_path / "t.csv", plain=True)
    return tmp_path / "book.xlsx"


def test_add_says_which_row_it_is_for_what_and_how_e_changes(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book.parent / "new.csv").write_text("b,a\n0.25,0.5\n")

    assert main(["add", str(book), "--data", str(book.parent / "new.csv"), "--label", "y", "--split", "test"]) == 0

    out = capsys.readouterr().out
    assert "1 case added for test: row 9 of Data; 4 cases now" in out
    assert f"sheetnet train {book}" in out


def test_rows_come_from_stdin_and_the_result_goes_to_json(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO(b"a,b,kind\n0.5,0.25,x\n0.6,0.75,y\n")

    monkeypatch.setattr("sys.stdin", Stdin())
    output = book.with_name("more.xlsx")

    assert main(["add", str(book), "--data", "-", "-o", str(output), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["labels"], told["split"], told["cases"]) == ([9, 10], ["x", "y"], "train", 5)
    assert sheetnet.show(output)["cases"] == 5
    assert sheetnet.show(book)["cases"] == 3


def test_a_label_that_is_no_class_is_refused_with_those_that_are(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.parent / "new.csv").write_text("a,b\n0.25,0.5\n")

    assert main(["add", str(book), "--data", str(book.parent / "new.csv"), "--label", "Z"]) == 2

    assert "no class is called 'Z'; the classes are x, y" in capsys.readouterr().err
