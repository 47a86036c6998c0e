"""What was found in a workbook, as a map: each kind of cell with its addresses, how sure that is, and why."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sheetnet.inspecting.by_value import MOST_FORMULAS, MOST_NUMBERS, sizes
from sheetnet.inspecting.inspection import Inspection
from sheetnet.inspecting.learning import Learning
from sheetnet.inspecting.losses import named_as_loss
from sheetnet.inspecting.matching import Match
from sheetnet.inspecting.workings import Workings
from sheetnet.sheet.cells import Area, parse_area, rectangles

ROLES = ("loss", "parameters", "gradients", "updates", "rate", "iterations")


class Found(NamedTuple):
    """Cells of one kind. `sure` is "certain", "likely", "a guess" or "not searched".

    `why` is a key of the words, `facts` fill it.
    """

    role: str
    places: tuple[str, ...]
    sure: str
    why: str
    facts: tuple[tuple[str, str], ...] = ()


def found_in(inspection: Inspection) -> list[Found]:
    """The map, the first step of each kind of learning."""
    rows: list[Found] = []
    for learning in inspection.learnings:
        rows += _of_learning(inspection.workings, learning)
    if not rows:
        rows += _losses_alone(inspection.workings)
    if not inspection.searched:
        rows.append(_not_searched(inspection.workings))
    return rows


def _not_searched(workings: Workings) -> Found:
    """That there may be gradients, which were not looked for."""
    formulas, numbers = sizes(workings)
    facts = ("formulas", formulas), ("numbers", numbers), ("most", MOST_FORMULAS), ("most_numbers", MOST_NUMBERS)
    return Found(
        "gradients", (), "not searched", "why_not_searched", tuple((name, f"{count:,}") for name, count in facts)
    )


def _of_learning(workings: Workings, learning: Learning) -> list[Found]:
    match = learning.match
    sure = _sure(match, learning.source)
    facts = (
        ("hits", str(match.hits)),
        ("count", str(len(match.pairs))),
        ("points", str(match.truth.shape[1])),
        ("factor", factor_in_words(match)),
    )
    how = {"updates": "why_updates", "values": "why_values", "given": "why_given"}[learning.source]
    fits = "why_fits" if match.hits else "why_name"
    rows = [
        Found("loss", loss_places(workings, match), sure, fits if match.loss.cell is not None else "why_virtual",
              (*facts, ("kind", match.loss.kind))),
        Found("parameters", ranges(workings, [pair.parameter for pair in match.pairs]), sure, how, facts),
    ]  # fmt: skip
    gradients = [pair.cell for pair in match.pairs if not pair.inline]
    if gradients:
        rows.append(Found("gradients", ranges(workings, gradients), sure, "why_fits" if match.hits else how, facts))
    updated = [pair.update.cell for pair in match.pairs if pair.update]
    if updated:
        rows.append(Found("updates", ranges(workings, updated), sure, "why_updates", facts))
    rates = {pair.update.rate for pair in match.pairs if pair.update}
    cells = {pair.update.rate_is_cell for pair in match.pairs if pair.update}
    if rates and cells == {True}:
        rows.append(Found("rate", ranges(workings, [int(rate) for rate in rates]), sure, "why_rate", facts))
    elif rates and cells == {False}:
        values = ", ".join(f"{rate:g}" for rate in sorted(rates))
        rows.append(Found("rate", (), sure, "why_rate_number", (*facts, ("rate", values))))
    if learning.alike:
        rows.append(Found("iterations", (), sure, "why_alike", (*facts, ("alike", str(learning.alike + 1)))))
    return rows


def _sure(match: Match, source: str) -> str:
    if source == "given" or match.hits == len(match.pairs):
        return "certain"
    return "likely" if 2 * match.hits >= len(match.pairs) else "a guess"


def factor_in_words(match: Match) -> str:
    """``2``, ``1/6``, ``-1``: what the gradients are of the derivative."""
    factor = match.factor or 1.0
    if abs(factor) < 1 and abs(1 / factor - round(1 / factor)) < 1e-5:
        return f"{'-' if factor < 0 else ''}1/{abs(round(1 / factor))}"
    return f"{factor:.6g}"


def loss_places(workings: Workings, match: Match) -> tuple[str, ...]:
    """The loss's cell, or the cells that a sum which stands in none is taken over."""
    if match.loss.cell == workings.spare != 0:
        return ()
    return ranges(workings, match.loss.over)


def _losses_alone(workings: Workings) -> list[Found]:
    """Cells that are called a loss where nothing learns by formulas, as where the Solver does it."""
    rows = []
    for group in workings.groups:
        for cell in group.indices.tolist():
            if named_as_loss(workings, cell) and not workings.users.of(cell) and len(workings.before([cell])) > 2:
                rows.append(cell)
    return [Found("loss", ranges(workings, rows[:10]), "a guess", "why_called")] if rows else []


def ranges(workings: Workings, cells: Iterable[int]) -> tuple[str, ...]:
    """Cells as rectangles."""
    by_sheet: dict[str, set[tuple[int, int]]] = {}
    for cell in cells:
        sheet, row, column = workings.cells.address(cell)
        by_sheet.setdefault(sheet, set()).add((row, column))
    return tuple(str(area) for sheet, places in by_sheet.items() for area in rectangles(sheet, places))


def names_for(rows: Sequence[Found]) -> dict[str, Area]:
    """Names to define, such as ``loss``, and the range of each; a kind of several ranges is numbered."""
    names: dict[str, Area] = {}
    for role in ("loss", "parameters", "gradients", "rate"):
        places = next((row.places for row in rows if row.role == role), ())
        for number, place in enumerate(places, 1):
            area = parse_area(place)
            if area is not None:
                names[role if len(places) == 1 else f"{role}_{number}"] = area
    return names
