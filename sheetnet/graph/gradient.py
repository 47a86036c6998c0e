"""The exact derivative of a cell by others: one pass back through the formulas, from the last to the first."""

from typing import NamedTuple

import numpy as np

from sheetnet.graph.alone import slopes_of
from sheetnet.graph.cells import Indices
from sheetnet.graph.evaluation import Done, Evaluation, evaluated, single
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import EACH_TIME, FUNCTIONS
from sheetnet.graph.groups import Group
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import EMPTY, ERROR, ERRORS, NUMBER, Numbers, Value


class Notes(NamedTuple):
    """What a reader of a derivative should know: where a branch changes just here, and what jumps."""

    kinks: dict[str, int]  # function -> a place of a formula with it
    steps: dict[str, int]


class Function:
    """One cell as a function of others: its value and its derivative by every one of them.

    Only formulas between the two are computed. `held` says of cells that the loss depends on why their saved value
    stands for them. Raises NotUnderstood where one of them has something unknown.
    """

    def __init__(self, evaluation: Evaluation, loss: int, parameters: Indices) -> None:
        self._evaluation, self.cells = evaluation, evaluation.cells
        self.loss, self.parameters = loss, parameters
        self.notes = Notes({}, {})
        active = np.zeros(self.cells.count, bool)
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
        wanted = np.zeros(self.cells.count, bool)
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
        self.active, self.reached = active, active & wanted
        self.held = {
            place: reason for place, reason in evaluation.trouble.items() if wanted[place] and place not in suspects
        }
        self._refuse_unknown(wanted, suspects)

    def _refuse_unknown(self, wanted: np.ndarray, suspects: set[int]) -> None:
        from sheetnet.graph.groups import address

        constant = {int(one) for done in self._evaluation.unfinished for one in done.group.indices} - suspects
        for place, reason in self._evaluation.trouble.items():
            saved = self.cells.kinds[place] != EMPTY or reason.endswith(EACH_TIME)
            if wanted[place] and not (place in constant and saved):
                raise NotUnderstood(f"{address(self.cells, place)}: {reason}")

    def __call__(self, values: Numbers) -> float:
        """The cell's value with other numbers in the parameters; raises NotUnderstood where it is no number."""
        self.cells.x[self.parameters], self.cells.kinds[self.parameters] = values, NUMBER
        with np.errstate(all="ignore"):  # a number that is too large shows as an error in its cell
            for group in self.groups:
                if not single(group, self.cells):
                    self.cells.store(group.indices, evaluated(self.frame(group, linked=False), group))
        return self._number()

    @property
    def groups(self) -> list[Group]:
        """The formulas between the parameters and the loss, each after all that it reads."""
        return [done.group for done in self._steps]

    def frame(self, group: Group, *, linked: bool = True, apart: bool = False) -> Frame:
        """An evaluation of a group, in which values know what they depend on where `linked`."""
        return Frame(
            self.cells,
            group.sheet,
            group.rows,
            group.columns,
            FUNCTIONS,
            places=group.places,
            spills=self._evaluation.spills,
            active=self.active if linked else None,
            apart=apart,
        )

    @property
    def value(self) -> float:
        """The cell's value at the numbers that the parameters have now; raises NotUnderstood where it is no number."""
        return self._number()

    def _number(self) -> float:
        if self.cells.kinds[self.loss] == ERROR:
            raise NotUnderstood(f"the error {ERRORS[int(self.cells.x[self.loss])]}")
        if self.cells.kinds[self.loss] != NUMBER:
            raise NotUnderstood("an empty cell" if self.cells.kinds[self.loss] == EMPTY else "text")
        return float(self.cells.x[self.loss])

    def gradient(self) -> Numbers:
        """dL/d(parameter) at the values that the cells have now, one for each parameter."""
        return self.adjoints()[self.parameters]

    def adjoints(self) -> Numbers:
        """dL/d(cell) of every cell."""
        adjoints = np.zeros(self.cells.count)
        adjoints[self.loss] = 1.0
        with np.errstate(all="ignore"):
            for done in reversed(self._steps):
                self._back(done, adjoints)
        return adjoints

    def _back(self, done: Done, adjoints: Numbers) -> None:
        """Through one group: its formulas are worked out again, this time with what each value depends on."""
        group = done.group
        seed = adjoints[group.indices]
        if not seed.any():
            return
        if len(group.rows) == 1 and group.program is not None:
            slopes = slopes_of(group.program, group.reads, self.cells)
            if slopes is not None:
                for indices, slope in zip(group.reads, slopes, strict=True):
                    adjoints[indices] += seed[0] * slope
                return
        members = np.flatnonzero(seed)
        if group.area is None and len(members) < len(group.rows):
            group, seed = group.some(members), seed[members]
        frame = self.frame(group)
        root = evaluated(frame, group)
        place = int(group.indices[0])
        self.notes.kinks.update(dict.fromkeys(frame.kinks, place))
        self.notes.steps.update(dict.fromkeys(frame.steps, place))
        if root.links is None:
            return
        shares = pulled(root, _shaped(seed, root))
        for leaf in frame.leaves:
            share = shares.get(id(leaf.value))
            if share is not None:
                _add(adjoints, leaf.indices, share)


def dependent(evaluation: Evaluation, sources: Indices) -> tuple[np.ndarray, np.ndarray]:
    """Of all cells, marks: what depends on some of them and is computed; and what depends on them and is not known.

    A formula that cannot be read may depend on anything, and whatever depends on such a one is not known either.
    """
    active, lost = np.zeros(evaluation.cells.count, bool), np.zeros(evaluation.cells.count, bool)
    active[sources] = True
    read = {int(place) for done in (*evaluation.unfinished, *evaluation.circular) for place in done.group.indices}
    lost[[place for place in evaluation.trouble if place not in read]] = True
    for done in evaluation.done:
        active[done.group.indices[_touched(done, active)]] = True
    while True:
        before = int(lost.sum())
        for done in evaluation.done if before else ():
            lost[done.group.indices[_touched(done, lost)]] = True
        for done in (*evaluation.unfinished, *evaluation.circular):
            lost[done.group.indices[_touched(done, active | lost)]] = True
        if int(lost.sum()) == before:
            return active & ~lost, lost


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


def pulled(root: Value, adjoint: Numbers) -> dict[int, Numbers]:
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
