"""The key: the workbook with the right formulas, read once for a whole class."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.graph.cells import Cells
from sheetnet.graph.groups import Group
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import NUMBER, TEXT, Numbers
from sheetnet.inspecting.matching import blocks_of
from sheetnet.inspecting.scene import Scene, scene
from sheetnet.marking.books import ComputedBook, book_of
from sheetnet.marking.inputs import Variation, variation
from sheetnet.sheet.blocks.finding import find, is_own
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

_MOST = 800  # formulas of a workbook by another hand in which deltas are told apart


class Key:
    """The right formulas, and what their cells are: deltas, gradients, weights, targets."""

    def __init__(self, grid: Grid) -> None:
        self.label = grid.label
        self.layout: Layout | None = find(grid) if is_own(grid) else None
        self.book: ComputedBook = book_of(grid)
        self._grid = grid

    def formulas_in(self, area: Area) -> list[int]:
        """The cells of an area that hold formulas, row by row."""
        workings = self.book.workings
        if area.sheet not in workings.cells:
            raise LayoutError(f"the exercise asks for cells of sheet '{area.sheet}', which the key does not have")
        cells = workings.cells.all_of(area).reshape(-1).tolist()
        return [int(cell) for cell in cells if workings.is_formula[cell]]

    def block_of(self, cell: int) -> str:
        """The name of the block that a cell belongs to, for cells that no exercise names."""
        sheet, row, column = self.book.cells.address(cell)
        for name, area in (self.layout.areas if self.layout else self.book.areas).items():
            if area.sheet == sheet and area.top <= row <= area.bottom and area.left <= column <= area.right:
                return name
        return sheet

    def variation(self, asked: Sequence[int]) -> Variation:
        """The numbers that the asked formulas are computed from, and how they are changed."""
        wanted = frozenset(asked)
        if self._varied is None or self._varied[0] != wanted:
            self._varied = wanted, variation(self.book.workings, asked, self.kept, self._free())
        return self._varied[1]

    def _free(self) -> frozenset[int]:
        """Weights, thresholds and the learning rate, which may be any number."""
        if self.layout is None:
            return frozenset()
        blocks = [name for name in ("current", "initial", "eta") if name in self.layout]
        return frozenset(int(one) for name in blocks for one in self.book.cells.all_of(self.layout[name]).reshape(-1))

    @cached_property
    def kept(self) -> frozenset[int]:
        """Where all cases train, who leaves that out is right: it stays so at every input."""
        if self.layout is None:
            return frozenset()
        cells = self.book.cells
        training = cells.all_of(self.layout["training"]).reshape(-1)
        return frozenset(training.tolist()) if (cells.x[training] == 1.0).all() else frozenset()

    def labels_at(self, changes: Mapping[int, float], x: Numbers) -> dict[int, float | str]:
        """The label of each case whose targets say another class now, so that a formula may read either."""
        return {
            label: said
            for label, targets in self._labels
            if not changes.keys().isdisjoint(targets)
            and (said := self._said.get(tuple(changes.get(cell, float(x[cell])) for cell in targets))) is not None
        }

    @cached_property
    def _labels(self) -> list[tuple[int, list[int]]]:
        """The cells of each case: its label's, and its targets'."""
        if self.layout is None or not {"labels", "targets"} <= self.layout.areas.keys():
            return []
        labels, targets = (self.book.cells.all_of(self.layout[name])[0] for name in ("labels", "targets"))
        return list(zip(labels[:, 0].tolist(), targets.tolist(), strict=True))

    @cached_property
    def _said(self) -> dict[tuple[float, ...], float | str]:
        """What the label says where targets are these; nothing where cases with the same ones have different labels.

        Of a class that no case has it is the heading of its targets.
        """
        cells = self.book.cells
        found: dict[tuple[float, ...], set[float | str]] = {}
        for label, targets in self._labels:
            if cells.kinds[label] in (NUMBER, TEXT):
                found.setdefault(tuple(cells.x[targets].tolist()), set()).add(_word(cells, label))
        return self._headed() | {targets: said.pop() for targets, said in found.items() if len(said) == 1}

    def _headed(self) -> dict[tuple[float, ...], float | str]:
        """The heading of each class, by the targets of its cases."""
        if self.layout is None or "classes" not in self.layout:
            return {}
        cells = self.book.cells
        heads = cells.all_of(self.layout["classes"]).reshape(-1).tolist()
        one_each = map(tuple, np.eye(len(heads)).tolist())
        return {
            targets: _word(cells, head)
            for targets, head in zip(one_each, heads, strict=True)
            if cells.kinds[head] in (NUMBER, TEXT) and len(heads) > 1
        }

    def forward(self, asked: Sequence[int]) -> frozenset[int]:
        """The asked formulas, and all that they are computed from."""
        wanted = frozenset(asked)
        if self._forward is None or self._forward[0] != wanted:
            self._forward = wanted, wanted | self.book.workings.before(asked)
        return self._forward[1]

    def groups(self, asked: Sequence[int]) -> list[Group]:
        """The asked formulas, those that differ by their place alone together."""
        wanted = frozenset(asked)
        if self._groups is None or self._groups[0] != wanted:
            workings = self.book.workings
            members: dict[int, list[int]] = {}
            for cell, number in zip(asked, workings.alike[list(asked)].tolist(), strict=True):
                if number >= 0:
                    members.setdefault(number, []).append(workings.group(cell)[1])
            some = [workings.groups[number].some(np.unique(numbers)) for number, numbers in members.items()]
            self._groups = wanted, some
        return self._groups[1]

    _groups: tuple[frozenset[int], list[Group]] | None = None
    _varied: tuple[frozenset[int], Variation] | None = None
    _forward: tuple[frozenset[int], frozenset[int]] | None = None
    _parameter_of: Mapping[int, int] = MappingProxyType({})

    @cached_property
    def derivative_by(self) -> dict[int, int]:
        """Gradient or delta -> the cell that it is the derivative by, as far as that is known."""
        return {**self.scene.deltas, **self._parameter_of}

    @cached_property
    def scene(self) -> Scene:
        """What the key's cells are; nothing of a workbook in which nothing is found that learns."""
        if self.layout is not None:
            found, self._parameter_of = _scene_of(self.book, self.layout)
            return found
        return self._inspected() or Scene(
            self.book.workings, {}, {}, {}, frozenset(), {}, frozenset(), {}, {}, frozenset()
        )

    def _inspected(self) -> Scene | None:
        from sheetnet.inspecting.backward import standings
        from sheetnet.inspecting.inspection import inspected

        try:
            found = inspected(self._grid)
        except NotUnderstood:
            return None
        if not found.learnings:
            return None
        match = found.learnings[0].match
        self._parameter_of = {pair.cell: pair.parameter for pair in match.pairs}
        few = int(found.workings.is_formula.sum()) <= _MOST
        return scene(found.workings, match, standings(found.slopes, match) if few else ())


def _word(cells: Cells, cell: int) -> float | str:
    """What a cell with a number or a text in it says."""
    return str(cells.texts[cell]) if cells.kinds[cell] == TEXT else float(cells.x[cell])


def _scene_of(book: ComputedBook, layout: Layout) -> tuple[Scene, dict[int, int]]:
    """By the names of the blocks; and the parameter of each gradient."""
    workings, cells = book.workings, book.cells

    def block(name: str) -> list[int]:
        """The cells of a parameter block in the order of the parameter vector."""
        area = layout[name]
        return [cells.index(area.sheet, area.top + row, area.left + column) for row, column in layout.geometry.cells]

    def every(name: str) -> list[int]:
        return [int(one) for one in cells.all_of(layout[name]).reshape(-1)] if name in layout else []

    parameters = block("current")
    pairs = {name: dict(zip(block(name), parameters, strict=True)) for name in ("updated", "initial", "gradients")}
    layers = range(1, len(layout.geometry.sizes))
    last = layers[-1]
    loss = every("E")
    forward = workings.before(loss, set(parameters)) & workings.after(parameters) | set(loss)
    deltas = {
        delta: of
        for layer in layers
        for delta, of in zip(every(f"deltas_{layer}"), every(f"sums_{layer}"), strict=False)
    }
    outputs = {
        one: of for layer in layers for one, of in zip(every(f"outputs_{layer}"), every(f"sums_{layer}"), strict=False)
    }
    targets = dict(zip(every("targets"), every(f"outputs_{last}"), strict=False))
    found = Scene(
        workings,
        dict(zip(parameters, blocks_of(workings, parameters), strict=True)),
        pairs["updated"],
        pairs["initial"],
        frozenset(pairs["gradients"]),
        deltas,
        frozenset(forward),
        outputs,
        targets,
        frozenset({float(layout.cases)} if layout.cases > 1 else ()),
    )
    return found, pairs["gradients"]
