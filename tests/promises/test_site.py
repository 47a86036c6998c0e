"""The documentation is built without a warning, in both languages."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import refusals
from sheetnet.cli.commands import COMMANDS
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
BEGIN = sorted(path.relative_to(CATALOGUES) for path in CATALOGUES.rglob("*.po"))


def messages(catalogue: Path) -> dict[str, str]:
    """The texts of a catalogue of gettext, and what they are in the other language."""
    found = re.findall(
        r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', catalogue.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        one: other for one, other in ((ast.literal_eval(f"({a})"), ast.literal_eval(f"({b})")) for a, b in found) if one
    }


BESIDE = ("index", "messages", "reference/options", "tour")
HOW_TO = ("buttons", "engineer", "excel", "google-sheets", "libreoffice", "many-workbooks", "your-own-sheet")
"""Pages that tell how something is done; the teacher's is another page in Japanese, with a lesson for a class there."""


def test_what_a_reader_begins_with_and_what_tells_how_is_there_in_japanese() -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs" / "course").glob("*.md")}

    assert {path.with_suffix("") for path in BEGIN} == pages | set(
        map(Path, ("index", "messages", "reference/options", "tour", *HOW_TO))
    )


@pytest.mark.full
def test_no_sentence_of_these_pages_lacks_its_japanese_and_none_is_stale(tmp_path: Path) -> None:
    pytest.importorskip("furo", reason="Sphinx with Furo is not installed: the extra docs")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "gettext", ROOT / "docs", tmp_path], check=True)

    for page in BEGIN:
        english, japanese = messages((tmp_path / page).with_suffix(".pot")), messages(CATALOGUES / page)
        prose = {one for one in english if re.search(r"[A-Za-z]{3}", re.sub(r"`[^`]*`|[=←∂].*", "", one))}
        assert prose - set(japanese) == set(), page
        assert set(japanese) - set(english) == set(), page
        assert all(
            re.findall(r"\]\([^)]+\)", one) == re.findall(r"\]\([^)]+\)", other) for one, other in japanese.items()
        )
        assert all(
            re.search(r"[ぁ-んァ-ヶ一-龠]", other) for one, other in japanese.items() if one in prose - {"sheetnet"}
        )
