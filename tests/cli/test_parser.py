"""The command line as a whole: its help, and words that it does not know."""

import pytest

from sheetnet.cli import main


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
        ("train a.xlsx --optimizer=adam", "no option '--optimizer' - did you mean '--optimiser'?"),
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
