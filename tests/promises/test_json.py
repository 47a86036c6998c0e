"""What --json prints is what docs/json.md says: the same keys for one workbook and for many, done or failed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import sheetnet
from sheetnet.cli import main
from sheetnet.cli.commands import COMMANDS
from sheetnet.cli.printing.events import event_as_json
from sheetnet.errors import FileError
from sheetnet.sheet.cells import parse_area
from sheetnet.watching.events import Refused, Trained, Unchanged, Waiting
from tests.conftest import ROOT

PAGE = (ROOT / "docs/json.md").read_text(encoding="utf-8")
HEAD = {"format", "command", "status"}


def keys_of(section: str) -> set[str]:
    """The keys in the first column of a section's table."""
    rows = re.findall(r"^\| (`.*?) \|", section, re.M)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))
RUN, STATE = (keys_of(part) for part in SECTIONS["train, set, step, reset, import"].split("`before` and `after` have"))


@pytest.fixture
def folder(letters_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("class").mkdir()
    shutil.copy(letters_file, "class/anna.xlsx")
    shutil.copy(letters_file, "letters.xlsx")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main([*arguments, "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(list(one)[:3] == ["format", "command", "status"] for one in found)
    assert all((one["format"], one["command"]) == (1, arguments[0]) for one in found)
    return found


def test_every_command_has_its_section() -> None:
    assert {name for title in SECTIONS for name in title.split(", ")} == set(COMMANDS)


@pytest.mark.few(6)
@pytest.mark.parametrize("books", ["letters.xlsx", "class/*.xlsx", "class", "class letters.xlsx"])
@pytest.mark.parametrize(
    "command",
    [
        "train -n 2",
        "train -n 2 --optimiser lbfgs --dry-run",
        "step -k 2",
        "reset",
        "set --eta 1",
        "check",
        "show",
    ],
)
def test_one_workbook_and_many_have_the_same_keys(
    books: str, command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command.split()

    found = printed(capsys, name, *books.split(), *options)

    assert len(found) == len(books.split())
    wanted = keys_of(SECTIONS[name]) - {"message"} if name in SECTIONS else RUN
    for one in found:
        assert set(one) == HEAD | wanted
        for state in ("before", "after"):
            assert state not in one or set(one[state]) == STATE


@pytest.mark.parametrize("command", ["train", "set", "step", "reset", "check", "show"])
@pytest.mark.parametrize("books", [["no.xlsx"], ["no.xlsx", "none.xlsx"]])
def test_so_have_failures(books: list[str], command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, command, *books)

    assert [one["status"] for one in found] == ["failed"] * len(books)
    for one, book in zip(found, books, strict=True):
        assert set(one) - {"seconds"} == HEAD | {"workbook", "message"}
        assert Path(one["workbook"]).name == book
        assert "no such file" in one["message"]


def test_a_check_that_fails_has_the_same_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sheetnet.open("letters.xlsx") as grid:
        grid.write(parse_area("BP!C15"), [[0.125]])  # type: ignore[arg-type]
        grid.save()

    (one,) = printed(capsys, "check", "letters.xlsx")

    assert (one["status"], one["agree"]) == ("differs", False)
    assert set(one) == HEAD | (keys_of(SECTIONS["check"]) - {"message"})


def test_what_is_in_the_lists_is_on_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def listed(section: str, key: str) -> set[str]:
        row = next(line for line in SECTIONS[section].splitlines() if line.startswith(f"| `{key}` |"))
        return set(re.findall(r"`(\w+)`", row.split("|")[2]))

    (checked,), (shown,) = printed(capsys, "check", "letters.xlsx"), printed(capsys, "show", "letters.xlsx")
    (swept,) = printed(capsys, "sweep", "letters.xlsx", "-n", "2")
    (said,) = printed(capsys, "predict", "letters.xlsx", "Data!D6:W9")
    own = Workbook()
    own["Sheet"]["A1"], own["Sheet"]["B1"] = 1.0, "=(A1-2)^2"
    own.save("own.xlsx")
    (fitted,) = printed(capsys, "fit", "own.xlsx", "--loss", "Sheet!B1", "--parameters", "Sheet!A1")
    (explained,) = printed(capsys, "explain", "letters.xlsx", "BP!D45")
    (doctor,) = printed(capsys, "doctor")

    assert set(checked["comparisons"][0]) == listed("check", "comparisons")
    assert set(shown["blocks"][0]) == listed("show", "blocks")
    assert set(swept["settings"][0]) == listed("sweep", "settings")
    assert set(said["rows"][0]) == listed("predict", "rows")
    assert set(doctor["findings"][0]) == listed("doctor", "findings")
    assert set(said) == HEAD | keys_of(SECTIONS["predict"])
    assert set(fitted) == HEAD | keys_of(SECTIONS["fit"])
    assert set(explained) == HEAD | keys_of(SECTIONS["explain"])
    assert set(swept) == HEAD | keys_of(SECTIONS["sweep"])
    assert set(doctor) == HEAD | keys_of(SECTIONS["doctor"])


def test_the_other_commands_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new, lists = (keys_of(part) for part in SECTIONS["new"].split("`new --list` prints"))
    sheetnet.train("letters.xlsx", iterations=1)

    found = {
        "new": printed(capsys, "new", "a.xlsx", "--plain"),
        "new an example": printed(capsys, "new", "b.xlsx", "--example", "minima"),
        "new --list": printed(capsys, "new", "--list"),
        "predict -o": printed(capsys, "predict", "letters.xlsx", "Data!D6:W9", "-o", "out.csv"),
        "plot": printed(capsys, "plot", "letters.xlsx", "-o", "a.svg"),
        "export": printed(capsys, "export", "letters.xlsx", "--to", "json"),
        "import": printed(capsys, "import", "letters.xlsx", "letters.json"),
        "button": printed(capsys, "button", "letters.xlsx"),
        "button --module": printed(capsys, "button", "--module", "s.bas"),
        "blank": printed(capsys, "blank", "letters.xlsx", "--level", "1", "-o", "exercise.xlsx"),
        "grade": printed(capsys, "grade", "exercise.xlsx", "--key", "letters.xlsx"),
        "undo": printed(capsys, "undo", "letters.xlsx"),
    }

    wanted = {
        "new": new,
        "new an example": new,
        "new --list": lists,
        "predict -o": keys_of(SECTIONS["predict"]),
        "plot": keys_of(SECTIONS["plot"]),
        "export": keys_of(SECTIONS["export"]),
        "import": RUN,
        "button": keys_of(SECTIONS["button"]),
        "button --module": keys_of(SECTIONS["button"]),
        "blank": keys_of(SECTIONS["blank"]),
        "grade": keys_of(SECTIONS["grade"]),
        "undo": keys_of(SECTIONS["undo"]),
    }
    assert {name: [set(one) for one in lines] for name, lines in found.items()} == {
        name: [HEAD | keys] for name, keys in wanted.items()
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict", "letters.xlsx", "no.csv"),
        ("export", "no.xlsx", "--to", "json"),
        ("import", "letters.xlsx", "no.json"),
        ("undo", "letters.xlsx"),
        ("button", "no.xlsx"),
        ("new", "letters.xlsx"),
        ("sweep", "no.xlsx"),
        ("plot", "no.xlsx", "-o", "a.svg"),
        ("explain", "letters.xlsx", "BP!A1"),
    ],
)
def test_a_command_that_fails_says_so_in_json_too(
    arguments: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (one,) = printed(capsys, *arguments)

    assert set(one) == HEAD | {"workbook", "message"}
    assert (one["status"], one["workbook"]) == ("failed", arguments[1])


def test_what_happens_to_a_watched_workbook_is_on_the_page(folder: Path) -> None:
    keys = keys_of(SECTIONS["watch"])
    result = sheetnet.train("letters.xlsx", iterations=1)

    trained = set(event_as_json("a.xlsx", Trained(result, 0.1)))
    others = [
        set(event_as_json("a.xlsx", one)) for one in (Waiting("it is open"), Refused(FileError("x")), Unchanged())
    ]

    assert trained == {"workbook", "event"} | (RUN - {"workbook", "output"})
    assert set.union(*others) == keys


@pytest.mark.few(2)
@pytest.mark.skipif(sys.platform != "linux", reason="file systems of other systems refuse such names")
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp932"])
@pytest.mark.parametrize("name", ["n\udce9.xlsx", "太郎.xlsx", "Mu\u0308ller.xlsx", "\udcff\udcfe.xlsx"])
def test_names_come_out_as_they_are(name: str, encoding: str, folder: Path) -> None:
    shutil.copy("letters.xlsx", name)

    run = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "sheetnet", "show", name, "--json"],
        capture_output=True,
        env={**__import__("os").environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
    )

    assert json.loads(run.stdout.decode(encoding))["workbook"] == name
