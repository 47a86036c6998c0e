"""Two use cases that only look: check and show."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import CellError, SettingError
from sheetnet.net.activations import Array
from sheetnet.net.complex_step import LOOSE, Derivative, complex_step_gradient, nearby
from sheetnet.net.evaluation import Evaluation
from sheetnet.session.advice import uncounted
from sheetnet.session.applying import not_applied
from sheetnet.session.expected_values import expected_values
from sheetnet.session.history import known
from sheetnet.session.looking.lamps import Lamp, curve_of, facts_of, lamp_values, lamps
from sheetnet.session.looking.play_values import play_values
from sheetnet.session.overwritten import held_formulas, overwritten
from sheetnet.session.plan import one_blas_thread
from sheetnet.session.problem import Problem, Remembered, counter_in, load, owner_in, parameters_in, remembered_in
from sheetnet.session.values import difference, holds_values, live_values, with_labels
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, Fault, Rows, Unsaved, Value, describe
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.grid import Grid

_NO_VALUE = "no saved value; open the workbook once in Excel or LibreOffice and save it, or check with --recalculate"
_FEW = 3


class Comparison(NamedTuple):
    """One area compared with a second opinion: how many cells, the largest difference, the cells beyond tolerance.

    `own` counts the formulas whose text is not the one that sheetnet writes, `unsaved` the failures for want of a saved
    value; `largest` is -1 where nothing could be compared. `kinks` are gradients that were not, for E has no derivative
    there: a sum that relu sees is 0. `overwritten` are cells that should hold a formula and do not.
    `not_applied` tells of a list whose choice the formulas do not follow yet, `not_counted` of a row that looks like a
    case and is none.
    """

    name: str
    place: str
    against: str
    cells: int
    largest: float
    worst: str
    failures: tuple[str, ...]
    own: int = 0
    unsaved: int = 0
    kinks: int = 0
    overwritten: tuple[str, ...] = ()
    not_applied: str = ""
    not_counted: str = ""

    def summary(self) -> dict[str, Any]:
        """What programs are told of it."""
        return {
            "block": self.name,
            "place": self.place,
            "against": self.against,
            "cells": self.cells,
            "largest": self.largest if 0 <= self.largest < float("inf") else None,
            "at": self.worst,
            "own_formulas": self.own,
            "at_a_kink": self.kinks,
            "without_formula": list(self.overwritten),
            "without_saved_value": self.unsaved,
            "failures": list(self.failures),
        }


def check(grid: Grid, tolerance: float = 1e-9) -> list[Comparison]:
    """Compare every live cell's saved value with the engine, and the gradients with complex-step derivatives too."""
    problem = load(grid)
    comparisons = _with_engine(grid, problem, tolerance)
    parameters = parameters_in(grid, problem.layout, "current")
    x, t = problem.training_cases
    counter = counter_in(grid, problem.layout)
    if problem.layout.has_settings:
        chosen = problem.batches.of(counter)
        x, t = x[chosen], t[chosen]
    derivative = complex_step_gradient(problem.network, parameters, x, t)
    comparisons.append(_with_derivative(grid, problem.layout, derivative, max(tolerance, 1e-7)))
    return comparisons


def _with_derivative(grid: Grid, layout: Layout, derivative: Derivative, tolerance: float) -> Comparison:
    """The gradients compared with a derivative that knows no backpropagation, where E has one."""
    numbers = np.where(derivative.at_kink, np.nan, derivative.gradient)
    blank: Rows = [[None] * layout.geometry.width for _ in range(layout.geometry.height)]
    rows = transfer.block_with(blank, layout.geometry, [known(one) for one in numbers.tolist()])
    slack = transfer.block_with(blank, layout.geometry, derivative.rounding.tolist())
    compared = _compare(grid, layout, "gradients", rows, None, tolerance, "complex step", slack)
    return compared._replace(kinks=int(derivative.at_kink.sum()))


def compare(grid: Grid, tolerance: float = 1e-9, *, leave_out: Sequence[str] = ()) -> list[Comparison]:
    """Compare every live cell's value with the engine only; `leave_out` names blocks that need not be compared."""
    return _with_engine(grid, load(grid), tolerance, leave_out)


def _with_engine(grid: Grid, problem: Problem, tolerance: float, leave_out: Sequence[str] = ()) -> list[Comparison]:
    if not tolerance >= 0:
        raise SettingError(f"expected a tolerance of 0 or more, found {tolerance}")
    layout = problem.layout
    parameters, counter = parameters_in(grid, layout, "current"), counter_in(grid, layout)
    owner = owner_in(grid, layout, problem.method)
    memory = remembered_in(grid, layout, owner, problem.method, problem.eta)
    expected = with_labels(grid, problem, live_values(problem, parameters, counter, memory))
    expected |= expected_values(grid, problem, parameters, counter)
    expected |= play_values(grid, problem, parameters, counter, expected)
    if "lamps" in layout:
        with one_blas_thread():
            expected |= lamp_values(
                grid, problem, facts_of(grid, problem, parameters, counter, curve_of(grid, problem))
            )
    texts = live_formulas(layout)
    lacking, chosen = overwritten(held_formulas(grid, layout), layout), not_applied(grid, layout)
    beside = next(uncounted(grid, layout), "") if not layout.outside else ""
    rounding = _Rounding(problem, parameters, counter, memory)
    return [
        _compare(grid, layout, name, rows, texts.get(name), tolerance, "engine", rounding)._replace(
            overwritten=tuple(lacking.get(name, ())),
            not_applied=chosen if name == "E" else "",
            not_counted=beside if name == "E" else "",
        )
        for name, rows in expected.items()
        if name not in leave_out
        and (name in ("E", "accuracy", "gradients", "updated") or name in lacking or holds_values(grid, layout[name]))
    ]


class _Rounding:
    """How far the live values may be from those expected by rounding alone, worked out where something differs.

    Large products may cancel in a sum: what is left of them depends on the order in which a program adds them up.
    """

    def __init__(self, problem: Problem, parameters: Array, counter: int, memory: Remembered) -> None:
        self._values = partial(live_values, problem, iteration=counter, memory=memory)
        self._parameters = parameters

    @cached_property
    def _elsewhere(self) -> list[dict[str, Rows]]:
        return [self._values(other) for other in nearby(self._parameters)]

    def of(self, name: str, row: int, column: int, value: float) -> float:
        """That of one cell of a block, which holds a value; 0 where nothing is known of it."""
        moved = (other[name][row][column] for other in self._elsewhere if name in other)
        numbers = [one for one in moved if isinstance(one, float | int)]
        return LOOSE * sum(abs(one - value) for one in numbers)


def _compare(
    grid: Grid,
    layout: Layout,
    name: str,
    expected: Rows,
    texts: Any,
    tolerance: float,
    against: str,
    slack: Rows | _Rounding | None = None,
) -> Comparison:
    """`slack` is how far each value may be from the one expected by rounding alone."""
    area = layout[name]
    stored, formulas = grid.read(area), grid.formulas(area)
    cells, largest, worst, own, unsaved = 0, -1.0, "", 0, 0
    failures = []
    for row, line in enumerate(expected):
        for column, value in enumerate(line):
            if value is None:
                continue
            cells += 1
            found = stored[row][column]
            if isinstance(found, Unsaved):
                unsaved += 1
                failures.append(f"{area.address(row, column)}: the formula has {_NO_VALUE}")
                continue
            far = difference(found, value)
            if far > largest:
                largest, worst = far, area.address(row, column)
            if not far <= tolerance and not far <= _loose(slack, name, row, column, value):
                failures.append(_failure(area.address(row, column), found, value, against))
            text = formulas[row][column]
            own += text is not None and texts is not None and not same(text, texts[row][column] or "")
    return Comparison(name, str(area), against, cells, largest, worst, tuple(failures), own, unsaved)


def _loose(slack: Rows | _Rounding | None, name: str, row: int, column: int, value: Value) -> float:
    """How far a number may be from the one expected by rounding alone, as `difference` measures it."""
    if slack is None or isinstance(value, bool) or not isinstance(value, float | int):
        return 0.0
    if isinstance(slack, _Rounding):
        return slack.of(name, row, column, value) / max(1.0, abs(value))
    return float(slack[row][column]) / max(1.0, abs(value))  # type: ignore[arg-type]


def told(comparisons: Sequence[Comparison]) -> list[str]:
    """The failures in words; many formulas without a saved value, which say little one by one, in one line."""
    lacking = [one for one in comparisons if one.unsaved]
    if sum(one.unsaved for one in lacking) <= _FEW:
        return [failure for one in comparisons for failure in one.failures]
    first = next(failure for failure in lacking[0].failures if failure.endswith(_NO_VALUE)).partition(":")[0]
    count = sum(one.unsaved for one in lacking if one.against == "engine")
    others = [failure for one in comparisons for failure in one.failures if not failure.endswith(_NO_VALUE)]
    return [f"{first}: {count} formulas, this one and others, have {_NO_VALUE}", *others]


def verdict(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """What a check comes to, and each of its comparisons, as plain values."""
    failures = told(comparisons)
    return {
        "status": "differs" if failures else "done",
        "agree": not failures,
        "cells": sum(one.cells for one in comparisons),
        "largest": max((one.largest for one in comparisons if 0 <= one.largest < float("inf")), default=0.0),
        "failures": failures,
        "comparisons": [one.summary() for one in comparisons],
    }


def _failure(address: str, found: Value, expected: Value, against: str) -> str:
    shown = f"{found:.15g}" if isinstance(found, float) else describe(found)
    wanted = f"{expected:.15g}" if isinstance(expected, float) else repr(expected)
    return f"{address}: {against} has {wanted}, found {shown}"


def show(grid: Grid) -> dict[str, Any]:
    """What the program sees: blocks and where it found them, settings, E and accuracy at the current values."""
    layout = find(grid)
    problem, fault = None, ""
    try:
        problem = load(grid)
    except CellError as error:
        fault = str(error)
    lacking = overwritten(held_formulas(grid, layout), layout)
    blocks = [
        {"name": name, "place": str(area), "cells": area.size, "found_by": layout.found[name]}
        for name, area in layout.areas.items()
    ]
    state: dict[str, Any] = {"E": None, "accuracy": None, "problem": fault}
    try:
        if problem is None:
            raise CellError(fault)
        seen = Evaluation(problem.network, parameters_in(grid, layout, "current"), *problem.training_cases)
        with one_blas_thread():
            state = {"E": seen.loss, "accuracy": known(seen.accuracy()), "problem": None}
    except CellError as error:
        state = {"E": None, "accuracy": None, "problem": str(error)}
    lit: tuple[Lamp, ...] = ()
    if problem and state["problem"] is None:
        with one_blas_thread():
            counter, parameters = counter_in(grid, layout), parameters_in(grid, layout, "current")
            lit = lamps(facts_of(grid, problem, parameters, counter, curve_of(grid, problem)), problem)
    return {
        "workbook": grid.label,
        "network": layout.geometry.network,
        "parameters": len(layout.geometry.cells),
        "arithmetic": layout.geometry.arithmetic,
        "cases": len(problem.x) if problem else layout.cases,
        "training_cases": int(problem.training.sum()) if problem else None,
        "iterations": _shown(grid, layout["iterations"]),
        "counter": _shown(grid, layout["counter"]),
        "eta": problem.eta if problem else _shown(grid, layout["eta"]),
        "settings": dict(problem.method.values) if problem else None,
        **state,
        "not_applied": not_applied(grid, layout) if problem else "",
        "without_formula": [cell for cells in lacking.values() for cell in cells],
        "lamps": [lamp.summary() for lamp in lit],
        "blocks": blocks,
    }


def _shown(grid: Grid, area: Area) -> Value:
    value = grid.read(area)[0][0]
    if isinstance(value, Fault | Unsaved):
        return describe(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
