"""A sheet added to a trained workbook looks numbers up with the formulas of `replay`; IronCalc computes them."""

from pathlib import Path

import ironcalc
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.replay import HELPERS, Replay

SHEET = "Back"


class Looking:
    """A workbook with a sheet that looks back: B1 asks, B2:B4 help, then come all numbers."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.layout = find(sheetnet.open(path))
        self.count = len(self.layout.geometry.cells)
        replay = Replay(self.layout, Area(SHEET, 1, 2, 1, 2), Area(SHEET, 2, 2, 1 + HELPERS, 2))
        book = load_workbook(path)
        sheet = book.create_sheet(SHEET)
        for row, (text,) in enumerate(replay.formulas(), 2):
            sheet.cell(row, 2, f"={text}")
        for number in range(self.count):
            sheet.cell(6 + number, 1, f"={replay.parameter(number)}")
            sheet.cell(6 + number, 2, f"={replay.gradient(number)}")
        sheet.cell(6, 3, f"={replay.loss()}")
        sheet.cell(7, 3, f"={replay.accuracy()}")
        book.save(folder / "back.xlsx")
        self.model = ironcalc.load_from_xlsx(str(folder / "back.xlsx"), "en", "UTC", "en")
        self.number = book.sheetnames.index(SHEET)

    def at(self, iteration: int | str) -> tuple[list[float], list[float], float, float, float]:
        """Parameters, gradients, E, accuracy, and the iteration that is shown, when one is asked for."""
        if isinstance(iteration, str):
            self.model.set_user_input(self.number, 1, 2, iteration)
        else:
            self.model.update_cell_with_number(self.number, 1, 2, iteration)
        self.model.evaluate()

        def cell(row: int, column: int) -> float:
            value: float = self.model.get_cell_value(self.number, row, column)
            return value

        rows = range(6, 6 + self.count)
        return [cell(row, 1) for row in rows], [cell(row, 2) for row in rows], cell(6, 3), cell(7, 3), cell(4, 2)


@pytest.fixture(scope="module")
def learned(whole_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Looking, sheetnet.TrainResult]:
    folder = tmp_path_factory.mktemp("back")
    result = sheetnet.train(whole_file, iterations=60, output=folder / "trained.xlsx")
    return Looking(folder / "trained.xlsx", folder), result


@pytest.mark.few(1)
@pytest.mark.parametrize("iteration", [0, 1, 17, 59, 60])
def test_every_number_is_that_of_the_iteration_asked_for(
    learned: tuple[Looking, sheetnet.TrainResult], iteration: int
) -> None:
    looking, result = learned

    parameters, gradients, loss, accuracy, shown = looking.at(iteration)

    assert parameters == pytest.approx(result.parameters[iteration], abs=1e-15)
    assert gradients == pytest.approx(result.gradients[iteration], abs=1e-15)
    assert (loss, accuracy) == pytest.approx((result.loss[iteration], result.accuracy[iteration]), rel=1e-14)
    assert shown == iteration


@pytest.mark.few(2)
@pytest.mark.parametrize(("asked", "shown"), [(61, 60), (10**9, 60), (16.5, 16), (-1, 60), ("soon", 0)])
def test_what_is_no_iteration_of_the_trace_shows_the_last_one_before_it_or_the_present_one(
    learned: tuple[Looking, sheetnet.TrainResult], asked: int | str, shown: int
) -> None:
    looking, result = learned

    parameters, _, loss, _, found = looking.at(asked)

    assert (loss, found) == (pytest.approx(result.loss[shown], abs=1e-12), shown)
    assert parameters == pytest.approx(result.parameters[shown], abs=1e-15)


@pytest.mark.full
def test_without_the_columns_the_present_values_are_shown(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=30, trace="basic")

    parameters, gradients, loss, _, shown = Looking(whole, tmp_path).at(7)

    assert shown == 30
    assert parameters == pytest.approx(result.after.parameters, abs=1e-15)
    assert gradients == pytest.approx(result.after.gradient, abs=1e-12)
    assert loss == pytest.approx(result.after.loss, abs=1e-12)


@pytest.mark.full
def test_columns_of_another_kind_are_not_taken_for_parameters(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=30, trace="gradients,deltas")

    parameters, _, _, _, shown = Looking(whole, tmp_path).at(7)

    assert shown == 30
    assert parameters == pytest.approx(result.after.parameters, abs=1e-15)


@pytest.mark.full
def test_of_a_long_run_the_last_iteration_kept_is_shown(whole: Path, tmp_path: Path) -> None:
    result = sheetnet.train(whole, iterations=1500)  # 158 numbers each: 632 are kept, and the first 20
    looking = Looking(whole, tmp_path)

    for asked in (3, 20, 700, 1499, 1500):
        parameters, _, loss, _, shown = looking.at(asked)
        assert asked - 3 < shown <= asked
        assert parameters == pytest.approx(result.parameters[int(shown)], abs=1e-15)
        assert loss == pytest.approx(result.loss[int(shown)], rel=1e-14)
