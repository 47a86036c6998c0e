"""The language in which an open workbook is told something: that of its labels."""

from contextlib import suppress

from sheetnet.errors import SheetnetError
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.cells import parse_area
from sheetnet.sheet.grids.live import LiveGrid


def language_in(grid: LiveGrid) -> str:
    """The language of a workbook's labels; English where they cannot be read."""
    current = parse_area(grid.names().get("current", ""))
    with suppress(SheetnetError):
        return language_of(grid, current) if current else "en"
    return "en"
