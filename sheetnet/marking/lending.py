"""A submission's formulas at several inputs, with the key's numbers where they have none of their own."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.values import ERROR, NUMBER, Numbers
from sheetnet.inspecting.points import recomputed
from sheetnet.inspecting.workings import Workings
from sheetnet.marking.comparing import Bools

_TURNS = 8  # blocks that are computed one from the other; each takes as long as the first


class Submitted:
    """The asked cells of a submission, in `places`, at all points.

    `moved` are the changed numbers and labels of each point, `keys_own` the numbers of the key there, shape (asked,),
    and `behind` the formulas that matter.
    """

    def __init__(
        self,
        workings: Workings,
        places: Indices,
        moved: Sequence[Mapping[int, float | str]],
        keys_own: Sequence[Numbers],
        behind: Collection[int],
    ) -> None:
        self._workings, self._places, self._moved, self._keys_own = workings, places, moved, keys_own
        self._behind = frozenset(behind)
        self.empty = ~workings.is_formula[places]  # a number, a text or nothing where a formula is asked for

    def lent(self, some: Bools) -> list[Cells]:
        """All cells at each point, with the key's numbers in some of the asked ones."""
        there = self._places[some & (self._places != NOWHERE)].tolist()
        left = self._behind.difference(there)
        found = []
        for moved, own in zip(self._moved, self._keys_own, strict=True):
            numbers = dict(zip(there, own[some & (self._places != NOWHERE)].tolist(), strict=True))
            changes = {**moved, **numbers}
            found.append(recomputed(self._workings, changes, left) if changes else self._workings.cells)
        return found

    def helped(self, known: Bools, natural: list[Cells]) -> tuple[list[Cells], Bools]:
        """All cells at each point with the key's numbers lent, and which of the formulas are broken.

        Numbers are lent where no formula stands, and where one gives none, so that what comes behind it can be judged.
        What is broken only because it reads such a cell shows when that one has its number: hence the turns. Those that
        are `known` to be right have it, and `natural` are all cells with it there alone.
        """
        lent = known | (self.empty & (self._places != NOWHERE))
        broken = np.zeros_like(lent)
        helped = self.lent(lent) if (lent & ~known).any() else natural
        for _ in range(_TURNS):
            first = ~self.empty & ~broken & ~known & self._broken_by_themselves(helped[0])
            if not first.any():
                break
            lent, broken = lent | first, broken | first
            helped = self.lent(lent)
        return helped, broken

    def _broken_by_themselves(self, cells: Cells) -> Bools:
        """Which formulas give an error or a text, or cannot be computed, and read no other that does, nor an error."""
        trouble = np.array([int(place) in self._workings.evaluation.trouble for place in self._places], bool)
        failed = ((cells.kinds[self._places] != NUMBER) | trouble) & (self._places != NOWHERE)
        also = set(self._places[failed].tolist())
        return np.array(
            [
                bool(one)
                and not any(cells.kinds[other] == ERROR or other in also for other in self._workings.reads.of(place))
                for one, place in zip(failed, self._places.tolist(), strict=True)
            ],
            bool,
        )


def numbers(cells: Cells, places: Indices) -> Numbers:
    """The numbers of some cells; NaN where there is none."""
    return np.where((cells.kinds[places] == NUMBER) & (places != NOWHERE), cells.x[places], np.nan)
