"""Files made to harm: refused in one line, within 300 MB of memory. How fast, `python -m benchmarks hostile` says."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetnet.cli import main as sheetnet
from sheetnet.cli.commands import COMMANDS
from tests.conftest import ROOT, once
from tests.promises.hostile import DRAWN, HOSTILE, LAWFUL, UNFATHOMED
from tests.promises.hostile_parts import PARTLY

pytestmark = pytest.mark.skipif(os.name != "posix", reason="memory is asked of systems of the POSIX kind")
MEMORY = 300 * 2**20
APLE = str(ROOT / "workbooks" / "aple.xlsx")
EACH = (
    "absolute_path", "bomb_that_lies", "deep_nesting", "gigabyte_cell", "many_fonts", "overlapping_members",
    "rows_beyond_the_sheet", "unclosed_cells",
)  # fmt: skip
"""Files on which every command is tried; with others these take long."""
OF_ALL = ("many_runs",)
"""A lawful file on which all commands are tried with --full, most of a minute of the processor's time."""
NOT_COPIED = (
    "format_of_brackets", "followers_of_a_long_formula", "many_links", "many_rules_of_colour", "many_comments",
    "many_items_of_a_pivot", "many_columns_of_a_table", "long_name_of_a_sheet", "overlapping_merged_cells",
)  # fmt: skip
OTHERS = {name: make for some in (PARTLY, DRAWN) for name, (make, _) in some.items()}
EVERY = {**HOSTILE, **LAWFUL, **OTHERS}
# a process starts with the size of its parent, so that a small helper is its parent, not the one that made the files
OPENING = """
import json, resource, subprocess, sys
run = subprocess.run([sys.executable, "-m", "sheetnet", *sys.argv[1:]], stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([run.returncode, peak]))
"""


def opened(path: Path, command: str, *options: str) -> tuple[int, int, str]:
    """(exit code, peak memory in bytes, what was said) of a command on a workbook."""
    line = [sys.executable, "-c", OPENING, command, str(path), *options]
    run = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert run.returncode == 0, run.stderr
    code, peak = json.loads(run.stdout.splitlines()[-1])
    return code, peak, run.stderr


@pytest.fixture
def hostile(shared: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A hostile file of the test's own."""
    return lambda name: Path(shutil.copy(once(shared / f"hostile-{name}", EVERY[name]), tmp_path / "hostile.xlsx"))


@pytest.mark.few(3)
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


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.full] * (name == "million_rows")) for name in LAWFUL]
)
def test_a_strange_but_lawful_file_is_trained_within_300_megabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "strange.xlsx"
    LAWFUL[name](path)

    code, peak, said = opened(path, "train")

    assert (code, said) == (0, "")
    assert peak < MEMORY


@pytest.mark.few(1)
@pytest.mark.parametrize("name", PARTLY)
@pytest.mark.parametrize("command", ["train", "button"])
def test_a_heap_of_what_no_command_looks_for_costs_little_or_is_refused_in_one_line(
    command: str, name: str, hostile: Callable[[str], Path]
) -> None:
    refused = command in PARTLY[name][1].split()

    code, peak, said = opened(hostile(name), command)

    assert (code, said.count("\n")) == ((2, 1) if refused else (0, 0)), said
    assert peak < MEMORY


@pytest.mark.few(1)
@pytest.mark.parametrize("name", NOT_COPIED)
def test_a_submission_of_which_no_copy_can_be_made_is_refused_before_openpyxl_hangs_on_it(
    name: str, hostile: Callable[[str], Path], tmp_path: Path
) -> None:
    back = str(tmp_path / "back")

    code, peak, said = opened(hostile(name), "grade", "--key", APLE, "--cells", "gradients", "--feedback-dir", back)

    assert (code, said.count("\n")) == (2, 1), said
    assert said.endswith("; mark it without --feedback-dir\n")
    assert peak < MEMORY


@pytest.mark.few(1)
@pytest.mark.parametrize("name", DRAWN)
def test_buttons_are_put_into_a_strange_file_or_it_is_refused_within_300_megabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "strange.xlsx"
    make, refused = DRAWN[name]
    make(path)

    code, peak, said = opened(path, "button")

    assert (code, said.count("\n")) == ((2, 1) if refused else (0, 0)), said
    assert peak < MEMORY
    assert path.with_suffix(".xlsm").exists() is not refused


@pytest.mark.few(2)
@pytest.mark.parametrize("name", UNFATHOMED)
@pytest.mark.parametrize(
    "command",
    [
        ("inspect", "{}"),
        ("check", "{}", "--loss", "BP!C11", "--parameters", "BP!C15:E34", "--gradients", "BP!C38:E57"),
        ("fit", "{}", "--loss", "BP!C11", "--parameters", "BP!C15:E15"),
        ("blank", "{}", "--hide", "BP!C38:G57", "-o", "{}.new.xlsx"),
        ("grade", "{}", "--key", APLE, "--cells", "gradients"),
        ("grade", APLE, "--key", "{}", "--cells", "gradients"),
    ],
    ids=" ".join,
)
def test_what_is_too_much_to_be_computed_is_refused_in_one_line_before_room_is_made(
    name: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "strange.xlsx"
    make, why = UNFATHOMED[name]
    make(path)
    first, *rest = (word.format(path) for word in command)

    code, peak, said = opened(Path(rest[0]), first, *rest[1:])

    assert (code, said.count("\n")) == (2, 1), said
    assert said.startswith("sheetnet: strange.xlsx: ")
    assert why in said
    assert peak < MEMORY
    assert [one.name for one in tmp_path.iterdir()] == ["strange.xlsx"]


INSPECTED = {
    "followers_of_brackets": "", "shared_formulas": "", "names_of_names": "",
    "many_shared_formulas": "too many empty cells", "many_other_workbooks": "too many empty cells",
}  # fmt: skip


@pytest.mark.few(2)
@pytest.mark.parametrize("name", INSPECTED)
def test_a_network_among_thousands_of_strange_formulas_is_inspected_or_refused_within_300_megabytes(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "strange.xlsx"
    LAWFUL[name](path)

    code, peak, said = opened(path, "inspect")

    why = INSPECTED[name]
    assert (code, said.count("\n")) == ((2, 1) if why else (0, 0)), said
    assert why in said
    assert peak < MEMORY


NOT_OF_A_FILE = {
    "open": "it hands the file to another program",
    "undo": "it looks at no workbook's inside",
    "live": "it needs LibreOffice, which opens the file itself",
    "watch": "it goes on until it is stopped, and trains as train does",
    "doctor": "it opens no workbook",
}


def commands_on(book: str, folder: Path) -> list[list[str]]:
    """Every command that opens a workbook, on this one."""
    model = folder / "given.json"
    assert sheetnet(["export", APLE, "--to", "json", "-o", str(model)]) == 0
    rows = folder / "rows.csv"
    rows.write_text(",".join(["1"] * 20) + "\n")
    roster = folder / "roster.csv"
    roster.write_text("number,name\n1,Anna\n2,Ben\n")
    return [
        ["show", book],
        ["check", book],
        ["inspect", book],
        ["set", book, "--eta", "0.1"],
        ["plot", book, "-o", str(folder / "curve.svg"), "--what", "curve"],
        ["explain", book, "BP!C15"],
        ["reset", book],
        ["step", book],
        ["train", book, "--report", str(folder / "report.csv")],
        ["import", book, str(model), "-o", str(folder / "imported.xlsx")],
        ["button", book],
        ["sweep", book, "--eta", "0.1,0.5"],
        ["predict", book, str(rows)],
        ["predict", book, str(rows), "-o", str(folder / "read.csv")],
        ["add", book, "--data", str(rows), "--label", "A", "-o", str(folder / "added.xlsx")],
        ["fit", book, "--loss", "BP!C11", "--parameters", "BP!C15:E15", "--iterations", "2"],
        ["export", book, "--to", "json", "-o", str(folder / "model.json")],
        ["blank", book, "--hide", "BP!C38:G57", "-o", str(folder / "exercise.xlsx")],
        ["blank", book, "--level", "2", "--roster", str(roster), "--output-dir", str(folder / "class")],
        ["grade", book, "--key", APLE],
        ["grade", APLE, "--key", book],
        ["grade", book, "--key", APLE, "--feedback-dir", str(folder / "back")],
        ["new", str(folder / "new.xlsx"), "--data", f"{book}!BP!A1:D9", "--network", "3-2-2"],
    ]


def test_the_commands_on_a_workbook_are_all_there_are(tmp_path: Path) -> None:
    assert {command for command, *_ in commands_on("book.xlsx", tmp_path)} | NOT_OF_A_FILE.keys() == COMMANDS.keys()


@pytest.mark.few(1)
@pytest.mark.parametrize("name", [*EACH, *(pytest.param(name, marks=pytest.mark.full) for name in OF_ALL)])
def test_every_command_does_without_what_is_strange_or_refuses_it_in_one_line_within_300_megabytes(
    name: str, hostile: Callable[[str], Path], tmp_path: Path
) -> None:
    commands = commands_on(str(hostile(name)), tmp_path)

    run = subprocess.run(
        [sys.executable, "-m", "tests.promises.several", json.dumps(commands)], capture_output=True, text=True, cwd=ROOT
    )

    answers, peak = json.loads(run.stdout)
    lines = (" ".join(line[:1] + line[2:]) for line in commands)
    said = {line: (code, words) for line, (code, words, _) in zip(lines, answers, strict=True)}
    trained = said.pop(next(line for line in said if line.startswith("train ")))
    assert trained[0] in (0, 1), "the report is there, whatever became of the workbook"
    assert (tmp_path / "report.csv").exists()
    assert {code for code, _ in said.values()} <= {0, 2}, said
    assert name not in HOSTILE or any(code == 2 for code, _ in said.values()), "not one has read the spoiled part"
    assert {words.count("\n") for code, words in said.values() if code == 2} <= {1}, said
    assert not [one.name for one in tmp_path.rglob("*") if one.name.endswith(".lock") or ".~" in one.name]
    assert peak < MEMORY
