"""Training before one's eyes, in a LibreOffice that shows itself to nobody here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

import sheetnet
from sheetnet.errors import FileError, SettingError, SheetnetError
from sheetnet.live.opened import train_visibly
from sheetnet.office import installation
from sheetnet.sheet.cells import Area
from tests.conftest import soffice
from tests.live.conftest import everything


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A screen where there is none: LibreOffice itself is started without windows."""
    soffice()
    before = xlwings.engines.active
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(
        installation, "has_display", lambda system: True
    )  # `process`, which starts it, has the real one
    yield
    xlwings.engines.active = before


@pytest.mark.libreoffice
@pytest.mark.usefixtures("unseen")
def test_the_open_workbook_ends_with_the_engines_numbers_and_nothing_is_saved(letters: Path) -> None:
    before = letters.read_bytes()

    result, said, took = train_visibly(letters, seconds=0.5, iterations=30)

    sheetnet.train(letters, iterations=30, output=letters.with_name("file.xlsx"))
    book = xlwings.books["letters.xlsx"]
    expected = sheetnet.open(letters.with_name("file.xlsx")).read(Area("BP", 15, 3, 34, 7))
    assert book.sheets["BP"]["C15:G34"].options(ndim=2).value == expected
    assert book.sheets["BP"]["D5"].value == result.updates == 30
    assert 0.5 <= took < 60
    assert said.startswith("sheet and engine agree")
    assert book.sheets["BP"]["C9"].value == said
    assert letters.read_bytes() == before
    book.app.quit()


@pytest.mark.full
@pytest.mark.libreoffice
@pytest.mark.usefixtures("unseen")
def test_a_run_that_is_refused_leaves_the_open_workbook_as_it_was(letters: Path) -> None:
    with pytest.raises(SheetnetError, match=r"^letters.xlsx: BP!C8: .*nothing was written"):
        train_visibly(letters, seconds=0, eta=1e308)

    book = xlwings.books["letters.xlsx"]
    cells = everything(book)
    assert cells["BP", 5, 4] == 0
    assert [cells["BP", 15, column] for column in range(3, 8)] == [cells["BP", 91, column] for column in range(3, 8)]
    book.app.quit()


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), 1e9])
def test_a_time_that_is_none_is_refused(letters: Path, seconds: float) -> None:
    with pytest.raises(SettingError, match=r"^expected 0 to 3600 seconds"):
        train_visibly(letters, seconds=seconds)


def test_without_a_screen_the_command_says_what_needs_none(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "has_display", lambda system: False)

    with pytest.raises(SettingError, match=r"^there is no screen here to show LibreOffice on; sheetnet train needs"):
        train_visibly(letters)


def test_a_workbook_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^none.xlsx: there is no such file$"):
        train_visibly(tmp_path / "none.xlsx")
