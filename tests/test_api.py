"""The use cases over files: what they write, what they leave, what they find."""

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import CellError
from sheetnet.sheet.cells import Area, Unsaved
from sheetnet.sheet.grid import MemoryGrid
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import letters as letter_table
from tests.conftest import parts, vector
from tests.readers.ironcalc import saved


def test_training_in_two_halves_leaves_the_same_bits(letters: Path, tmp_path: Path) -> None:
    halves = Path(shutil.copy(letters, tmp_path / "halves.xlsx"))
    whole = sheetnet.train(letters, iterations=500)

    sheetnet.train(halves, iterations=250)
    sheetnet.step(halves, 250)

    assert vector(halves) == vector(letters) == whole.parameters[-1].tolist()
    assert saved(halves, "BP", 5, 4) == 500


def test_training_changes_only_the_declared_parts_and_cells(letters: Path, tmp_path: Path) -> None:
    before = parts(letters)

    sheetnet.train(letters, iterations=530)

    after = parts(letters)
    changed = {name for name in after if after[name] != before.get(name)}
    names = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", "xl/charts/chart1.xml"}
    assert changed == names
    assert list(before) == list(after)
    for part in names:
        bare = [re.sub(rb"<v>[^<]*</v>| t=\"\w+\"", b"", content[part]) for content in (before, after)]
        if part == "xl/charts/chart1.xml":
            assert re.sub(rb"\$506<", b"$536<", before[part]) == after[part]
        elif part == "xl/worksheets/sheet4.xml":
            rows = [
                re.sub(rb"<row .*?</row>", b"", re.sub(rb'<dimension ref="\w+:\w+"', b"", one), flags=re.S)
                for one in bare
            ]
            assert rows[0] == rows[1]
        else:
            assert bare[0] == bare[1]


def test_training_again_changes_nothing(letters: Path) -> None:
    sheetnet.train(letters, iterations=30)
    once = parts(letters)

    sheetnet.train(letters, iterations=30)

    assert parts(letters) == once


def test_an_output_file_leaves_the_workbook_as_it_was(letters: Path, tmp_path: Path) -> None:
    before = letters.read_bytes()

    sheetnet.train(letters, iterations=3, output=tmp_path / "out.xlsx")

    assert letters.read_bytes() == before
    assert saved(tmp_path / "out.xlsx", "BP", 5, 4) == 3


def test_other_programs_see_the_trained_numbers(letters: Path) -> None:
    result = sheetnet.train(letters)

    book = load_workbook(letters, data_only=True)
    assert book["BP"]["C11"].value == result.loss[-1]
    assert book["BP"]["C12"].value == 1.0
    assert book["BP"]["D5"].value == 500
    assert [book["Calc"].cell(row, 25).value for row in range(6, 134)] == list(letter_table().labels)


def test_a_result_holds_every_iteration(letters: Path) -> None:
    result = sheetnet.train(letters, iterations=7)

    assert result.iterations.tolist() == list(range(8))
    assert result.loss.shape == result.accuracy.shape == (8,)
    assert result.parameters.shape == result.gradients.shape == (8, 79)
    np.testing.assert_array_equal(result.parameters[1], result.parameters[0] - 0.05 * result.gradients[0])
    assert result.parameters[0].tolist() == vector(letters, "initial")


def test_an_open_workbook_is_trained_and_not_saved(letters: Path) -> None:
    before = letters.read_bytes()
    book = sheetnet.open(letters)

    result = sheetnet.train(book, iterations=2)

    assert letters.read_bytes() == before
    book.save()
    assert vector(letters) == result.parameters[-1].tolist()


def test_reset_puts_the_initial_values_back(letters: Path) -> None:
    areas = [Area(sheet, 1, 1, 140, 27) for sheet in ("BP", "Calc", "Trace")]
    untrained = [sheetnet.open(letters).read(area) for area in areas]
    sheetnet.train(letters, iterations=9)

    sheetnet.reset(letters)

    assert [sheetnet.open(letters).read(area) for area in areas] == untrained


# formulas of the user's own


# check


# trace


# other workbooks


def test_training_works_in_memory(letters: Path) -> None:
    source = sheetnet.open(letters)
    sheets: dict[str, dict[tuple[int, int], Any]] = {}
    for name in source.sheets():
        area = Area(name, 1, 1, *source.used(name))
        values, formulas = source.read(area), source.formulas(area)
        sheets[name] = {
            (row, column): Unsaved(formulas[row - 1][column - 1] or "") if formulas[row - 1][column - 1] else value
            for row, line in enumerate(values, 1)
            for column, value in enumerate(line, 1)
            if value is not None
        }
    grid = MemoryGrid(sheets, source.names())

    result = sheetnet.train(grid, iterations=20)

    assert result.loss.tolist() == sheetnet.train(letters, iterations=20).loss.tolist()
    assert grid.read(Area("BP", 11, 3, 11, 3)) == [[result.loss[-1]]]


def test_a_picture_that_is_not_there(letters: Path) -> None:
    with (
        FileGrid(letters) as grid,
        pytest.raises(
            Exception, match="expected the number of a case, 1 to 128, for the deltas of the trace, found 129"
        ),
    ):
        sheetnet.train(grid, trace="deltas", picture=129)


def test_a_broken_current_block_does_not_hinder_training_from_the_initial_one(letters: Path) -> None:
    with FileGrid(letters) as grid:
        grid.write(Area("BP", 15, 3, 15, 3), [["gone"]])
        grid.save()
    with pytest.raises(CellError, match="BP!C15"):
        sheetnet.step(letters)

    result = sheetnet.train(letters, iterations=1)

    assert vector(letters) == result.parameters[-1].tolist()


# warnings, and arguments from Python


def test_an_argument_that_is_unknown_or_of_another_kind_is_refused(letters: Path) -> None:
    before = letters.read_bytes()

    with pytest.raises(TypeError, match="no such argument: etaa"):
        sheetnet.train(letters, etaa=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="expected a path, a URL or an open workbook, found None"):
        sheetnet.train(None)  # type: ignore[arg-type]
    with pytest.raises(sheetnet.SheetnetError, match=r"expected a whole number of iterations, found 2\.5"):
        sheetnet.train(letters, iterations=2.5)  # type: ignore[arg-type]
    with pytest.raises(sheetnet.SheetnetError, match="expected a finite number for the learning rate eta, found 'a'"):
        sheetnet.train(letters, eta="a")  # type: ignore[arg-type]
    assert letters.read_bytes() == before


def test_results_and_workbooks_show_in_one_line(letters: Path) -> None:
    result = sheetnet.train(letters)

    assert repr(result).startswith("TrainResult(500 updates at eta 0.05: E 60.2839 -> 0.5571, accuracy 22.7% -> ")
    assert repr(sheetnet.open(letters)) == f"FileGrid({str(letters)!r})"
    assert {"train", "open", "new", "undo"} <= set(dir(sheetnet))


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
def test_a_workbook_under_the_name_of_another_kind_is_refused(suffix: str, letters: Path) -> None:
    path = letters.rename(letters.with_suffix(suffix))
    before = path.read_bytes()

    with pytest.raises(sheetnet.SheetnetError) as error:
        sheetnet.train(path)

    assert str(error.value) == (
        f"letters{suffix}: the file is a workbook of the .xlsx kind under the name of another, {suffix}; "
        "give it a name that ends in .xlsx"
    )
    assert path.read_bytes() == before
