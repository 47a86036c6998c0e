"""A sheet of a great many formulas: worked through in bounded memory, ended by Ctrl-C, or refused in one line."""

import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

import sheetnet
from sheetnet.cli import main
from sheetnet.graph import groups
from sheetnet.inspecting import workings
from sheetnet.sheet.cells import column_letters
from tests.conftest import ROOT

SIDE = 316  # 99,856 formulas
LOSS = "Sheet!LF1"
# a process starts with the size of its parent, so that a small helper is its parent, not the one that made the file
WEIGHING = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "sheetnet", *sys.argv[1:]], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
# a shell's background jobs are started with Ctrl-C ignored, and so would be what the tests start
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sheetnet.cli import main
sys.exit(main(sys.argv[1:]))
"""


def large(path: Path, side: int) -> Path:
    """Formulas ``A + A * B`` of the first column and row, filled down and to the right, and their sum."""
    letters = [column_letters(number) for number in range(1, side + 3)]
    heading = [f'<c r="{letter}1"><v>{0.1 * number}</v></c>' for number, letter in enumerate(letters[:-1])]
    heading.append(f'<c r="{letters[-1]}1"><f>SUM(B2:{letters[-2]}{side + 1})</f></c>')
    lines = [f'<row r="1">{"".join(heading)}</row>']
    for row in range(2, side + 2):
        cells = [f'<c r="{letter}{row}"><f>$A{row}*{letter}$1+{letter}$1</f></c>' for letter in letters[1:-1]]
        lines.append(f'<row r="{row}"><c r="A{row}"><v>{0.01 * row}</v></c>{"".join(cells)}</row>')
    empty = path.with_name("empty.xlsx")
    Workbook().save(empty)
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData>", f"<sheetData>{''.join(lines)}".encode())
            target.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["inspect"],
        ["check"],
        ["check", "--loss", "Sheet.H1", "--parameters", "Sheet.A2:A3", "--gradients", "Sheet.B2:B3"],
    ],
)
def test_more_formulas_than_are_looked_into_are_refused_in_one_line(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = large(tmp_path / "large.xlsx", 6)
    monkeypatch.setattr(workings, "_MOST_FORMULAS", 36)

    assert main([command[0], str(path), *command[1:]]) == 2
    said = "sheetnet: large.xlsx: 37 formulas: inspect and check look into at most 36; gradient and fit take more\n"
    assert capsys.readouterr().err == said


def test_more_formulas_that_are_no_copies_than_can_be_kept_are_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = large(tmp_path / "large.xlsx", 6)
    before = path.read_bytes()
    monkeypatch.setattr(groups, "_MOST_FORMS", 1)

    assert main(["fit", str(path), "--loss", "Sheet.H1", "--parameters", "Sheet.A2:A7"]) == 2
    assert capsys.readouterr().err == (
        "sheetnet: large.xlsx: 2 formulas that are no copies of each other, of 1 at most\n"
    )
    assert path.read_bytes() == before


@pytest.mark.full
def test_the_derivative_through_a_hundred_thousand_formulas_is_the_one_by_hand(tmp_path: Path) -> None:
    path = large(tmp_path / "large.xlsx", SIDE)

    (found,) = sheetnet.gradient(path, loss=LOSS, wrt=["Sheet!A2:A5"])

    assert np.allclose(found, 0.1 * SIDE * (SIDE + 1) / 2, rtol=1e-12)


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="a process is asked for its memory")
def test_inspecting_a_hundred_thousand_formulas_takes_at_most_half_a_gigabyte(tmp_path: Path) -> None:
    path = large(tmp_path / "large.xlsx", SIDE)
    done = subprocess.run(
        [sys.executable, "-c", WEIGHING, "inspect", str(path), "--quiet"], capture_output=True, text=True, cwd=ROOT
    )

    code, most = map(int, done.stdout.split())
    assert code == 0
    assert most / (1024 if sys.platform != "darwin" else 1024**2) < 500


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal needs POSIX")
@pytest.mark.parametrize(
    "command",
    [["inspect"], ["fit", "--loss", "Sheet.LF1", "--parameters", "Sheet.A2:A5", "--optimiser", "adam", "-n", "100000"]],
)
def test_a_long_command_says_that_it_is_at_work_and_ctrl_c_ends_it_with_nothing_written(
    command: list[str], tmp_path: Path
) -> None:
    import pty

    path, output = large(tmp_path / "large.xlsx", SIDE), tmp_path / "fitted.xlsx"
    before = path.read_bytes()
    saving = [] if command == ["inspect"] else ["--output", str(output)]
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, command[0], str(path), *command[1:], *saving],
        stderr=slave, stdout=subprocess.DEVNULL, cwd=ROOT,
    ) as running:  # fmt: skip
        os.close(slave)
        told = b""
        try:
            while not re.search(rb"large\.xlsx: [1-9]\d* s", told):
                told += os.read(master, 1024)
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 130
        finally:
            running.kill()

    assert b"interrupted; nothing was written" in os.read(master, 65536)
    assert path.read_bytes() == before
    assert not output.exists()
    os.close(master)
