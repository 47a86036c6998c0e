"""What the formulas beside expected results must show: looked up in the trace, or computed from the present state."""

import numpy as np

from sheetnet.errors import CellError
from sheetnet.net.activations import Array
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.expected import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    REACH,
    RELATIONS,
    RIGHT,
    SPREAD,
    TRACED,
    UNKNOWN,
    WRONG,
    Expected,
    quantities,
)
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import Rows, Value, describe
from sheetnet.sheet.grid import Grid


def expected_values(grid: Grid, problem: Problem, parameters: Array, iteration: int) -> dict[str, Rows]:
    """Area name -> rows of values at `parameters` after `iteration` updates; the trace has to be written already.

    Nothing of a workbook without expected results. Raises CellError for a row that cannot be understood.
    """
    if "expected" not in problem.layout:
        return {}
    rows = expected_in(grid, problem.layout)
    trace = TraceSheet(grid, problem.layout)
    now = _now(problem, parameters)
    found: list[Value] = []
    for one in rows:
        traced = trace.row_of(one.at, REACH) if one.quantity in TRACED else None
        if traced is not None:
            value = traced[1 + TRACED.index(one.quantity)]
            found.append(UNKNOWN if value is None else value)
        else:
            found.append(now.get(one.quantity, UNKNOWN) if one.at == iteration else UNKNOWN)
    return {
        "expected_found": [[value] for value in found],
        "expected_check": [[_mark(one, value)] for one, value in zip(rows, found, strict=True)],
    }


def expected_in(grid: Grid, layout: Layout) -> list[Expected]:
    """The rows of expected results in a workbook."""
    area = layout["expected"]
    return [_row(layout, values, row) for row, values in enumerate(grid.read(area))]


def _row(layout: Layout, values: list[Value], row: int) -> Expected:
    area = layout["expected"]
    quantity, at, relation, value, tolerance = values
    for column, (one, known) in enumerate(((quantity, quantities(layout)), (None, ()), (relation, RELATIONS))):
        if known and one not in known:
            place = area.address(row, column)
            raise CellError(f"expected one of {', '.join(known)}, found {describe(one)}", place=place)
    updates = transfer.number(at, area, row, 1, "a whole number of updates")
    if updates < 0 or updates != int(updates):
        raise CellError(f"expected a whole number of updates, found {updates:g}", place=area.address(row, 1))
    number = transfer.number(value, area, row, 3, "the number that should come out")
    allowed = 0.0 if tolerance is None else transfer.number(tolerance, area, row, 4, "a tolerance, or an empty cell")
    return Expected(str(quantity), int(updates), str(relation), number, allowed)


def _now(problem: Problem, parameters: Array) -> dict[str, float]:
    """What is seen of the present state alone."""
    with np.errstate(over="ignore"):
        _, z = problem.network.sums_and_outputs(parameters, problem.x[:1])[-1]
    first = problem.network.unpack(parameters)[0]
    spread = float(((first - first[0]) ** 2).sum()) if len(problem.network.sizes) > 2 else 0.0
    return {SPREAD: spread, **{f"z{number}": float(one) for number, one in enumerate(z[0], 1)}}


def _mark(one: Expected, found: Value) -> str:
    if not isinstance(found, float | int):
        return UNKNOWN
    right = {
        ABOUT: abs(found - one.value) <= one.tolerance,
        AT_MOST: found <= one.value,
        AT_LEAST: found >= one.value,
    }
    return RIGHT if right[one.relation] else WRONG
