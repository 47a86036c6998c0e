"""A workbook that sheetnet did not make, looked at as a whole: what learns in it, at several inputs."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sheetnet.inspecting.by_value import by_values, too_many
from sheetnet.inspecting.learning import Learning, data_of, learnings, root_of
from sheetnet.inspecting.matching import Match, matched
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.updates import Step, Update, steps, updates
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.grid import Grid


class Inspection(NamedTuple):
    """What was found; `slopes` know the workbook at the saved numbers and at four other inputs.

    `searched` says whether, where no update tells of learning, cells were looked for that equal a derivative.
    """

    slopes: Slopes
    updates: tuple[Update, ...]
    steps: tuple[Step, ...]
    learnings: tuple[Learning, ...]
    searched: bool = True

    @property
    def workings(self) -> Workings:
        return self.slopes.workings


def inspected(grid: Grid, without: Collection[str] = ()) -> Inspection:
    """Look for learning in a workbook, but for some sheets that only look at the others."""
    workings = Workings(grid, without=without)
    found = updates(workings)
    several = steps(workings, found)
    behind = {update.cell: update.parameter for update in found}
    roots = {root_of(workings, update.parameter, behind) for update in found}
    roots = {cell for cell in roots if workings.is_number(cell)}
    first = Slopes(Points(workings, [roots, roots]))
    learnt = learnings(first, several)
    if not learnt:
        valued = by_values(workings)
        if valued is not None:
            slopes, learning = valued
            return Inspection(slopes, tuple(found), tuple(several), (learning,))
        return Inspection(first, tuple(found), tuple(several), (), searched=not too_many(workings))
    slopes, again = beyond(first, learnt, roots)
    return Inspection(slopes, tuple(found), tuple(several), tuple(again))


def beyond(first: Slopes, learnt: Sequence[Learning], roots: set[int]) -> tuple[Slopes, list[Learning]]:
    """The same at two more inputs, where the data differ too, unless the gradients hold for these data alone."""
    hits = sum(one.match.hits for one in learnt)
    data = data_of(first, [one.match for one in learnt], roots)
    slopes = Slopes(first.points.and_also([roots | data, roots | data]))
    again = [one._replace(match=anew(slopes, one.match)) for one in learnt]
    if 2 * sum(one.match.hits for one in again) >= hits:
        return slopes, again
    slopes = Slopes(first.points.and_also([roots, roots]))
    return slopes, [one._replace(match=anew(slopes, one.match)) for one in learnt]


def anew(slopes: Slopes, match: Match) -> Match:
    """The same comparison at the points of other slopes."""
    from sheetnet.inspecting.losses import without_cell
    from sheetnet.inspecting.matching import loss_at

    points = len(slopes.points)
    if match.loss.cell is not None:
        loss = loss_at(match.loss.cell, points)._replace(kind=match.loss.kind)
    else:
        alike = [
            one for one in without_cell(slopes.points) if (one.kind, one.over) == (match.loss.kind, match.loss.over)
        ]
        loss = alike[0]
    return matched(slopes, loss, match.pairs, factor=match.factor)
