"""The whole workbook at several inputs: right by luck at the saved numbers is not right."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from sheetnet.graph.bindings import Lambda
from sheetnet.graph.cells import Cells, Indices
from sheetnet.graph.evaluation import evaluated, single
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.groups import Group
from sheetnet.graph.trees import Reference, Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import NUMBER, TEXT, Numbers
from sheetnet.inspecting.trees import area_of
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.cells import Area

SPREAD = 0.2  # of a number, up and down; and half of that whatever the number is
NOT_ONE = np.nan


class Points:
    """The workbook at its saved numbers and at others; `cells` has one for each, the saved one first."""

    def __init__(self, workings: Workings, inputs: Sequence[Iterable[int]], seed: int = 1) -> None:
        """`inputs`: for each point beyond the first, the cells whose numbers differ there."""
        self.workings, self._seed = workings, seed
        self.cells: list[Cells] = [workings.cells]
        self._led: dict[tuple[Reference, ...], Indices] = {}
        rng = np.random.default_rng(seed)
        for varied in inputs:
            places = np.array(sorted(varied), np.int64)
            x = workings.cells.x[places]
            noise = rng.uniform(-1.0, 1.0, (2, len(places)))
            self.cells.append(recomputed(workings, dict(zip(places.tolist(), _moved(x, noise).tolist(), strict=True))))

    def and_also(self, inputs: Sequence[Iterable[int]]) -> "Points":
        """These and others beyond them."""
        return Points.of(self.workings, [*self.cells, *Points(self.workings, inputs, self._seed + 1).cells[1:]])

    @classmethod
    def of(cls, workings: Workings, cells: Sequence[Cells]) -> "Points":
        """The workbook as it was recomputed elsewhere."""
        found = cls(workings, ())
        found.cells = list(cells)
        return found

    def __len__(self) -> int:
        return len(self.cells)

    def values(self, cell: int) -> Numbers:
        """What a cell holds at every point; NaN where that is no number: shape (points,)."""
        return np.array([float(one.x[cell]) if one.kinds[cell] == NUMBER else NOT_ONE for one in self.cells])

    def of_formula(self, cell: int, tree: Tree, *, first: int = 0) -> Numbers:
        """What a cell would hold with another formula, at every point from `first` on; NaN where that is no number.

        Of a formula that fills an area, all of its cells: shape (points, cells).
        """
        group, member = self.workings.group(cell)
        return np.array([_computed(group, member, tree, cells, self.workings) for cells in self.cells[first:]])

    def of_family(self, cell: int, tree: Tree, ranges: tuple[Reference, ...], point: int) -> Numbers:
        """What a cell would hold at a point with each of some ranges, all of one size, in the hole of a formula.

        Shape (ranges,); of a formula that fills an area, all of its cells: (ranges, cells).
        """
        group, member = self.workings.group(cell)
        cells = self.cells[point]
        if ranges not in self._led:  # the same ranges stand in many holes
            self._led[ranges] = _places(cells, [area_of(one) for one in ranges])
        held = cells.gathered(self._led[ranges])
        rows, columns = group.rows[member : member + 1], group.columns[member : member + 1]
        frame = Frame(cells, group.sheet, rows, columns, FUNCTIONS, spills=self.workings.evaluation.spills)
        nothing = np.full((len(ranges),) if group.area is None else (len(ranges), group.area.size), NOT_ONE)
        try:
            with frame.names(Lambda(("?",), tree, {}), [held]):
                found = frame.value(tree, array=group.array or group.area is not None)
        except (NotUnderstood, RecursionError):
            return nothing
        x = found.x if found.kinds is None else np.where(found.kinds == NUMBER, found.x, NOT_ONE)
        x = np.broadcast_to(x, (len(ranges), *x.shape[1:]))
        if group.area is None:
            return x[:, 0, 0]
        if x.shape[1:] != (group.area.height, group.area.width):
            return nothing
        return x.reshape(len(ranges), -1)


def _places(cells: Cells, areas: Sequence[Area]) -> Indices:
    """The places of areas of one size: shape (areas, height, width)."""
    size = areas[0].height, areas[0].width
    corners = np.array([(area.top, area.left) for area in areas])
    sheets = np.array([area.sheet for area in areas], object)
    found = np.zeros((len(areas), *size), np.int64)
    for sheet in dict.fromkeys(sheets):
        there = sheets == sheet
        found[there] = cells.indices(sheet, corners[there, 0], corners[there, 1], *size)
    return found


def _moved(x: Numbers, noise: Numbers) -> Numbers:
    return np.asarray(x * (1 + SPREAD * noise[0]) + SPREAD / 2 * noise[1])


def recomputed(workings: Workings, changes: Mapping[int, float | str], of: Collection[int] | None = None) -> Cells:
    """All cells with other numbers and texts in some; `of` are the formulas that matter, where not all do."""
    cells = workings.cells.copy()
    numbers = {cell: value for cell, value in changes.items() if not isinstance(value, str)}
    places = np.array(list(numbers), np.int64)
    cells.x[places], cells.kinds[places] = list(numbers.values()), NUMBER
    for cell, value in changes.items():
        if isinstance(value, str):
            cells.texts[cell], cells.kinds[cell] = value, TEXT
    for group in workings.behind(frozenset(changes), None if of is None else frozenset(of)):
        store(group, cells, workings)
    return cells


def store(group: Group, cells: Cells, workings: Workings) -> None:
    """Compute the formulas of a group and put their results into the cells; what fails keeps what it held."""
    if single(group, cells):
        return
    spills = workings.evaluation.spills
    frame = Frame(cells, group.sheet, group.rows, group.columns, FUNCTIONS, places=group.places, spills=spills)
    try:
        cells.store(group.indices, evaluated(frame, group))
    except (NotUnderstood, RecursionError):
        cells.x[group.indices], cells.kinds[group.indices] = NOT_ONE, NUMBER


def _computed(group: Group, member: int, tree: Tree, cells: Cells, workings: Workings) -> Numbers | float:
    rows, columns = group.rows[member : member + 1], group.columns[member : member + 1]
    fill = group.area
    frame = Frame(cells, group.sheet, rows, columns, FUNCTIONS, spills=workings.evaluation.spills)
    alone = Group(cells, group.sheet, tree, rows, columns, array=group.array, area=fill)
    try:
        found = evaluated(frame, alone)
    except (NotUnderstood, RecursionError):
        return NOT_ONE if fill is None else np.full(fill.size, NOT_ONE)
    x = found.x if found.kinds is None else np.where(found.kinds == NUMBER, found.x, NOT_ONE)
    return float(x.flat[0]) if fill is None else np.broadcast_to(x, (1, fill.height, fill.width)).reshape(-1)
