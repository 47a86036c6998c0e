"""Colour and bars are for terminals; --quiet leaves errors alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sheetnet.cli import main
from tests.conftest import ROOT


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_only_on_a_terminal_without_no_color(no_color: str, coloured: bool, letters: Path) -> None:
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    command = [sys.executable, "-m", "sheetnet", "show", str(letters)]
    subprocess.run(command, stdout=slave, check=True, cwd=ROOT, env=environment)
    os.close(slave)
    shown = os.read(master, 65536)
    os.close(master)

    assert (b"\x1b[1m" in shown) == coloured


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
def test_a_progress_bar_only_on_a_terminal(letters: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sheetnet", "train", str(letters), "--iterations", "5000", "--every", "100"],
        capture_output=True, cwd=ROOT, text=True, check=True,
    )  # fmt: skip

    assert done.stderr == ""


# quiet


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", "-n", "2"),
        ("train", "-n", "50", "--eta", "1"),  # with a warning
        ("train", "-n", "2", "--jobs", "2"),
        ("step", "--dry-run"),
        ("check",),
        ("show",),
        ("sweep", "-n", "2"),
        ("predict", "Data!D6:W9"),
        ("predict", "Data!D6:W9", "-o", "OUT.csv"),
        ("export", "--to", "json"),
        ("button",),
    ],
)
def test_nothing_is_said_where_all_is_well(
    arguments: tuple[str, ...], letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(letters.parent)

    code = main([arguments[0], "letters.xlsx", *arguments[1:], "-q"])

    assert (code, *capsys.readouterr()) == (0, "", "")


@pytest.mark.parametrize("arguments", [("train", "no.xlsx"), ("train", "no.xlsx", "letters.xlsx"), ("show", "no.xlsx")])
def test_errors_are_told(
    arguments: tuple[str, ...], letters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(letters.parent)

    code = main([*arguments, "--quiet"])

    assert code == (1 if len(arguments) > 2 else 2)
    assert capsys.readouterr() == ("", "sheetnet: no.xlsx: no such file\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_is_printed_all_the_same(jobs: str, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(letters), "--eta", "1", "-j", jobs, "--json", "-q"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out)["warnings"]
    assert err == ""


def test_the_next_run_in_the_same_process_speaks_again(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["show", str(letters), "-q"])
    main(["show", str(letters)])

    assert "20-3-4" in capsys.readouterr().out
