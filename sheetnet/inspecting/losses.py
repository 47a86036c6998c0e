"""Cells that may be the loss that a step of learning lowers, the likeliest first; and sums that stand in no cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from sheetnet.graph.trees import Chain, Reference
from sheetnet.inspecting.matching import Loss
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.trees import area_of
from sheetnet.inspecting.updates import Step
from sheetnet.inspecting.workings import Workings

LOSS_WORD = re.compile(
    r"(loss|error|cost|\berr|\bE\b|\bE_?tot|e total|誤差|損失|\bsse\b|\bmse\b|entropy|likelihood|エントロピー)",
    re.IGNORECASE,
)
_TRIED = 40  # parameters of a step whose influence is followed


def candidates(workings: Workings, step: Step) -> list[int]:
    """Formula cells that depend on at least half of a step's parameters and on none of its updates."""
    parameters = list(dict.fromkeys(update.parameter for update in step.updates))
    updated = {update.cell for update in step.updates}
    gradients = {update.gradient for update in step.updates if update.gradient is not None}
    cut = workings.after(updated) | updated
    count: Counter[int] = Counter()
    for parameter in parameters[:: max(1, len(parameters) // _TRIED)]:
        count.update(workings.after([parameter], updated) - cut)
    most = max(count.values(), default=0)
    feeding = workings.before(gradients)

    def rank(cell: int) -> tuple[int, int]:
        likely = 4 * (cell not in feeding) + 2 * (count[cell] == most) + 3 * bool(named_as_loss(workings, cell))
        return -likely, cell

    return sorted((cell for cell in count if 2 * count[cell] >= most and cell not in gradients), key=rank)


def named_as_loss(workings: Workings, cell: int) -> bool:
    """Whether the text next to a cell says that it is an error."""
    return bool(LOSS_WORD.search(workings.label(cell)))


def residuals(workings: Workings) -> dict[tuple[str, int], list[tuple[int, int, int]]]:
    """Cells ``p - t`` or ``t - p`` with a number t, by sheet and sign: (cell, p, t)."""
    found: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for group in workings.groups:
        tree = group.tree
        if not (isinstance(tree, Chain) and len(tree.rest) == 1 and tree.rest[0][0] == "-"):
            continue
        for cell in group.indices.tolist() if group.area is None else []:
            placed = workings.tree(cell)
            if isinstance(placed, Chain):
                ends = [_single(workings, one) for one in (placed.first, placed.rest[0][1])]
                left, right = ends
                if left is None or right is None:
                    continue
                if workings.is_formula[left] and workings.is_number(right):
                    found[group.sheet, 1].append((cell, left, right))
                elif workings.is_formula[right] and workings.is_number(left):
                    found[group.sheet, -1].append((cell, right, left))
    return found


def _single(workings: Workings, tree: object) -> int | None:
    if not (isinstance(tree, Reference) and tree.single):
        return None
    area = area_of(tree)
    return workings.cells.index(area.sheet, area.top, area.left) if area.sheet in workings.cells else None


def without_cell(points: Points) -> Iterator[Loss]:
    """Losses that residuals p - t speak of: half their squares, - sum t ln p, and the binary cross entropy."""
    for rows in residuals(points.workings).values():
        cells = tuple(cell for cell, _, _ in rows)
        outputs = tuple(p for _, p, _ in rows)
        yield Loss(None, "half squares", cells, {cell: points.values(cell) for cell in cells})
        p = np.array([points.values(one) for one in outputs])
        t = np.array([points.values(one) for _, _, one in rows])
        with np.errstate(all="ignore"):
            if (p > 0).all():
                yield Loss(None, "cross entropy", outputs, _seeds(outputs, -t / p))
                if (p < 1).all():
                    yield Loss(None, "binary cross entropy", outputs, _seeds(outputs, (p - t) / (p * (1 - p))))


def _seeds(cells: Sequence[int], rows: np.ndarray) -> dict[int, np.ndarray]:
    found: dict[int, np.ndarray] = {}
    for cell, row in zip(cells, rows, strict=True):
        found[cell] = found[cell] + row if cell in found else row
    return found
