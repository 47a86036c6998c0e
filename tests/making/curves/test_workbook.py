"""The workbooks of curves: what is saved in them is what other programs compute."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetnet.making.curves import CURVES, fill
from sheetnet.making.curves.page import NOT_ASKED, RIGHT, WRONG
from sheetnet.sheet.cells import Area, Unsaved, parse_area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.grids.recalculated import RecalculatedGrid
from sheetnet.sheet.xlsx.package import EPOCH
from tests.conftest import convert
from tests.making.curves.made import Changed, made, saved, written

LANGUAGES = ("en", "ja")
NEAR_ZERO = {"descent": 1e-13, "race": 1e-20}  # rounding, where a result is 0 in one program


CHANGES: list[tuple[str, Changed]] = [
    *((name, {}) for name in CURVES),
    ("minima", {"start": [[0.17]], "eta": [[0.3]], "start_xy": [[2.2], [-0.4]], "eta_xy": [[0.2]]}),
    ("minima", {"start": [[-9]], "eta": [[5]], "etas": [[e] for e in (0.3, 2, 0, 1e-4, 0.011, 0.1, 10, 0.2, 0.12)]}),
    ("descent", {"start": [[0.5], [-700]], "h": [[0.01]], "etas": [[100], [100], [1], [60], [0.99]]}),
    ("descent", {"signs": [[1], [-1], [-1], [1], [1]]}),
    ("race", {"start": [[0], [0]]}),
    ("race", {"start": [[3], [-1]], "constants": [[9], [0.2, 0.5], [0.01, 0.99], [0.5], [0.2], [1]]}),
]


def assert_same(stored: Any, computed: Any, place: object, near_zero: float, empty: tuple[Any, ...] = ("",)) -> None:
    if isinstance(stored, str):
        assert stored == computed or (stored == "" and computed in empty), place
    else:
        assert stored == pytest.approx(computed, rel=1e-9, abs=near_zero), place


@pytest.mark.few(2)
@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_every_saved_value_is_what_ironcalc_computes(name: str, changed: Changed, tmp_path: Path) -> None:
    path = made(tmp_path, name, changed=changed)

    with FileGrid(path) as grid, RecalculatedGrid(path) as anew:
        formulas = list(grid.all_formulas())
        for sheet, row, column, text in formulas:
            area = Area(sheet, row, column, row, column)
            assert_same(grid.read(area)[0][0], anew.read(area)[0][0], (area, text), NEAR_ZERO.get(name, 1e-9))
    assert len(formulas) > 1000


@pytest.mark.few(1)
@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("name", "changed"),
    [*CHANGES[:4], *(pytest.param(*one, marks=pytest.mark.full) for one in CHANGES[4:-1]), CHANGES[-1]],
)
def test_every_saved_value_is_what_libreoffice_computes(name: str, changed: Changed, tmp_path: Path) -> None:
    path, bare = made(tmp_path, name, changed=changed), tmp_path / "bare.xlsx"
    load_workbook(path).save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"), data_only=True)

    with FileGrid(path) as grid:
        for sheet, row, column, text in grid.all_formulas():
            value = grid.read(Area(sheet, row, column, row, column))[0][0]
            assert_same(
                value,
                computed[sheet].cell(row, column).value,
                (sheet, row, column, text),
                NEAR_ZERO.get(name, 1e-9),
                ("", None),
            )


@pytest.mark.parametrize("name", CURVES)
def test_every_step_fits_its_column(name: str, tmp_path: Path) -> None:
    """With eight decimals, and with an exponent from 10,000 on; nothing is shown as ####."""
    sheet = load_workbook(made(tmp_path, name), data_only=True)["Steps"]

    numbers = [cell for row in sheet.iter_rows(min_row=6) for cell in row if isinstance(cell.value, float)]
    for cell in numbers:
        if abs(cell.value) < 10_000:
            assert len(f"{cell.value:.8f}") + 0.7 < sheet.column_dimensions[cell.column_letter].width, cell
    assert len(numbers) > 500


@pytest.mark.few(2)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CURVES)
def test_no_formula_is_without_a_value_and_none_shows_an_error(name: str, lang: str, tmp_path: Path) -> None:
    path = made(tmp_path, name, lang)

    with FileGrid(path) as grid:
        for sheet, row, column, text in grid.all_formulas():
            value = grid.read(Area(sheet, row, column, row, column))[0][0]
            assert isinstance(value, str | float | int), (sheet, row, column, text, value)
            assert not isinstance(value, Unsaved)
            assert not str(value).startswith("#")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CURVES)
def test_every_check_mark_is_right_with_the_inputs_of_a_new_workbook(name: str, lang: str, tmp_path: Path) -> None:
    path = made(tmp_path, name, lang)

    marks = [
        mark
        for block in ("checks", "zero_checks")
        if block in CURVES[name].areas
        for (mark,) in saved(path, name, block)
    ]

    assert {mark for mark in marks if mark is not None} == {RIGHT}
    assert len(marks) >= 4


# the marks


def marks(path: Path, name: str) -> list[Any]:
    return [mark for (mark,) in saved(path, name, "checks")]


def test_where_inputs_were_changed_the_check_is_not_asked(tmp_path: Path) -> None:
    etas: Changed = {"etas": [[0.1], [0.2], [10], [10], [0.1]]}

    assert marks(made(tmp_path, "descent", changed=etas), "descent") == [RIGHT, NOT_ASKED, RIGHT, RIGHT, RIGHT]
    assert marks(made(tmp_path, "descent", changed={"h": [[0.01]]}), "descent")[1:4:2] == [RIGHT, RIGHT]
    assert marks(made(tmp_path, "race", changed={"start": [[-6.9]]}), "race") == [
        *[NOT_ASKED] * 2,
        None,
        *[NOT_ASKED] * 3,
    ]


@pytest.mark.few(1)
@pytest.mark.parametrize(("name", "cell", "formula", "check"), [
    ("minima", "Steps!J7", "=J6-0.02*(4*J6*J6*J6-6*J6+1)", "Minima!J33"),
    ("descent", "Steps!B20", "=B19*0.8000001", "Descent!K12"),
    ("race", "Steps!B9", "=B8-Race!$C$12*E8*1.001", "Race!N12"),
])  # fmt: skip
def test_a_formula_that_is_spoiled_is_found_by_its_check(
    name: str, cell: str, formula: str, check: str, tmp_path: Path
) -> None:
    path = made(tmp_path, name)
    book = load_workbook(path)
    sheet, _, address = cell.partition("!")
    book[sheet][address].value = formula
    book.save(path)

    with RecalculatedGrid(path) as grid:
        area = parse_area(check)
        assert area is not None
        assert grid.read(area) == [[WRONG]]


def test_filling_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path, "minima")
    before = path.read_bytes()

    with FileGrid(path) as grid:
        fill(grid, CURVES["minima"])
        grid.save(path, EPOCH)

    assert path.read_bytes() == before


@pytest.mark.few(1)
@pytest.mark.parametrize("name", CURVES)
def test_the_same_workbook_is_the_same_file(name: str, tmp_path: Path) -> None:
    first, second = (tmp_path / folder for folder in "ab")
    first.mkdir()
    second.mkdir()

    assert written(first, name).read_bytes() == written(second, name).read_bytes()
