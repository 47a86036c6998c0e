"""Cell values to numbers: what is none is named by its cell, and nothing is coerced."""

from typing import Any

import pytest

from sheetnet.errors import CellError
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.transfer import block_with, number, numbers, parameters, whole_number
from sheetnet.sheet.cells import Date, Fault, Unsaved, Value
from sheetnet.sheet.grid import MemoryGrid
from tests.sheet.xlsx.parts import area

LETTERS = Geometry((20, 3, 4), (5, 4))
NO_NUMBERS: list[tuple[Value, str]] = [
    (None, "an empty cell"),
    ("0.5", 'text "0.5"'),
    ("", 'text ""'),
    (True, "the logical value TRUE"),
    (Fault("#N/A"), "the error #N/A"),
    (Date(1.0), "a date or time (serial number 1)"),
    (float("nan"), "nan, which is not a finite number"),
    (float("-inf"), "-inf, which is not a finite number"),
]


@pytest.mark.parametrize(("value", "found"), NO_NUMBERS)
def test_what_is_no_number_is_named(value: Value, found: str) -> None:
    with pytest.raises(CellError) as error:
        number(value, area("C15:G34"), 2, 1)

    assert str(error.value) == f"S!D17: expected a number, found {found}"


def test_a_formula_without_a_saved_value_brings_the_remedy() -> None:
    with pytest.raises(CellError) as error:
        number(Unsaved("A1"), area("C61"))

    assert str(error.value) == (
        "S!C61: expected a number, found a formula without a saved value; "
        "open the workbook once in Excel or LibreOffice and save it"
    )


@pytest.mark.parametrize("value", [0.5, -0.0, 7, 0])
def test_a_number_is_a_float(value: Any) -> None:
    assert number(value, area("A1")) == value
    assert type(number(value, area("A1"))) is float


def test_a_rectangle_of_numbers_is_read_row_by_row() -> None:
    grid = MemoryGrid({"S": {(1, 1): 1.0, (1, 2): 2, (2, 1): 3.0, (2, 2): 4.0}})

    assert numbers(grid, area("A1:B2")) == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(("value", "found"), NO_NUMBERS)
def test_the_first_bad_cell_of_a_rectangle_is_named(value: Value, found: str) -> None:
    cells: dict[tuple[int, int], Value] = {(row, column): 1.0 for row in (1, 2, 3) for column in (1, 2)}
    grid = MemoryGrid({"S": cells | {(2, 2): value, (3, 1): None}})

    with pytest.raises(CellError) as error:
        numbers(grid, area("A1:B3"), "a pixel")

    assert str(error.value) == f"S!B2: expected a pixel, found {found}"


def test_the_parameters_of_a_block_are_read_back_from_the_block_that_they_make() -> None:
    vector = [n / 7.0 for n in range(79)]
    words: list[list[Value]] = [["-"] * 5 for _ in range(20)]

    block = block_with(words, LETTERS, vector)

    assert parameters(block, area("C15:G34"), LETTERS) == vector
    assert sum(value == "-" for row in block for value in row) == 100 - 79
    assert words == [["-"] * 5 for _ in range(20)]


def test_a_bad_parameter_is_named_by_its_cell() -> None:
    block = block_with([[None] * 5 for _ in range(20)], LETTERS, [0.0] * 79)
    block[16][2] = "abc"

    with pytest.raises(CellError) as error:
        parameters(block, area("C15:G34", "BP"), LETTERS)

    assert str(error.value) == 'BP!E31: expected a number, found text "abc"'


@pytest.mark.parametrize("length", [78, 80])
def test_a_vector_of_another_length_fits_no_block(length: int) -> None:
    with pytest.raises(ValueError, match=r"zip\(\)"):
        block_with([[None] * 5 for _ in range(20)], LETTERS, [0.0] * length)


@pytest.mark.parametrize("value", [0, 500, 2.0, 1_048_575])
def test_a_whole_number_is_read(value: Value) -> None:
    assert whole_number(MemoryGrid({"S": {(5, 3): value}}), area("C5"), "iterations") == value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (2.5, "S!C5: expected a whole number of iterations, found 2.5; 0 or more"),
        (-1, "S!C5: expected a whole number of iterations, found -1; 0 or more"),
        ("many", 'S!C5: expected a whole number of iterations, found text "many"'),
        (None, "S!C5: expected a whole number of iterations, found an empty cell"),
        (True, "S!C5: expected a whole number of iterations, found the logical value TRUE"),
    ],
)
def test_what_is_no_whole_number_is_named(value: Value, message: str) -> None:
    with pytest.raises(CellError) as error:
        whole_number(MemoryGrid({"S": {(5, 3): value}}), area("C5"), "iterations")

    assert str(error.value) == message
