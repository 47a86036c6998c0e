"""A workbook's formulas, computed: every cell after all that it reads."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.alone import value_of
from sheetnet.graph.arrays import first_cell, part
from sheetnet.graph.bindings import NeedsFirst
from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.groups import Group, grouped
from sheetnet.graph.order import ordered
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import NUMBER, TEXT, Value, stretched
from sheetnet.graph.workbook import Contents
from sheetnet.sheet.cells import Area

CIRCULAR = "a formula that depends on itself"


class Done(NamedTuple):
    """A group that was computed, and the places that its formulas read: of those that all read, one row."""

    group: Group
    reads: list[Indices]


class _Before:
    """An earlier evaluation of the same formulas, and which cells hold something else by now."""

    def __init__(self, was: Cells, cells: Cells, done: Mapping[int, Done]) -> None:
        """`done` has what was computed by the identity of its group."""
        self._was, self._cells, self._done = was, cells, done
        self._differs = np.ones(cells.count, bool)
        self.note(np.arange(cells.count))

    def note(self, places: Indices) -> None:
        """See, to the last bit, whether some cells hold something else."""
        cells, was = self._cells, self._was
        alike = (cells.x[places].view(np.int64) == was.x[places].view(np.int64)) & (
            cells.kinds[places] == was.kinds[places]
        )
        alike &= (cells.kinds[places] != TEXT) | (cells.texts[places] == was.texts[places])
        self._differs[places] = ~alike

    def of(self, group: Group, pending: NDArray[np.bool_]) -> Done | None:
        """What was done of a group, its results put into the cells, if it reads nothing else; else None."""
        done = self._done.get(id(group))
        if done is None or any(self._differs[reads].any() or pending[reads].any() for reads in done.reads):
            return None
        places, cells, was = group.indices, self._cells, self._was
        cells.x[places], cells.kinds[places] = was.x[places], was.kinds[places]
        cells.texts[places] = was.texts[places]
        self._differs[places] = False
        return done


class Evaluation:
    """The cells of a workbook, their formulas computed once.

    `groups` are all formulas that can be read, those that differ by their place alone together; `done` lists what was
    computed, in the order of it; `trouble` says of a place why its saved value stands.
    """

    def __init__(self, contents: Contents) -> None:
        self.cells: Cells = contents.cells
        found = grouped(contents.formulas, self.cells, contents.names)
        self.spills = {(one.sheet, one.row, one.column): one.area for one in contents.formulas if one.area is not None}
        self.groups: list[Group] = found.groups
        order = ordered(self.groups, self.cells.count)
        self._unread: dict[int, str] = found.unread | dict.fromkeys(order.circular.tolist(), CIRCULAR)
        self.circular = [Done(group, group.reads) for group in _within(found.groups, order.circular)]
        self._order = order.steps
        self._before: _Before | None = None
        self._compute_all()

    def at(self, cells: Cells) -> "Evaluation":
        """The same formulas computed in other cells: those of this workbook with other numbers in some.

        A formula that reads what it read here comes to what it came to here.
        """
        other = copy(self)
        other.cells = cells
        other._before = _Before(self.cells, cells, {id(one.group): one for one in self.done})
        other._compute_all()
        return other

    def _compute_all(self) -> None:
        self.trouble: dict[int, str] = dict(self._unread)
        self.done: list[Done] = []
        self.unfinished: list[Done] = []  # groups that could not be computed, with what they read
        self._steps = list(self._order)
        self._pending = np.zeros(self.cells.count, bool)
        self._step_of = np.full(self.cells.count, -1, np.int32)
        for number, group in enumerate(self._steps):
            self._pending[group.indices] = True
            self._step_of[group.indices] = number
        self._pending[NOWHERE] = False
        with np.errstate(all="ignore"):  # a number that is too large shows as an error in its cell
            number = 0
            while number < len(self._steps):  # groups that are taken apart come behind the others
                self._compute(number)
                number += 1
        del self._step_of  # four bytes a cell, of sheets that may have millions

    def _compute(self, number: int) -> None:
        """One group, after whatever its numbers turn out to need first."""
        path = [number]
        while path:
            group = self._steps[path[-1]]
            if not self._pending[group.indices].any():
                path.pop()
                continue
            try:
                if len(path) > 1:  # out of its turn: what it reads may not have been computed
                    self._wait_for_reads(group)
                self._run(group)
            except NeedsFirst as need:
                needed = [int(one) for one in np.unique(self._step_of[need.indices])]
                round_ = [one for one in needed if one in path]
                if not round_:
                    path += needed
                elif any(len(self._steps[one].rows) > 1 for one in path):
                    self._take_apart(path)
                    path = [int(self._step_of[group.indices[0]])]
                else:
                    for one in round_:
                        self._give_up(self._steps[one], CIRCULAR, [])
            else:
                path.pop()

    def _wait_for_reads(self, group: Group) -> None:
        """Raise NeedsFirst where a formula of the group reads a cell that is still to be computed."""
        for reads in group.reads:
            waiting = reads[self._pending[reads]]
            if len(waiting):
                raise NeedsFirst(waiting)

    def _take_apart(self, path: list[int]) -> None:
        """Groups on the way into formulas of their own."""
        for number in path:
            group = self._steps[number]
            if len(group.rows) > 1:
                for member in range(len(group.rows)):
                    single = group.some(np.array([member]))
                    if self._pending[single.indices[0]]:
                        self._step_of[single.indices[0]] = len(self._steps)
                        self._steps.append(single)
                self._steps[number] = group.some(np.array([0]))

    def _run(self, group: Group) -> None:
        if self._before is not None:
            before = self._before.of(group, self._pending)
            if before is not None:
                self._pending[group.indices] = False
                self.done.append(before)
                return
        self._run_anew(group)
        if self._before is not None:
            self._before.note(group.indices)

    def _run_anew(self, group: Group) -> None:
        if single(group, self.cells):
            self._pending[group.indices] = False
            self.done.append(Done(group, group.reads))
            return
        frame = Frame(
            self.cells,
            group.sheet,
            group.rows,
            group.columns,
            FUNCTIONS,
            places=group.places,
            spills=self.spills,
            pending=self._pending,
        )
        try:
            result = evaluated(frame, group)
        except NotUnderstood as reason:
            self._give_up(group, str(reason), frame.read)
            return
        except RecursionError:
            self._give_up(group, "a formula nested too deeply", frame.read)
            return
        self.cells.store(group.indices, result)
        self._pending[group.indices] = False
        self.done.append(Done(group, [*group.reads, *frame.read]))

    def _give_up(self, group: Group, reason: str, reads: list[Indices]) -> None:
        """The saved values stand."""
        self.trouble |= dict.fromkeys(group.indices.tolist(), reason)
        self.unfinished.append(Done(group, [*group.reads, *reads]))
        self._pending[group.indices] = False


def _within(groups: list[Group], places: Indices) -> Iterator[Group]:
    """The formulas of groups that stand in some places."""
    for group in groups if len(places) else ():
        inside = np.isin(group.indices, places)
        if inside.any():
            yield group.some(np.flatnonzero(inside))


def single(group: Group, cells: Cells) -> bool:
    """Compute a formula that stands alone into its cell, if plain numbers suffice for it."""
    if len(group.rows) > 1 or group.program is None:
        return False
    value = value_of(group.program, group.reads, cells)
    if value is None:
        return False
    (place,) = group.indices.tolist()
    cells.x[place], cells.kinds[place] = value, NUMBER
    return True


def evaluated(frame: Frame, group: Group) -> Value:
    """The results of a group: one for each of its n formulas, or one array for the cells that it fills."""
    if group.area is None:
        found = frame.value(group.tree, array=group.array)
        return found if found.size == 1 else first_cell(found)
    return filling(frame.value(group.tree, array=True), group.area)


def filling(value: Value, area: Area) -> Value:
    """An array over the cells that a formula fills; a part of it where these are fewer."""
    found = stretched(value, (1, max(area.height, value.shape[1]), max(area.width, value.shape[2])))
    if found.shape[1:] == (area.height, area.width):
        return found
    return part(found, slice(0, area.height), slice(0, area.width))
