"""Every command of the tour, the lessons and the how-to pages runs, in the order of the page."""

import re
import shlex
from pathlib import Path

import pytest

from sheetnet.cli import main
from sheetnet.cli.commands import COMMANDS
from sheetnet.making.new import examples
from tests.conftest import ROOT

DOCS = ROOT / "docs"
LESSONS = sorted((DOCS / "course").glob("[1-9]-*.md"))
PAGES = [
    DOCS / "tour.md",
    DOCS / "teacher.md",
    DOCS / "teacher.ja.md",
    DOCS / "engineer.md",
    DOCS / "google-sheets.md",
    *LESSONS,
]
LONG = {"teacher.ja", "6-digits"}
ELSEWHERE = {"open", "button", "live", "watch"}
"""Commands that need a screen or another program."""


def commands(page: Path) -> list[list[str]]:
    """The command lines in a page's blocks, without those that need another program."""
    blocks = page.read_text(encoding="utf-8").split("```")[1::2]
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("sheetnet ")]
    found = [shlex.split(line, comments=True)[1:] for line in lines]
    return [one for one in found if one[0] not in ELSEWHERE]


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that a reader of these pages has."""
    monkeypatch.chdir(tmp_path)
    Path("class").mkdir()
    kinds = ("setosa", "versicolor", "virginica")
    rows = [f"{5 + n % 3 + n / 90},{3 + n % 5 / 9},{1 + n % 3 * 2},{n % 3 + 0.2},{kinds[n % 3]}" for n in range(45)]
    Path("iris.csv").write_text("\n".join(["sl,sw,pl,pw,species", *rows]) + "\n")
    days = [f"{20 + n % 7},{30 - n % 5},{n % 2},{100 + 3 * (n % 7) - n % 5}.5" for n in range(40)]
    Path("demand.csv").write_text("\n".join(["warm,rain,holiday,sold", *days]) + "\n")


@pytest.mark.few(2)
@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    "page",
    [pytest.param(page, id=page.stem, marks=[pytest.mark.full] * (page.stem in LONG)) for page in PAGES],
)
def test_every_command_of_a_page_runs(page: Path) -> None:
    lines = commands(page)

    codes = {shlex.join(line): main(line) for line in lines}

    assert lines
    assert set(codes.values()) == {0}, codes


def test_every_lesson_has_a_workbook_exercises_and_answers() -> None:
    index = (DOCS / "course" / "index.md").read_text(encoding="utf-8")

    assert len(LESSONS) == 6
    for page in LESSONS:
        text = page.read_text(encoding="utf-8")
        exercises, answers = text.partition("## Exercises")[2].split("## Answers")
        row = next(line for line in index.splitlines() if f"]({page.name})" in line)
        named = set(re.findall(r"`(\w+)`", row))
        assert named <= set(examples())
        assert all(f"--example {name}" in text or f"sheetnet new {name}.xlsx\n" in text for name in named)
        assert len(re.findall(r"^\d\. ", exercises, re.M)) >= 4
        assert len(re.findall(r"^\d\.", answers, re.M)) >= 3


def test_a_message_of_the_page_of_messages_is_one_of_the_program() -> None:
    source = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "sheetnet").rglob("*.py"))
    source = re.sub(r'"\s*\n\s*f?"', "", source)  # a text that goes on in the next line
    page = (DOCS / "messages.md").read_text(encoding="utf-8")

    for message in re.findall(r"^\| `(.*?)` \|", page, re.M):
        words = max(re.split(r"\"[^\"]*\"|'[^']*'|\d[\d.]*|\.\.\.|;", message), key=len).strip(" ,")
        assert len(words) > 8
        assert words in source, message


def test_a_command_that_a_page_names_exists() -> None:
    for page in sorted(DOCS.rglob("*.md")):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        named = set(re.findall(r"(?<!`)`sheetnet ([a-z]+)[ `]", text))
        assert named - {"is"} <= set(COMMANDS), page.name  # "sheetnet is ..." begins a message
