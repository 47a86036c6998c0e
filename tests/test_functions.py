"""The workbooks about functions: what is saved in them is what other programs compute, and what the seeds say."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetnet.session.functions import fill
from sheetnet.sheet.build import EPOCH
from sheetnet.sheet.cells import Area, Unsaved
from sheetnet.sheet.files import FileGrid
from sheetnet.sheet.functions import FUNCTIONS, draw
from sheetnet.sheet.functions.page import NOT_ASKED, RIGHT, WRONG
from sheetnet.sheet.recalculate import RecalculatedGrid
from tests.conftest import convert

LANGUAGES = ("en", "ja")
NEAR_ZERO = {"minima": 1e-9, "descent": 1e-13, "race": 1e-20}  # rounding, where a result is 0 in one program


def made(folder: Path, name: str, lang: str = "en", changed: dict[str, Any] | None = None) -> Path:
    """The workbook of an example; `changed` are other inputs: name of the block -> rows."""
    path = folder / f"{name}-{lang}.xlsx"
    with FileGrid(path, draw(name, lang)) as grid:
        for block, rows in (changed or {}).items():
            grid.write(FUNCTIONS[name].areas[block], rows)
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


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("minima", {}),
    ("minima", {"start": [[0.17]], "eta": [[0.3]], "start_xy": [[2.2], [-0.4]], "eta_xy": [[0.2]]}),
    ("minima", {"start": [[-9]], "eta": [[5]], "etas": [[e] for e in (0.3, 2, 0, 1e-4, 0.02, 0.1, 10, 0.2, 0.12)]}),
    ("descent", {}),
    ("descent", {"start": [[0.5], [-700]], "h": [[0.01]], "etas": [[100], [100], [1], [60], [0.99]]}),
    ("descent", {"signs": [[1], [-1], [-1], [1], [1]]}),
    ("race", {}),
    ("race", {"start": [[0], [0]]}),
    ("race", {"start": [[3], [-1]], "constants": [[9, *[None] * 5], [0.2, 0.5, *[None] * 4], *[[None] * 6] * 4]}),
]


def kept(name: str, changed: dict[str, Any]) -> dict[str, Any]:
    """None in the changes keeps what is there; `starts` has a formula among its inputs."""
    if name == "race" and "constants" in changed:
        rows = changed["constants"]
        area = FUNCTIONS[name].areas["constants"]
        with FileGrid("race.xlsx", draw(name)) as grid:
            there = grid.read(area)
        rows = [
            [a if b is None else b for a, b in zip(one, other, strict=True)]
            for one, other in zip(there, rows, strict=True)
        ]
        return {**changed, "constants": rows}
    return changed


@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_every_saved_value_is_what_ironcalc_computes(name: str, changed: dict[str, Any], tmp_path: Path) -> None:
    path = made(tmp_path, name, changed=kept(name, changed))

    with FileGrid(path) as grid, RecalculatedGrid(path) as anew:
        formulas = list(grid.all_formulas())
        for sheet, row, column, text in formulas:
            area = Area(sheet, row, column, row, column)
            assert_same(grid.read(area)[0][0], anew.read(area)[0][0], (area, text), NEAR_ZERO[name])
    assert len(formulas) > 1000


@pytest.mark.libreoffice
@pytest.mark.parametrize(("name", "changed"), CHANGES)
def test_every_saved_value_is_what_libreoffice_computes(name: str, changed: dict[str, Any], tmp_path: Path) -> None:
    path, bare = made(tmp_path, name, changed=kept(name, changed)), tmp_path / "bare.xlsx"
    load_workbook(path).save(bare)  # openpyxl keeps no saved values

    computed = load_workbook(convert(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "lo"), data_only=True)

    with FileGrid(path) as grid:
        for sheet, row, column, text in grid.all_formulas():
            value = grid.read(Area(sheet, row, column, row, column))[0][0]
            assert_same(
                value, computed[sheet].cell(row, column).value, (sheet, row, column, text), NEAR_ZERO[name], ("", None)
            )


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
