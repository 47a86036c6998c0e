"""What is wrong in a workbook's gradients: the first wrong cells, each mistake once, and what follows from it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sheetnet.graph.values import Numbers
from sheetnet.inspecting.backward import Standing, standings
from sheetnet.inspecting.learning import Learning
from sheetnet.inspecting.matching import Pair, step_of
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.repair import Repair, repairs, siblings
from sheetnet.inspecting.scene import Scene, scene
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.trees import written
from sheetnet.inspecting.workings import Workings

_REPAIRED = 12  # formulas of one step for which an edit is searched
_ASKED = 8  # formulas that are alike, by which one of several edits is chosen


class Diagnosis(NamedTuple):
    """One mistake: its kind, the cells that have it, and the edit of the first one that mends it.

    `old` and `new` are the parts of the formula that the edit changes, `formula` the mended formula; they are empty
    where no single edit mends it. `found` and `expected` are the first cell's numbers as saved, the second given what
    came before it; `follows` counts the cells that are wrong only because of this and other mistakes of the step.
    """

    kind: str
    cells: tuple[str, ...]
    was: str
    formula: str
    what: str
    old: str
    new: str
    found: float
    expected: float
    follows: int

    @property
    def cell(self) -> str:
        return self.cells[0]


def diagnosed(slopes: Slopes, learning: Learning) -> list[Diagnosis]:
    """The mistakes of one step, in the order of computation."""
    match = learning.match
    if match.right.all():
        return []
    found = standings(slopes, match)
    around = scene(slopes.workings, match, found)
    inline = {pair.cell: pair for pair in match.pairs if pair.inline}
    first = [one for one in found if one.first]
    if not first:
        first = [one for one in found if one.wrong]
    follows = sum(one.wrong for one in found) - len(first)
    return _each_once(slopes, around, first, inline, follows)


def _each_once(
    slopes: Slopes, around: Scene, first: list[Standing], inline: dict[int, Pair], follows: int
) -> list[Diagnosis]:
    """Mistakes, those of formulas that are alike together."""
    workings = slopes.workings
    alike: dict[object, list[Standing]] = {}
    for one in first:
        number = int(workings.alike[one.cell])
        alike.setdefault(number if number >= 0 else f"{one.cell}", []).append(one)
    groups = list(alike.values())
    heads = [next((one for one in group if _speaks(one)), group[0]) for group in groups]
    mended = [
        _mended(slopes, around, group, head, inline) if number < _REPAIRED else []
        for number, (group, head) in enumerate(zip(groups, heads, strict=True))
    ]
    kinds = [{one.kind for one in several} for several in mended if several]
    common = set.intersection(*kinds) if kinds else set()  # one mistake explains more than several do
    return _joined(
        _told(
            workings,
            around,
            group,
            head,
            next((one for one in several if one.kind in common or not common), None),
            follows,
        )
        for group, head, several in zip(groups, heads, mended, strict=True)
    )


def _speaks(standing: Standing) -> bool:
    """Whether what a cell should be is a number other than 0 at every input: many formulas give a 0."""
    size = np.abs(standing.locally)
    return bool(size.min() > 1e-6 * max(size.max(), 1e-300))


def _mended(
    slopes: Slopes, around: Scene, group: list[Standing], head: Standing, inline: dict[int, Pair]
) -> list[Repair]:
    """The edits that mend the first of some formulas that are alike, the likeliest first."""
    workings, points = slopes.workings, slopes.points
    if workings.alike[head.cell] < 0:
        return []
    target: Numbers = head.locally
    if head.cell in inline:
        pair = inline[head.cell]
        assert pair.update is not None  # noqa: S101 - an inline gradient stands in an update
        target = points.values(pair.parameter) + step_of(points, pair.update) * head.locally
    whole, _ = workings.group(head.cell)
    if whole.area is not None:
        by_cell = {one.cell: one.locally for one in group}
        nothing = np.full(len(points), np.nan)
        target = np.stack([by_cell.get(int(cell), nothing) for cell in whole.indices], axis=1)
    found = repairs(points, around, head.cell, target, head.role, siblings(around, head.cell, head.role))
    others = [one for one in group if one is not head and one.cell not in inline and _speaks(one)]
    return _common(points, around, found, others if whole.area is None else [])


def _common(points: Points, around: Scene, found: list[Repair], others: list[Standing]) -> list[Repair]:
    """The edits; where formulas that are alike allow fewer kinds, those of these kinds."""
    for other in others[:_ASKED]:
        if len({one.kind for one in found}) < 2:
            break
        pool = siblings(around, other.cell, other.role)
        kinds = {one.kind for one in repairs(points, around, other.cell, other.locally, other.role, pool)}
        found = [one for one in found if one.kind in kinds] or found
    return found


def _told(
    workings: Workings, around: Scene, group: list[Standing], head: Standing, mended: Repair | None, follows: int
) -> Diagnosis:
    cells = [head.cell, *(one.cell for one in group if one is not head)]
    addresses = tuple(workings.address(cell) for cell in cells)
    sheet = workings.cells.address(head.cell)[0]
    was = workings.text(head.cell)
    numbers = float(head.held[0]), float(head.locally[0])
    if mended is None:
        kind = "constant_over_formula" if workings.is_number(head.cell) else "not_the_derivative"
        return Diagnosis(kind, addresses, was, "", "", "", "", *numbers, follows)
    edit = mended.edit
    old, new = ("" if one is None else written(one, sheet) for one in (edit.old, edit.new))
    return Diagnosis(mended.kind, addresses, was, written(edit.tree, sheet), edit.what, old, new, *numbers, follows)


def _joined(diagnoses: Iterable[Diagnosis]) -> list[Diagnosis]:
    """Mistakes of one kind in formulas that are written out one by one, together."""
    found: dict[tuple[str, str], Diagnosis] = {}
    for one in diagnoses:
        key = one.kind, one.what
        if key in found:
            found[key] = found[key]._replace(cells=found[key].cells + one.cells)
        else:
            found[key] = one
    return list(found.values())
