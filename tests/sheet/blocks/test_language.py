"""A workbook's language is told from its labels."""

from pathlib import Path

import pytest

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.grids.file import FileGrid


@pytest.mark.few(1)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_workbook_made_in_a_language_is_of_that_language(tmp_path: Path, language: str) -> None:
    sheetnet.new(tmp_path / "a.xlsx", lang=language, plain=True)

    with FileGrid(tmp_path / "a.xlsx") as grid:
        assert language_of(grid, find(grid)["current"]) == language
