"""Text that stays text in a CSV file."""

import csv
from pathlib import Path

import openpyxl
import pytest

from sheetnet.cli import main
from sheetnet.guard import guarded, guarded_label, unguarded

FORMULAS = ["=1+1", "@x", "-cmd", "+1+cmd|' /C calc'!A0", "\t=1", "＝1", "-1e5x", "-inf"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_a_formula_and_comes_back(text: str) -> None:
    for guard in (guarded, guarded_label):
        assert guard(text) == f"'{text}"
        assert unguarded(guard(text)) == text


@pytest.mark.parametrize("text", ["apple", "'t was", "1-2", "", "'", "a=b"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == guarded_label(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["-1", "+1", "-.5", "-1.5e-9"])
def test_a_label_that_is_a_number_stays_one(text: str) -> None:
    assert guarded_label(text) == text


def test_labels_like_formulas_are_guarded_in_every_table_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["a,b,label", "0,0,=1+1", "0,1,@x", "1,0,-cmd", "1,1,-1"]
    Path("rows.csv").write_text("\n".join(lines) + "\n")
    for command in (
        ["new", "o.xlsx", "--network", "2-2-4", "--data", "rows.csv"],
        ["predict", "o.xlsx", "rows.csv", "-o", "p.csv"],
        ["export", "o.xlsx", "--to", "csv"],
        ["import", "o.xlsx", "o.csv"],
    ):
        assert main(command) == 0, command

    for name in ("p.csv", "o.csv"):
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert {"'=1+1", "'@x", "'-cmd"} <= cells
        assert not {"=1+1", "@x", "-cmd"} & cells
    assert openpyxl.load_workbook("o.xlsx")["Data"]  # it is whole
