"""Which loss a workbook's updates lower: each step of learning with its loss, parameters and gradients."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.graph.trees import Reference
from sheetnet.inspecting.losses import candidates, named_as_loss, residuals, without_cell
from sheetnet.inspecting.matching import Loss, Match, Pair, loss_at, matched
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.trees import area_of, references
from sheetnet.inspecting.updates import Step
from sheetnet.inspecting.workings import Workings

_TRIED = 25  # losses for one step
_SHARE = 0.3  # of the gradients that must fit before a loss is believed
_LIVE = 0.5  # of the parameters on which a cell that is called a loss must depend
_BY_VALUE = 0.6  # the same where the gradients themselves are looked for
_AGAIN = 8  # steps with the formulas of one that is right that are looked at still
_LONE = 50  # steps of one parameter are left out where there are more than so many
_MOST_SEARCHED = 60  # steps for which a loss is searched: the rest are as one of these, or too many


class Learning(NamedTuple):
    """One step of learning: its loss and what the sheet holds as the derivative.

    `alike` counts the further steps whose formulas differ from these by their place alone; `source` is "updates",
    "values" (cells equal to the derivative were looked for) or "given".
    """

    depth: int
    match: Match
    alike: int = 0
    source: str = "updates"


def learnings(slopes: Slopes, steps: Sequence[Step]) -> list[Learning]:
    """What each step lowers. A step whose formulas are those of an earlier one, elsewhere, is counted with that."""
    workings = slopes.workings
    known: dict[frozenset[tuple[int, int, int]], int] = {}
    found: list[Learning] = []
    last: dict[str, tuple[int, int]] = {}  # sheet -> the first parameter and the loss of its step before
    failed: set[frozenset[tuple[int, int, int]]] = set()
    searched = 0
    for step in sorted(steps, key=lambda one: (one.depth, -len(one.updates))):
        pairs = pairs_of(workings, step)
        if not pairs or (len(pairs) == 1 and len(steps) > _LONE):
            continue
        sheet = workings.cells.address(pairs[0].parameter)[0]
        likely = _moved(workings, last.get(sheet), pairs[0].parameter)
        if likely is not None:
            mark = _shape(workings, pairs, likely)
            if mark in known:
                one = found[known[mark]]
                other = _differing(slopes, one, likely, pairs) if one.alike < _AGAIN else None
                if other is not None:
                    found.append(Learning(step.depth, other))
                else:
                    found[known[mark]] = one._replace(alike=one.alike + 1)
                continue
        own = _shape(workings, pairs, None)
        if own in failed:
            continue
        searched += 1
        if searched > _MOST_SEARCHED:
            break
        match = _best(slopes, step, pairs, likely)
        if match is None:
            failed.add(own)
            continue
        match = downhill(slopes, match)
        if match.loss.cell is not None:
            known[_shape(workings, pairs, match.loss.cell)] = len(found)
            last[sheet] = pairs[0].parameter, match.loss.cell
        found.append(Learning(step.depth, match))
    return found


def _differing(slopes: Slopes, known: Learning, loss: int, pairs: Sequence[Pair]) -> Match | None:
    """A step with the formulas of one that is right, if it is wrong: at its numbers another branch may hold."""
    if known.match.factor is None or not known.match.right.all():
        return None
    match = matched(slopes, loss_at(loss, len(slopes.points)), pairs, factor=known.match.factor)
    return None if match.right.all() else match


def pairs_of(workings: Workings, step: Step) -> list[Pair]:
    """Parameters and their gradients; none where what is subtracted remembers earlier steps by a formula."""
    parameters = {update.parameter for update in step.updates}
    after = workings.after(parameters, {update.cell for update in step.updates})
    pairs = []
    for update in step.updates:
        gradient = update.gradient
        if gradient is None:
            if _remembers(workings, update.cell, update.parameter, after):
                continue
        elif _remembers(workings, gradient, update.parameter, after):
            now = [one for one in workings.reads.of(gradient) if one in after and workings.is_formula[one]]
            if len(now) != 1:
                continue
            gradient = now[0]
        pairs.append(
            Pair(update.parameter, update.cell if gradient is None else gradient, update._replace(gradient=gradient))
        )
    return pairs


def _remembers(workings: Workings, cell: int, parameter: int, after: set[int]) -> bool:
    """Whether a formula reads the same formula of another step, as a moving average does."""
    sheet, row, column = workings.cells.address(cell)
    tree = workings.tree(cell)
    for reference in references(tree) if tree is not None else ():
        area = area_of(reference)
        if area.size != 1 or area.sheet != sheet or (area.top != row and area.left != column):
            continue
        one = workings.cells.index(area.sheet, area.top, area.left)
        if one != parameter and one not in after and workings.alike[one] == workings.alike[cell] >= 0:
            return True
    return False


def _moved(workings: Workings, last: tuple[int, int] | None, parameter: int) -> int | None:
    """The loss that lies from this parameter as the last one lay from its own."""
    if last is None:
        return None
    (_, row0, column0), (there, row1, column1) = (workings.cells.address(one) for one in last)
    sheet, row, column = workings.cells.address(parameter)
    place = row + row1 - row0, column + column1 - column0
    cell = workings.cells.index(there, *place) if sheet == there else last[1]
    return cell if workings.is_formula[cell] else None


def _shape(workings: Workings, pairs: Sequence[Pair], loss: int | None) -> frozenset[tuple[int, int, int]]:
    """The formulas between parameters, loss and gradients, and where each stands from the first parameter."""
    parameters = {pair.parameter for pair in pairs}
    ends = {pair.cell for pair in pairs} | (set() if loss is None else {loss})
    beyond = {pair.update.cell for pair in pairs if pair.update} | ends
    _, row0, column0 = workings.cells.address(pairs[0].parameter)
    mark = set()
    for cell in workings.after(parameters, beyond) | ends:
        if workings.is_formula[cell]:
            _, row, column = workings.cells.address(cell)
            mark.add((int(workings.alike[cell]), row - row0, column - column0))
    return frozenset(mark)


def _best(slopes: Slopes, step: Step, pairs: list[Pair], likely: int | None) -> Match | None:
    """The loss that most gradients belong to; by its name alone where none fits."""
    workings, points = slopes.workings, len(slopes.points)
    tried = candidates(workings, step)
    order = [*([likely] if likely is not None else []), *(one for one in tried if one != likely)][:_TRIED]
    best: Match | None = None
    for cell in order:
        match = matched(slopes, loss_at(cell, points), pairs)
        if best is None or match.hits > best.hits:
            best = match
        if match.hits == len(pairs) or (cell == likely and 2 * match.hits >= len(pairs)):
            break
    if best is not None and best.hits >= max(1, _SHARE * len(pairs)):
        return best
    for loss in without_cell(slopes.points):
        match = matched(slopes, loss, pairs)
        if match.hits >= max(1, _SHARE * len(pairs)) and (best is None or match.hits > best.hits):
            best = match
    named = _by_name(slopes, step, order, pairs)
    if best is not None and best.hits >= max(1, _SHARE * len(pairs)):
        return named or best  # a loss that stands there is what the gradients should be of
    return _elsewhere(slopes, order, pairs) or named


def downhill(slopes: Slopes, match: Match) -> Match:
    """The same with the factor's sign as the updates want it: they go down, but for a likelihood, which is below 0."""
    signs = {pair.update.sign for pair in match.pairs if pair.update}
    if match.factor is None or match.loss.cell is None or len(signs) != 1:
        return match
    values = slopes.points.values(match.loss.cell)
    if match.factor * next(iter(signs)) < 0 or (values <= 0).all():
        return match
    return matched(slopes, match.loss, match.pairs, factor=-match.factor)


def _elsewhere(slopes: Slopes, order: Sequence[int], pairs: list[Pair]) -> Match | None:
    """The derivatives in other cells of the sheet, where an optimiser stands between them and the updates."""
    points, workings = slopes.points, slopes.workings
    sheet = workings.cells.address(pairs[0].parameter)[0]
    table = by_value(points, [cell for cell in np.flatnonzero(workings.is_formula).tolist()
                              if workings.cells.address(cell)[0] == sheet])  # fmt: skip
    for cell in order[:12]:
        adjoints = slopes.adjoints({cell: np.ones(len(points))}, {pair.parameter for pair in pairs})
        others = []
        for pair in pairs:
            exact = adjoints[pair.parameter]
            if abs(exact[0] - exact[-1]) > 1e-9 * abs(exact[0]):
                same = [one for one in table.get(value_key(exact), []) if one not in (cell, pair.parameter)]
                others += [Pair(pair.parameter, same[0])] if same else []
        if len(others) >= max(2, _BY_VALUE * len(pairs)):
            return matched(slopes, loss_at(cell, len(points)), others)
    return None


def value_key(values: np.ndarray) -> tuple[str, ...]:
    """Numbers at all points, as a key that numbers equal but for rounding share."""
    return tuple(f"{value:.8e}" for value in values)


def by_value(points: Points, cells: Iterable[int]) -> dict[tuple[str, ...], list[int]]:
    """Cells by their numbers at all points, those that are not 0 everywhere."""
    table: dict[tuple[str, ...], list[int]] = {}
    for cell in cells:
        values = points.values(cell)
        if np.isfinite(values).all() and np.abs(values).max() > 1e-14:
            table.setdefault(value_key(values), []).append(cell)
    return table


def _by_name(slopes: Slopes, step: Step, order: Sequence[int], pairs: list[Pair]) -> Match | None:
    """A cell that is called a loss, though no gradient is its derivative: they may all be wrong."""
    workings = slopes.workings
    rated = all(update.rate_is_cell or update.rate != 1 for update in step.updates)
    for cell in order:
        if rated and named_as_loss(workings, cell):
            trial = matched(slopes, loss_at(cell, len(slopes.points)), pairs)
            moving = np.abs(trial.truth - trial.truth[:, :1]).max() > 1e-9 * np.abs(trial.truth).max()
            if moving and np.isfinite(trial.truth).all() and (np.abs(trial.truth).max(axis=1) > 0).mean() >= _LIVE:
                return matched(slopes, trial.loss, pairs, factor=trial.factor or 1.0)
    return None


def root_of(workings: Workings, cell: int, by_cell: dict[int, int]) -> int:
    """The number that a parameter begins from: through plain copies and updates (`by_cell`: updated -> parameter)."""
    seen: set[int] = set()
    while cell not in seen and workings.is_formula[cell]:
        seen.add(cell)
        tree = workings.tree(cell)
        if cell in by_cell:
            cell = by_cell[cell]
        elif isinstance(tree, Reference) and tree.single:
            area = area_of(tree)
            cell = workings.cells.index(area.sheet, area.top, area.left) if area.sheet in workings.cells else cell
    return cell


def data_of(slopes: Slopes, matches: Iterable[Match], roots: set[int]) -> set[int]:
    """Numbers other than parameters that the losses depend on smoothly and that may be others.

    Not targets, which a softmax wants to sum to 1, and not 0 and 1, which may say which of several something is.
    """
    workings = slopes.workings
    found: set[int] = set()
    rates = set()
    for match in matches:
        parameters = {pair.parameter for pair in match.pairs}
        rates |= {int(pair.update.rate) for pair in match.pairs if pair.update and pair.update.rate_is_cell}
        adjoints = slopes.adjoints(match.loss.seeds, parameters)
        cone = workings.before(match.loss.seeds, parameters)
        found |= {cell for cell in cone if workings.is_number(cell) and adjoints[cell].any()}
    targets = {t for rows in residuals(workings).values() for _, _, t in rows}
    return {cell for cell in found - roots - rates - targets if workings.cells.x[cell] not in (0.0, 1.0)}


def given(slopes: Slopes, loss: Loss, pairs: Sequence[Pair]) -> Learning:
    """What the user says is the loss, the parameters and the gradients."""
    match = matched(slopes, loss, pairs)
    if match.factor is None:
        match = matched(slopes, loss, pairs, factor=1.0)
    return Learning(0, match, source="given")
