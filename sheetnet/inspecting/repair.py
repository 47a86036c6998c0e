"""The one edit of a wrong formula that makes it right at every input, and what the mistake is called."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.trees import Call, Tree
from sheetnet.graph.values import Numbers
from sheetnet.inspecting.backward import Role
from sheetnet.inspecting.cell_edits import (
    arguments,
    exchanges,
    factors,
    other_blocks,
    other_slopes,
    pool_of,
    terms,
    together,
    typed,
)
from sheetnet.inspecting.edits import Edit, Family, plain_edits
from sheetnet.inspecting.mistakes import name
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.scene import Scene
from sheetnet.inspecting.trees import nodes

_ENOUGH = 12  # edits that mend a formula, of which the likeliest is told
_CLOSE = 1e-8

ORDER = (
    *("updated_weights", "initial_weights", "transposed_weights", "transposed_product", "target_minus_output"),
    *("sign_of_threshold", "slope_left_out", "relu_mask_left_out", "half_of_slope", "slope_of_other_unit"),
    *(
        "slope_with_wrong_sign",
        "slope_too_much",
        "other_slope",
        "square_left_out",
        "target_added",
        "mean_for_sum",
        "sum_for_mean",
        "factor_two",
    ),
    *(
        "half_too_much",
        "input_left_out",
        "delta_left_out",
        "weight_left_out",
        "case_left_out",
        "output_left_out",
        "off_by_one_row",
        "sum_for_output",
        "error_for_delta",
    ),
    *("input_of_other_case", "target_of_other_case", "delta_of_other_case", "output_of_other_case"),
    *("input_of_other_unit", "target_of_other_output", "delta_of_other_unit", "output_of_other_unit"),
    *("weight_of_other_unit", "brackets_missing", "sign", "typed_number", "slipped_reference"),
)  # the likelier first, where several edits mend a formula


class Repair(NamedTuple):
    """An edit and the mistake that it undoes."""

    kind: str
    edit: Edit


def repair(points: Points, scene: Scene, cell: int, target: Numbers, role: Role, pool: Sequence[int]) -> Repair | None:
    """The likeliest edit that makes a formula what it should be at all points; None where no single one does."""
    return next(iter(repairs(points, scene, cell, target, role, pool)), None)


def repairs(points: Points, scene: Scene, cell: int, target: Numbers, role: Role, pool: Sequence[int]) -> list[Repair]:
    """The edits that make a formula what it should be at all points, the likeliest first, as far as they were tried.

    `target` has shape (points,), or (points, cells) of a formula that fills an area; what is NaN there may be anything.
    """
    tree = scene.workings.tree(cell)
    if tree is None:
        return []
    silent = not np.nan_to_num(target).any()  # many edits make a 0; that of a unit that is off is its mask
    if silent and (cell not in scene.deltas or any(isinstance(one.tree, Call) for one in nodes(tree))):
        return []
    found: list[Repair] = []
    for stage in _stages(tree, scene, pool):
        before = len(found)
        for one in stage:
            if silent and not _is_mask(one):
                continue
            found += [
                Repair(name(edit, tree, role, scene), edit) for edit in _mending(points, scene, cell, one, target)
            ]
            if len(found) - before >= _ENOUGH:
                break
        if any(one.kind in ORDER for one in found):
            break  # else: where a factor is 0 or 1 other numbers and operators do too, and a later stage may say more
    return sorted(found, key=lambda one: _rank(one.kind))


def _stages(tree: Tree, scene: Scene, pool: Sequence[int]) -> Iterator[Iterator[Edit | Family]]:
    """Edits in an order of likelihood: a later stage is looked at only where no edit of an earlier one mends."""
    singles = pool_of(scene, pool)
    yield chain(
        other_blocks(tree, scene),
        plain_edits(tree),
        factors(tree, scene, singles),
        other_slopes(tree, singles),
        arguments(tree, scene, singles),
    )
    yield chain(exchanges(tree, scene, singles), typed(tree, singles), together(tree, scene))
    yield terms(tree, scene)


def _is_mask(one: Edit | Family) -> bool:
    edit = one.edit if isinstance(one, Family) else one
    return edit.what == "factor" and isinstance(edit.new, Call)


def _mending(points: Points, scene: Scene, cell: int, one: Edit | Family, target: Numbers) -> list[Edit]:
    """Of an edit, or of all that differ by a reference, those that make the formula right."""
    if isinstance(one, Edit):
        return [one] if _right(points, cell, one, target) else []
    holes = tuple(reference for reference in one.holes if reference.sheet in scene.workings.cells)
    if not holes:
        return []
    last = len(points) - 1
    values = points.of_family(cell, one.edit.tree, holes, last)
    likely = np.flatnonzero(_each_meets(values, target[last]))[:_ENOUGH]
    edits = [one.filled(holes[number]) for number in likely.tolist()]
    return [edit for edit in edits if _right(points, cell, edit, target)]


def _right(points: Points, cell: int, edit: Edit, target: Numbers) -> bool:
    last = len(points) - 1
    if not _meets(points.of_formula(cell, edit.tree, first=last), target[last:]):
        return False
    return _meets(points.of_formula(cell, edit.tree), target)


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _meets(values: Numbers, target: Numbers) -> bool:
    return values.shape == np.shape(target) and bool(_each_meets(values[None], target)[0])


def _each_meets(values: Numbers, target: Numbers) -> NDArray[np.bool_]:
    """Which of several results of the target's shape are the target; what is NaN there may be anything."""
    target = np.asarray(target)
    asked = ~np.isnan(target)
    largest = np.abs(target[asked]).max(initial=1e-300)
    slack = _CLOSE * np.maximum(np.abs(target[asked]), 1e-4 * largest)
    with np.errstate(invalid="ignore"):
        near = np.abs(values[:, asked] - target[asked]) <= slack
    return np.asarray(near.reshape(len(values), -1).all(axis=1))


def siblings(scene: Scene, cell: int, role: Role) -> list[int]:
    """Cells that may be meant: those around the forward cell that it belongs to, and what formulas beside it read."""
    workings = scene.workings
    sheet, row, column = workings.cells.address(cell)
    near = [
        workings.cells.index(sheet, row + down, column + along)
        for down in (-2, -1, 0, 1, 2)
        for along in (-2, -1, 0, 1, 2)
        if (down or along) and row + down > 0 and column + along > 0
    ]
    own = workings.reads.of(cell)
    read = [one for other in near if workings.is_formula[other] for one in workings.reads.of(other)]
    ahead = [one for one in workings.users.of(role.of) if one in scene.forward]
    around = [one for user in ahead for one in workings.reads.of(user) if one not in scene.parameters]
    wide = [role.of, *ahead, *around, *own, *read, *near, *scene.parameters]
    return [one for one in dict.fromkeys(wide) if one and one != cell]
