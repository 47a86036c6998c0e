"""What the cells around a gradient are: parameters, updates, deltas, outputs of units, sums, targets, data."""

from collections.abc import Iterable
from typing import NamedTuple

from sheetnet.graph.trees import Call, Chain, Reference, Tree
from sheetnet.inspecting.backward import Standing
from sheetnet.inspecting.matching import Match, blocks_of
from sheetnet.inspecting.trees import area_of, nodes, reference_to, references
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.cells import Area


class Scene(NamedTuple):
    """Cells by what they are. `updated` and `earlier` lead to the parameter that a cell is another value of."""

    workings: Workings
    parameters: dict[int, int]  # parameter -> the number of its block
    updated: dict[int, int]
    earlier: dict[int, int]
    gradients: frozenset[int]
    deltas: dict[int, int]  # delta -> the forward cell that it is the derivative by
    forward: frozenset[int]
    outputs: dict[int, int]  # output of a unit -> the sum that it is computed from
    targets: dict[int, int]  # target -> the output that it is compared with
    counts: frozenset[float]  # how many cases, outputs or parameters there are

    def kind(self, cell: int) -> str:
        """One word for what a cell is."""
        for kind, cells in (
            ("parameter", self.parameters),
            ("updated", self.updated),
            ("earlier", self.earlier),
            ("gradient", self.gradients),
            ("delta", self.deltas),
            ("target", self.targets),
            ("output", self.outputs),
            ("sum", self.forward),
        ):
            if cell in cells:
                return kind
        return "data" if self.workings.is_number(cell) else "other"

    def of_one_case(self, one: int, other: int) -> bool | None:
        """Whether two cells are computed from, or used for, the same case; None where that is not seen.

        Values of different cases have parameters alone in common.
        """
        ends = [self.deltas.get(cell, self.targets.get(cell, cell)) for cell in (one, other)]
        if ends[0] == ends[1] != one != other:
            return None  # an output has one target: the other one is that of who knows what
        if all(end in self.forward for end in ends):
            stop = set(self.parameters)
            if (along := self._cases_of_arrays()) is not None:
                one_at, other_at = (self.workings.cells.address(end)[along] for end in ends)
                return one_at == other_at
            common = set.intersection(*(self.workings.before([end], stop) | {end} for end in ends))
            return bool(common - stop)
        if self.kind(one) == self.kind(other) == "data":
            users = [self.forward.intersection(self.workings.users.of(cell)) for cell in (one, other)]
            return bool(users[0] & users[1]) if all(users) else None
        return None

    def _cases_of_arrays(self) -> int | None:
        """Where sums fill arrays, each of which reads all cases: 2 where a case is a column, 1 where it is a row."""
        for group in self.workings.groups:
            tree = group.tree
            if group.area is None or int(group.indices[0]) not in self.forward or not isinstance(tree, Call):
                continue
            if tree.function == "MMULT" and isinstance(tree.arguments[0], Reference):
                placed = self.workings.tree(int(group.indices[0]))
                first = references(placed)[0] if placed is not None else tree.arguments[0]
                return 2 if self.kind(self.cells(first)[0]) == "parameter" else 1
        return None

    def cells(self, reference: Reference) -> list[int]:
        """The cells that a reference leads to, row by row."""
        if reference.sheet not in self.workings.cells:
            return []
        area = area_of(reference)
        bottom, right = self.workings.cells.clipped(area.sheet, area.top, area.left, area.bottom, area.right)
        found = self.workings.cells.all_of(Area(area.sheet, area.top, area.left, bottom, right)).reshape(-1)
        return [int(one) for one in found.tolist()]

    def reference(self, cell: int) -> Reference:
        sheet, row, column = self.workings.cells.address(cell)
        found = reference_to(Area(sheet, row, column, row, column))
        assert found is not None  # noqa: S101 - it is a cell of the workbook
        return found


def scene(workings: Workings, match: Match, standings: Iterable[Standing]) -> Scene:
    """What is known about the cells around some gradients."""
    several = list(standings)
    cells = [pair.parameter for pair in match.pairs]
    parameters = dict(zip(cells, blocks_of(workings, cells), strict=True))
    gradients = frozenset(pair.cell for pair in match.pairs if not pair.inline)
    forward = frozenset(workings.before(match.loss.seeds, set(cells)) & workings.after(cells) | set(match.loss.seeds))
    deltas = {one.cell: one.role.of for one in several if one.cell not in gradients and one.role.of not in parameters}
    targets = _targets(workings, forward, deltas)
    return Scene(
        workings,
        parameters,
        {pair.update.cell: pair.parameter for pair in match.pairs if pair.update},
        _earlier(workings, parameters),
        gradients,
        deltas,
        forward,
        _outputs(workings, forward),
        targets,
        _counts(workings, several, forward),
    )


def _targets(workings: Workings, forward: frozenset[int], deltas: Iterable[int]) -> dict[int, int]:
    """Numbers that outputs are compared with: one of both is subtracted from the other."""
    found: dict[int, int] = {}
    for cell in (*forward, *deltas):
        tree = workings.tree(cell)
        for _, node in nodes(tree) if tree is not None else ():
            if isinstance(node, Chain) and len(node.rest) == 1 and node.rest[0][0] == "-":
                ends = [_place(workings, one) for one in (node.first, node.rest[0][1])]
                outputs = [one for one in ends if one in forward]
                for one in ends:
                    if one is not None and outputs and workings.is_number(one):
                        found.setdefault(one, int(outputs[0] or 0))
    return found


def _place(workings: Workings, tree: Tree) -> int | None:
    if not (isinstance(tree, Reference) and tree.single and tree.sheet in workings.cells):
        return None
    area = area_of(tree)
    return workings.cells.index(area.sheet, area.top, area.left)


def _earlier(workings: Workings, parameters: dict[int, int]) -> dict[int, int]:
    """Other blocks of numbers, or of earlier steps, in the shape of the parameters': initial values, for example."""
    found: dict[int, int] = {}
    for cell in parameters:
        for one in workings.reads.of(cell):
            if one not in parameters:
                found.setdefault(one, cell)
    return found


def _outputs(workings: Workings, forward: frozenset[int]) -> dict[int, int]:
    found = {}
    for cell in forward:
        inner = {one for one in workings.reads.of(cell) if one in forward}
        if len(inner) == 1 and len(workings.reads.of(cell)) <= 2:
            found[cell] = next(iter(inner))
    return found


def _counts(workings: Workings, standings: list[Standing], forward: frozenset[int]) -> frozenset[float]:
    """Sizes that a mean may divide by: how many cells of a kind a gradient is summed over."""
    found = {float(len(workings.reads.of(cell))) for cell in forward if len(workings.reads.of(cell)) > 1}
    for standing in standings:
        read = workings.reads.of(standing.cell)
        found |= {float(len(read)), len(read) / 2}
    return frozenset(one for one in found if one > 1 and one == int(one))
