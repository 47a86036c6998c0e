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
