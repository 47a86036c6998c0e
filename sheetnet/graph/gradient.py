"""The exact derivative of a cell by others: one pass back through the formulas, from the last to the first."""

from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
from sheetnet.graph.evaluation import Done, Evaluation, evaluated
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import EMPTY, ERROR, ERRORS, NUMBER, Numbers, Value


class Notes(NamedTuple):
    """What a reader of a derivative should know: where a branch changes just here, and what jumps."""

    kinks: dict[str, int]  # function -> a place of a formula with it
    steps: dict[str, int]


class Function:
    """One cell as a function of others: its value and its derivative by every one of them.

    Only formulas between the two are computed. Raises NotUnderstood where one of them has something unknown.
    """

    def __init__(self, evaluation: Evaluation, loss: int, parameters: Indices) -> None:
        self._evaluation, self._cells = evaluation, evaluation.cells
        self._loss, self._parameters = loss, parameters
        self.notes = Notes({}, {})
        active = np.zeros(self._cells.count, bool)
        active[parameters] = True
        between: list[Done] = []
        for done in evaluation.done:
            moved = _touched(done, active)
            if moved.any():
                members = done.group.indices if done.group.area is not None else done.group.indices[moved]
                active[members] = True
                between.append(done)
        lost = [done.group.indices for done in evaluation.unfinished if _touched(done, active).any()]
        suspects = {int(place) for indices in lost for place in indices}
        wanted = np.zeros(self._cells.count, bool)
        wanted[loss] = True
        self._steps: list[Done] = []
        for done in reversed(evaluation.done):
            members = wanted[done.group.indices]
            if members.any():
                for indices in done.reads:
                    wanted[indices[members] if indices.shape[0] > 1 and done.group.area is None else indices] = True
                if active[done.group.indices].any():
                    self._steps.append(done)
        self._steps.reverse()
        self._active, self.reached = active, active & wanted
        self._refuse_unknown(wanted, suspects)

    def _refuse_unknown(self, wanted: np.ndarray, suspects: set[int]) -> None:
        from sheetnet.graph.groups import address

        for place, reason in self._evaluation.trouble.items():
            unread = not any(place in done.group.indices for done in self._evaluation.unfinished)
            if wanted[place] and (place in suspects or (unread and reason)):
                raise NotUnderstood(f"{address(self._cells, place)}: {reason}")

    def __call__(self, values: Numbers) -> float:
        """The cell's value with other numbers in the parameters; raises NotUnderstood where it is no number."""
        self._cells.x[self._parameters], self._cells.kinds[self._parameters] = values, NUMBER
        for done in self._steps:
            group = done.group
            frame = Frame(
                self._cells, group.sheet, group.rows, group.columns, FUNCTIONS, spills=self._evaluation.spills
            )
            self._cells.store(group.indices, evaluated(frame, group))
        return self._number()

    @property
    def value(self) -> float:
        """The cell's value at the numbers that the parameters have now; raises NotUnderstood where it is no number."""
        return self._number()

    def _number(self) -> float:
        if self._cells.kinds[self._loss] == ERROR:
            raise NotUnderstood(f"the error {ERRORS[int(self._cells.x[self._loss])]}")
        if self._cells.kinds[self._loss] != NUMBER:
            raise NotUnderstood("an empty cell" if self._cells.kinds[self._loss] == EMPTY else "text")
        return float(self._cells.x[self._loss])

    def gradient(self) -> Numbers:
        """dL/d(parameter) at the values that the cells have now, one for each parameter."""
        return self.adjoints()[self._parameters]

    def adjoints(self) -> Numbers:
        """dL/d(cell) of every cell."""
        adjoints = np.zeros(self._cells.count)
        adjoints[self._loss] = 1.0
        for done in reversed(self._steps):
            self._back(done, adjoints)
        return adjoints

    def _back(self, done: Done, adjoints: Numbers) -> None:
        """Through one group: its formulas are worked out again, this time with what each value depends on."""
        group = done.group
        seed = adjoints[group.indices]
        if not seed.any():
            return
        members = np.flatnonzero(seed)
        if group.area is None and len(members) < len(group.rows):
            group, seed = group.some(members), seed[members]
        frame = Frame(
            self._cells,
            group.sheet,
            group.rows,
            group.columns,
            FUNCTIONS,
            spills=self._evaluation.spills,
            active=self._active,
        )
        root = evaluated(frame, group)
        place = int(group.indices[0])
        self.notes.kinks.update(dict.fromkeys(frame.kinks, place))
        self.notes.steps.update(dict.fromkeys(frame.steps, place))
        if root.links is None:
            return
        shares = _pulled(root, _shaped(seed, root))
        for leaf in frame.leaves:
            share = shares.get(id(leaf.value))
            if share is not None:
                _add(adjoints, leaf.indices, share)


def _touched(done: Done, active: np.ndarray) -> np.ndarray:
    """Which formulas of a group read an active cell: shape (n,)."""
    n = len(done.group.rows)
    touched = np.zeros(n, bool)
    for indices in done.reads:
        touched |= active[indices].reshape(indices.shape[0], -1).any(axis=1)
    return np.full(len(done.group.indices), touched.any()) if done.group.area is not None else touched


def _shaped(seed: Numbers, root: Value) -> Numbers:
    """The adjoints of a group's cells in the shape of its result."""
    n, height, width = root.shape
    if height * width > 1:
        return seed.reshape(1, height, width)
    return seed.sum().reshape(1, 1, 1) if n == 1 else seed.reshape(n, 1, 1)


def _pulled(root: Value, adjoint: Numbers) -> dict[int, Numbers]:
    """The adjoint of every value that a result was made of, by its identity."""
    shares: dict[int, Numbers] = {id(root): adjoint}
    for value in _from_last_to_first(root):
        share = shares[id(value)]
        for operand, pull in value.links or ():
            part = pull(share)
            known = shares.get(id(operand))
            shares[id(operand)] = part if known is None else known + part
    return shares


def _from_last_to_first(root: Value) -> list[Value]:
    """Values in an order in which each comes before what it was made of."""
    order: list[Value] = []
    seen: set[int] = set()
    path: list[tuple[Value, int]] = [(root, 0)]
    while path:
        value, at = path.pop()
        links = value.links or ()
        if at == 0:
            if id(value) in seen:
                continue
            seen.add(id(value))
        if at < len(links):
            path.append((value, at + 1))
            operand = links[at].operand
            if id(operand) not in seen:
                path.append((operand, 0))
        else:
            order.append(value)
    return order[::-1]


def _add(adjoints: Numbers, indices: Indices, share: Numbers) -> None:
    share = np.broadcast_to(share, indices.shape)
    if indices.shape[0] == 1:
        adjoints[indices] += share  # a rectangle: each place once, but for those that nothing is at
    else:
        np.add.at(adjoints, indices, share)
