"""Training before one's eyes, as it is asked for."""

from pathlib import Path

import pytest

from sheetnet.cli import main


def test_live_without_a_workbook_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["live", str(tmp_path / "no.xlsx")]) == 2

    assert capsys.readouterr().err == "sheetnet: no.xlsx: there is no such file\n"
