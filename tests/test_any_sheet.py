"""inspect and check on a workbook that sheetnet did not make, as a user runs them."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from sheetnet.cli import main
from tests.inspecting.books import book, save
from tests.inspecting.hard_books import HARD
from tests.inspecting.mutants import mutants


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return save(book("2-2-2", "block"), tmp_path / "good.xlsx")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    mutant = next(one for one in mutants(book("2-2-2", "block")) if one.what == "sigma' of another unit, all")
    return save(mutant.book, tmp_path / "wrong.xlsx")


def test_check_ends_with_0_1_or_2(good: Path, wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(empty)

    assert [main(["check", str(path)]) for path in (good, wrong, empty)] == [0, 1, 2]
    said = capsys.readouterr().err
    assert "wrong.xlsx: Net!O13: the slope σ′ is that of another unit; write" in said
    assert "empty.xlsx: no gradients of a loss were found" in said


def test_check_as_json_has_a_record_of_each_mistake(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(wrong), "--json", "--lang", "ja"])

    told = json.loads(capsys.readouterr().out)
    (mistake,) = told["mistakes"]
    assert told["agree"] is False
    assert (mistake["kind"], mistake["cell"], len(mistake["cells"])) == ("slope_of_other_unit", "Net!O13", 12)
    assert "傾き" in mistake["sentence"]


def test_inspect_tells_where_and_why(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(good), "--json"]) == 0

    found = {one["what"]: one for one in json.loads(capsys.readouterr().out)["found"]}
    assert found["loss"]["where"] == ["Net!E1"]
    assert found["parameters"]["where"] == ["Net!B4:C5", "Net!B7:C8"]
    assert found["gradients"]["where"] == ["Net!G4:H5", "Net!G7:H8"]
    assert found["rate"]["where"] == ["Net!B1"]
    assert found["loss"]["sure"] == "certain"


def test_the_map_is_one_more_sheet_and_nothing_else_changes(good: Path, tmp_path: Path) -> None:
    mapped = tmp_path / "mapped.xlsx"

    assert main(["inspect", str(good), "--sheet", "-o", str(mapped), "--lang", "ja"]) == 0

    with zipfile.ZipFile(good) as before, zipfile.ZipFile(mapped) as after:
        assert before.read("xl/worksheets/sheet1.xml") == after.read("xl/worksheets/sheet1.xml")
    sheets = openpyxl.load_workbook(mapped)
    assert sheets.sheetnames == ["Net", "Inspect"]
    assert "Net!E1" in [cell.value for row in sheets["Inspect"].iter_rows() for cell in row]


def test_names_are_written_when_asked_for(good: Path) -> None:
    assert main(["inspect", str(good), "--write-names"]) == 0

    names = openpyxl.load_workbook(good).defined_names
    assert names["loss"].attr_text.replace("$", "") == "Net!E1"
    assert names["parameters_2"].attr_text.replace("$", "") == "Net!B7:C8"


def test_a_workbook_of_sheetnets_own_is_checked_as_ever(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(letters)]) == 0
    assert "sheet and engine agree" in capsys.readouterr().out


@pytest.mark.few(6)
@pytest.mark.parametrize("command", ["fit", "check"])
@pytest.mark.parametrize("what", HARD)
def test_what_cannot_be_differentiated_is_said_in_one_line(
    what: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells, told = HARD[what]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for address, value in ({"A1": 0.5, "H1": "=2*A1"} | cells).items():
        sheet[address] = value
    book.save(tmp_path / "hard.xlsx")
    before = (tmp_path / "hard.xlsx").read_bytes()
    gradients = ["--gradients", "S!H1"] if command == "check" else []

    code = main([command, str(tmp_path / "hard.xlsx"), "--loss", "S!F1", "--parameters", "S!A1", *gradients])

    said = capsys.readouterr()
    assert code == 2
    assert told in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert (tmp_path / "hard.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["hard.xlsx"]


def test_gradients_that_lie_where_nothing_is_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    book.active.append([0.5, "=A1^2"])  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")

    code = main(["check", str(tmp_path / "a.xlsx"), *["--loss", "B1", "--parameters", "A1", "--gradients", "Z99"]])

    assert code == 2
    assert "Z99: expected a number for a gradient, found no number" in capsys.readouterr().err
