"""The formulas that sheets which only show are compared with, before their results are saved."""

from pathlib import Path

import pytest

from sheetnet.session.looking.sheets_again import formulas_of_sheets, sheets_of
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.file import FileGrid


@pytest.mark.parametrize("sheet", ["why_sheet", "gallery_sheet"])
def test_every_formula_of_a_sheet_that_shows_lies_in_its_area(sheet: str, whole_file: Path) -> None:
    grid = FileGrid(whole_file)
    layout = find(grid)
    whole = sheets_of(grid, layout)[sheet]

    written = [area for area, _ in formulas_of_sheets(grid, layout) if area.sheet == whole.sheet]

    assert written
    assert all(whole.top <= one.top and one.bottom <= whole.bottom for one in written)
    assert all(whole.left <= one.left and one.right <= whole.right for one in written)
