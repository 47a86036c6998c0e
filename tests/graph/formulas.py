"""One formula at a time: its value, and its slope in every number that it reads."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Fault, Unsaved, column_letters, parse_area
from sheetnet.sheet.grid import MemoryGrid

CELL = "Z99"  # where the formula stands, unless a test says


def grid(cells: Mapping[str, Any], names: Mapping[str, str] | None = None) -> MemoryGrid:
    """A workbook of one sheet S: an address -> a value, or a formula with its equals sign."""
    made = {}
    for address, value in cells.items():
        area = parse_area(address, "S")
        assert area is not None, address
        formula = isinstance(value, str) and value.startswith("=")
        made[area.top, area.left] = Unsaved(value) if formula else value
    return MemoryGrid({"S": made}, names)


def evaluation(cells: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Evaluation:
    return Evaluation(contents(grid(cells, names)))


def place(found: Evaluation, address: str) -> int:
    area = parse_area(address, "S")
    assert area is not None
    return found.cells.index(area.sheet, area.top, area.left)


def value(formula: str, cells: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> Any:
    """What a formula shows; an error as its code; raises AssertionError with the reason where it is not understood."""
    found = evaluation({**(cells or {}), CELL: formula}, names)
    at = place(found, CELL)
    assert at not in found.trouble, found.trouble[at]
    shown = found.cells.value(at)
    return shown.code if isinstance(shown, Fault) else shown


def reason(formula: str, cells: Mapping[str, Any] | None = None, names: Mapping[str, str] | None = None) -> str:
    """Why a formula is not understood."""
    found = evaluation({**(cells or {}), CELL: formula}, names)
    return found.trouble[place(found, CELL)]


def function(formula: str, numbers: Mapping[str, float]) -> Function:
    """A formula as a function of some cells."""
    found = evaluation({**numbers, CELL: formula})
    return Function(found, place(found, CELL), np.array([place(found, one) for one in numbers]))


def slopes(formula: str, numbers: Mapping[str, float]) -> np.ndarray:
    """The exact derivative by each of some cells."""
    return function(formula, numbers).gradient()


def differences(formula: str, numbers: Mapping[str, float]) -> np.ndarray:
    """The derivative by Richardson's extrapolation of central differences, good to about 1e-9 of the function."""
    of = function(formula, numbers)
    start = np.array(list(numbers.values()), np.float64)
    found = np.zeros(len(start))
    for number in range(len(start)):
        width = 1e-3 * max(1.0, abs(start[number]))

        def moved(by: float, number: int = number) -> float:
            there = start.copy()
            there[number] += by
            return of(there)

        wide = (moved(width) - moved(-width)) / (2 * width)
        half = (moved(width / 2) - moved(-width / 2)) / width
        found[number] = (4 * half - wide) / 3
    return found


def block(first: str, rows: list[list[Any]]) -> dict[str, Any]:
    """Values in a rectangle from a cell on."""
    area = parse_area(first, "S")
    assert area is not None
    return {
        f"{column_letters(area.left + along)}{area.top + down}": one
        for down, row in enumerate(rows)
        for along, one in enumerate(row)
        if one is not None
    }
