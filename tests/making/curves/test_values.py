"""The workbooks about functions: what is saved in them is what other programs compute, and what the seeds say."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetnet.making.curves import FUNCTIONS, draw
from sheetnet.making.curves.page import NOT_ASKED, RIGHT, WRONG
from sheetnet.making.curves.values import fill
from sheetnet.sheet.cells import Area, Unsaved, parse_area
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.grids.recalculated import RecalculatedGrid
from sheetnet.sheet.xlsx.package import EPOCH
from tests.conftest import convert

LANGUAGES = ("en", "ja")
NEAR_ZERO = {"minima": 1e-9, "descent": 1e-13, "race": 1e-20}  # rounding, where a result is 0 in one program


Changed = dict[str, list[list[Any]]]
CHANGES: list[tuple[str, Changed]] = [
    ("minima", {}),
    ("minima", {"start": [[0.17]], "eta": [[0.3]], "start_xy": [[2.2], [-0.4]], "eta_xy": [[0.2]]}),
    ("minima", {"start": [[-9]], "eta": [[5]], "etas": [[e] for e in (0.3, 2, 0, 1e-4, 0.011, 0.1, 10, 0.2, 0.12)]}),
    ("descent", {}),
    ("descent", {"start": [[0.5], [-700]], "h": [[0.01]], "etas": [[100], [100], [1], [60], [0.99]]}),
    ("descent", {"signs": [[1], [-1], [-1], [1], [1]]}),
    ("race", {}),
    ("race", {"start": [[0], [0]]}),
    ("race", {"start": [[3], [-1]], "constants": [[9], [0.2, 0.5], [0.01, 0.99], [0.5], [0.2], [1]]}),
]


def made(folder: Path, name: str, lang: str = "en", changed: Changed | None = None) -> Path:
    """The workbook of an example; `changed` are other inputs: name of the block -> rows, from its left."""
    path = folder / f"{name}-{lang}.xlsx"
    with FileGrid(path, draw(name, lang)) as grid:
        for block, rows in (changed or {}).items():
            for row, line in enumerate(rows):
                grid.write(FUNCTIONS[name].areas[block].part(row, 0, 1, len(line)), [line])
        fill(grid, name)
        grid.save(path, EPOCH)
    return path


def saved(path: Path, name: str, block: str) -> list[list[Any]]:
    with FileGrid(path) as grid:
        return grid.read(FUNCTIONS[name].areas[block])


def assert_same(stored: Any, computed: Any, place: object, near_zero: float, empty: tuple[Any, ...] = ("",)) -> None:
    if isinstance(stored, str):
        assert stored == computed or (stored == "" and computed in empty), place
    else:
        assert stored == pytest.approx(computed, rel=1e-9, abs=near_zero), place


@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_every_saved_value_is_what_ironcalc_computes(name: str, changed: Changed, tmp_path: Path) -> None:
    path = made(tmp_path, name, changed=changed)

    with FileGrid(path) as grid, RecalculatedGrid(path) as anew:
        formulas = list(grid.all_formulas())
        for sheet, row, column, text in formulas:
            area = Area(sheet, row, column, row, column)
            assert_same(grid.read(area)[0][0], anew.read(area)[0][0], (area, text), NEAR_ZERO[name])
    assert len(formulas) > 1000


@pytest.mark.libreoffice
@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_every_saved_value_is_what_libreoffice_computes(name: str, changed: Changed, tmp_path: Path) -> None:
    path, bare = made(tmp_path, name, changed=changed), tmp_path / "bare.xlsx"
    load_workbook(path).save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"), data_only=True)

    with FileGrid(path) as grid:
        for sheet, row, column, text in grid.all_formulas():
            value = grid.read(Area(sheet, row, column, row, column))[0][0]
            assert_same(
                value, computed[sheet].cell(row, column).value, (sheet, row, column, text), NEAR_ZERO[name], ("", None)
            )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_step_fits_its_column(name: str, tmp_path: Path) -> None:
    """With eight decimals, and with an exponent from 10,000 on; nothing is shown as ####."""
    sheet = load_workbook(made(tmp_path, name), data_only=True)["Steps"]

    numbers = [cell for row in sheet.iter_rows(min_row=6) for cell in row if isinstance(cell.value, float)]
    for cell in numbers:
        if abs(cell.value) < 10_000:
            assert len(f"{cell.value:.8f}") + 0.7 < sheet.column_dimensions[cell.column_letter].width, cell
    assert len(numbers) > 500


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_formula_is_without_a_value_and_none_shows_an_error(name: str, lang: str, tmp_path: Path) -> None:
    path = made(tmp_path, name, lang)

    with FileGrid(path) as grid:
        for sheet, row, column, text in grid.all_formulas():
            value = grid.read(Area(sheet, row, column, row, column))[0][0]
            assert isinstance(value, str | float | int), (sheet, row, column, text, value)
            assert not isinstance(value, Unsaved)
            assert not str(value).startswith("#")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_check_mark_is_right_with_the_inputs_of_a_new_workbook(name: str, lang: str, tmp_path: Path) -> None:
    path = made(tmp_path, name, lang)

    marks = [
        mark
        for block in ("checks", "zero_checks")
        if block in FUNCTIONS[name].areas
        for (mark,) in saved(path, name, block)
    ]

    assert {mark for mark in marks if mark is not None} == {RIGHT}
    assert len(marks) == {"minima": 12, "descent": 5, "race": 6}[name]


# the figures of the seeds, each by itself


def test_the_start_decides_which_minimum(tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "minima"), "minima", "ends")

    assert [round(row[0], 10) for row in ends[:4]] == [1.1309011236, -1.3008395659, -1.3008395659, 1.1309010548]
    assert ends[4][0] == pytest.approx(0.16993844, abs=5e-9)


def test_a_larger_rate_jumps_into_the_deeper_valley_then_hops_then_overflows(tmp_path: Path) -> None:
    path = made(tmp_path, "minima")

    ends, verdicts = saved(path, "minima", "ends"), saved(path, "minima", "verdicts")

    assert [round(ends[row][0], 8) for row in (5, 6)] == [1.13090112, -1.30083957]
    assert [text for (text,) in verdicts[5:]] == [
        "settles in the local minimum",
        "settles in the global minimum",
        "hops to and fro, never settles",
        "overflows at step 7",
    ]
    assert ends[8] == ["–"] * 3


def test_the_slope_is_0_at_two_minima_and_at_the_maximum_between(tmp_path: Path) -> None:
    zeros = saved(made(tmp_path, "minima"), "minima", "zeros")

    assert [round(x, 8) for x, _, _ in zeros] == [-1.30083957, 0.16993844, 1.13090112]
    assert all(abs(slope) < 1e-14 for _, _, slope in zeros)


def test_what_overflows_is_said_once_and_then_nothing(tmp_path: Path) -> None:
    steps = saved(made(tmp_path, "minima", "ja"), "minima", "path")

    x, f = ([row[column] for row in steps] for column in (18, 19))
    assert x[8:] == ["桁あふれ", *[""] * 192]
    assert f[7:] == ["桁あふれ", *[""] * 193]
    assert all(isinstance(value, float) for value in [*x[:8], *f[:7]])


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        (0, (-6.11110793e-10, 8.14814391e-10)),
        (1, (-6.11110793e-10, 8.14814391e-10)),
        (2, (-2.58983747e13, -1.29524862e12)),
        (3, (-2.25154873e128, 3.00206497e128)),
    ],
)
def test_descent_ends_where_the_article_says(row: int, figures: tuple[float, float], tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "descent"), "descent", "ends")

    assert ends[row][:2] == pytest.approx(figures, rel=5e-9)


def test_with_plus_instead_of_minus_f_rises_at_once(tmp_path: Path) -> None:
    steps = saved(made(tmp_path, "descent"), "descent", "path")

    minus, plus = ([row[column] for row in steps] for column in (2, 22))
    assert (minus[0], plus[0]) == (25, 25)
    assert all(after < before for before, after in pairwise(minus))
    assert all(after > before for before, after in pairwise(plus))


def test_from_step_10_on_nothing_is_left_of_h(tmp_path: Path) -> None:
    looked_at = saved(made(tmp_path, "descent"), "descent", "looked_at")

    left = [row[0] for row in looked_at]  # steps 6 to 13
    assert all(left[:4])
    assert left[4:] == [0.0] * 4
    assert [row[4] for row in looked_at[4:]] == [0.0] * 4


@pytest.mark.parametrize(
    ("row", "x", "y"),
    [
        (0, -0.350393, 0.08478232),
        (1, 0.896413858494, 0.088085601715),
        (3, -0.120162322, 2.49e-17),
        (4, -0.69742031, 1.48e-8),
        (5, 0.136007, 0.318245),
    ],
)
def test_the_race_ends_where_the_seeds_say(row: int, x: float, y: float, tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "race"), "race", "ends")

    assert ends[row][0] == pytest.approx(x, rel=4e-6)
    assert ends[row][1] == pytest.approx(y, rel=3e-3)


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
        fill(grid, "minima")
        grid.save(path, EPOCH)

    assert path.read_bytes() == before


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_same_workbook_is_the_same_file(name: str, tmp_path: Path) -> None:
    first, second = (tmp_path / folder for folder in "ab")
    first.mkdir()
    second.mkdir()

    assert made(first, name).read_bytes() == made(second, name).read_bytes()
