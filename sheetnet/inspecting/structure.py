"""Mistakes that are seen without a derivative: out of date results, text that looks like a number, errors."""

import re
from collections.abc import Iterable

import numpy as np

from sheetnet.graph.values import ERROR, ERRORS, NUMBER, TEXT
from sheetnet.inspecting.diagnosis import Diagnosis
from sheetnet.inspecting.inspection import Inspection
from sheetnet.inspecting.workings import Workings

_NUMBER = re.compile(r"\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?\s*%?")
_VOLATILE = re.compile(r"\b(RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\(", re.IGNORECASE)
_DIFFERENT = 1e-7


def structural(inspection: Inspection) -> list[Diagnosis]:
    """The mistakes of that kind among the cells that losses and gradients are computed from."""
    workings = inspection.workings
    ends = {cell for one in inspection.learnings for cell in one.match.loss.seeds}
    ends |= {pair.cell for one in inspection.learnings for pair in one.match.pairs}
    if not ends:
        ends = {update.cell for update in inspection.updates}
    cone = workings.in_order(workings.before(ends) | ends)
    return [*_stale(workings, cone), *_texts(workings, cone), *_errors(workings, cone), *_constants(workings, cone)]


def _stale(workings: Workings, cone: list[int]) -> list[Diagnosis]:
    """Saved results that the formulas do not give: the workbook was changed by something that does not compute."""
    saved, now = workings.saved, workings.cells
    cells = []
    for cell in cone:
        if workings.is_formula[cell] and saved.kinds[cell] == now.kinds[cell] == NUMBER:
            if _VOLATILE.search(workings.text(cell)):
                return []
            if abs(saved.x[cell] - now.x[cell]) > _DIFFERENT * max(1e-6, abs(now.x[cell])):
                cells.append(cell)
    if not cells:
        return []
    first = cells[0]
    return [_diagnosis(workings, "stale_values", cells, float(saved.x[first]), float(now.x[first]))]


def _texts(workings: Workings, cone: list[int]) -> list[Diagnosis]:
    cells = [
        cell
        for cell in cone
        if not workings.is_formula[cell]
        and workings.cells.kinds[cell] == TEXT
        and _NUMBER.fullmatch(str(workings.cells.texts[cell]))
    ]
    return [_diagnosis(workings, "text_number", cells)] if cells else []


def _errors(workings: Workings, cone: list[int]) -> list[Diagnosis]:
    """The first error of each chain of them."""
    kinds = workings.cells.kinds
    cells = [cell for cell in cone if kinds[cell] == ERROR]
    first = [cell for cell in cells if not any(kinds[one] == ERROR for one in workings.reads.of(cell))]
    if not first:
        return []
    told = _diagnosis(workings, "error_value", first)
    return [told._replace(old=ERRORS[int(workings.cells.x[first[0]])], follows=len(cells) - len(first))]


def _constants(workings: Workings, cone: list[int]) -> list[Diagnosis]:
    """Numbers that go on a row or column of formulas that are alike, and are read as these are by what learns."""
    learning = {int(workings.alike[cell]) for cell in cone if workings.is_formula[cell]}
    cells = [
        int(cell)
        for cell in np.flatnonzero((workings.cells.kinds == NUMBER) & ~workings.is_formula).tolist()
        if any(_goes_on(workings, int(cell), learning, *step) for step in ((-1, 0), (0, -1)))
    ]
    return [_diagnosis(workings, "constant_over_formula", cells)] if cells else []


def _goes_on(workings: Workings, cell: int, learning: set[int], down: int, along: int) -> bool:
    users = {int(workings.alike[one]) for one in workings.users.of(cell)}
    if not users or not users <= learning:
        return False
    sheet, row, column = workings.cells.address(cell)
    places = [(row + n * down, column + n * along) for n in (1, 2)]
    if min(min(place) for place in places) < 1:
        return False
    before = [workings.cells.index(sheet, *place) for place in places]
    alike = {int(workings.alike[one]) for one in before}
    if len(alike) != 1 or min(alike) < 0:
        return False
    return all(
        _readers(workings, cell) == _readers(workings, one, -n * down, -n * along) for n, one in enumerate(before, 1)
    )


def _readers(workings: Workings, cell: int, down: int = 0, along: int = 0) -> set[tuple[str, int, int]]:
    """Where the formulas stand that read a cell, led elsewhere; a row of ones below units is read with them at once."""
    found = [workings.cells.address(one) for one in workings.users.of(cell)]
    return {(sheet, row + down, column + along) for sheet, row, column in found}


def _diagnosis(
    workings: Workings, kind: str, cells: Iterable[int], found: float = np.nan, expected: float = np.nan
) -> Diagnosis:
    places = tuple(workings.address(cell) for cell in cells)
    first = next(iter(cells))
    return Diagnosis(kind, places, workings.text(first), "", "", "", "", found, expected, 0)
