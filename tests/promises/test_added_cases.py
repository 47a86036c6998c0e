"""A case put in, or taken out, by hand in a spreadsheet: what is said helps, and what it advises works."""

from pathlib import Path

import pytest

import sheetnet
from sheetnet.cli import main
from tests.readers.edited import edited

XOR = "a,b,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
NEW_CASE = [("put", "Data", cell, value) for cell, value in (("C9", 1), ("D9", 0.5), ("E9", 0.25), ("F9", 1))]
ON_DATA = [("insert row", "Data", 9), *NEW_CASE]
ON_CALC = [("insert row", "Calc", 9), ("copy row", "Calc", 8, 9)]


@pytest.fixture
def xor(tmp_path: Path) -> Path:
    (tmp_path / "xor.csv").write_text(XOR)
    path = tmp_path / "xor.xlsx"
    sheetnet.new(path, network="2-2-1", data=tmp_path / "xor.csv")
    return path


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["train", str(path)]) == 2
    return capsys.readouterr().err.rstrip("\n").partition(": ")[2]


@pytest.mark.libreoffice
def test_a_case_that_was_put_in_on_data_alone_is_told_with_both_remedies(
    xor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(xor, ON_DATA, tmp_path)

    assert refused(path, capsys) == (
        "edited-xor.xlsx: sums_1 (Calc!C6:D9): Data has 5 cases, Calc 4; insert a row at the same place on Calc too "
        "and copy the formulas of its neighbour into it, or delete the row on Data again and run sheetnet add"
    )


@pytest.mark.few(1)
@pytest.mark.libreoffice
@pytest.mark.parametrize("settings", [False, True])
def test_the_first_remedy_gives_a_workbook_that_counts_the_case(xor: Path, tmp_path: Path, *, settings: bool) -> None:
    if settings:
        sheetnet.new(xor, network="2-2-1", data=tmp_path / "xor.csv", settings={"optimiser": "adam"}, force=True)
    path = edited(xor, ON_DATA + ON_CALC, tmp_path)

    result = sheetnet.train(path, iterations=3)

    table = tmp_path / "five.csv"
    table.write_text(XOR.replace("1,1,0\n", "0.5,0.25,1\n1,1,0\n"))
    five = tmp_path / "five.xlsx"
    sheetnet.new(five, network="2-2-1", data=table, settings={"optimiser": "adam"} if settings else None)
    assert result.loss == pytest.approx(sheetnet.train(five, iterations=3).loss, abs=1e-12)
    assert main(["check", str(path)]) == 0
    assert main(["check", str(path), "--recalculate"]) == 0


@pytest.mark.full
@pytest.mark.libreoffice
def test_the_second_remedy_gives_the_workbook_back(xor: Path, tmp_path: Path) -> None:
    path = edited(xor, [*ON_DATA, ("delete row", "Data", 9)], tmp_path)

    assert sheetnet.train(path, iterations=3).loss == pytest.approx(sheetnet.train(xor, iterations=3).loss, abs=1e-12)
    assert main(["check", str(path)]) == 0


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_case_that_was_taken_out_on_data_alone_is_told_and_taking_it_out_on_calc_helps(
    xor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = edited(xor, [("delete row", "Data", 8)], tmp_path)
    message = refused(fewer, capsys)
    mended = edited(xor, [("delete row", "Data", 8), ("delete row", "Calc", 8)], tmp_path)

    assert message == (
        "edited-xor.xlsx: sums_1 (Calc!C6:D9): Data has 3 cases, Calc 4; delete the row at the same place on Calc too, "
        "or insert it on Data again"
    )
    assert sheetnet.train(mended, iterations=2).before.loss > 0
    assert main(["check", str(mended)]) == 0


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_row_that_was_put_in_on_calc_alone_is_told(
    xor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(xor, [("insert row", "Calc", 9)], tmp_path)

    assert "Data has 4 cases, Calc 5; delete the row" in refused(path, capsys)


@pytest.mark.libreoffice
def test_a_case_that_was_typed_below_the_last_one_is_told(
    xor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No name grows by that, in any spreadsheet program."""
    path = edited(xor, [("put", "Data", cell, 1) for cell in ("C10", "D10", "E10", "F10")], tmp_path)

    assert sheetnet.train(path, iterations=2).warnings == (
        "row 10 of Data looks like a case and is not counted: sheetnet add --typed makes it one; or insert a row above "
        "the last case there and on Calc, and copy the formulas of its neighbour into it there",
    )


@pytest.mark.full
@pytest.mark.libreoffice
def test_a_case_that_was_put_in_above_the_first_one_is_told(
    xor: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every name and formula moves down with what was its first row."""
    new = [("put", "Data", cell, 1) for cell in ("C6", "D6", "E6", "F6")]
    path = edited(xor, [("insert row", "Data", 6), *new], tmp_path)
    told = (
        "row 6 of Data looks like a case and is not counted: move it below the last case, where sheetnet add --typed "
        "makes it one"
    )

    assert sheetnet.train(path, iterations=2).warnings == (told,)
    main(["check", str(path)])
    assert told in "".join(capsys.readouterr())
    assert sheetnet.train(xor, iterations=2).warnings == ()
