"""The formulas that sheets which only show are compared with, before their results are saved."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

import sheetnet
from sheetnet.session.looking import shown_values
from sheetnet.session.looking.sheets_again import formulas_of_sheets, sheets_of
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.formulas.gallery import GalleryFormulas
from sheetnet.sheet.formulas.looking_back import Written
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


def test_formulas_of_workbooks_that_are_laid_out_alike_are_made_once(
    whole_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[GalleryFormulas] = []
    real = GalleryFormulas.written

    def written(formulas: GalleryFormulas) -> Iterable[Written]:
        made.append(formulas)
        return real(formulas)

    monkeypatch.setattr(GalleryFormulas, "written", written)
    shown_values._at_once.cache_clear()

    for name in ("a.xlsx", "b.xlsx"):
        sheetnet.train(shutil.copy(whole_file, tmp_path / name), iterations=1)

    assert len(made) == 1
