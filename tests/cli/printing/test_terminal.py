"""Colour and bars are for terminals."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
