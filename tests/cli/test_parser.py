"""The command line as a whole: its help, and words that it does not know."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sheetnet.cli import main
from sheetnet.cli.commands import COMMANDS
from sheetnet.cli.parser import parse, parser_of
from tests.conftest import ROOT


@pytest.mark.parametrize("command", ["", "new", "train", "step", "reset", "check", "show"])
def test_help_begins_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"] if command else ["-h"])

    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("Examples:\n  sheetnet ")


def test_a_misspelt_command_brings_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["trian", "letters.xlsx"])

    assert error.value.code == 2
    assert capsys.readouterr().err == "sheetnet: no command 'trian' - did you mean 'train'?; see sheetnet --help\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("train a.xlsx --iteration 5", "no option '--iteration' - did you mean '--iterations'?"),
        ("train a.xlsx --optimisr=adam", "no option '--optimisr' - did you mean '--optimiser'?"),
        ("train a.xlsx --max_seconds 5", "no option '--max_seconds' - did you mean '--max-seconds'?"),
        ("new a.xlsx --lr 0.1", "no option '--lr' - did you mean '--eta'?"),
        ("train a.xlsx --epochs 5", "no option '--epochs' - did you mean '--iterations'?"),
        ("show a.xlsx --epochs 5", "no option '--epochs'"),  # show takes neither
        ("doctor --xyz", "no option '--xyz'"),
        ("doctor a.xlsx", "expected no more arguments, found 'a.xlsx'"),
        ("import a.xlsx m.json more.json", "expected no more arguments, found 'more.json'"),
        (
            "step a.xlsx --hidden rleu",
            "--hidden: expected sigmoid, tanh, relu, identity, found 'rleu' - did you mean 'relu'?",
        ),
        (
            "new a.xlsx --init gauss",
            "--init: expected uniform, normal, zeros, found 'gauss'",
        ),
    ],
)
def test_what_may_be_meant_is_named(arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = f"sheetnet {arguments.split()[0]}"

    with pytest.raises(SystemExit) as end:
        main(arguments.split())

    assert end.value.code == 2
    assert capsys.readouterr() == ("", f"{name}: {message}; see {name} --help\n")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("create letters.xlsx", "'create' - did you mean 'new'?"),
        ("optimize a.xlsx", "'optimize' - did you mean 'fit'?"),
        ("letters.xlsx", "'letters.xlsx' - did you mean 'train letters.xlsx'?"),
    ],
)
def test_a_command_of_other_programs_brings_ours(arguments: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments.split())

    assert end.value.code == 2
    assert capsys.readouterr().err == f"sheetnet: no command {hint}; see sheetnet --help\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_may_be_spelt_in_the_american_way(name: str) -> None:
    options = parser_of(name)._option_string_actions

    for option, action in list(options.items()):
        assert options[option.replace("mise", "mize")] is action


def test_an_american_option_does_the_same_and_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    options = parse(["train", "a.xlsx", "--optimizer", "adam"])
    with pytest.raises(SystemExit):
        main(["train", "--help"])

    assert options.method_optimiser == "adam"
    assert "--optimizer" not in capsys.readouterr().out


def completions(line: str, tmp_path: Path) -> list[str]:
    """What a shell is answered at the Tab key: the words that argcomplete's protocol writes to a file."""
    answer = tmp_path / "answer"
    environ = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run([sys.executable, "-m", "sheetnet"], env=environ, cwd=ROOT, check=True, capture_output=True)
    return [word.strip() for word in answer.read_text().split("\n")]


def test_the_tab_key_completes_commands_options_and_choices(tmp_path: Path) -> None:
    pytest.importorskip("argcomplete")

    assert completions("sheetnet tra", tmp_path) == ["train"]
    assert "--write-settings" in completions("sheetnet train --write", tmp_path)
    assert completions("sheetnet train --optimiser ad", tmp_path) == ["adagrad", "adam"]


def test_a_number_that_is_none_of_an_options_is_said_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["blank", "key.xlsx", "--level", "9"])

    assert "--level: expected 1, 2, 3, 4, 5, 6, found '9'; see sheetnet blank --help" in capsys.readouterr().err
