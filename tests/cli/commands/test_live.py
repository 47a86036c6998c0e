"""Training before one's eyes, as it is asked for."""

import sys
from pathlib import Path

import pytest

from sheetnet.cli import main


def test_live_without_a_workbook_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", str(tmp_path / "no.xlsx")]) == 2

    assert capsys.readouterr().err == "sheetnet: no.xlsx: there is no such file\n"


def test_nothing_is_said_to_be_opened_where_xlwings_is_missing(
    letters: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)

    assert main(["live", str(letters)]) == 2

    assert capsys.readouterr().err == (
        'sheetnet: letters.xlsx: training in LibreOffice needs xlwings; python -m pip install "sheetnet[libreoffice]"\n'
    )
