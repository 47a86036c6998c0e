"""What a workbook asks to be learned, read from its blocks."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import CellError, SettingError
from sheetnet.net.activations import Array
from sheetnet.net.batches import Batches
from sheetnet.net.network import Network
from sheetnet.net.optimisers import OptimiserState
from sheetnet.session.cases import cases_in, divide, put_scalings, scaled_anew, seen_by
from sheetnet.session.method import LBFGS, Method, method_in
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

if TYPE_CHECKING:
    from sheetnet.sheet.tables.scaling import Scaling


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
    method = method_in(grid, layout)
    network = method.network(layout.geometry)
    return Problem(layout, network, *cases_in(grid, layout, method, network), eta, method)


def divided(grid: Grid, problem: Problem, method: Method) -> "tuple[Problem, dict[str, Scaling]]":
    """The same with its cases divided as the method asks, scaled by what the training cases say where that differs.

    The scalings are those that are new, of "images" and of "targets".
    """
    layout = problem.layout
    training = divide(method, method.network(layout.geometry), problem.t)
    if training is None and problem.training.all():
        return problem, {}
    seen = {"images": problem.x, "targets": problem.t}
    scalings = scaled_anew(grid, layout, seen, problem.training, training)
    if training is None:
        if not scalings:
            return problem, {}
        training = problem.training
    seen |= {name: seen_by(grid, layout, name, one) for name, one in scalings.items()}
    return problem._replace(training=training, x=seen["images"], t=seen["targets"]), scalings


def split(grid: Grid, problem: Problem, method: Method) -> tuple[Problem, dict[str, Area]]:
    """Write the workbook's column of training cases, unless the method asks that, and the scaling that it asks for.

    Returns what there is to be learned then, and the cells that were written, by their names.
    """
    found, scalings = divided(grid, problem, method)
    training, written = found.training, put_scalings(grid, problem.layout, scalings)
    if method["split"] == "column":
        return found, written
    if "training" in problem.layout:
        grid.write(problem.layout["training"], [[int(one)] for one in training])
        written["training"] = problem.layout["training"]
    elif problem.layout.outside and (training != problem.training).any():  # else `step` would learn from test cases
        raise SettingError(
            "the cases lie outside the workbook, and only its cells can say which of them are for the test",
            remedy="use --write-settings",
        )
    elif not problem.layout.outside:
        raise SettingError(
            "the workbook has no column that tells training cases from test cases",
            remedy="define the name 'training' for one",
        )
    return found, written


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


class Remembered(NamedTuple):
    """What an optimiser remembers: its state, None where it starts anew, and the number of updates before it began."""

    state: OptimiserState | None = None
    since: int = 0


def owner_in(grid: Grid, layout: Layout, method: Method) -> str:
    """The optimiser whose state stands beside the current values; in an old workbook the one that its list says."""
    if layout.made_for is not None:
        return layout.made_for["optimiser"]
    if "state_of" in layout:
        return str(grid.read(layout["state_of"])[0][0])
    return str(method["optimiser"])


def remembered_in(grid: Grid, layout: Layout, owner: str, method: Method, eta: float) -> Remembered:
    """What the optimiser of a method remembers, where the state beside the current values, `owner`'s, is its own.

    In a workbook of an earlier version there is no cell for when it began: all updates count.
    """
    counter = counter_in(grid, layout)
    begins = Remembered(since=counter if layout.made_for is not None or "state_since" in layout else 0)
    if method["optimiser"] == LBFGS:
        return begins
    blocks = [f"state_{number}" for number, _ in enumerate(method.optimiser(eta).remembers, 1)]
    if owner != method["optimiser"] or not all(block in layout for block in blocks):
        return begins
    since = transfer.whole_number(grid, layout["state_since"], "updates before") if "state_since" in layout else 0
    return Remembered(tuple(parameters_in(grid, layout, block) for block in blocks), since if since <= counter else 0)
