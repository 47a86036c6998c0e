"""The use cases, where both halves meet: train, step, reset, check, show. They are handed an open workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network, read
from sheetnet.net.numerical import central_difference
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import NotFinite, Step, descend, stuck
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import Area, Fault, Rows, Unsaved, Value, describe
from sheetnet.sheet.dependents import dependents
from sheetnet.sheet.errors import CellError, SettingError, SheetnetError
from sheetnet.sheet.formulas import live_formulas, same
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import LIVE, Layout, find
from sheetnet.sheet.trace import Detail, TraceSheet, check_fits

Progress = Callable[[Iterable[Step], int], Iterable[Step]]


class Diverged(SheetnetError):  # noqa: N818
    """Training met a number that is not finite; nothing was written."""


class Problem(NamedTuple):
    """What a workbook asks to be learned: `x` (cases, inputs), `t` (cases, outputs), `training` (cases,)."""

    layout: Layout
    network: Network
    x: Array
    t: Array
    training: NDArray[np.bool_]
    eta: float

    @property
    def training_cases(self) -> tuple[Array, Array]:
        """x and t of the cases that E counts."""
        return self.x[self.training], self.t[self.training]


class State(NamedTuple):
    """The network at one iteration: parameters and gradient of shape (parameters,), E, accuracy."""

    iteration: int
    parameters: Array
    gradient: Array
    loss: float
    accuracy: float


class TrainResult(NamedTuple):
    """What a run did. The arrays have one row for each recorded iteration (all of them unless thinned).

    `loss`, `accuracy` and `gradient_norm` have shape (recorded,), `parameters` and `gradients` (recorded, parameters);
    with a trace of deltas `deltas` is (recorded, units). What was not kept has no columns.
    """

    before: State
    after: State
    eta: float
    iterations: Array
    loss: Array
    accuracy: Array
    gradient_norm: Array
    parameters: Array
    gradients: Array
    deltas: Array
    warnings: tuple[str, ...] = ()
    written: Mapping[str, str] = MappingProxyType({})


def load(grid: Grid) -> Problem:
    """Find the blocks of a workbook and read its data; raises SheetnetError naming the cell that is wrong."""
    layout = find(grid)
    eta_cell = layout["eta"]
    eta = transfer.number(grid.read(eta_cell)[0][0], eta_cell, what="a number for the learning rate eta")
    x = np.array(transfer.numbers(grid, layout["images"]))
    t = np.array(transfer.numbers(grid, layout["targets"]))
    training = np.ones(len(x), np.bool_)
    if "training" in layout:
        area = layout["training"]
        for row, (value,) in enumerate(grid.read(area)):
            if transfer.number(value, area, row, 0, "1 for a training case or 0 for a test case") not in (0.0, 1.0):
                raise CellError(
                    f"expected 1 for a training case or 0 for a test case, found {describe(value)}",
                    place=area.address(row),
                )
            training[row] = bool(value)
        if not training.any():
            raise CellError("expected at least one training case, found none", place=area.address())
    return Problem(layout, Network(layout.geometry.sizes), x, t, training, eta)


def train(
    grid: Grid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    trace: Detail | None = None,
    keep: Sequence[str] = (),
    progress: Progress | None = None,
) -> TrainResult:
    """Start from the initial block and make N updates; write parameters, counter, trace and all live values.

    `iterations` and `eta` override the cells for this run. `keep` names what the result keeps of each iteration even
    if the trace does not show it: "parameters", "gradients". Nothing is saved.
    """
    problem = load(grid)
    if iterations is None:
        iterations = transfer.whole_number(grid, problem.layout["iterations"], "iterations")
    start = _parameters(grid, problem.layout, "initial")
    return _run(grid, problem, start, 0, iterations, eta, trace or Detail(), keep, progress)


def step(
    grid: Grid, k: int = 1, *, eta: float | None = None, keep: Sequence[str] = (), progress: Progress | None = None
) -> TrainResult:
    """Go on from the current block with k more updates; the trace is continued with the columns that it has."""
    problem = load(grid)
    counter = _counter(grid, problem.layout)
    start = _parameters(grid, problem.layout, "current")
    return _run(grid, problem, start, counter, k, eta, None, keep, progress)


def reset(grid: Grid) -> TrainResult:
    """Put the initial values back: current <- initial, counter 0, and a trace of iteration 0."""
    problem = load(grid)
    start = _parameters(grid, problem.layout, "initial")
    return _run(grid, problem, start, 0, 0, None, TraceSheet(grid, problem.layout).detail(), (), None)


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


def _parameters(grid: Grid, layout: Layout, block: str) -> Array:
    area = layout[block]
    return np.array(transfer.parameters(grid.read(area), area, layout.geometry))


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
) -> TrainResult:
    if updates < 0:
        raise SettingError(f"expected a whole number of iterations, found {updates}", remedy="0 or more")
    if eta is not None and not np.isfinite(eta):
        raise SettingError(f"expected a finite number for the learning rate eta, found {eta}")
    layout = problem.layout
    sheet = TraceSheet(grid, layout)
    last = sheet.last() if detail is None else None
    continued = last is not None and last[1] == counter
    detail = detail or sheet.detail()
    if not 1 <= detail.picture <= int(problem.training.sum()):
        raise SettingError(
            f"expected the number of a training picture, 1 to {int(problem.training.sum())}, found {detail.picture}"
        )
    recorded = detail.recorded(0, updates)
    check_fits(layout.geometry, detail, len(recorded), last[0] + 1 if continued and last else sheet.top)
    rate = problem.eta if eta is None else eta
    history = _History(problem, recorded, detail, keep)
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
                remedy=f"eta is {rate:g}, try {rate / 10:g}",
            ) from None
    assert first is not None  # noqa: S101 - step 0 always comes
    assert final is not None  # noqa: S101
    after = _state(final, counter)
    warnings = _warnings(final, start, rate)
    written = _write(grid, problem, after)
    rows, more = history.rows(counter)
    if continued and last:
        sheet.append(last[0], rows[1:], more[1:])
    else:
        sheet.replace(detail, rows, more)
    written["trace"] = f"{sheet.sheet} ({len(rows) - continued} rows)"
    return history.result(first, after, rate, counter, warnings, written)


def _state(step: Step, counter: int) -> State:
    return State(counter + step.number, step.parameters, step.gradient, step.loss, step.accuracy)


def _one_blas_thread() -> AbstractContextManager[Any]:
    """Threads help nothing at this size and can cost 10 to 70 times; and one thread gives the same bits everywhere."""
    import os

    if os.environ.get("OPENBLAS_NUM_THREADS") == os.environ.get("MKL_NUM_THREADS") == "1":
        return nullcontext()  # the command line has set both before numpy was loaded
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[Any] = threadpool_limits(1, "blas")
    return limits


def _warnings(final: Step, start: Array, eta: float) -> tuple[str, ...]:
    warnings = []
    if stuck(final):
        warnings.append(
            f"stuck: after {final.number} iterations every output is near {float(final.pass_.outputs.mean()):.0f} for "
            f"all cases, E stays at {final.loss:.4g} and the gradient has vanished; eta {eta:g} is too large, "
            f"try {eta / 10:g}"
        )
    if not start.any():
        warnings.append(
            "all initial values are zero: the units of a hidden layer then stay equal for ever; "
            "use different initial values"
        )
    return tuple(warnings)


class _History:
    """The recorded steps of a run, in arrays allocated once."""

    def __init__(self, problem: Problem, recorded: list[int], detail: Detail, keep: Sequence[str]) -> None:
        kept = {*detail.details, *keep}
        count = problem.network.parameter_count
        self._detail = detail
        self._numbers = recorded
        self._rows = {number: row for row, number in enumerate(recorded)}
        self._basic = np.empty((len(recorded), 3))
        self._parameters = np.empty((len(recorded), count if "parameters" in kept else 0))
        self._gradients = np.empty((len(recorded), count if "gradients" in kept else 0))
        self._deltas = np.empty((len(recorded), sum(problem.network.sizes[1:]) if "deltas" in kept else 0))

    def record(self, step: Step) -> None:
        row = self._rows.get(step.number)
        if row is None:
            return
        self._basic[row] = step.loss, step.accuracy, step.gradient_norm
        if self._parameters.shape[1]:
            self._parameters[row] = step.parameters
        if self._gradients.shape[1]:
            self._gradients[row] = step.gradient
        if self._deltas.shape[1]:
            self._deltas[row] = np.concatenate([layer[self._detail.picture - 1] for layer in step.pass_.deltas])

    def rows(self, counter: int) -> tuple[Rows, Rows]:
        """The cells of the basic columns and of the details."""
        basic: Rows = [[counter + n, *values] for n, values in zip(self._numbers, self._basic.tolist(), strict=True)]
        shown = [getattr(self, f"_{name}") for name in self._detail.details]
        more: Rows = np.hstack(shown).tolist() if shown else [[] for _ in basic]
        return basic, more

    def result(
        self, before: State, after: State, eta: float, counter: int, warnings: tuple[str, ...], written: dict[str, str]
    ) -> TrainResult:
        numbers = np.array(self._numbers) + counter
        loss, accuracy, norm = self._basic.T
        kept = (self._parameters, self._gradients, self._deltas)
        return TrainResult(before, after, eta, numbers, loss, accuracy, norm, *kept, warnings, written)


def live_values(problem: Problem, parameters: Array, iteration: int) -> dict[str, Rows]:
    """What every live area holds at `parameters` after `iteration` updates: area name -> rows of values.

    None stands where a cell stays empty.
    """
    layout, network = problem.layout, problem.network
    evaluate = Backprop(network, *problem.training_cases)
    everything = evaluate if problem.training.all() else Backprop(network, problem.x, problem.t)
    with np.errstate(over="ignore"):
        loss = evaluate(parameters)
        if everything is not evaluate:
            everything(parameters)
    blank: Rows = [[None] * layout.geometry.width for _ in range(layout.geometry.height)]
    gradient = evaluate.gradient
    updated = parameters - problem.eta * gradient
    values: dict[str, Rows] = {
        "E": [[loss]],
        "accuracy": [[evaluate.accuracy()]],
        "gradients": transfer.block_with(blank, layout.geometry, gradient.tolist()),
        "updated": transfer.block_with(blank, layout.geometry, updated.tolist()),
    }
    for number, (s, h) in enumerate(network.sums_and_outputs(parameters, problem.x), 1):
        values[f"sums_{number}"] = s.tolist()
        values[f"outputs_{number}"] = h.tolist()
        values[f"deltas_{number}"] = everything.deltas[number - 1].tolist()
    z = h
    values["errors"] = (0.5 * ((problem.t - z) ** 2).sum(axis=1, keepdims=True)).tolist()
    chosen, right = read(z), read(problem.t)
    values["right"] = [[int(one)] for one in chosen == right]
    values["letters_read"] = [[_class(problem, int(one))] for one in chosen]
    _, t = problem.training_cases
    half, constant = 0.5 * float(((t - 0.5) ** 2).sum()), 0.5 * float(((t - t.mean(axis=0)) ** 2).sum())
    values["trace_levels"] = [[iteration, half, half], [iteration, constant, constant]]
    return {name: rows for name, rows in values.items() if name in layout}


def _class(problem: Problem, number: int) -> Value:
    return number if problem.network.sizes[-1] == 1 else number + 1


def _with_labels(grid: Grid, problem: Problem, values: dict[str, Rows]) -> dict[str, Rows]:
    """Class numbers as the words of the header above the targets."""
    if "letters_read" in values and "classes" in problem.layout and problem.network.sizes[-1] > 1:
        words = grid.read(problem.layout["classes"])[0]
        values["letters_read"] = [[words[int(n) - 1]] for (n,) in values["letters_read"]]  # type: ignore[arg-type]
    return values


def _write(grid: Grid, problem: Problem, after: State) -> dict[str, str]:
    """Write the current block and the counter, refresh every saved result that the engine knows, remove the others."""
    layout = problem.layout
    trusted = _trusted_formulas(grid, problem)
    area = layout["current"]
    block = grid.read(area)
    grid.write(area, transfer.block_with(block, layout.geometry, after.parameters.tolist()))
    grid.write(layout["counter"], [[after.iteration]])
    written = {"current": str(area), "counter": str(layout["counter"])}
    values = _with_labels(grid, problem, live_values(problem, after.parameters, after.iteration))
    known = []
    changed = [area, layout["counter"]]
    for name, rows in values.items():
        area = layout[name]
        trust = trusted[name]
        if trust:
            results = [[v if t else None for v, t in zip(*pair, strict=True)] for pair in zip(rows, trust, strict=True)]
            grid.refresh(area, results)
            known.append(area)
            written[name] = f"{area} (formulas kept)"
        elif name in ("E", "accuracy", "gradients", "updated") or _holds_values(grid, area):
            if name in ("gradients", "updated"):
                rows = transfer.block_with(grid.read(area), layout.geometry, _vector(layout, rows))
            grid.write(area, rows)
            written[name] = str(area)
        changed.append(area)
    if "trace" in layout:
        header = layout["trace"]
        changed.append(header._replace(bottom=1_048_576))
    for sheet, row, column, _ in dependents(grid.all_formulas(known), changed, grid.names()):
        grid.refresh(Area(sheet, row, column, row, column), [[None]])
    return written


def _vector(layout: Layout, rows: Rows) -> list[float]:
    return transfer.parameters(rows, layout["gradients"], layout.geometry)


def _holds_values(grid: Grid, area: Area) -> bool:
    return grid.read(area.part(0, 0))[0][0] is not None


def _trusted_formulas(grid: Grid, problem: Problem) -> dict[str, list[list[bool]]]:
    """Which formulas of each live area say what the engine computes; an area without formulas has no rows.

    Trusted is a formula whose text is the layout's, and one whose saved result has been the engine's value so far.
    """
    layout = problem.layout
    expected = live_formulas(layout)
    trusted: dict[str, list[list[bool]]] = {}
    values: dict[str, Rows] | None = None
    for name in (name for name in layout.areas if LIVE.fullmatch(name)):
        formulas = grid.formulas(layout[name])
        if not any(text is not None for line in formulas for text in line):
            trusted[name] = []
            continue
        texts = expected.get(name) or [[None] * len(line) for line in formulas]
        trust = [_says(*pair) for pair in zip(formulas, texts, strict=True)]
        unknown = [(r, c) for r, line in enumerate(formulas) for c, text in enumerate(line) if text and not trust[r][c]]
        if unknown:
            values = _values_now(grid, problem) if values is None else values
            stored = grid.read(layout[name])
            for r, c in unknown:
                if name in values:
                    trust[r][c] = difference(stored[r][c], values[name][r][c]) <= 1e-9
        trusted[name] = trust
    return trusted


def _says(formulas: Sequence[str | None], expected: Sequence[str | None]) -> list[bool]:
    """Of each formula of a row, whether its text is the expected one."""
    if formulas == expected:
        return [text is not None for text in formulas]
    pairs = zip(formulas, expected, strict=True)
    return [text is not None and right is not None and same(text, right) for text, right in pairs]


def _values_now(grid: Grid, problem: Problem) -> dict[str, Rows]:
    """The engine's values at the current block as it stands; none where the block cannot be read."""
    try:
        parameters = _parameters(grid, problem.layout, "current")
        counter = _counter(grid, problem.layout)
    except CellError:
        return {}
    return _with_labels(grid, problem, live_values(problem, parameters, counter))


def _counter(grid: Grid, layout: Layout) -> int:
    return transfer.whole_number(grid, layout["counter"], "updates done")


def difference(found: Value, expected: Value) -> float:
    """|found - expected| / max(1, |expected|); text agrees (0) or not (infinity)."""
    if isinstance(found, bool | str) or isinstance(expected, bool | str):
        return 0.0 if found == expected and type(found) is type(expected) else np.inf
    if not isinstance(found, float | int) or not isinstance(expected, float | int):
        return np.inf
    return abs(found - expected) / max(1.0, abs(expected))


class Comparison(NamedTuple):
    """One area compared with a second opinion: how many cells, the largest difference, the cells beyond tolerance.

    `own` counts the formulas whose text is not the one that sheetnet writes.
    """

    name: str
    place: str
    against: str
    cells: int
    largest: float
    worst: str
    failures: tuple[str, ...]
    own: int = 0


def check(grid: Grid, tolerance: float = 1e-9) -> list[Comparison]:
    """Compare every live cell's saved value with the engine, and the gradients with central differences too."""
    problem = load(grid)
    parameters = _parameters(grid, problem.layout, "current")
    counter = _counter(grid, problem.layout)
    expected = _with_labels(grid, problem, live_values(problem, parameters, counter))
    texts = live_formulas(problem.layout)
    comparisons = [
        _compare(grid, problem.layout, name, rows, texts.get(name), tolerance, "engine")
        for name, rows in expected.items()
        if name in ("E", "accuracy", "gradients", "updated") or _holds_values(grid, problem.layout[name])
    ]
    x, t = problem.training_cases
    numeric = central_difference(lambda p: float(problem.network.loss(p, x, t)), parameters)
    blank: Rows = [[None] * problem.layout.geometry.width for _ in range(problem.layout.geometry.height)]
    rows = transfer.block_with(blank, problem.layout.geometry, numeric.tolist())
    comparisons.append(
        _compare(grid, problem.layout, "gradients", rows, None, max(tolerance, 1e-7), "central difference")
    )
    return comparisons


def _compare(
    grid: Grid, layout: Layout, name: str, expected: Rows, texts: Any, tolerance: float, against: str
) -> Comparison:
    area = layout[name]
    stored, formulas = grid.read(area), grid.formulas(area)
    cells, largest, worst, own = 0, -1.0, "", 0
    failures = []
    for row, line in enumerate(expected):
        for column, value in enumerate(line):
            if value is None:
                continue
            cells += 1
            found = stored[row][column]
            far = difference(found, value)
            if far > largest:
                largest, worst = far, area.address(row, column)
            if far > tolerance:
                failures.append(_failure(area.address(row, column), found, value, against))
            text = formulas[row][column]
            own += text is not None and texts is not None and not same(text, texts[row][column] or "")
    return Comparison(name, str(area), against, cells, largest, worst, tuple(failures), own)


def _failure(address: str, found: Value, expected: Value, against: str) -> str:
    if isinstance(found, Unsaved):
        return f"{address}: the formula has no saved value; open the workbook once in Excel or LibreOffice and save it"
    shown = f"{found:.15g}" if isinstance(found, float) else describe(found)
    wanted = f"{expected:.15g}" if isinstance(expected, float) else repr(expected)
    return f"{address}: {against} has {wanted}, found {shown}"


def show(grid: Grid) -> dict[str, Any]:
    """What the program sees: blocks and where it found them, settings, E and accuracy at the current values."""
    problem = load(grid)
    layout = problem.layout
    blocks = [
        {"name": name, "place": str(area), "cells": area.size, "found_by": layout.found[name]}
        for name, area in layout.areas.items()
    ]
    state: dict[str, Any] = {}
    try:
        values = live_values(problem, _parameters(grid, layout, "current"), 0)
        state = {"E": values["E"][0][0], "accuracy": values.get("accuracy", [[None]])[0][0]}
    except CellError as error:
        state = {"E": None, "accuracy": None, "problem": str(error)}
    return {
        "workbook": grid.label,
        "network": layout.geometry.network,
        "parameters": len(layout.geometry.cells),
        "arithmetic": layout.geometry.arithmetic,
        "cases": layout.cases,
        "training_cases": int(problem.training.sum()),
        "iterations": _shown(grid, layout["iterations"]),
        "counter": _shown(grid, layout["counter"]),
        "eta": problem.eta,
        **state,
        "blocks": blocks,
    }


def _shown(grid: Grid, area: Area) -> Value:
    value = grid.read(area)[0][0]
    if isinstance(value, Fault | Unsaved):
        return describe(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def recorded(result: TrainResult) -> Iterator[tuple[int, float, float]]:
    """(iteration, E, accuracy) of each recorded step."""
    yield from zip(map(int, result.iterations), result.loss.tolist(), result.accuracy.tolist(), strict=True)
