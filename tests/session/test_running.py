"""Runs, whatever the method: continued as if never broken off, and down."""

from pathlib import Path

import pytest

import sheetnet
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.live import _of_the_last
from sheetnet.sheet.grids.file import FileGrid


@pytest.mark.few(1)
@pytest.mark.parametrize("optimiser", ["momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_a_run_that_was_continued_is_the_run_that_was_not(optimiser: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheetnet.new(path, settings={"optimiser": optimiser, "batch_size": 50, "seed": 9}, eta=0.01, plain=True)
    whole = sheetnet.train(path, iterations=40, output=tmp_path / "whole.xlsx")

    sheetnet.train(path, iterations=17)
    rest = sheetnet.step(path, 23)

    assert (rest.after.parameters == whole.after.parameters).all()
    assert all((one == other).all() for one, other in zip(rest.after.memory, whole.after.memory, strict=True))


def test_lbfgs_is_the_counterpart_of_the_solver(letters: Path) -> None:
    """S4.10: from the same start it needs fewer steps for a lower E."""
    pytest.importorskip("scipy")

    result = sheetnet.train(letters, iterations=60, settings={"optimiser": "lbfgs"})

    assert result.after.loss < sheetnet.train(letters, iterations=60, dry_run=True).after.loss


def test_a_run_reads_the_formulas_of_each_block_once(letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = FileGrid.formulas

    def formulas(grid: FileGrid, area: Area) -> Formulas:
        asked.append(str(area))
        return read(grid, area)

    monkeypatch.setattr(FileGrid, "formulas", formulas)

    sheetnet.train(letters, iterations=3)

    assert {"BP!C38:G57", "Calc!C6:E133", "Trace!H2:J3"} < set(asked)
    assert len(asked) == len(set(asked))


def test_workbooks_that_are_laid_out_alike_share_the_making_of_their_formulas(letters: Path) -> None:
    _of_the_last.cache_clear()

    for _ in range(3):
        sheetnet.train(letters, iterations=3)

    made = _of_the_last.cache_info()
    assert (made.misses, made.hits) == (1, 5)
