"""The engine and the sheet's own formulas, recalculated by programs that nobody here wrote, agree."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import ROOT, convert
from tests.readers.ironcalc import Oracle

APLE = ROOT / "workbooks" / "aple.xlsx"
MANY = [12, pytest.param(500, marks=pytest.mark.full)]  # iterations


def test_after_one_step_the_macro_and_the_engine_agree_to_1e_12(tmp_path: Path) -> None:
    result = sheetnet.train(APLE, iterations=1, output=tmp_path / "out.xlsx")
    sheet = Oracle(APLE)

    sheet.macro(1)

    assert np.abs(np.array(sheet.vector("current")) - result.parameters[1]).max() < 1e-12
    assert np.abs(np.array(sheet.vector("gradients")) - result.gradients[1]).max() < 1e-12


@pytest.mark.parametrize("iterations", MANY)
def test_after_many_steps_the_macro_and_the_engine_agree_to_1e_9(
    iterations: int, letters_file: Path, tmp_path: Path
) -> None:
    result = sheetnet.train(letters_file, iterations=iterations, output=tmp_path / "out.xlsx")
    sheet = Oracle(letters_file)

    sheet.macro(iterations)

    assert len(result.loss) == iterations + 1
    assert np.abs(np.array(sheet.vector("current")) - result.parameters[-1]).max() < 1e-9
    assert abs(sheet.block("E")[0][0] - result.loss[-1]) < 1e-9
    assert sheet.block("accuracy")[0][0] == result.accuracy[-1]
    assert result.accuracy[-1] == 1.0 or iterations < 500


@pytest.mark.full
@pytest.mark.parametrize("eta", [None, 0.1])
def test_every_saved_value_is_what_a_recalculation_gives(eta: float | None, letters: Path) -> None:
    sheetnet.train(letters, eta=eta, trace="all")

    assert_saved_values_are_recalculated(letters, 3238)


def assert_saved_values_are_recalculated(path: Path, count: int) -> None:
    sheet = Oracle(path)
    formulas = list(sheet.grid.all_formulas())
    values = load_workbook(path, data_only=True)
    for name, row, column, formula in formulas:
        stored, computed = values[name].cell(row, column).value, sheet.cell(name, row, column)
        if isinstance(computed, str):
            assert (stored or "") == computed, (name, row, column, formula)  # openpyxl reads an empty text as none
        else:
            near = 1e-9 if name == "Why" else 1e-12  # there are quotients of small differences
            assert stored == pytest.approx(computed, rel=near, abs=near), (name, row, column, formula)
    looking_back = ("Play", "Why", "Gallery", "Network", "Predictions")
    lamps = [area for name, area in sheet.layout.areas.items() if name.startswith("lamps")]
    cells = (Area(name, row, column, row, column) for name, row, column, _ in formulas if name not in looking_back)
    assert sum(not any(cell.overlaps(lamp) for lamp in lamps) for cell in cells) == count


@pytest.mark.parametrize("trained", [pytest.param(False, marks=pytest.mark.full), True])
def test_programs_that_do_not_compute_show_all_of_the_whole_workbook(
    trained: bool, whole_file: Path, whole_trained_file: Path
) -> None:
    assert_saved_values_are_recalculated(whole_trained_file if trained else whole_file, 3453)


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("iteration", "case", "unit", "name"),
    [(7, 99, "H2", "row 2, column 3"), (20, 128, "O4", "θ"), (-1, 2.5, "h3", "nothing"), (999, 1000, "O1", "h2")],
)
def test_so_they_do_of_any_choice_on_why(iteration: int, case: float, unit: str, name: str, whole: Path) -> None:
    asked = {"why_iteration": iteration, "why_case": case, "why_unit": unit, "why_input": name, "gallery_iteration": 9}
    with sheetnet.open(whole) as grid:
        for cell, value in asked.items():
            area = parse_area(grid.names()[cell])
            assert area is not None
            grid.write(area, [[value]])
        sheetnet.train(grid, iterations=20)
        grid.save()

    assert [sheetnet.open(whole).read(parse_area(sheetnet.open(whole).names()[cell]))[0][0] for cell in asked] == [  # type: ignore[arg-type]
        *asked.values()
    ]
    assert_saved_values_are_recalculated(whole, 3453)


XOR = "x1,x2,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
TABLE = "a,b,c,kind\n" + "".join(
    f"{n / 7:.17g},{(n * n) % 5 / 3:.17g},{-n / 11:.17g},{('low', 'mid', 'top')[n % 3]}\n" for n in range(12)
)


@pytest.mark.few(1)
@pytest.mark.parametrize("iterations", [5, pytest.param(40, marks=pytest.mark.full)])
@pytest.mark.parametrize(
    ("network", "data"),
    [("2-2-1", XOR), ("2-3-2-1", XOR), ("3-4-3", TABLE), ("3-2-3-2-3", TABLE), ("3-3", TABLE)],
)
def test_workbooks_of_any_network_agree_with_their_formulas(
    network: str, data: str, iterations: int, tmp_path: Path
) -> None:
    table, book = tmp_path / "table.csv", tmp_path / "book.xlsx"
    table.write_text(data)
    sheetnet.new(book, network=network, data=table, seed=3, eta=0.3, iterations=iterations)
    result = sheetnet.train(book)
    sheet = Oracle(book)
    cells = len(sheet.layout.geometry.cells)
    cases, units = sheet.layout.cases, sum(sheet.layout.geometry.sizes[1:])

    assert_saved_values_are_recalculated(book, 2 * cells + 2 + cases * (3 * units + 3) + 6)
    sheet.macro(iterations)

    assert np.abs(np.array(sheet.vector("current")) - result.parameters[-1]).max() < 1e-9


@pytest.mark.few(1)
@pytest.mark.parametrize("command", ["train", pytest.param("reset", marks=pytest.mark.full)])
def test_so_does_a_regression_with_test_cases_as_it_was_measured(command: str, tmp_path: Path) -> None:
    table, book = tmp_path / "table.csv", tmp_path / "book.xlsx"
    table.write_text("a,b,y\n" + "".join(f"{n / 7:.17g},{n * n % 5},{3 + n % 4}\n" for n in range(8)))
    settings = {"head": "identity+squared", "split": "share", "test_share": 0.25}
    sheetnet.new(book, network="2-2-1", data=table, scaling="standard", settings=settings, iterations=9)
    getattr(sheetnet, command)(book)
    sheet, values = Oracle(book), load_workbook(book, data_only=True)

    found = [one for one in sheet.grid.all_formulas() if one[0] == "Predictions"]

    assert len(found) == 8 * 6 + 4
    for name, row, column, formula in found:
        stored, computed = values[name].cell(row, column).value, sheet.cell(name, row, column)
        wanted = computed if isinstance(computed, str) else pytest.approx(computed, rel=1e-12, abs=1e-12)
        assert stored == wanted, (row, column, formula)


def test_test_cases_count_neither_in_e_nor_in_the_gradient(letters: Path) -> None:
    with FileGrid(letters) as grid:
        training = find(grid)["training"]
        grid.write(training.part(0, 0, 28, 1), [[0]] * 28)
        grid.save()

    result = sheetnet.train(letters, iterations=20)

    sheet = Oracle(letters)
    assert_saved_values_are_recalculated(letters, 3238)
    assert sheet.block("E")[0][0] == pytest.approx(result.loss[-1], rel=1e-12)
    assert result.loss[0] < 60


@pytest.mark.few(1)
@pytest.mark.libreoffice
@pytest.mark.parametrize("eta", [0.05, 5.0])
def test_libreoffice_recalculates_what_was_saved(eta: float, tmp_path: Path, letters: Path) -> None:
    """The formulas' saved values are removed, so that LibreOffice has to compute every one.

    At eta 5 all outputs are far below 1e-15, which IronCalc takes for equal.
    """
    sheetnet.train(letters, eta=eta)
    bare = tmp_path / "bare.xlsx"
    book = load_workbook(letters)
    book.save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"), data_only=True)

    formulas = list(sheetnet.open(letters).all_formulas())
    values = load_workbook(letters, data_only=True)
    assert len(formulas) == 3238
    for name, row, column, formula in formulas:
        stored, other = values[name].cell(row, column).value, computed[name].cell(row, column).value
        if isinstance(other, str):
            assert stored == other, (name, row, column, formula)
        else:
            assert stored == pytest.approx(other, rel=1e-12, abs=1e-12), (name, row, column, formula)


@pytest.mark.libreoffice
@pytest.mark.parametrize("iterations", MANY)
def test_the_macro_in_libreoffice_equals_the_engine(iterations: int, tmp_path: Path) -> None:
    from tests.readers.libreoffice import Office

    result = sheetnet.train(APLE, iterations=iterations, output=tmp_path / "out.xlsx")
    geometry = find(sheetnet.open(APLE)).geometry

    with Office(tmp_path) as office:
        one = office.macro(APLE, 1)
        many = office.macro(APLE, iterations)

    def vector(block: list[list[float]]) -> np.ndarray:
        return np.array([block[row][column] for row, column in geometry.cells])

    assert np.abs(vector(one) - result.parameters[1]).max() < 1e-12
    assert np.abs(vector(many) - result.parameters[-1]).max() < 1e-9


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice_trains_and_checks(tmp_path: Path, trained_file: Path) -> None:
    office = convert(trained_file, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo")
    book = Path(shutil.copy(office, tmp_path / "book.xlsx"))

    result = sheetnet.train(book)

    assert result.after.loss == pytest.approx(
        sheetnet.train(trained_file, output=tmp_path / "o.xlsx").after.loss, rel=1e-9
    )
    assert all(not comparison.failures for comparison in sheetnet.check(book))
    assert all(comparison.own == 0 for comparison in sheetnet.check(book))
    assert_saved_values_are_recalculated(book, 3238)
