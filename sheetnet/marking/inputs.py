"""Other numbers than the saved ones, at which a right formula is right too and a pasted number is not.

Numbers with decimals are moved a little, and a 0 beside them. Other whole ones, pixels or targets, change places, in
their rows and then by whole cases: they stay 0 or 1, and targets still say one class, so that a formula that relies on
it stays right. At the last point they are fractions, no two the same, so that no formula is right because another case
has the same target.
"""

from collections.abc import Container, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
from sheetnet.graph.values import Numbers
from sheetnet.inspecting.points import SPREAD
from sheetnet.inspecting.workings import Workings

_SHARED = 0.25  # of the kinds of formulas that read two neighbours
POINTS = 6  # the saved numbers, four others, and one where no number is whole
WHOLE = slice(0, POINTS - 1)  # where whole numbers are


class Variation(NamedTuple):
    """What is changed, by the key's cells: `moved` have `noise` at each further point, whole ones change places.

    `turns` are, for each further point, which rows and columns of numbers go how many places on; at the last one they
    are `fractions` instead, from the least to the largest of their run.
    """

    moved: Indices
    noise: Numbers  # (points - 1, 2, moved)
    turns: tuple[tuple[tuple[int, tuple[Indices, ...]], ...], ...]
    runs: tuple[Indices, ...]
    rows: tuple[Indices, ...]  # those of the runs that lie across
    fractions: tuple[Numbers, ...]  # one for each of the runs

    def at(self, point: int, x: Numbers) -> dict[int, float]:
        """The changed cells and their numbers at a point; `x` are the numbers of all of the key's cells."""
        if point == 0:
            return {}
        up, plus = self.noise[point - 1]
        found = dict(zip(self.moved.tolist(), (x[self.moved] * (1 + up) + plus).tolist(), strict=True))
        if point == POINTS - 1:
            for run, fractions in zip(self.runs, self.fractions, strict=True):
                least, most = float(x[run].min()), float(x[run].max())
                found |= dict(zip(run.tolist(), (least + max(most - least, 1.0) * fractions).tolist(), strict=True))
            return found
        turned = x.copy()
        for shift, runs in self.turns[point - 1]:
            for run in runs:
                turned[run] = np.roll(turned[run], shift)
        for _, runs in self.turns[point - 1]:
            for run in runs:
                found |= dict(zip(run.tolist(), turned[run].tolist(), strict=True))
        return found


def variation(
    workings: Workings, asked: Sequence[int], kept: Container[int] = (), free: Container[int] = (), seed: int = 1
) -> Variation:
    """Of the numbers that some formulas are computed from, but those that are `kept`.

    Those that are `free`, such as weights and the learning rate, are moved also where they happen to be whole.
    """
    sources = sorted(cell for cell in workings.before(asked) if workings.is_number(cell) and cell not in kept)
    x = workings.cells.x
    whole = [cell for cell in sources if x[cell] == np.round(x[cell]) and cell not in free]
    across, down = (_runs(workings, whole, *step) for step in ((0, 1), (1, 0)))
    turning = {cell for run in (*across, *down) for cell in run.tolist()}
    decimal = set(sources).difference(whole)
    moved = [
        cell
        for cell in sources
        if cell in decimal
        or (cell not in turning and (x[cell] == 1.0 or (x[cell] == 0.0 and _beside(workings, cell, decimal))))
    ]
    rng = np.random.default_rng(seed)
    noise = rng.uniform(-SPREAD, SPREAD, (POINTS - 1, 2, len(moved)))
    noise[:, 1] /= 2
    wide = {cell for run in across for cell in run.tolist()}
    single = tuple(run for run in down if wide.isdisjoint(run.tolist()))  # one target, for instance
    rows = [tuple(run for run in across if workings.cells.address(int(run[0]))[1] % 3 == n) for n in range(3)]
    turns = (  # each of four classes once, and neighbours of one class are not so at every point
        ((1, down),),
        (*zip((1, 2, 2), rows, strict=True), (2, single)),
        tuple(zip((2, 1, 3), rows, strict=True)),
        tuple(zip((3, 3, 1), rows, strict=True)),
    )
    runs = (*down, *across)
    return Variation(
        np.array(moved, np.int64), noise, turns, runs, across, tuple(rng.uniform(0.1, 0.9, len(run)) for run in runs)
    )


def _beside(workings: Workings, cell: int, others: Container[int]) -> bool:
    """Whether a cell is next to one of the others: 0 among numbers with decimals is a weight as they are."""
    sheet, row, column = workings.cells.address(cell)
    around = ((-1, 0), (1, 0), (0, -1), (0, 1))
    return any(workings.cells.index(sheet, row + down, column + along) in others for down, along in around)


def _runs(workings: Workings, cells: Sequence[int], down: int, along: int) -> tuple[Indices, ...]:
    """Cells next to each other in a row, or a column, that formulas of the same kinds read, two or more."""
    kinds = {cell: frozenset(int(workings.alike[user]) for user in workings.users.of(cell)) for cell in cells}
    runs: dict[int, list[int]] = {}  # by their last cells
    for cell in cells:
        sheet, row, column = workings.cells.address(cell)
        before = workings.cells.index(sheet, row - down, column - along)
        run = runs.pop(before, []) if before in kinds and _one_kind(kinds[cell], kinds[before]) else []
        runs[cell] = [*run, cell]
    return tuple(np.array(run, np.int64) for run in runs.values() if len(run) > 1)


def _one_kind(some: frozenset[int], others: frozenset[int]) -> bool:
    """Whether cells are read by the same sums: each may have a gradient of its own beside these."""
    return len(some & others) >= _SHARED * len(some | others) > 0
