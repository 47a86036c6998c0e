"""The documentation is built without a warning, in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest

from sheetnet.cli.commands import COMMANDS
from tests.conftest import ROOT


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


def test_every_page_is_in_the_site_s_contents() -> None:
    index = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("index.md"))
    pages = {page.stem for page in (ROOT / "docs").rglob("*.md")} - {"index"}

    assert {name for name in pages if f"\n{name}\n" not in index and f"/{name}\n" not in index} == set()
