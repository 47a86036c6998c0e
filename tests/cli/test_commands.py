"""The table of commands, and the files that it stands for."""

import subprocess
import sys
from pathlib import Path

import pytest

from sheetnet.cli import commands
from sheetnet.cli.parser import parse
from tests.conftest import ROOT


def test_each_file_has_a_row_and_each_row_a_file() -> None:
    folder = Path(commands.__file__).parent
    files = {path.stem.removesuffix("_") for path in folder.glob("[a-z]*.py")}

    assert files == set(commands.COMMANDS)


@pytest.mark.parametrize("name", commands.COMMANDS)
def test_a_command_brings_examples_of_itself_and_its_deed(name: str) -> None:
    command = commands.command_of(name)

    assert command.EXAMPLES.startswith(f"Examples:\n  sheetnet {name}")
    assert callable(command.add_options)
    assert callable(command.run)


def test_only_the_command_that_was_asked_for_is_imported() -> None:
    code = (
        "import sys\nfrom sheetnet.cli.parser import parse\nparse(['train', 'a.xlsx'])\n"
        "print(*[name for name in sys.modules if name.startswith('sheetnet.cli.commands.')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)

    assert done.stdout.split() == ["sheetnet.cli.commands.train"]


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--", "doctor"], ["--json", "doctor"]])
def test_the_command_comes_first(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(arguments)

    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("sheetnet: ")
