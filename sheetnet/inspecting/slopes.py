"""The derivative of each formula by each cell that it reads, and of a loss by every cell, at several inputs.

Formulas that differ by their place alone are differentiated together, whatever their order of computation: at a point
all values are known. A pass back through single cells can then begin, or be mended, anywhere.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from sheetnet.graph.alone import slopes_of
from sheetnet.graph.bindings import Rectangle
from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.evaluation import evaluated
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.gradient import pulled
from sheetnet.graph.groups import Group
from sheetnet.graph.trees import Reference
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import Numbers, Value
from sheetnet.inspecting.points import Points

_MOST = 4_000_000  # numbers read by formulas that are differentiated together
Weight = Callable[[Cells], float]
Mend = Callable[[int, Numbers], Numbers]


class Slope(NamedTuple):
    """d(formula)/d(cell that it reads): the cells, and for each its derivative at every point, (points, cells)."""

    reads: Indices
    by: Numbers


_NONE = Slope(np.zeros(0, np.int64), np.zeros((1, 0)))


class _Apart(Frame):
    """A frame in which every formula reads its own copy of a cell, also of one that all read."""

    def rectangle(self, reference: Reference) -> Rectangle:
        sheet, *corners = super().rectangle(reference)
        top, left, bottom, right = (np.broadcast_to(one, self.rows.shape) for one in corners)
        return sheet, top, left, bottom, right


class Slopes:
    """Derivatives of single formulas, worked out when they are first asked for."""

    def __init__(self, points: Points) -> None:
        self.points, self.workings = points, points.workings
        self._known: dict[int, Slope] = {}
        self._all = np.ones(self.workings.cells.count, bool)

    def of(self, cell: int) -> Slope:
        """d(cell)/d(what it reads); nothing where its formula is not understood."""
        if cell not in self._known:
            self.prepare([cell])
        return self._known[cell]

    def prepare(self, cells: Iterable[int]) -> None:
        """Differentiate formulas, those alike together."""
        wanted: dict[int, list[int]] = {}
        for cell in cells:
            if cell not in self._known:
                if self.workings.alike[cell] < 0 or cell in self.workings.evaluation.trouble:
                    self._known[cell] = _NONE
                else:
                    wanted.setdefault(int(self.workings.alike[cell]), []).append(cell)
        for number, some in wanted.items():
            group = self.workings.groups[number]
            if group.area is not None:
                self._fill(group)
                continue
            members = np.array([self.workings.group(cell)[1] for cell in some])
            wide = sum(int(indices[0].size) for indices in group.reads) + 1
            for part in np.array_split(members, max(1, len(members) * wide // _MOST + 1)):
                self._differentiate(group.some(part))

    def _differentiate(self, group: Group) -> None:
        n = len(group.rows)
        if n == 1 and self._alone(group):
            return
        try:
            tables = [self._at(cells, group) for cells in self.points.cells]
        except (NotUnderstood, RecursionError):
            if n == 1:
                self._known[int(group.indices[0])] = _NONE
                return
            for member in range(n):
                self._differentiate(group.some(np.array([member])))
            return
        alike = _alike_at_all(tables)
        if alike is not None:
            reads, by = alike
            self._known |= {cell: Slope(reads[row], by[row]) for row, cell in enumerate(group.indices.tolist())}
            return
        for member in range(n):
            merged = [_merged(indices[member], shares[member]) for indices, shares in tables]
            self._known[int(group.indices[member])] = _together(merged)

    def _alone(self, group: Group) -> bool:
        """Differentiate a formula for which plain numbers suffice at every point."""
        found = [group.program and slopes_of(group.program, group.reads, cells) for cells in self.points.cells]
        reads = np.array([int(one[0, 0, 0]) for one in group.reads], np.int64)
        if not all(found):
            return False
        unique, which = np.unique(reads, return_inverse=True)
        by = np.zeros((len(unique), len(found)))
        np.add.at(by, which.reshape(-1), np.array(found).T)  # one cell may be read as A1 and as $A$1
        self._known[int(group.indices[0])] = Slope(unique, by.T)
        return True

    def _at(self, cells: Cells, group: Group) -> tuple[Indices, Numbers]:
        """(what each formula reads, its derivative by that) at one point, both (n, reads)."""
        n = len(group.rows)
        frame = self._frame(cells, group, _Apart)
        root = evaluated(frame, group)
        shares = {} if root.links is None else pulled(root, np.ones((n, 1, 1)))
        places, slopes = [np.zeros((n, 0), np.int64)], [np.zeros((n, 0))]
        for leaf in frame.leaves:
            share = shares.get(id(leaf.value))
            if share is None:
                continue
            if leaf.indices.shape[0] != n:
                raise NotUnderstood("cells that several formulas read as one")
            places.append(leaf.indices.reshape(n, -1))
            slopes.append(np.broadcast_to(share, leaf.indices.shape).reshape(n, -1))
        return np.concatenate(places, axis=1), np.concatenate(slopes, axis=1)

    def _fill(self, group: Group) -> None:
        """A formula that fills an area: one pass back for each of its cells."""
        found: dict[int, list[tuple[Indices, Numbers]]] = {int(cell): [] for cell in group.indices}
        for cells in self.points.cells:
            frame = self._frame(cells, group, Frame)
            try:
                root = evaluated(frame, group)
            except (NotUnderstood, RecursionError):
                root = Value(np.zeros((1, 1, 1)))
            for number, cell in enumerate(group.indices.tolist()):
                shares: dict[int, Numbers] = {}
                if root.links is not None:
                    seed = np.zeros(root.x.size)
                    seed[min(number, seed.size - 1)] = 1.0
                    shares = pulled(root, seed.reshape(root.x.shape))
                places, slopes = [np.zeros(0, np.int64)], [np.zeros(0)]
                for leaf in frame.leaves:
                    share = shares.get(id(leaf.value))
                    if share is not None:
                        places.append(leaf.indices.reshape(-1))
                        slopes.append(np.broadcast_to(share, leaf.indices.shape).reshape(-1))
                found[cell].append(_merged(np.concatenate(places), np.concatenate(slopes)))
        self._known |= {cell: _together(tables) for cell, tables in found.items()}

    def _frame(self, cells: Cells, group: Group, kind: type[Frame]) -> Frame:
        spills = self.workings.evaluation.spills
        return kind(cells, group.sheet, group.rows, group.columns, FUNCTIONS, spills=spills, active=self._all)

    def adjoints(
        self, seeds: Mapping[int, Numbers], stop: set[int] | frozenset[int] = frozenset(), mend: Mend | None = None
    ) -> "Adjoints":
        """d(loss)/d(cell) of every cell that a loss depends on, up to those of `stop`.

        `seeds`: d(loss)/d(cell) where the pass begins. `mend` may put another derivative in the place of the one found
        for a cell, before it is passed on.
        """
        workings = self.workings
        cone = workings.before(seeds, stop) | set(seeds)
        formulas = [cell for cell in cone if workings.is_formula[cell] and (cell not in stop or cell in seeds)]
        self.prepare(formulas)
        found = Adjoints(len(self.points))
        for cell, seed in seeds.items():
            found.add(cell, seed)
        for cell in reversed(workings.in_order(formulas)):
            adjoint = found[cell]
            if mend is not None:
                adjoint = mend(cell, adjoint)
            if not adjoint.any():
                continue
            reads, by = self._known[cell]
            for one, slope in zip(reads.tolist(), by.T, strict=True):
                found.add(one, adjoint * slope)
        return found


class Adjoints:
    """d(loss)/d(cell) at every point, 0 for cells without influence."""

    def __init__(self, points: int) -> None:
        self._found: dict[int, Numbers] = {}
        self._zero = np.zeros(points)

    def add(self, cell: int, share: Numbers) -> None:
        known = self._found.get(cell)
        self._found[cell] = share if known is None else known + share

    def __getitem__(self, cell: int) -> Numbers:
        return self._found.get(cell, self._zero)


def _merged(indices: Indices, shares: Numbers) -> tuple[Indices, Numbers]:
    """Each cell once, in order, with the sum of its shares."""
    if not len(indices):
        return indices, shares
    unique, which = np.unique(indices, return_inverse=True)
    summed = np.bincount(which.reshape(-1), weights=shares, minlength=len(unique))
    inside = unique != NOWHERE
    return unique[inside], summed[inside]


def _alike_at_all(tables: list[tuple[Indices, Numbers]]) -> tuple[Indices, Numbers] | None:
    """(what each formula reads, its derivative at every point by that) where that is the same, and each cell once."""
    first = tables[0][0]
    if any(reads.shape != first.shape or (reads != first).any() for reads, _ in tables[1:]):
        return None
    order = np.argsort(first, axis=1, kind="stable")
    reads = np.take_along_axis(first, order, axis=1)
    if (reads == NOWHERE).any() or (reads[:, 1:] == reads[:, :-1]).any():
        return None
    return reads, np.stack([np.take_along_axis(by, order, axis=1) for _, by in tables], axis=1)


def _together(tables: list[tuple[Indices, Numbers]]) -> Slope:
    """What was found at each point, over the cells that are read at any."""
    first = tables[0][0]
    if all(len(reads) == len(first) and (reads == first).all() for reads, _ in tables):
        return Slope(first, np.stack([by for _, by in tables]))
    every = np.unique(np.concatenate([reads for reads, _ in tables]))
    whole = np.zeros((len(tables), len(every)))
    for row, (reads, by) in enumerate(tables):
        whole[row, np.searchsorted(every, reads)] = by
    return Slope(every, whole)
