"""Buttons, as they are asked for."""

import json
from pathlib import Path

import pytest

from sheetnet.cli import main


def test_run_main_writes_one_line_beside_the_workbook(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["button", str(letters), "--run-main"]) == 0

    assert letters.with_suffix(".py").read_text() == "from sheetnet.excel import train as main\n"
    assert capsys.readouterr().out.startswith(f"{letters.with_suffix('.py')}: ")


def test_button_makes_a_workbook_with_macros(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["button", str(letters), "--json"]) == 0

    made = Path(json.loads(capsys.readouterr().out)["written"]["workbook"])
    assert made == letters.with_suffix(".xlsm")
    assert main(["train", str(made), "--iterations", "3"]) == 0
    assert "current BP!C15:G34" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["button"], ["button", "--run-main"]])
def test_button_without_a_workbook_says_what_is_missing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2

    assert capsys.readouterr().err.startswith("sheetnet: expected a workbook")
