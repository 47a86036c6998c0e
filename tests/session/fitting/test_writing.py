"""What a fit writes into a file: the parameters, what was asked for, and results that another engine computes too."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.cli import main
from sheetnet.sheet.cells import Area, Unsaved
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.grids.recalculated import RecalculatedGrid
from tests.conftest import convert


@pytest.fixture
def decay(tmp_path: Path) -> Path:
    """y = a exp(-b x), typed by somebody and saved by LibreOffice with its results.

    The parameters are in B1:B2, the data in A5:B14, what is predicted in C5:C14, its squared errors in D5:D14 (one
    array formula), the loss in F1. F2 and F5 ask whether it is below 0.01, F3 hangs on nothing that a fit changes, and
    F4 is AGGREGATE, which is not understood.
    """
    return Path(shutil.copy(Path(__file__).with_name("decay.xlsx"), tmp_path / "decay.xlsx"))


FIT = ["--loss", "'My decay'!F1", "--parameters", "'My decay'!B1:B2"]


def every_cell(path: Path) -> dict[str, object]:
    sheet = load_workbook(path, data_only=True)["My decay"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.libreoffice
def test_every_saved_result_is_what_libreoffice_computes(decay: Path, tmp_path: Path) -> None:
    assert main(["fit", str(decay), *FIT]) == 0

    ours = every_cell(decay)
    (tmp_path / "again").mkdir()
    theirs = every_cell(convert(decay, "xlsx", tmp_path / "again"))
    removed = theirs.keys() - ours.keys()
    assert removed == {"F4"}  # a function that is not understood: whoever opens the file computes it
    for cell, value in ours.items():
        assert value == (pytest.approx(theirs[cell], rel=1e-9, abs=1e-12) if isinstance(value, float) else theirs[cell])
    assert ours["F2"] == "good"
    assert ours["B1"] == pytest.approx(2.5, abs=0.02)
    assert ours["D9"] == pytest.approx((ours["B9"] - ours["C9"]) ** 2)  # type: ignore[operator]


def test_nothing_else_changes(decay: Path) -> None:
    with FileGrid(decay) as grid:
        whole = Area("My decay", 1, 1, 20, 8)
        before, formulas = grid.read(whole), grid.formulas(whole)

    sheetnet.fit(decay, "'My decay'!F1", "'My decay'!B1:B2")

    with FileGrid(decay) as grid:
        assert grid.sheets() == ["My decay"]
        assert grid.formulas(whole) == formulas
        for row, (was, now) in enumerate(zip(before, grid.read(whole), strict=True), 1):
            for column, pair in enumerate(zip(was, now, strict=True), 1):
                changing = (row, column) in {(1, 2), (2, 2), (1, 6), (2, 6), (4, 6), (5, 6)} or (
                    row > 4 and column in (3, 4)
                )
                assert pair[0] == pair[1] or changing


def test_gradient_and_trace_are_written_where_asked(decay: Path) -> None:
    result = sheetnet.fit(
        decay, "'My decay'!F1", ["'My decay'!B1", "'My decay'!B2"], optimiser="adam", iterations=5,
        gradients_to=["'My decay'!H1", "'My decay'!I1"], trace="Path",
    )  # fmt: skip

    exact = sheetnet.gradient(decay, "'My decay'!F1", ["'My decay'!B1", "'My decay'!B2"])
    book = load_workbook(decay, data_only=True)
    assert [book["My decay"][cell].value for cell in ("H1", "I1")] == pytest.approx([float(one[0, 0]) for one in exact])
    rows = [[cell.value for cell in row] for row in book["Path"].iter_rows()]
    assert rows[0] == ["iteration", "loss", "gradient", "'My decay'!B1", "'My decay'!B2"]
    assert [row[0] for row in rows[1:]] == [0, 1, 2, 3, 4, 5]
    assert [row[1] for row in rows[1:]] == result.losses.tolist()
    assert rows[-1][3:] == [float(one[0, 0]) for one in result.parameters]


def test_a_trace_is_replaced_by_the_next(decay: Path) -> None:
    for iterations in (9, 4):
        sheetnet.fit(decay, "'My decay'!F1", "'My decay'!B1:B2", optimiser="adam", iterations=iterations, trace="Path")

    sheet = load_workbook(decay)["Path"]
    assert [cell.value for cell in sheet["A"] if cell.value is not None] == ["iteration", 0, 1, 2, 3, 4]


def test_undo_brings_the_file_back(decay: Path) -> None:
    before = decay.read_bytes()

    main(["fit", str(decay), *FIT])
    main(["undo", str(decay)])

    assert decay.read_bytes() == before


@pytest.mark.parametrize("more", [["--dry-run"], ["-o", "other.xlsx"]])
def test_the_file_stays_where_it_is_not_the_target(
    decay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = decay.read_bytes()

    assert main(["fit", str(decay), *FIT, *more]) == 0

    assert decay.read_bytes() == before
    assert Path("other.xlsx").exists() == ("-o" in more)


def test_another_engine_gives_the_written_loss(decay: Path) -> None:
    result = sheetnet.fit(decay, "'My decay'!F1", "'My decay'!B1:B2")

    with RecalculatedGrid(decay) as grid:
        ((loss,),) = grid.read(Area("My decay", 1, 6, 1, 6))
    assert loss == pytest.approx(result.after, rel=1e-12)


def test_a_result_that_hangs_on_what_is_not_understood_is_removed(decay: Path) -> None:
    sheetnet.fit(decay, "'My decay'!F1", "'My decay'!B1:B2")

    with FileGrid(decay) as grid:
        ((value,),) = grid.read(Area("My decay", 4, 6, 4, 6))
    assert isinstance(value, Unsaved)
