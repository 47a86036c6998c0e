"""The exact derivative of a cell of any workbook by others, through the workbook's own formulas."""

from collections.abc import Sequence

import numpy as np

from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.gradient import Function
from sheetnet.graph.groups import Formula
from sheetnet.graph.refreshing import Saved, indices_of
from sheetnet.graph.trouble import NotUnderstood, TooMuch
from sheetnet.graph.workbook import Contents, contents
from sheetnet.net.activations import Array
from sheetnet.sheet.cells import Area, describe, parse_area
from sheetnet.sheet.grid import Grid


class Dependence:
    """A loss as a function of the numbers in some ranges: its value, and its derivative in their shapes.

    `loss` is a cell, a name, or a formula with its equals sign that stands in no cell. Raises SheetnetError that names
    the cell where the loss or a parameter is no number, or a formula between them is not understood.
    """

    def __init__(self, grid: Grid, loss: str, ranges: Sequence[str]) -> None:
        self.loss, self._nowhere = loss, ""  # and where a formula for it is put that stands in no cell
        self.areas = [cells_named(grid, text) for text in ranges]
        if not self.areas:
            raise SettingError("expected a range of parameters, found none")
        for area in self.areas:
            _refuse_no_numbers(grid, area)
        try:
            self.read = contents(grid)
            self.saved = Saved(self.read)
            place = self._place_of_loss(grid, self.read, loss)
            self.evaluation = Evaluation(self.read)
            self._indices = [self.read.cells.all_of(area)[0] for area in self.areas]
            self.parameters = indices_of(self.read, self.areas)
            self.function = Function(self.evaluation, place, self.parameters)
            self.value = self.function.value
        except TooMuch as reason:
            raise LayoutError(str(reason)) from None
        except NotUnderstood as reason:
            raise self.told(reason) from None

    def _place_of_loss(self, grid: Grid, read: Contents, loss: str) -> int:
        if not loss.startswith("="):
            area = cells_named(grid, loss)
            if area.size != 1:
                raise LayoutError(f"expected one cell for the loss, found {area.size}", place=str(area))
            self.loss = area.address()
            return read.cells.index(area.sheet, area.top, area.left)
        sheet = self.areas[0].sheet
        spare = read.cells.spare(sheet)
        self._nowhere = Area(sheet, *spare, *spare).address()
        read.formulas.append(Formula(sheet, *spare, loss[1:]))
        return read.cells.index(sheet, *spare)

    def told(self, reason: NotUnderstood) -> CellError:
        """What is not understood between the parameters and the loss, in one line."""
        place, colon, what = str(reason).partition(": ")
        if colon:
            where = self.loss if place == self._nowhere else place
            return CellError(f"this formula stands between the parameters and the loss: {what}", place=where)
        return CellError(f"expected a number for the loss, found {reason}", place=self.loss)

    def gradient(self) -> list[Array]:
        """dL/d(parameter), an array in the shape of each range."""
        adjoints = self.function.adjoints()
        return [adjoints[indices] for indices in self._indices]

    def refuse_idle(self) -> None:
        """Raise LayoutError where no parameter has any influence on the loss."""
        if len(self.idle) == sum(area.size for area in self.areas):
            raise LayoutError(
                f"no formula leads from {', '.join(str(area) for area in self.areas)} to the loss",
                place=self.loss,
                remedy="name the cells that the loss is computed from",
            )

    @property
    def idle(self) -> list[str]:
        """Addresses of parameters that the loss does not depend on."""
        return [
            area.address(row, column)
            for area, indices in zip(self.areas, self._indices, strict=True)
            for (row, column), index in np.ndenumerate(indices)
            if not self.function.reached[index]
        ]


def gradient(grid: Grid, loss: str, ranges: Sequence[str]) -> list[Array]:
    """The exact derivative of a cell by the numbers in some ranges, in their shapes.

    Raises LayoutError where none of them has any influence on it.
    """
    dependence = Dependence(grid, loss, ranges)
    dependence.refuse_idle()
    return dependence.gradient()


def cells_named(grid: Grid, text: str) -> Area:
    """The cells that an address or a name means."""
    written = grid.names().get(text, text)
    sheets = grid.sheets()
    area = parse_area(written, sheets[0] if len(sheets) == 1 else "")
    if area is None or not area.sheet:
        raise LayoutError(f"expected cells such as {sheets[0]}!B2:D9, or a name, found '{text}'")
    known = {sheet.casefold(): sheet for sheet in sheets}
    if area.sheet.casefold() not in known:
        raise LayoutError(f"no sheet '{area.sheet}'; the workbook has {', '.join(sheets)}")
    return area._replace(sheet=known[area.sheet.casefold()])


def _refuse_no_numbers(grid: Grid, area: Area) -> None:
    for row, (values, formulas) in enumerate(zip(grid.read(area), grid.formulas(area), strict=True)):
        for column, (value, formula) in enumerate(zip(values, formulas, strict=True)):
            if formula is not None:
                raise CellError("a parameter is a number that can be changed, and here stands a formula",
                                place=area.address(row, column))  # fmt: skip
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise CellError(f"expected a number for a parameter, found {describe(value)}",
                                place=area.address(row, column))  # fmt: skip
