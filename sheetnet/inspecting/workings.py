"""A workbook's formulas at hand: what each cell reads and is read by, and its formula as a tree."""

from array import array
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.evaluation import Done, Evaluation
from sheetnet.graph.groups import Formula, Group
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import TooMuch
from sheetnet.graph.values import EMPTY, NUMBER, TEXT
from sheetnet.graph.workbook import contents
from sheetnet.inspecting.trees import placed
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

_MOST = 20_000_000  # cells read by all formulas together
_MOST_FORMULAS = 300_000
_KEPT = 12  # sets of cells of which it is known what depends on them
_FEW = 500_000  # cells read by all formulas together, up to which that is kept
_FAR = 6  # columns to the left in which a label is looked for


class Neighbours(NamedTuple):
    """For each cell some others: those of cell i are ``others[first[i]:first[i + 1]]``."""

    first: "array[int]"
    others: "array[int]"

    def of(self, cell: int) -> "array[int]":
        return self.others[self.first[cell] : self.first[cell + 1]]


class Workings:
    """The formulas of a workbook, computed once; cells go by their place among all.

    `loss` is a formula that stands in no cell, with its equals sign; `spare` is then the place that it is computed in.
    """

    def __init__(self, grid: Grid, loss: str = "", sheet: str = "", without: Collection[str] = ()) -> None:
        read = contents(grid, without)
        if len(read.formulas) > _MOST_FORMULAS:
            raise TooMuch(
                f"{len(read.formulas):,} formulas: inspect and check look into at most {_MOST_FORMULAS:,}; "
                "gradient and fit take more"
            )
        self.saved: Cells = read.cells.copy()
        self.spare = NOWHERE
        if loss:
            place = read.cells.spare(sheet)
            read.formulas.append(Formula(sheet, *place, loss.removeprefix("=")))
            self.spare = read.cells.index(sheet, *place)
        self.texts = {(one.sheet, one.row, one.column): one.text for one in read.formulas}
        self.evaluation = Evaluation(read)
        self.cells: Cells = self.evaluation.cells
        count = self.cells.count
        self._behind: dict[tuple[frozenset[int], frozenset[int] | None], list[Group]] = {}
        self.is_formula = np.zeros(count, bool)
        self.rank = np.full(count, -1, np.int32)  # in the order of computation
        # the number of the group of formulas that differ by their place alone
        self.alike = np.full(count, -1, np.int32)
        self.groups: list[Group] = self.evaluation.groups
        self._member = np.zeros(count, np.int32)
        for number, group in enumerate(self.groups):
            self.alike[group.indices] = number
            self._member[group.indices] = np.arange(len(group.indices)) if group.area is None else 0
            self.is_formula[group.indices] = True
        for number, done in enumerate([*self.evaluation.unfinished, *self.evaluation.done]):
            self.rank[done.group.indices] = number
        self.is_formula[list(self.evaluation.trouble)] = True
        readers, read_by = _edges(
            [*self.evaluation.done, *self.evaluation.unfinished, *self.evaluation.circular], count
        )
        self.reads = _neighbours(readers, read_by, count)
        self.users = _neighbours(read_by, readers, count)

    def is_number(self, cell: int) -> bool:
        """Whether a cell holds a number that no formula computes."""
        return not self.is_formula[cell] and self.cells.kinds[cell] == NUMBER

    def tree(self, cell: int) -> Tree | None:
        """The formula of a cell with every reference to where it leads from there; None where none is understood."""
        if self.alike[cell] < 0:
            return None
        group = self.groups[self.alike[cell]]
        member = int(self._member[cell])
        return placed(group.tree, int(group.rows[member]), int(group.columns[member]))

    def group(self, cell: int) -> tuple[Group, int]:
        """The formulas that a cell's formula is one of, and which."""
        return self.groups[self.alike[cell]], int(self._member[cell])

    def address(self, cell: int) -> str:
        sheet, row, column = self.cells.address(cell)
        return Area(sheet, row, column, row, column).address()

    def text(self, cell: int) -> str:
        """A cell's formula as it is written, without its equals sign; that of the first where an array fills it.

        Nothing of a cell that the workbook has not.
        """
        if cell == NOWHERE:
            return ""
        found = self.texts.get(self.cells.address(cell))
        if found is None and self.alike[cell] >= 0:
            group, member = self.group(cell)
            found = self.texts.get((group.sheet, int(group.rows[member]), int(group.columns[member])))
        return found or ""

    def after(self, cells: Iterable[int], stop: set[int] | frozenset[int] = frozenset()) -> set[int]:
        """Every cell that depends on some, without these unless they depend on each other, up to those of `stop`."""
        return _spread(self.users, cells, stop)

    def before(self, cells: Iterable[int], stop: set[int] | frozenset[int] = frozenset()) -> set[int]:
        """Every cell that some depend on, up to those of `stop`."""
        return _spread(self.reads, cells, stop)

    def behind(self, changed: frozenset[int], of: frozenset[int] | None = None) -> list[Group]:
        """The formulas that depend on some cells, in the order of computation; of those that matter, where not all do.

        Of a small workbook they are kept for the next time: the same cells change again and again, to other numbers.
        """
        found = self._behind.get((changed, of))
        if found is None:
            stale = np.zeros(self.cells.count, bool)
            stale[[cell for cell in self.after(changed) if of is None or cell in of]] = True
            parts = [(group, stale[group.indices]) for group, _ in self.evaluation.done]
            found = [
                group if group.area is not None or members.all() else group.some(np.flatnonzero(members))
                for group, members in parts
                if members.any()
            ]
            if len(self._behind) >= _KEPT:
                self._behind.clear()
            if len(self.reads.others) <= _FEW:
                self._behind[changed, of] = found
        return found

    def in_order(self, cells: Iterable[int]) -> list[int]:
        """Cells in the order of computation, numbers first."""
        return sorted(cells, key=lambda cell: (int(self.rank[cell]), cell))

    def label(self, cell: int) -> str:
        """The text next to a cell: in its row to the left, else above it."""
        place = self._labels[cell]
        return "" if place == NOWHERE else str(self.cells.texts[place])

    @cached_property
    def _labels(self) -> NDArray[np.int32]:
        """For each cell the place of the text next to it; NOWHERE where there is none."""
        found = np.full(self.cells.count, NOWHERE, np.int32)  # a sheet may have millions of cells, nearly all empty
        for sheet in self.cells.sheets:
            rows, columns = self.cells.used(sheet)
            first = self.cells.index(sheet, 1, 1)
            every = slice(first, first + rows * columns)
            kinds = self.cells.kinds[every].reshape(rows, columns)
            places = np.arange(every.start, every.stop, dtype=np.int32).reshape(rows, columns)
            text = np.where(kinds == TEXT, places, np.int32(NOWHERE))
            label = found[every].reshape(rows, columns)  # the same memory
            label[1:] = np.maximum.accumulate(text, axis=0)[:-1]  # the lowest one above: places grow downwards
            undecided = np.ones(places.shape, bool)
            for far in range(1, min(_FAR, columns)):
                here = undecided[:, far:] & (kinds[:, :-far] != EMPTY)
                label[:, far:] = np.where(here & (text[:, :-far] != NOWHERE), text[:, :-far], label[:, far:])
                undecided[:, far:] &= ~here
        return found


def _spread(neighbours: Neighbours, cells: Iterable[int], stop: set[int] | frozenset[int]) -> set[int]:
    seen: set[int] = set()
    front = list(cells)
    first, others = neighbours
    while front:
        cell = front.pop()
        for one in others[first[cell] : first[cell + 1]]:
            if one not in seen:
                seen.add(one)
                if one not in stop:
                    front.append(one)
    return seen


def _edges(done: list[Done], cells: int) -> tuple[Indices, Indices]:
    """(reader, what it reads) of all formulas of so many cells, each pair once."""
    pairs, count = [np.zeros(0, np.int64)], 0
    for group, reads in done:
        for indices in reads:
            if group.area is not None:
                read = np.unique(indices)
                reader, read = (one.reshape(-1) for one in np.meshgrid(group.indices, read, indexing="ij"))
            else:
                flat = indices.reshape(indices.shape[0], -1)
                read = np.broadcast_to(flat, (len(group.indices), flat.shape[1])).reshape(-1)
                reader = np.repeat(group.indices, flat.shape[1])
            inside = read != NOWHERE
            pairs.append(reader[inside] * cells + read[inside])
            count += len(read)
            if count > _MOST:
                raise TooMuch(f"formulas that read more than {_MOST:,} cells together")
    readers, sources = np.divmod(np.unique(np.concatenate(pairs)), cells)
    return readers, sources


def _neighbours(cells: Indices, others: Indices, count: int) -> Neighbours:
    order = np.argsort(cells, kind="stable")
    first = np.zeros(count + 1, np.int32)  # most cells of a large sheet have none
    np.cumsum(np.bincount(cells, minlength=count), out=first[1:])
    return Neighbours(array("i", first.tobytes()), array("q", others[order].tobytes()))
