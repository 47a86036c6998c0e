"""Other numbers than the saved ones, at which a right formula is right too and a pasted number is not.

Numbers with decimals are moved a little. Whole ones that stand in a row, pixels or targets, change places with each
other: they stay 0 or 1, and targets still say one class, so that a formula that relies on it stays right.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
from sheetnet.graph.values import Numbers
from sheetnet.inspecting.points import SPREAD
from sheetnet.inspecting.workings import Workings

_SHARED = 0.25  # of the kinds of formulas that read two neighbours
POINTS = 4  # the saved numbers, and three others


class Variation(NamedTuple):
    """What is changed, by the key's cells: `moved` have `noise` at each further point, `runs` change places."""

    moved: Indices
    noise: Numbers  # (points - 1, 2, moved)
    runs: tuple[Indices, ...]

    def at(self, point: int, x: Numbers) -> dict[int, float]:
        """The changed cells and their numbers at a point; `x` are the numbers of all of the key's cells."""
        if point == 0:
            return {}
        up, plus = self.noise[point - 1]
        found = dict(zip(self.moved.tolist(), (x[self.moved] * (1 + up) + plus).tolist(), strict=True))
        for run in self.runs if point > 1 else ():
            found |= dict(zip(run.tolist(), np.roll(x[run], point - 1).tolist(), strict=True))
        return found


def variation(workings: Workings, asked: Sequence[int], seed: int = 1) -> Variation:
    """Of the numbers that some formulas are computed from."""
    sources = sorted(cell for cell in workings.before(asked) if workings.is_number(cell))
    x = workings.cells.x
    whole = [cell for cell in sources if x[cell] == np.round(x[cell])]
    runs = _runs(workings, whole)
    in_runs = {cell for run in runs for cell in run}
    moved = [cell for cell in sources if cell not in in_runs and (x[cell] != np.round(x[cell]) or x[cell] == 1.0)]
    rng = np.random.default_rng(seed)
    noise = rng.uniform(-SPREAD, SPREAD, (POINTS - 1, 2, len(moved)))
    noise[:, 1] /= 2
    return Variation(np.array(moved, np.int64), noise, tuple(np.array(run, np.int64) for run in runs))


def _runs(workings: Workings, cells: Sequence[int]) -> list[list[int]]:
    """Cells side by side that formulas of the same kinds read, two or more."""
    runs: list[list[int]] = []
    before: tuple[str, int, int] = ("", 0, 0)
    reader: frozenset[int] = frozenset()
    for cell in cells:
        sheet, row, column = workings.cells.address(cell)
        readers = frozenset(int(workings.alike[user]) for user in workings.users.of(cell))
        if runs and (sheet, row, column - 1) == before and _one_kind(readers, reader):
            runs[-1].append(cell)
        else:
            runs.append([cell])
        before, reader = (sheet, row, column), readers
    return [run for run in runs if len(run) > 1]


def _one_kind(some: frozenset[int], others: frozenset[int]) -> bool:
    """Whether cells are read by the same sums: each may have a gradient of its own beside these."""
    return len(some & others) >= _SHARED * len(some | others) > 0
