"""When a number counts as the wanted one: within the tolerance, at all inputs or at those with whole numbers."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.cells import Indices
from sheetnet.graph.values import Numbers
from sheetnet.inspecting.workings import Workings
from sheetnet.marking.inputs import WHOLE, Variation
from sheetnet.marking.key import Key

Bools = NDArray[np.bool_]
_ROUNDED = re.compile(r"ROUND\(.*,\s*(\d+)\s*\)", re.IGNORECASE | re.DOTALL)
_RELIES = re.compile(
    r"[=<>^]|\b(?:IFS?|SWITCH|CHOOSE|AND|OR|NOT|MAX|MIN|ABS|SIGN|INT|ROUND\w*|SQRT|EXACT|MATCH|COUNTIFS?|SUMIFS?|\w?LOOKUP)\(",
    re.IGNORECASE,
)
_LEAST_DECIMALS = 3  # from which on a rounded result counts as the result
_NOTHING = 1e-14


class Comparison:
    """Compares numbers of the asked cells, of shape (points, asked), with those that are wanted."""

    def __init__(
        self, workings: Workings, places: Indices, blocks: Sequence[str], tolerance: float, within: "Within"
    ) -> None:
        """`blocks` has the block of each asked cell; the `tolerance` is of the largest number of a block."""
        self._workings, self._places, self._tolerance, self._within = workings, places, tolerance, within
        self._blocks = np.unique(blocks, return_inverse=True)[1].reshape(-1)
        self._slack = _slack(workings, places)

    def same(self, found: Numbers, wanted: Numbers) -> Bools:
        """Which are the wanted ones at all points, or at those with whole numbers because they rely on that."""
        everywhere = self.close(found, wanted)
        return everywhere | self._by_whole(self.close(found[WHOLE], wanted[WHOLE]), everywhere, wanted)

    def close(self, found: Numbers, wanted: Numbers) -> Bools:
        """Which are the wanted ones wherever these are numbers."""
        size = np.abs(np.nan_to_num(wanted))
        largest = np.zeros_like(size)
        for block in np.unique(self._blocks):
            inside = self._blocks == block
            largest[:, inside] = size[:, inside].max(axis=1, keepdims=True)
        asked = np.isfinite(wanted)
        with np.errstate(invalid="ignore"):
            near = np.abs(found - wanted) <= self._tolerance * largest + self._slack + _NOTHING
        return np.asarray((near | ~asked).all(axis=0) & asked.any(axis=0))

    def _by_whole(self, same: Bools, everywhere: Bools, wanted: Numbers) -> Bools:
        """Which other formulas are right where numbers are whole because they rely on it, such as ``=IF(t=1,z-1,z)``.

        Of those that differ by their place alone all are, or it is luck: another case has the same target. One that
        stands alone has to look like it, or to read no other case. Where only 0 was wanted nothing is known.
        """
        found = np.zeros(len(same), bool)
        alike = self._workings.alike[self._places]
        telling = ~nothing_but_0(wanted[WHOLE])
        for group in np.unique(alike[same & ~everywhere & (alike >= 0)]):
            members = np.flatnonzero(alike == group)
            (first, *others) = members.tolist()
            text = self._workings.text(int(self._places[first]))
            by_luck = not others and not _RELIES.search(text) and not self._within(first)
            found[members] = same[members].all() and telling[members].any() and not by_luck
        return found


class Within:
    """Whether an asked formula of a submission reads no row of pixels or targets that the key's formula does not."""

    def __init__(self, key: Key, theirs: Workings, asked: Sequence[int], there: Indices, varied: Variation) -> None:
        self._key, self._theirs, self._asked, self._there = key.book.workings, theirs, asked, there
        self._row_of = {int(cell): -1 - row for row, cells in enumerate(varied.rows) for cell in cells}
        self._varied = [int(cell) for run in varied.runs for cell in run]

    def __call__(self, number: int) -> bool:
        """`number` counts the asked cells."""
        before = self._key.before([self._asked[number]])
        known = {self._row_of.get(cell, cell) for cell in before}
        theirs = self._theirs.before([int(self._there[self._asked[number]])])
        return all(self._row_of.get(cell, cell) in known for cell in self._varied if int(self._there[cell]) in theirs)


def nothing_but_0(x: Numbers) -> Bools:
    """Which cells are 0 at all points, as far as they are numbers."""
    return np.asarray(np.nan_to_num(np.abs(x)).max(axis=0) <= _NOTHING)


def _slack(workings: Workings, places: Indices) -> Numbers:
    """How far a rounded result may be from the result: half of the last decimal that the formula itself keeps."""
    found = np.zeros(len(places))
    for number, cell in enumerate(places.tolist()):
        rounded = _ROUNDED.fullmatch(workings.text(cell).strip()) if workings.is_formula[cell] else None
        if rounded and int(rounded[1]) >= _LEAST_DECIMALS:
            found[number] = 0.5 * 10.0 ** -int(rounded[1])
    return found
