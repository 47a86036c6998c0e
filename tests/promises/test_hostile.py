"""Files made to harm: refused in one line, within 300 MB of memory. How fast, `python -m benchmarks hostile` says."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, once
from tests.promises.hostile import DRAWN, HOSTILE, LAWFUL

pytestmark = pytest.mark.skipif(os.name != "posix", reason="memory is asked of systems of the POSIX kind")
MEMORY = 300 * 2**20
HEAVY = {"million_merged_ranges", "random_cell", "many_cell_styles", "many_namespaces", "long_formulas"}
"""Files with which nine commands take long; a run without --full tries `train` alone on them."""
# a process starts with the size of its parent, so that a small helper is its parent, not the one that made the files
OPENING = """
import json, resource, subprocess, sys
run = subprocess.run([sys.executable, "-m", "sheetnet", *sys.argv[1:]], stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([run.returncode, peak]))
"""


def opened(path: Path, command: str) -> tuple[int, int, str]:
    """(exit code, peak memory in bytes, what was said) of a command on a workbook."""
    run = subprocess.run(
        [sys.executable, "-c", OPENING, command, str(path)], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert run.returncode == 0, run.stderr
    code, peak = json.loads(run.stdout.splitlines()[-1])
    return code, peak, run.stderr


@pytest.fixture
def hostile(shared: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A hostile file of the test's own."""
    return lambda name: Path(shutil.copy(once(shared / f"hostile-{name}", HOSTILE[name]), tmp_path / "hostile.xlsx"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line_within_300_megabytes(
    name: str, hostile: Callable[[str], Path], tmp_path: Path
) -> None:
    path = hostile(name)
    before = path.stat()

    code, peak, said = opened(path, "train")

    assert code == 2
    assert said.startswith("sheetnet: hostile.xlsx: ")
    assert "no sheet" not in said, "the spoiled part was not even read"
    assert said.count("\n") == 1
    assert peak < MEMORY
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert [one.name for one in tmp_path.iterdir()] == ["hostile.xlsx"]


@pytest.mark.parametrize("name", LAWFUL)
def test_a_strange_but_lawful_file_is_trained_within_300_megabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "strange.xlsx"
    LAWFUL[name](path)

    code, peak, said = opened(path, "train")

    assert (code, said) == (0, "")
    assert peak < MEMORY


@pytest.mark.parametrize("name", DRAWN)
def test_buttons_are_put_into_a_strange_file_or_it_is_refused_within_300_megabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "strange.xlsx"
    make, refused = DRAWN[name]
    make(path)

    code, peak, said = opened(path, "button")

    assert (code, said.count("\n")) == ((2, 1) if refused else (0, 0)), said
    assert peak < MEMORY
    assert path.with_suffix(".xlsm").exists() is not refused


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.full) if name in HEAVY else name for name in HOSTILE]
)
def test_every_command_does_without_what_is_spoiled_or_refuses_it_in_one_line_within_300_megabytes(
    name: str, hostile: Callable[[str], Path], tmp_path: Path
) -> None:
    path = hostile(name)
    new = str(tmp_path / "new.xlsx")
    commands = [
        ["show", str(path)],
        ["check", str(path)],
        ["reset", str(path)],
        ["step", str(path)],
        ["button", str(path)],
        ["sweep", str(path), "--eta", "0.1,0.5"],
        ["predict", str(path), f"{path}!BP!A1:T2"],
        ["export", str(path), "--to", str(tmp_path / "model.json")],
        ["new", new, "--data", f"{path}!BP!A1:D9", "--network", "3-2-2"],
    ]

    run = subprocess.run(
        [sys.executable, "-m", "tests.promises.several", json.dumps(commands)], capture_output=True, text=True, cwd=ROOT
    )

    answers, peak = json.loads(run.stdout)
    refused = [said for code, said, _ in answers if code == 2]
    assert {code for code, *_ in answers} <= {0, 2}, answers
    assert refused, "not one has read the spoiled part"
    assert {said.count("\n") for said in refused} == {1}, answers
    assert peak < MEMORY
