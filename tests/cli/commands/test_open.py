"""Opening a workbook, as it is asked for."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import run


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but an opener on it, which writes down what it was given."""
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return tmp_path / "opened"


@pytest.mark.skipif("sys.platform != 'linux'", reason="the opener here is that of Linux")
def test_the_opener_of_the_system_is_given_the_workbook(
    letters: Path, opened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "open", letters, "--json")

    assert (code, err) == (0, "")
    assert opened.read_text().strip() == str(letters)
    told = json.loads(out)
    assert (told["workbook"], told["program"]) == (str(letters), "xdg-open")


def test_a_workbook_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "open", tmp_path / "none.xlsx")

    assert (code, err) == (2, "sheetnet: none.xlsx: no such file\n")
