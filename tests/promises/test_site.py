"""The documentation is built without a warning, in both languages."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import refusals
from sheetnet.cli.commands import COMMANDS
from sheetnet.net import ACTIVATIONS, HEADS, OPTIMISERS
from sheetnet.saying import speaking
from tests.conftest import ROOT
from tests.saying.test_sentences import ROOMS
from tests.saying.test_sentences import refusals as refusals_of

NUMBERED = ("tour.html", "excel.html")
"""Pages whose headings have numbers, which are lists to Markdown unless the catalogue says 1\\. for 1."""


@pytest.mark.full
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_site_is_built_without_a_warning(language: str, tmp_path: Path) -> None:
    pytest.importorskip("furo", reason="Sphinx with Furo is not installed: the extra docs")
    command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-D", f"language={language}"]

    built = subprocess.run(
        [sys.executable, *command, "-d", tmp_path / "trees", ROOT / "docs", tmp_path / "site"],
        capture_output=True,
        text=True,
    )

    assert (built.returncode, built.stderr) == (0, "")
    options = (tmp_path / "site" / "reference" / "options.html").read_text(encoding="utf-8")
    assert all(f'<section id="{name}">' in options for name in COMMANDS)
    if language == "ja":
        headings = re.findall(
            r"<h2>(.*?)<", "".join((tmp_path / "site" / page).read_text("utf-8") for page in NUMBERED)
        )
        assert len(headings) > 10
        assert [one for one in headings if not re.search(r"[ぁ-んァ-ヶ一-龠]", one)] == []


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_messages_has_every_refusal_of_the_program(language: str) -> None:
    with speaking(language):
        rows = [line.split(" | ")[0][2:] for line in refusals.page().splitlines() if line.startswith("| ")]
        told = {refusals.shown(problem) for room in ROOMS for problem in refusals_of(room, remedies=False)}

    assert told - set(rows) - {refusals.shown("{}: {}")} == set()
    assert len(told) > 450


def test_every_page_is_in_the_site_s_contents() -> None:
    index = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("index.md"))
    pages = {page.stem for page in (ROOT / "docs").rglob("*.md")} - {"index"}

    assert {name for name in pages if f"\n{name}\n" not in index and f"/{name}\n" not in index} == set()


CATALOGUES = ROOT / "docs" / "locale" / "ja" / "LC_MESSAGES"
OWN = {"ja.md", "teacher.ja.md"}
"""Pages that are Japanese in the English site too."""
TRANSLATED = sorted(
    path.relative_to(ROOT / "docs").with_suffix(".po") for path in (ROOT / "docs").rglob("*.md") if path.name not in OWN
)
LETTERS = {"theta", "θ", "eta", "η", "delta", "δ", "sigma"}
NAMES = {"", "sheetnet", "sheetnet.net", *COMMANDS, *ACTIVATIONS, *HEADS, *OPTIMISERS, "lbfgs", *LETTERS}
"""What is called the same in every language."""


def messages(catalogue: Path) -> dict[str, str]:
    """The texts of a catalogue of gettext, and what they are in the other language."""
    found = re.findall(
        r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', catalogue.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        one: other for one, other in ((ast.literal_eval(f"({a})"), ast.literal_eval(f"({b})")) for a, b in found) if one
    }


def is_prose(text: str) -> bool:
    """Whether a text has words to translate: no code, no formula, no path, no name."""
    words = re.sub(r"`[^`]*`|[=←∂].*|^\S+/\S+$", "", text)
    return bool(re.search(r"[A-Za-z]{3}", words)) and not set(words.split(", ")) <= NAMES


def terms() -> set[str]:
    """The words that the glossary explains; they are what it is about, and stay."""
    rows = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("|---|")[2].splitlines()[1:]
    return {row.split(" | ")[0].removeprefix("| ") for row in rows}


def test_every_page_of_the_site_is_there_in_japanese() -> None:
    assert [path.relative_to(CATALOGUES) for path in sorted(CATALOGUES.rglob("*.po"))] == TRANSLATED


@pytest.mark.full
def test_no_sentence_of_the_site_lacks_its_japanese_and_none_is_stale(tmp_path: Path) -> None:
    pytest.importorskip("furo", reason="Sphinx with Furo is not installed: the extra docs")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "gettext", ROOT / "docs", tmp_path], check=True)
    lacking, stale, odd = set(), set(), set()

    for page in TRANSLATED:
        english, japanese = messages((tmp_path / page).with_suffix(".pot")), messages(CATALOGUES / page)
        prose = {one for one in english if is_prose(one)} - (terms() if page.stem == "glossary" else set())
        lacking |= {(page, one) for one in prose - set(japanese)}
        stale |= {(page, one) for one in set(japanese) - set(english)}
        odd |= {
            (page, one)
            for one, other in japanese.items()
            if links(one) != links(other) or (one in prose and not re.search(r"[ぁ-んァ-ヶ一-龠]", other))
        }

    assert (lacking, stale, odd) == (set(), set(), set())


def links(text: str) -> list[str]:
    return re.findall(r"\]\([^)]+\)", text)
