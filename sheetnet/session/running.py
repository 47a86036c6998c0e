"""The use cases that change a workbook: train, step, reset, and filling a new one."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from numbers import Integral, Real
from typing import Any

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import NotFinite, Step, descend, stuck
from sheetnet.session.history import History, State, TrainResult
from sheetnet.session.problem import Problem, counter_in, load, parameters_in
from sheetnet.session.values import write_state
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import Area, Value, describe
from sheetnet.sheet.errors import CellError, SettingError, SheetnetError
from sheetnet.sheet.finding import find
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.trace import Detail, TraceSheet, check_fits

Progress = Callable[[Iterable[Step], int], Iterable[Step]]


class Diverged(SheetnetError):  # noqa: N818
    """Training met a number that is not finite; nothing was written."""


def train(
    grid: Grid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    write_settings: bool = False,
    trace: Detail | None = None,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainResult:
    """Start from the initial block and make N updates; write parameters, counter, trace and all live values.

    `iterations` and `eta` override the cells for this run; with `write_settings` the cells take them. `keep` names
    what the result keeps of each iteration even if the trace does not show it: "parameters", "gradients". Nothing is
    saved.
    """
    _refuse_odd(iterations, eta)
    settings = _write_settings(grid, iterations, eta) if write_settings else {}
    problem = load(grid)
    if iterations is None:
        iterations = transfer.whole_number(grid, problem.layout["iterations"], "iterations")
    start = parameters_in(grid, problem.layout, "initial")
    return _run(grid, problem, start, 0, iterations, eta, trace or Detail(), keep, progress, settings)


def step(
    grid: Grid,
    k: int = 1,
    *,
    eta: float | None = None,
    write_settings: bool = False,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainResult:
    """Go on from the current block with k more updates; the trace is continued with the columns that it has."""
    _refuse_odd(k, eta)
    settings = _write_settings(grid, None, eta) if write_settings else {}
    problem = load(grid)
    counter = counter_in(grid, problem.layout)
    start = parameters_in(grid, problem.layout, "current")
    return _run(grid, problem, start, counter, k, eta, None, keep, progress, settings)


def reset(grid: Grid) -> TrainResult:
    """Put the initial values back: current <- initial, counter 0, and a trace of iteration 0."""
    problem = load(grid)
    before = _current_state(grid, problem)
    start = parameters_in(grid, problem.layout, "initial")
    result = _run(grid, problem, start, 0, 0, None, TraceSheet(grid, problem.layout).detail(), (), None, {})
    return result._replace(before=before or result.before)


def fill(
    grid: Grid, images: Sequence[Sequence[float]], targets: Sequence[Sequence[float]], initial: Sequence[float]
) -> TrainResult:
    """Give a workbook that has just been built its numbers, and every formula its saved result."""
    layout = find(grid)
    grid.write(layout["images"], images)
    grid.write(layout["targets"], targets)
    for name in ("initial", "current"):
        area = layout[name]
        grid.write(area, transfer.block_with(grid.read(area), layout.geometry, initial))
    return reset(grid)


def _run(
    grid: Grid,
    problem: Problem,
    start: Array,
    counter: int,
    updates: int,
    eta: float | None,
    detail: Detail | None,
    keep: Sequence[str],
    progress: Progress | None,
    settings: dict[str, Area],
) -> TrainResult:
    layout = problem.layout
    sheet = TraceSheet(grid, layout)
    last = sheet.last() if detail is None else None
    continued = last is not None and last[1] == counter
    detail = detail or sheet.detail()
    if "deltas" in detail.details or detail.picture != 1:
        _check_picture(problem, detail.picture)
    rows_needed = detail.rows(updates)
    check_fits(layout.geometry, detail, rows_needed, last[0] if continued and last else sheet.top)
    recorded = detail.recorded(updates)
    rate = problem.eta if eta is None else eta
    history = History(problem, recorded, detail, keep)
    x, t = problem.training_cases
    steps: Iterable[Step] = descend(problem.network, start, x, t, OPTIMISERS["sgd"](rate), updates)
    if progress:
        steps = progress(steps, updates)
    first = final = None
    with _one_blas_thread():
        try:
            for each in steps:
                if each.number == 0:
                    first = _state(each, counter)
                history.record(each)
                final = each
        except NotFinite as error:
            raise Diverged(
                f"{NotFinite(counter + error.iteration)}; nothing was written",
                place=layout["eta"].address(),
                remedy=f"eta is {rate:g}, try {_smaller(rate):g}",
            ) from None
    assert first is not None  # noqa: S101 - step 0 always comes
    assert final is not None  # noqa: S101
    history.end(final)
    after = _state(final, counter)
    warnings = (*_warnings(final, start, rate), *_warnings_about_data(grid, problem))
    written = write_state(grid, problem, after, list(settings.values()))
    written |= {name: str(area) for name, area in settings.items()}
    rows, more = history.rows(counter)
    traced = sheet.append(rows[1:], more[1:]) if continued else sheet.replace(detail, rows, more)
    written |= {name: str(area) for name, area in traced.items()}
    return history.result(first, after, rate, counter, warnings, written)


def _refuse_odd(updates: int | None, eta: float | None) -> None:
    if updates is not None and (not isinstance(updates, Integral) or updates < 0):
        raise SettingError(f"expected a whole number of iterations, found {updates!r}", remedy="0 or more")
    if eta is not None and not (isinstance(eta, Real) and np.isfinite(eta)):
        raise SettingError(f"expected a finite number for the learning rate eta, found {eta!r}")


def _write_settings(grid: Grid, iterations: int | None, eta: float | None) -> dict[str, Area]:
    """Put the settings of this run into their cells; returns the cells."""
    layout = find(grid)
    given = {name: value for name, value in (("iterations", iterations), ("eta", eta)) if value is not None}
    for name, value in given.items():
        grid.write(layout[name], [[value]])
    return {name: layout[name] for name in given}


def _check_picture(problem: Problem, picture: int) -> None:
    """The case whose deltas are traced has to be one that training sees."""
    cases = len(problem.training)
    if not 1 <= picture <= cases:
        raise SettingError(f"expected the number of a case, 1 to {cases}, for the deltas of the trace, found {picture}")
    if not problem.training[picture - 1]:
        raise SettingError(f"case {picture} is a test case, which has no deltas", remedy="choose a training case")


def _current_state(grid: Grid, problem: Problem) -> State | None:
    """Where the current block stands, if it can be read: reset has to mend one that cannot."""
    try:
        parameters, counter = parameters_in(grid, problem.layout, "current"), counter_in(grid, problem.layout)
    except CellError:
        return None
    try:
        (step,) = descend(problem.network, parameters, *problem.training_cases, OPTIMISERS["sgd"](problem.eta), 0)
    except NotFinite:
        return None
    return _state(step, counter)


def _state(step: Step, counter: int) -> State:
    return State(counter + step.number, step.parameters, step.gradient, step.loss, step.accuracy)


def _one_blas_thread() -> AbstractContextManager[Any]:
    """Threads help nothing at this size and can cost 10 to 70 times; and one thread gives the same bits everywhere."""
    if os.environ.get("OPENBLAS_NUM_THREADS") == os.environ.get("MKL_NUM_THREADS") == "1":
        return nullcontext()  # the command line has set both before numpy was loaded
    if sys.platform == "emscripten":
        return nullcontext()  # Pyodide has no threads, and xlwings Lite no threadpoolctl
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[Any] = threadpool_limits(1, "blas")
    return limits


def _warnings(final: Step, start: Array, eta: float) -> tuple[str, ...]:
    warnings = []
    if final.number and eta <= 0:
        warnings.append(
            "eta is 0: no update changes anything; use a positive eta such as 0.05"
            if eta == 0
            else f"eta is negative: the updates climb, and E grows; use a positive eta such as {-eta:g}"
        )
    elif stuck(final):
        warnings.append(
            f"stuck: after {final.number} iterations every output is near {float(final.outputs.mean()):.0f} for "
            f"all cases, E stays at {final.loss:.4g} and the gradient has vanished; eta {eta:g} is too large, "
            f"try {_smaller(eta):g}"
        )
    if not start.any():
        warnings.append(
            "all initial values are zero: the units of a hidden layer then stay equal for ever; "
            "use different initial values"
        )
    return tuple(warnings)


def _smaller(eta: float) -> float:
    """The learning rate to try next: a tenth, and at once one that works for networks of this kind."""
    return min(eta / 10, 0.05)


def _warnings_about_data(grid: Grid, problem: Problem) -> Iterator[str]:
    """What a user may have meant otherwise: targets out of reach, and labels that say another class than the targets.

    Only the targets count.
    """
    targets = problem.layout["targets"]
    outside = np.argwhere((problem.t < 0) | (problem.t > 1))
    if len(outside):
        row, column = map(int, outside[0])
        yield (
            f"{targets.address(row, column)}: the target {problem.t[row, column]:g} lies outside 0 to 1, where no "
            f"output can go{_and_more(len(outside))}"
        )
    if "labels" in problem.layout and "classes" in problem.layout and problem.t.shape[1] > 1:
        area = problem.layout["labels"]
        classes = grid.read(problem.layout["classes"])[0]
        labels = [label for (label,) in grid.read(area)]
        told = [classes[number] for number in problem.t.argmax(axis=1).tolist()]
        differ = [row for row, label in enumerate(labels) if label is not None and not _alike(label, told[row])]
        if differ:
            first = differ[0]
            yield (
                f"{area.address(first)}: the label is {describe(labels[first])}, and the targets in its row say "
                f"{describe(told[first])}{_and_more(len(differ))}; only the targets count"
            )


def _alike(label: Value, other: Value) -> bool:
    """Whether a label and a class are the same word, or the same number in one form or another."""
    try:
        return label == other or float(label) == float(other)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _and_more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
