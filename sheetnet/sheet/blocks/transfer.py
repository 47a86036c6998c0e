"""Cell values to numbers and back. A cell that holds anything else than it should is named, never coerced."""

from collections.abc import Sequence
from math import isfinite

from sheetnet.errors import CellError
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.cells import Area, Rows, Value, describe
from sheetnet.sheet.grid import Grid

_UNSAVED_REMEDY = "open the workbook once in Excel or LibreOffice and save it"


def number(value: Value, area: Area, row: int = 0, column: int = 0, what: str = "a number") -> float:
    """The value as a float; blank, text, error, logical value and date raise CellError."""
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    remedy = _UNSAVED_REMEDY if describe(value) == "a formula without a saved value" else ""
    raise CellError(f"expected {what}, found {describe(value)}", place=area.address(row, column), remedy=remedy)


def numbers(grid: Grid, area: Area, what: str = "a number") -> list[list[float]]:
    """Every cell of a rectangle as a float."""
    rows: list[list[float]] = []
    for row, values in enumerate(grid.read(area)):
        if all(type(value) is float and isfinite(value) for value in values):
            rows.append(values)  # type: ignore[arg-type]
        else:
            rows.append([number(value, area, row, column, what) for column, value in enumerate(values)])
    return rows


def parameters(block: Rows, area: Area, geometry: Geometry) -> list[float]:
    """The numbers of a parameter block that has been read, in the order of the parameter vector."""
    return [number(block[row][column], area, row, column) for row, column in geometry.cells]


def block_with(block: Rows, geometry: Geometry, vector: Sequence[float | None]) -> Rows:
    """The block with new numbers in its parameter cells; headings and blanks stay as they were read."""
    changed = [list(row) for row in block]
    for (row, column), value in zip(geometry.cells, vector, strict=True):
        changed[row][column] = value
    return changed


def whole_number(grid: Grid, area: Area, what: str) -> int:
    """A cell that holds a whole number of 0 or more."""
    value = grid.read(area)[0][0]
    found = number(value, area, what=f"a whole number of {what}")
    if found < 0 or found != int(found):
        raise CellError(f"expected a whole number of {what}, found {found:g}", place=area.address(), remedy="0 or more")
    return int(found)
