"""What a workbook asks to be learned, read from its blocks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.batches import Batches
from sheetnet.net.network import Network
from sheetnet.net.optimisers import State
from sheetnet.session.method import Method, method_in
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import describe
from sheetnet.sheet.errors import CellError
from sheetnet.sheet.finding import find
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import Layout


class Problem(NamedTuple):
    """What a workbook asks to be learned, and how: `x` (cases, inputs), `t` (cases, outputs), `training` (cases,)."""

    layout: Layout
    network: Network
    x: Array
    t: Array
    training: NDArray[np.bool_]
    eta: float
    method: Method

    @property
    def training_cases(self) -> tuple[Array, Array]:
        """x and t of the cases that E counts."""
        return self.x[self.training], self.t[self.training]

    @property
    def test_cases(self) -> tuple[Array, Array]:
        """x and t of the others."""
        return self.x[~self.training], self.t[~self.training]

    @property
    def batches(self) -> Batches:
        """Which of the training cases each update looks at."""
        return self.method.batches(int(np.count_nonzero(self.training)))

    def by(self, method: Method) -> "Problem":
        """The same learned in another way."""
        return self._replace(method=method, network=method.network(self.layout.geometry))


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
    method = method_in(grid, layout)
    return Problem(layout, method.network(layout.geometry), x, t, training, eta, method)


def parameters_in(grid: Grid, layout: Layout, block: str) -> Array:
    area = layout[block]
    return np.array(transfer.parameters(grid.read(area), area, layout.geometry))


def counter_in(grid: Grid, layout: Layout) -> int:
    """The number of updates that led to the current values."""
    return transfer.whole_number(grid, layout["updates" if "updates" in layout else "counter"], "updates done")


def seconds_in(grid: Grid, layout: Layout) -> float | None:
    """The longest time that a run may take, in seconds; None where the cell is empty or there is none."""
    if "max_seconds" not in layout:
        return None
    area = layout["max_seconds"]
    value = grid.read(area)[0][0]
    if value is None:
        return None
    seconds = transfer.number(value, area, what="a number of seconds above 0, or an empty cell")
    if not seconds > 0:
        raise CellError(
            f"expected a number of seconds above 0, or an empty cell, found {seconds:g}", place=area.address()
        )
    return seconds


def state_in(grid: Grid, layout: Layout, remembers: int) -> State | None:
    """The optimiser's state beside the current values, so many vectors; None where there is no place for it."""
    blocks = [f"state_{number}" for number in range(1, remembers + 1)]
    if not all(block in layout for block in blocks):
        return None
    return tuple(parameters_in(grid, layout, block) for block in blocks)
