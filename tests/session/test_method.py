"""The settings of a run: an option before the cell, the cell before the default, and each is one of the allowed."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import CellError, SettingError


class TestPrecedence:
    """The command line first, then the cells, then the defaults."""

    def test_a_setting_given_comes_before_the_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        sheetnet.new(path, settings={"optimiser": "adam"}, iterations=20, plain=True)

        by_cell = sheetnet.train(path, dry_run=True)
        given = sheetnet.train(path, settings={"optimiser": "momentum"}, dry_run=True)

        assert by_cell.optimiser == "adam"
        assert given.optimiser == "momentum"
        assert sheetnet.show(path)["settings"]["optimiser"] == "adam"

    def test_write_settings_puts_it_into_the_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        sheetnet.new(path, settings={}, iterations=20, plain=True)

        sheetnet.train(path, settings={"optimiser": "rmsprop", "rho": 0.9}, eta=0.01, write_settings=True)

        seen = sheetnet.show(path)
        assert (seen["settings"]["optimiser"], seen["settings"]["rho"], seen["eta"]) == ("rmsprop", 0.9, 0.01)
        assert [failure for one in sheetnet.check(path, recalculate=True) for failure in one.failures] == []

    def test_without_cells_there_are_the_defaults(self, letters: Path) -> None:
        assert sheetnet.show(letters)["settings"]["optimiser"] == "sgd"

    def test_what_cannot_be_written_into_a_cell_is_refused(self, letters: Path) -> None:
        before = letters.read_bytes()

        with pytest.raises(SettingError, match="no cell named 'optimiser'"):
            sheetnet.train(letters, settings={"optimiser": "adam"}, write_settings=True)

        assert letters.read_bytes() == before

    def test_the_articles_sheet_can_be_trained_by_any_optimiser_for_once(self, letters: Path) -> None:
        result = sheetnet.train(letters, settings={"optimiser": "adam"}, iterations=50)

        assert "does not keep what adam remembers" in result.warnings[0]
        assert [failure for one in sheetnet.check(letters) for failure in one.failures] == []


@pytest.fixture(scope="module")
def with_settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "book.xlsx"
    sheetnet.new(path, settings={}, plain=True)
    return path


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (
            "C5",
            "sdg",
            'expected one of sgd, momentum, nesterov, adagrad, rmsprop, adam for optimiser, found text "sdg"',
        ),
        ("C18", "some", "expected all or a whole number from 1"),
        ("C18", 2.5, "expected all or a whole number from 1"),
        ("C9", 1.0, "for beta2, found 1"),
        ("C14", "softmax+squared", "for head"),
        ("C24", "now", "for stop_below"),
    ],
)
def test_a_setting_that_is_none_is_named_with_its_cell(
    cell: str, value: object, message: str, with_settings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    book = load_workbook(with_settings)
    book["Settings"][cell] = value
    book.save(path)

    with pytest.raises(CellError, match="Settings!" + cell) as caught:
        sheetnet.train(path)

    assert message in str(caught.value)
