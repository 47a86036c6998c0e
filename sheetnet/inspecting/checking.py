"""The use cases: look into any workbook, and check its gradients against the exact derivative of its own loss."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.errors import CellError, LayoutError, SettingError
from sheetnet.graph.cells import NOWHERE
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import ERROR, NUMBER
from sheetnet.inspecting.by_value import MOST_FORMULAS, MOST_NUMBERS, sizes
from sheetnet.inspecting.diagnosis import Diagnosis, diagnosed
from sheetnet.inspecting.inspection import Inspection, beyond, inspected
from sheetnet.inspecting.learning import Learning, given, root_of
from sheetnet.inspecting.matching import Loss, Pair, loss_at
from sheetnet.inspecting.places import Found, found_in, loss_places, ranges
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.structure import structural
from sheetnet.inspecting.updates import updates
from sheetnet.inspecting.workings import Workings
from sheetnet.session.differentiating import cells_named
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

_HOW = "name them with --loss CELL --parameters RANGE --gradients RANGE"

_NOTHING = "no number"


class Checked(NamedTuple):
    """Gradients of one loss beside its exact derivative, at `points` inputs.

    `factor` is what all gradients are of the derivative. `alike` counts further steps whose formulas are the same.
    `largest` is the largest difference of a right gradient, of its block's largest derivative.
    """

    loss: tuple[str, ...]
    kind: str
    gradients: tuple[str, ...]
    cells: int
    wrong: int
    points: int
    factor: float
    alike: int
    largest: float
    diagnoses: tuple[Diagnosis, ...]


class CheckResult(NamedTuple):
    """What a check found; `structural` are mistakes that stand before all others."""

    found: tuple[Found, ...]
    checked: tuple[Checked, ...]
    structural: tuple[Diagnosis, ...]

    @property
    def diagnoses(self) -> tuple[Diagnosis, ...]:
        return (*self.structural, *(one for step in self.checked for one in step.diagnoses))

    @property
    def agrees(self) -> bool:
        return not self.diagnoses


def inspect(grid: Grid, without: Collection[str] = ()) -> list[Found]:
    """What a workbook that sheetnet did not make has in it, but for the sheets that only look at the others."""
    return found_in(_understood(grid, without))


def check(
    grid: Grid,
    loss: str = "",
    parameters: Sequence[str] = (),
    gradients: Sequence[str] = (),
    without: Collection[str] = (),
) -> CheckResult:
    """The gradients of a workbook's own loss against the exact derivative.

    `loss` is a cell or a formula with its equals sign, `parameters` and `gradients` are ranges in the same order; what
    is not given is looked for. Sheets of `without` are left as they are saved. Raises LayoutError where there are no
    gradients to check.
    """
    asked = bool(loss or parameters or gradients)
    inspection = _given(grid, loss, parameters, gradients, without) if asked else _understood(grid, without)
    if not inspection.learnings and not asked:
        first = [one for one in structural(inspection) if one.kind != "stale_values"]
        if first:  # an error or a text, because of which nothing fits
            return CheckResult((), (), tuple(first))
        raise _none_found(inspection)
    inspection = _without_trouble(inspection)
    first = structural(inspection)
    stale = any(one.kind == "stale_values" for one in first)
    checked = [] if stale else [_checked(inspection, one) for one in inspection.learnings]
    told = {one.cell for step in checked for one in step.diagnoses}
    first = [one for one in first if one.kind != "constant_over_formula" or one.cell not in told]
    return CheckResult(tuple(found_in(inspection)), tuple(checked), tuple(first))


def _none_found(inspection: Inspection) -> LayoutError:
    if inspection.searched:
        return LayoutError("no gradients of a loss were found in this workbook", remedy=_HOW)
    formulas, numbers = sizes(inspection.workings)
    return LayoutError(
        f"no updates were found, and {formulas:,} formulas with {numbers:,} numbers are more than are searched for "
        f"cells that equal a derivative ({MOST_FORMULAS:,} and {MOST_NUMBERS:,})",
        remedy=_HOW,
    )


def _without_trouble(inspection: Inspection) -> Inspection:
    """The losses whose formulas are all understood; raises CellError that names what is not where none is left."""
    workings, trouble = inspection.workings, inspection.workings.evaluation.trouble
    kept, unknown = [], []
    for learning in inspection.learnings if trouble else ():
        match = learning.match
        ends = {*match.loss.seeds, *(pair.cell for pair in match.pairs)}
        parameters = {pair.parameter for pair in match.pairs}
        between = (workings.before(ends, parameters) | ends) & workings.after(parameters)
        found = workings.in_order(between.intersection(trouble))
        unknown += found[:1]
        kept += [] if found else [learning]
    if not trouble:
        return inspection
    if not kept:
        raise _not_understood(workings, unknown[0])
    return inspection._replace(learnings=tuple(kept))


def _not_understood(workings: Workings, cell: int) -> CellError:
    reason = workings.evaluation.trouble[cell]
    return CellError(f"this formula stands between the parameters and the loss: {reason}", place=workings.address(cell))


def _understood(grid: Grid, without: Collection[str]) -> Inspection:
    try:
        return inspected(grid, without)
    except NotUnderstood as reason:
        raise LayoutError(str(reason)) from None


def _checked(inspection: Inspection, learning: Learning) -> Checked:
    workings, match = inspection.workings, learning.match
    right = match.right
    with np.errstate(all="ignore"):
        scale = np.abs((match.factor or 1.0) * match.truth).max(axis=0, initial=1e-300)
        far = (np.abs(match.found - (match.factor or 1.0) * match.truth) / scale)[right]
    return Checked(
        loss_places(workings, match),
        match.loss.kind,
        ranges(workings, [pair.cell for pair in match.pairs]),
        len(match.pairs),
        int((~right).sum()),
        match.truth.shape[1],
        match.factor or 1.0,
        learning.alike,
        float(far.max(initial=0.0)),
        tuple(diagnosed(inspection.slopes, learning)),
    )


def _given(
    grid: Grid, loss: str, parameters: Sequence[str], gradients: Sequence[str], without: Collection[str]
) -> Inspection:
    """What the user names, the rest as far as it is found."""
    if bool(parameters) != bool(gradients):
        raise SettingError("expected --parameters together with --gradients, found one of them")
    areas = [[cells_named(grid, text) for text in several] for several in (parameters, gradients)]
    if not areas[0]:
        return _other_loss(grid, loss, without)
    sheet = areas[0][0].sheet
    try:
        workings = Workings(grid, loss if loss.startswith("=") else "", sheet, without)
        pairs = _pairs(workings, areas[0], areas[1])
        found = updates(workings)
        behind = {update.cell: update.parameter for update in found}
        roots = {root_of(workings, pair.parameter, behind) for pair in pairs}
        roots = {cell for cell in roots if workings.is_number(cell)}
        _refuse_text(workings, pairs)
        slopes = Slopes(Points(workings, [roots, roots]))
        place = _loss_cell(grid, workings, loss)
        learning = given(slopes, _loss(slopes, place), pairs)
        slopes, (learning,) = beyond(slopes, [learning], roots)
    except NotUnderstood as reason:
        raise LayoutError(str(reason)) from None
    _refuse_no_influence(slopes, learning)
    return Inspection(slopes, tuple(found), (), (learning,))


def _other_loss(grid: Grid, loss: str, without: Collection[str]) -> Inspection:
    """The parameters and gradients that are found, and the loss that the user names."""
    inspection = _understood(grid, without)
    if not inspection.learnings:
        raise _none_found(inspection)
    learning = inspection.learnings[0]
    pairs = learning.match.pairs
    if loss.startswith("="):
        workings = inspection.workings
        names = [[workings.address(pair.parameter) for pair in pairs], [workings.address(pair.cell) for pair in pairs]]
        return _given(grid, loss, names[0], names[1], without)
    cell = _loss_cell(grid, inspection.workings, loss)
    return inspection._replace(learnings=(given(inspection.slopes, _loss(inspection.slopes, cell), pairs),))


def _loss(slopes: Slopes, cell: int) -> Loss:
    workings = slopes.workings
    kind = workings.cells.kinds[cell]
    unknown = workings.in_order((workings.before([cell]) | {cell}).intersection(workings.evaluation.trouble))
    if unknown and kind != NUMBER:
        raise _not_understood(workings, unknown[0])
    if kind == ERROR or kind != NUMBER:
        raise CellError(
            "expected a number for the loss, found " + ("an error" if kind == ERROR else _NOTHING),
            place=workings.address(cell),
        )
    if not workings.is_formula[cell]:
        raise CellError("expected a formula for the loss, found a number", place=workings.address(cell))
    return loss_at(cell, len(slopes.points))


def _loss_cell(grid: Grid, workings: Workings, loss: str) -> int:
    if loss.startswith("="):
        reason = workings.evaluation.trouble.get(workings.spare)
        if reason:
            raise SettingError(f"expected a formula for the loss, found {loss}: {reason}")
        return workings.spare
    if not loss:
        raise SettingError("expected --loss together with --parameters and --gradients")
    area = cells_named(grid, loss)
    if area.size != 1:
        raise LayoutError(f"expected one cell for the loss, found {area.size}", place=str(area))
    cell = workings.cells.index(area.sheet, area.top, area.left)
    if cell == NOWHERE:
        raise CellError(f"expected a number for the loss, found {_NOTHING}", place=str(area))
    return cell


def _pairs(workings: Workings, parameters: Sequence[Area], gradients: Sequence[Area]) -> list[Pair]:
    """Each parameter with the gradient at its place, or at the transposed one where the shapes say so."""
    if len(parameters) != len(gradients):
        raise LayoutError(
            f"expected as many ranges of gradients as of parameters, found {len(gradients)} and {len(parameters)}"
        )
    pairs = []
    for one, other in zip(parameters, gradients, strict=True):
        turned = (one.height, one.width) == (other.width, other.height) and one.height != one.width
        if not turned and (one.height, one.width) != (other.height, other.width):
            raise LayoutError(
                f"expected gradients in the shape of the parameters, {one.height} x {one.width}, "
                f"found {other.height} x {other.width}",
                place=str(other),
            )
        cells = workings.cells.all_of(one)[0]
        there = workings.cells.all_of(other)[0]
        for what, places, area in (("parameter", cells, one), ("gradient", there, other)):
            if (places == NOWHERE).any():
                raise CellError(f"expected a number for a {what}, found no number", place=str(area))
        there = there.T if turned else there
        pairs += [Pair(int(a), int(b)) for a, b in zip(cells.reshape(-1), there.reshape(-1), strict=True)]
    return pairs


def _refuse_text(workings: Workings, pairs: Sequence[Pair]) -> None:
    for pair in pairs:
        for cell, what in ((pair.parameter, "parameter"), (pair.cell, "gradient")):
            if workings.cells.kinds[cell] != NUMBER and not workings.is_formula[cell]:
                raise CellError(f"expected a number for a {what}, found no number", place=workings.address(cell))


def _refuse_no_influence(slopes: Slopes, learning: Learning) -> None:
    match = learning.match
    if not np.abs(match.truth).max(initial=0.0):
        workings = slopes.workings
        before = workings.before(match.loss.seeds) | set(match.loss.seeds)
        for unknown in workings.in_order(before.intersection(workings.evaluation.trouble)):
            raise _not_understood(workings, unknown)
        places = ", ".join(ranges(slopes.workings, [pair.parameter for pair in match.pairs])[:3])
        raise LayoutError(
            f"no formula leads from {places} to the loss", remedy="name the cells that it is computed from"
        )
