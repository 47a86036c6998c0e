"""What a workbook asks to be learned, read from its blocks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.network import Network
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import describe
from sheetnet.sheet.errors import CellError
from sheetnet.sheet.finding import find
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import Layout


class Problem(NamedTuple):
    """What a workbook asks to be learned: `x` (cases, inputs), `t` (cases, outputs), `training` (cases,)."""

    layout: Layout
    network: Network
    x: Array
    t: Array
    training: NDArray[np.bool_]
    eta: float

    @property
    def training_cases(self) -> tuple[Array, Array]:
        """x and t of the cases that E counts."""
        return self.x[self.training], self.t[self.training]


def load(grid: Grid) -> Problem:
    """Find the blocks of a workbook and read its data; raises SheetnetError naming the cell that is wrong."""
    layout = find(grid)
    eta_cell = layout["eta"]
    eta = transfer.number(grid.read(eta_cell)[0][0], eta_cell, what="a number for the learning rate eta")
    x = np.array(transfer.numbers(grid, layout["images"]))
    t = np.array(transfer.numbers(grid, layout["targets"]))
    training = np.ones(len(x), np.bool_)
    if "training" in layout:
        area = layout["training"]
        for row, (value,) in enumerate(grid.read(area)):
            if transfer.number(value, area, row, 0, "1 for a training case or 0 for a test case") not in (0.0, 1.0):
                raise CellError(
                    f"expected 1 for a training case or 0 for a test case, found {describe(value)}",
                    place=area.address(row),
                )
            training[row] = bool(value)
        if not training.any():
            raise CellError("expected at least one training case, found none", place=area.address())
    return Problem(layout, Network(layout.geometry.sizes), x, t, training, eta)


def parameters_in(grid: Grid, layout: Layout, block: str) -> Array:
    area = layout[block]
    return np.array(transfer.parameters(grid.read(area), area, layout.geometry))


def counter_in(grid: Grid, layout: Layout) -> int:
    return transfer.whole_number(grid, layout["counter"], "updates done")
