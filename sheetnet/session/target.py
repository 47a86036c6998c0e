"""What is to be explained: which unit, parameter and case a cell or a unit's name stands for."""

import re
from typing import NamedTuple

from sheetnet.errors import LayoutError, did_you_mean
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grid import Grid

_PARAMETERS = {
    "gradients": ("the gradient ∂E/∂w", "the gradient ∂E/∂θ"),
    "current": ("the weight w", "the threshold θ"),
    "updated": ("the updated weight w", "the updated threshold θ"),
    "initial": ("the weight w", "the threshold θ"),
}  # block -> what a weight's and a threshold's cell is
_OF_CASES = {
    "sums": "the sum s of {unit}",
    "outputs": "the output of {unit}",
    "deltas": "the unit error δ of {unit}",
}


class Target(NamedTuple):
    """A unit (its layer, counted from 0, and its number in it), one of its parameters, a case; these counted from 0.

    `what` says it in words, with places for the names of the unit and of the input; `parameter` is None of a unit,
    `case` where none is meant. `forward_only` is true of what comes before any error.
    """

    place: str
    what: str
    layer: int
    number: int
    parameter: int | None = None
    case: int | None = None
    forward_only: bool = False


def target_of(grid: Grid, layout: Layout, place: str) -> Target:
    """The target that a cell's address, its defined name, or a unit's name stands for.

    Raises LayoutError where there is nothing to explain.
    """
    units = {unit.name.casefold(): unit for unit in layout.geometry.units}
    if place.casefold() in units:
        unit = units[place.casefold()]
        number = layout.geometry.layer(unit.layer).index(unit)
        return Target(unit.name, "the unit error δ of {unit}", unit.layer, number)
    cell = _cell(grid, place)
    for name, area in layout.areas.items():
        if area.sheet.casefold() == cell.sheet.casefold() and area.overlaps(cell):
            row, column = cell.top - area.top, cell.left - area.left
            if name in _PARAMETERS:
                return _of_parameter(layout, name, row, column)
            kind, _, layer = name.rpartition("_")
            if kind in _OF_CASES:
                address = area.address(row, column)
                return Target(address, _OF_CASES[kind], int(layer) - 1, column, None, row, kind != "deltas")
    raise LayoutError("there is nothing to explain in this cell", place=str(cell), remedy=_remedy(layout))


def _cell(grid: Grid, place: str) -> Area:
    """One cell, by its address with its sheet or by its name."""
    names = {name.casefold(): text for name, text in grid.names().items()}
    area = parse_area(names.get(place.casefold(), place))
    if area is None or not area.sheet:
        known = [*grid.names(), *grid.sheets()]
        raise LayoutError(
            f"'{place}' is no cell, no name and no unit{did_you_mean(place, known)}",
            remedy="write the cell with its sheet, such as BP!C38, or a unit, such as H1",
        )
    if area.size > 1:
        raise LayoutError(f"expected one cell, found {area.size:,}", place=str(area), remedy="name one of them")
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}
    if area.sheet.casefold() not in sheets:
        listed = ", ".join(f"'{sheet}'" for sheet in grid.sheets())
        hint = did_you_mean(area.sheet, grid.sheets())
        raise LayoutError(f"no sheet '{area.sheet}'; the workbook has {listed}{hint}")
    return area._replace(sheet=sheets[area.sheet.casefold()])


def _of_parameter(layout: Layout, block: str, row: int, column: int) -> Target:
    address = layout[block].address(row, column)
    for unit in layout.geometry.units:
        cells = list(unit.cells())
        if (row, column) in cells:
            number = layout.geometry.layer(unit.layer).index(unit)
            of_threshold = (row, column) == unit.threshold
            what = f"{_PARAMETERS[block][of_threshold]} of {{unit}}" + ("" if of_threshold else " from {input}")
            return Target(address, what, unit.layer, number, cells.index((row, column)))
    raise LayoutError("no parameter stands in this cell", place=address, remedy=_remedy(layout))


def _remedy(layout: Layout) -> str:
    blocks = [f"{layout[name]} ({name})" for name in _PARAMETERS if name in layout]
    columns = [str(area) for name, area in layout.areas.items() if re.fullmatch(r"(sums|outputs|deltas)_\d+", name)]
    where = f", or of {', '.join(columns)}" if columns else ""
    return f"name a cell of {', '.join(blocks)}{where}, or a unit such as {layout.geometry.units[0].name}"
