"""A command line as it is typed, and what it prints where."""

from pathlib import Path

import pytest

from sheetnet.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()
