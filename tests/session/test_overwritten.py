"""A cell that should hold a formula and does not is named by check, train and show."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.cli import main

Spoil = Callable[[dict[str, Any]], Path]


def value_in(path: Path, address: str) -> float:
    sheet, _, cell = address.partition("!")
    return float(load_workbook(path, data_only=True)[sheet][cell].value)


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "cell",
    ["Calc!F6", "BP!C11", *(pytest.param(cell, marks=pytest.mark.full) for cell in ("Calc!D50", "BP!D40", "BP!C61"))],
)
def test_a_right_value_over_a_formula_is_named(cell: str, letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, right = load_workbook(letters), value_in(letters, cell)
    sheet, _, address = cell.partition("!")
    book[sheet][address].value = right
    book.save(letters)
    sheetnet.train(letters, iterations=0)
    capsys.readouterr()

    main(["check", str(letters)])
    assert f"{cell}: expected a formula, found none;" in capsys.readouterr().err
    assert main(["train", str(letters), "--iterations", "1"]) == 0
    assert f"{cell}: expected a formula, found none;" in capsys.readouterr().err
    assert main(["show", str(letters)]) == 0
    assert f"{cell}: expected a formula, found none;" in capsys.readouterr().out


def test_a_block_whose_first_cell_is_empty_is_compared(spoiled: Spoil) -> None:
    path = spoiled({"Calc!F6": None})

    block = next(one for one in sheetnet.check(path) if one.name == "outputs_1")

    assert block.cells == 3 * 128
    assert any(failure.startswith("Calc!F6: engine has") for failure in block.failures)
    assert block.overwritten == ("Calc!F6",)


def test_many_are_one_line_with_their_number(spoiled: Spoil) -> None:
    path = spoiled({f"Calc!F{row}": 0.5 for row in range(6, 26)})

    result = sheetnet.train(path, iterations=1)

    (told,) = [one for one in result.warnings if "expected a formula" in one]
    assert told.startswith("Calc!F6: expected a formula, found none, nor in 19 more cells;")


def test_a_workbook_with_all_its_formulas_lacks_none(trained_file: Path) -> None:
    assert sheetnet.show(trained_file)["without_formula"] == []
    assert not any(one.overwritten for one in sheetnet.check(trained_file))


@pytest.mark.parametrize("example", ["xor", "regression", pytest.param("digits", marks=pytest.mark.full)])
def test_an_example_lacks_none(example: str, examples: Mapping[str, Path]) -> None:
    assert sheetnet.show(examples[example])["without_formula"] == []


def test_a_workbook_of_values_on_purpose_lacks_none(letters: Path) -> None:
    formulas, values = load_workbook(letters), load_workbook(letters, data_only=True)
    for sheet in ("BP", "Calc"):
        for row in formulas[sheet].iter_rows():
            for cell in row:
                cell.value = values[sheet][cell.coordinate].value
    formulas.save(letters)

    assert sheetnet.train(letters, iterations=3).warnings == ()
    assert sheetnet.show(letters)["without_formula"] == []


LOST = ["empty", pytest.param("values", marks=pytest.mark.full)]


@pytest.mark.parametrize("stands", LOST)
def test_a_block_that_lost_all_its_formulas_is_named_and_compared(stands: str, letters: Path) -> None:
    formulas, values = load_workbook(letters), load_workbook(letters, data_only=True)
    lost = [f"Calc!{column}{row}" for row in range(6, 134) for column in "VWX"]  # deltas_1
    for cell in (one.partition("!")[2] for one in lost):
        formulas["Calc"][cell].value = values["Calc"][cell].value if stands == "values" else None
    formulas.save(letters)

    (told,) = sheetnet.train(letters, iterations=1).warnings
    assert told.startswith(
        "Calc!V6: expected a formula, found none, nor in 383 more cells; such a cell does not follow"
    )
    assert sorted(sheetnet.show(letters)["without_formula"]) == sorted(lost)
    block = next(one for one in sheetnet.check(letters) if one.name == "deltas_1")
    assert sorted(block.overwritten) == sorted(lost)
    assert len(block.failures) == (0 if stands == "values" else 384)  # values alone are kept up to date by every run
