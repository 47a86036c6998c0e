"""The use cases that change a workbook: train, step, reset, and filling a new one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from numbers import Integral, Real
from types import MappingProxyType

import numpy as np

from sheetnet.errors import CellError, SettingError, SheetnetError
from sheetnet.net.activations import Array
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import NotFinite, Step, descend
from sheetnet.session.advice import (
    about_the_data,
    about_the_formulas,
    about_the_method,
    about_the_run,
    about_the_state,
    eps_is_0,
    smaller,
)
from sheetnet.session.applying import apply, not_applied
from sheetnet.session.history import History, Snapshot, TrainResult
from sheetnet.session.looking.lamps import curve_from, facts_of, lamps
from sheetnet.session.method import LBFGS, method_in
from sheetnet.session.overwritten import held_formulas
from sheetnet.session.plan import NO_SETTINGS, Given, Plan, one_blas_thread
from sheetnet.session.problem import (
    Problem,
    counter_in,
    load,
    owner_in,
    parameters_in,
    remembered_in,
    seconds_in,
    split,
)
from sheetnet.session.values import write_state
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.details import Detail, check_fits
from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import SETTINGS, Plain
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

Progress = Callable[[Iterable[Step], int], Iterable[Step]]
Numbers = Sequence[Sequence[float]]


class Diverged(SheetnetError):  # noqa: N818
    """Training met a number that is not finite; nothing was written."""


def train(
    grid: Grid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    max_seconds: float | None = None,
    write_settings: bool = False,
    trace: Detail | None = None,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainResult:
    """Start from the initial block and make N updates; write parameters, counter, trace and all live values.

    `iterations`, `eta`, `max_seconds` and the `settings` given override the cells for this run; with `write_settings`
    the cells take them. `keep` names what the result keeps of each iteration even if the trace does not show it:
    "parameters", "gradients". Nothing is saved.
    """
    refuse_odd(iterations, eta, max_seconds)
    given = {"iterations": iterations, "eta": eta, "max_seconds": max_seconds, **settings}
    written = _write_settings(grid, given) if write_settings else {}
    written |= apply(grid)
    problem = load(grid)
    method = problem.method.but(settings)
    if "test_share" in settings and method["split"] == "column":
        raise SettingError(
            "a share of test cases is given, and the column of Data tells them",
            remedy="add --split share, time or stratified",
        )
    problem, told = split(grid, problem, method)
    written |= told
    if iterations is None:
        iterations = transfer.whole_number(grid, problem.layout["iterations"], "iterations")
    start = parameters_in(grid, problem.layout, "initial")
    limit = seconds_in(grid, problem.layout) if max_seconds is None else max_seconds
    plan = Plan(method, start, 0, None, iterations, problem.eta if eta is None else eta, limit, stopping=True)
    detail = Detail() if trace is None else _decided(trace, problem)
    return _run(grid, problem, plan, detail, keep, progress, written)


def step(
    grid: Grid,
    k: int = 1,
    *,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    write_settings: bool = False,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainResult:
    """Go on from the current block with k more updates, and with what the optimiser remembers beside it.

    The trace is continued with the columns that it has. Which cases are for the test stays as it is, and no rule but
    k ends the run.
    """
    refuse_odd(k, eta)
    layout = find(grid)
    owner = owner_in(grid, layout, method_in(grid, layout))
    written = _write_settings(grid, {"eta": eta, **settings}) if write_settings else {}
    written |= apply(grid)
    problem = load(grid)
    method = problem.method.but(settings)
    counter = counter_in(grid, problem.layout)
    start = parameters_in(grid, problem.layout, "current")
    rate = problem.eta if eta is None else eta
    memory = remembered_in(grid, problem.layout, owner, method, rate)
    plan = Plan(method, start, counter, memory.state, k, rate, since=memory.since)
    result = _run(grid, problem, plan, None, keep, progress, written)
    return result._replace(warnings=(*result.warnings, *about_the_state(owner, plan)))


def choose(grid: Grid, *, iterations: int | None = None, eta: float | None = None, **settings: Plain) -> TrainResult:
    """Write settings into their cells, and let the formulas follow what the cells say; no update is made."""
    refuse_odd(iterations, eta)
    _write_settings(grid, {"iterations": iterations, "eta": eta})
    return step(grid, 0, settings=settings, write_settings=True)


def reset(grid: Grid) -> TrainResult:
    """Put the initial values back: current <- initial, counter 0, and a trace of iteration 0."""
    written = apply(grid)
    problem = load(grid)
    return put(grid, problem, parameters_in(grid, problem.layout, "initial"), written)


def put(
    grid: Grid,
    problem: Problem,
    parameters: Array,
    written: Mapping[str, Area] = MappingProxyType({}),
    detail: Detail | None = None,
) -> TrainResult:
    """Put some parameters into the current block: counter 0, and a trace of iteration 0, by default as detailed."""
    before = _current_state(grid, problem)
    plan = Plan(problem.method, parameters, 0, None, 0, problem.eta)
    detail = detail or _detail_in(TraceSheet(grid, problem.layout), problem)
    result = _run(grid, problem, plan, detail, (), None, written)
    return result._replace(before=before or result.before)


def fill(grid: Grid, cases: tuple[Numbers, Numbers] | None, initial: Sequence[float]) -> TrainResult:
    """Give a workbook that has just been built its numbers, and every formula its saved result.

    `cases` are the rows of inputs and of targets as they were measured, None where they lie outside.
    """
    layout = find(grid)
    if cases:
        grid.write(layout.entered("images"), cases[0])
        grid.write(layout.entered("targets"), cases[1])
    for name in ("initial", "current"):
        area = layout[name]
        grid.write(area, transfer.block_with(grid.read(area), layout.geometry, initial))
    problem = load(grid)
    parameters = parameters_in(grid, layout, "initial")
    return put(grid, problem, parameters, detail=_decided(Detail(open=True), problem))


def _run(
    grid: Grid,
    problem: Problem,
    plan: Plan,
    detail: Detail | None,
    keep: Sequence[str],
    progress: Progress | None,
    settings: Mapping[str, Area],
) -> TrainResult:
    layout, updates, rate = problem.layout, plan.updates, plan.eta
    sheet = TraceSheet(grid, layout)
    last = sheet.last() if detail is None else None
    if detail is None:
        detail = _detail_in(sheet, problem)
        last = last if detail.picture == sheet.detail().picture else None
    continued = last is not None and last[1] == plan.counter
    if "deltas" in detail.details or detail.picture != 1:
        _check_picture(problem, detail.picture)
    rows_needed = detail.rows(updates)
    check_fits(layout.geometry, detail, rows_needed, last[0] if continued and last else sheet.top)
    recorded = detail.recorded(updates)
    learned = problem.by(plan.method)
    history = History(learned, recorded, detail, keep, plan.counter)
    steps = plan.steps(learned)
    if progress:
        steps = progress(steps, updates)
    steps = ended = plan.ended(steps, learned)
    before = final = None
    with one_blas_thread(), failures_in_words(layout, plan):
        for each in steps:
            if before is None:
                before = history.state(each)
            history.record(each)
            final = each
    assert before is not None  # noqa: S101 - the first step always comes
    assert final is not None  # noqa: S101
    with one_blas_thread():
        history.end(final)
        after = history.state(final)._replace(since=plan.since)
    formulas = held_formulas(grid, layout)
    warnings = (
        *about_the_run(learned, final, plan),
        *about_the_method(problem, plan),
        *about_the_data(grid, learned),
        *about_the_formulas(formulas, layout),
        *filter(None, (not_applied(grid, layout),)),
    )
    own = plan.method["optimiser"] == problem.method["optimiser"]  # else the sheet has no place for what it remembers
    shown = after if own else after._replace(memory=(), since=after.iteration)
    rows, more = history.rows(sheet.columns)

    def put_trace() -> dict[str, Area]:
        return sheet.append(rows[1:], more[1:]) if continued else sheet.replace(detail, rows, more)

    curve = curve_from([*sheet.basic(REACH), *rows[1:]] if continued else rows)
    with one_blas_thread():
        facts = facts_of(grid, problem, after.parameters, after.iteration, curve)
    written = write_state(grid, problem, shown, list(settings.values()), formulas, put_trace, facts)
    written |= {name: str(area) for name, area in settings.items()}
    return history.result(before, after, rate)._replace(
        warnings=warnings,
        written=written,
        optimiser=plan.method["optimiser"],
        stopped=ended.reason,
        evaluations=final.evaluations,
        lamps=lamps(facts, problem, rate),
    )


@contextmanager
def failures_in_words(layout: Layout, plan: Plan) -> Iterator[None]:
    """What ends a run in its midst, as a user is told it."""
    try:
        yield
    except ImportError as error:
        if error.name != "scipy":
            raise
        raise SettingError(
            "the optimiser lbfgs needs SciPy", remedy="python -m pip install scipy, or choose another optimiser"
        ) from None
    except NotFinite as error:
        raise Diverged(
            f"{error}; nothing was written",
            place=layout["eta"].address(),
            remedy=eps_is_0(plan) or f"eta is {plan.eta:g}, try {smaller(plan.eta):g}",
        ) from None


def refuse_odd(updates: int | None, eta: float | None, seconds: float | None = None) -> None:
    """Raise SettingError for what no run can be told."""
    if seconds is not None and not (isinstance(seconds, Real) and seconds > 0):
        raise SettingError(f"expected a number of seconds above 0, found {seconds!r}")
    if updates is not None and (not isinstance(updates, Integral) or updates < 0):
        raise SettingError(f"expected a whole number of iterations, found {updates!r}", remedy="0 or more")
    if eta is not None and not (isinstance(eta, Real) and np.isfinite(eta)):
        raise SettingError(f"expected a finite number for the learning rate eta, found {eta!r}")


def _write_settings(grid: Grid, given: Mapping[str, Plain]) -> dict[str, Area]:
    """Put the settings of this run into their cells; returns the cells."""
    layout = find(grid)
    given = {name: value for name, value in given.items() if value is not None}
    for name in given:
        if name not in layout:
            raise SettingError(
                f"the workbook has no cell named '{name}' to write the setting into",
                remedy="leave --write-settings out, or make a workbook with `sheetnet new --settings`",
            )
        if name in SETTINGS and given[name] == LBFGS:
            raise SettingError("lbfgs is an option of one run, no setting of a workbook")
    for name, value in given.items():
        grid.write(layout[name], [[value]])
    return {name: layout[name] for name in given}


def _decided(detail: Detail, problem: Problem) -> Detail:
    """What the trace keeps in this workbook; where that was open, the deltas of the first training case."""
    decided = detail.decided(problem.layout)
    return decided._replace(picture=_first_training_case(problem)) if detail.open else decided


def _detail_in(sheet: TraceSheet, problem: Problem) -> Detail:
    """What the trace's columns hold; of another case where that of its deltas is for the test by now."""
    detail = sheet.detail()
    trained = problem.training[max(detail.picture - 1, 0) : detail.picture].any()
    if "deltas" in detail.details and not trained:
        return detail._replace(picture=_first_training_case(problem))
    return detail


def _first_training_case(problem: Problem) -> int:
    """Its number, counted from 1."""
    return int(np.argmax(problem.training)) + 1


def _check_picture(problem: Problem, picture: int) -> None:
    """The case whose deltas are traced has to be one that training sees."""
    cases = len(problem.training)
    if not 1 <= picture <= cases:
        raise SettingError(f"expected the number of a case, 1 to {cases}, for the deltas of the trace, found {picture}")
    if not problem.training[picture - 1]:
        raise SettingError(f"case {picture} is a test case, which has no deltas", remedy="choose a training case")


def _current_state(grid: Grid, problem: Problem) -> Snapshot | None:
    """Where the current block stands, if it can be read: reset has to mend one that cannot."""
    try:
        parameters, counter = parameters_in(grid, problem.layout, "current"), counter_in(grid, problem.layout)
    except CellError:
        return None
    try:
        (step,) = descend(
            problem.network,
            parameters,
            *problem.training_cases,
            OPTIMISERS["sgd"](problem.eta),
            0,
            batches=problem.batches,
            first=counter,
        )
    except NotFinite:
        return None
    return History(problem, [0], Detail(), (), counter).state(step)
