"""What is said in an open workbook is said in the workbook's language."""

from contextlib import suppress

from sheetnet.errors import SheetnetError
from sheetnet.saying import in_words, speaking
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.grids.live import LiveGrid


def language_in(grid: LiveGrid) -> str:
    """The language of a workbook's labels; English where they cannot be read."""
    current = parse_area(grid.names().get("current", ""))
    with suppress(SheetnetError):
        return language_of(grid, current) if current else "en"
    return "en"


def in_language(text: str, language: str) -> str:
    """A message that was put together in English."""
    with speaking(language):
        return in_words(text)
