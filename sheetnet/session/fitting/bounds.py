"""The least and the greatest value that each parameter may have."""

from collections.abc import Sequence
from math import inf, isfinite

import numpy as np

from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.net.activations import Array
from sheetnet.net.objective import Bounds
from sheetnet.session.differentiating import cells_named
from sheetnet.sheet.cells import Area, describe
from sheetnet.sheet.grid import Grid


def bounds_of(
    grid: Grid, areas: list[Area], given: Sequence[str], between: tuple[float, float] | None
) -> Bounds | None:
    """The least and the greatest value of each parameter: two numbers for all, or cells in pairs."""
    if between is not None and given:
        raise SettingError("expected --bounds or --between, found both")
    if between is not None:
        low, high = between
        if not low <= high:
            raise SettingError(f"expected --between with the lower number first, found {low:g} {high:g}")
        ones = np.ones(sum(area.size for area in areas))
        return Bounds(low * ones, high * ones)
    if not given:
        return None
    if len(given) != len(areas):
        raise SettingError(f"expected as many ranges of bounds as of parameters, {len(areas)}, found {len(given)}")
    pairs = [_pair(grid, cells_named(grid, text), area) for text, area in zip(given, areas, strict=True)]
    return Bounds(*(np.concatenate([pair[side] for pair in pairs]) for side in (0, 1)))


def _pair(grid: Grid, cells: Area, area: Area) -> tuple[Array, Array]:
    """Lower and upper bounds of a range, in cells side by side or one above the other; an empty cell is none."""
    beside, below = (area.height, 2 * area.width), (2 * area.height, area.width)
    if (cells.height, cells.width) not in (beside, below):
        raise LayoutError(
            f"expected {beside[0]} x {beside[1]} or {below[0]} x {below[1]} cells for the bounds of {area}: the lower "
            "ones, then the upper ones",
            place=str(cells),
        )
    values = np.empty((cells.height, cells.width))
    for row, line in enumerate(grid.read(cells)):
        for column, value in enumerate(line):
            first = (row < area.height) if (cells.height, cells.width) == below else (column < area.width)
            if value is None:
                values[row, column] = -inf if first else inf
            elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
                values[row, column] = value
            else:
                raise CellError(f"expected a number for a bound, or nothing, found {describe(value)}",
                                place=cells.address(row, column))  # fmt: skip
    axis = 0 if (cells.height, cells.width) == below else 1
    lower, upper = np.split(values, 2, axis=axis)
    if (lower > upper).any():
        row, column = np.argwhere(lower > upper)[0]
        raise CellError("the lower bound is above the upper one", place=area.address(int(row), int(column)))
    return lower.reshape(-1), upper.reshape(-1)
