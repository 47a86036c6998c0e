"""Comparing settings: every combination of learning rates, optimisers and starts, trained side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf, isfinite, isnan, nan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import SettingError
from sheetnet.net.activations import Array
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.initial import initial_parameters
from sheetnet.net.optimisers import CONSTANTS, OPTIMISERS
from sheetnet.net.stopping import Stopping
from sheetnet.net.sweep import BLOCK, Trial, TrialResults, train_in_blocks
from sheetnet.net.training import NotFinite, Step, descend, one_answer
from sheetnet.session.method import LBFGS, Method, chosen_in
from sheetnet.session.plan import NO_SETTINGS, Given, one_blas_thread
from sheetnet.session.problem import Problem, divided, load, parameters_in
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.sweep import SweepCurve, SweepResult, SweepRow
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.table import counted

MOST_RUNS = 1_000_000
MOST_LOSSES = 200_000_000  # E of every run at every iteration, or epoch, is kept: 1.6 GB
_CURVES = 6  # lines that a chart can be read with


class Task(NamedTuple):
    """Some runs of a sweep and all that they need, in values that another process or machine understands."""

    method: Method
    geometry: Geometry
    x: Array
    t: Array
    runs: Sequence[Trial]
    iterations: int
    give_up: bool


class Done(NamedTuple):
    """What became of the runs of a task, without the parameters: see `TrialResults`."""

    iterations: NDArray[np.intp]
    loss: Array
    accuracy: Array
    ended: NDArray[np.intp]
    stuck: NDArray[np.bool_]


Across = Callable[[Callable[[Task], Done], list[Task]], Iterable[Done]]  # such as `map`, in the order of the tasks


def train_task(task: Task) -> Done:
    """Train the runs of a task side by side, or one after another where a rule may end each at its own time."""
    if task.method["stop_below"] is not None or task.method["patience"] is not None:
        return _one_by_one(task)
    batches = task.method.batches(len(task.x))
    network = task.method.network(task.geometry)
    done: dict[int, tuple[TrialResults, int]] = {}
    with one_blas_thread():
        for some, together in train_in_blocks(
            network, task.runs, task.x, task.t, task.iterations, batches=batches, give_up=task.give_up
        ):
            done |= {number: (together, row) for row, number in enumerate(some)}
    parts = [done[number] for number in range(len(task.runs))]
    fields = (np.array([part[field][row] for part, row in parts]) for field in (1, 2, 4, 5))
    return Done(parts[0][0].iterations, *fields)


def _one_by_one(task: Task) -> Done:
    """Every run with the rules to stop that the settings have."""
    batches = task.method.batches(len(task.x))
    kept = np.unique([*range(0, task.iterations + 1, batches.per_epoch), task.iterations])
    columns = {int(number): column for column, number in enumerate(kept)}
    loss, accuracy = np.full((len(task.runs), len(kept)), nan), np.full(len(task.runs), nan)
    ended, are_stuck = np.full(len(task.runs), -1), np.zeros(len(task.runs), np.bool_)
    with one_blas_thread():
        for row, run in enumerate(task.runs):
            last = None
            try:
                for last in _steps(task, run):
                    if last.number in columns:
                        loss[row, columns[last.number]] = last.loss
            except NotFinite as error:
                ended[row] = error.iteration
            if last is not None:
                seen = Evaluation(task.method.network(task.geometry), last.parameters, task.x, task.t)
                accuracy[row] = seen.accuracy()
                are_stuck[row] = last.number > 0 and one_answer(seen.outputs)
    return Done(kept, loss, accuracy, ended, are_stuck)


def _steps(task: Task, run: Trial) -> Iterable[Step]:
    """The steps of one run, as `train` makes them."""
    method, batches = task.method, task.method.batches(len(task.x))
    rule = OPTIMISERS[run.optimiser](run.eta, **run.constants)
    steps = descend(method.network(task.geometry), run.start, task.x, task.t, rule, task.iterations, batches=batches)
    rules = {"below": method["stop_below"], "patience": method["patience"], "least_gain": method["least_gain"]}
    return Stopping(steps, batches.per_epoch, **rules)


def sweep(
    grid: Grid,
    *,
    etas: Sequence[float] = (),
    optimisers: Sequence[str] = (),
    seeds: int = 0,
    scale: float = 0.5,
    iterations: int | None = None,
    settings: Given = NO_SETTINGS,
    level: float = 1.0,
    give_up: bool = False,
    across: Across = map,
    parts: int = 1,
) -> SweepResult:
    """Train every combination of learning rates, optimisers and starts; writes nothing.

    Without `etas` or `optimisers` those of the workbook; with `seeds` = 0 from the workbook's initial values, else from
    so many starts uniform(-scale, scale), seeds 0, 1, ... `across` does the tasks, at least so many `parts` as there
    are runs for. Results do not depend on either. Each run sees the cases that the split of the settings gives, and
    ends where their rules to stop would end it alone; a limit of seconds is none here.
    """
    problem = load(grid)
    method = chosen_in(grid, problem.layout).but(settings)  # what training would learn by
    rates = list(etas) or [problem.eta]
    names = list(optimisers) or [method["optimiser"]]
    _refuse_odd(rates, names, seeds, scale, level)
    if iterations is None:
        iterations = transfer.whole_number(grid, problem.layout["iterations"], "iterations")
    if iterations < 0:
        raise SettingError(f"expected a whole number of iterations, found {iterations}", remedy="0 or more")
    learned = problem.by(method)
    learned, _ = divided(grid, learned, method)
    starts = _starts(grid, learned, seeds, scale)
    pairs = [(name, eta) for name in names for eta in rates]
    runs = [Trial(start, name, eta, _constants(method, name)) for name, eta in pairs for start in starts]
    if len(runs) > MOST_RUNS:
        raise SettingError(f"{len(runs):,} runs are more than {MOST_RUNS:,}", remedy="ask for fewer settings or seeds")
    losses = len(runs) * (iterations // learned.batches.per_epoch + 2)
    if losses > MOST_LOSSES:
        raise SettingError(
            f"{counted(len(runs), 'run')} of {counted(iterations, 'iteration')} are more than a sweep can keep E of",
            remedy="ask for fewer settings, seeds or iterations",
        )
    x, t = learned.training_cases
    tasks = [Task(method, learned.layout.geometry, x, t, some, iterations, give_up) for some in _divided(runs, parts)]
    done = list(across(train_task, tasks))
    loss, accuracy, ended, stuck = (np.concatenate([one[field] for one in done]) for field in range(1, 5))
    shape = (len(pairs), len(starts))
    kept = done[0].iterations
    told = f"uniform(-{scale:g}, {scale:g}), seeds 0 to {seeds - 1}" if seeds else "the initial values of the workbook"
    fields = (loss.reshape(*shape, -1), accuracy.reshape(shape), ended.reshape(shape), stuck.reshape(shape))
    rows = tuple(
        _filled(SweepRow(eta, name, _in_words(_constants(method, name)), len(starts)), Done(kept, *those), level)
        for (name, eta), *those in zip(pairs, *fields, strict=True)
    )
    result = SweepResult(learned.layout.geometry.network, iterations, told, level, rows, best_of(rows), ())
    return result._replace(curves=tuple(_curves(result, kept, loss.reshape(*shape, -1))))


def _refuse_odd(rates: Sequence[float], names: Sequence[str], seeds: int, scale: float, level: float) -> None:
    for name in names:
        if name == LBFGS or name not in CONSTANTS:
            raise SettingError(f"expected some of {', '.join(CONSTANTS)} for the optimisers, found '{name}'")
    for eta in rates:
        if not isfinite(eta):
            raise SettingError(f"expected a finite number for the learning rate eta, found {eta}")
    if seeds < 0:
        raise SettingError(f"expected a whole number of seeds, found {seeds}", remedy="0 for the workbook's own start")
    if not 0 <= scale <= 1e6:
        raise SettingError(f"expected a number from 0 to 1,000,000 for the scale of the initial values, found {scale}")
    if not level > 0:
        raise SettingError(f"expected a number above 0 for the level of E, found {level:g}")


def _starts(grid: Grid, problem: Problem, seeds: int, scale: float) -> list[Array]:
    if not seeds:
        return [parameters_in(grid, problem.layout, "initial")]
    return [initial_parameters(problem.network, np.random.default_rng(seed), "uniform", scale) for seed in range(seeds)]


def _constants(method: Method, optimiser: str) -> dict[str, float]:
    return {name: float(method[name]) for name in CONSTANTS[optimiser]}


def _divided(runs: Sequence[Trial], parts: int) -> Iterator[Sequence[Trial]]:
    """Runs in order, in full blocks, and so few at a time that every worker has some and a bar can move."""
    size = -(-len(runs) // (8 * parts))
    size = -(-size // BLOCK) * BLOCK
    for start in range(0, len(runs), size):
        yield runs[start : start + size]


def _filled(setting: SweepRow, done: Done, level: float) -> SweepRow:
    final = np.where(done.ended >= 0, inf, _last(done.loss))
    below = done.loss < level
    reached = np.where(below.any(axis=1), done.iterations[below.argmax(axis=1)], inf)
    best = int(final.argmin())
    read = float(done.accuracy[best])
    return setting._replace(
        best=_finite(final[best]),
        median=_finite(np.median(final)),
        accuracy=None if isnan(read) or not isfinite(final[best]) else read,
        reached=_finite(np.median(reached)),
        diverged=int((done.ended >= 0).sum()),
        stuck=int(done.stuck.sum()),
    )


def _in_words(constants: dict[str, float]) -> str:
    return ", ".join(f"{name}={value:g}" for name, value in constants.items())


def _last(loss: Array) -> Array:
    """E where each run ended: the last number of its row."""
    known = np.isfinite(loss)
    last = loss.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(known.any(axis=1), loss[np.arange(len(loss)), last], inf)


def _finite(number: Any) -> float | None:
    return float(number) if isfinite(number) else None


def _rank(row: SweepRow) -> tuple[float, float]:
    """By median E, then by the least; what diverged comes last."""
    median, best = (inf if number is None else number for number in (row.median, row.best))
    return median, best


def best_of(rows: Sequence[SweepRow]) -> int | None:
    """The number of the setting with the least median E, the least E where there are two; None if all diverged."""
    best = min(range(len(rows)), key=lambda number: _rank(rows[number]))
    return None if rows[best].best is None else best


def _curves(result: SweepResult, iterations: NDArray[np.intp], loss: Array) -> Iterator[SweepCurve]:
    """The best run of the best setting of each optimiser, then of the best settings that are left."""
    rows = result.rows
    ranked = sorted(range(len(rows)), key=lambda number: _rank(rows[number]))
    chosen: list[int] = []
    for number in ranked:
        if all(rows[number].optimiser != rows[other].optimiser for other in chosen):
            chosen.append(number)
    chosen += [number for number in ranked if number not in chosen]
    for number in sorted(chosen[:_CURVES]):
        row, losses = rows[number], loss[number]
        best = losses[int(_last(losses).argmin())]
        known = np.isfinite(best)
        label = f"{row.optimiser}, η {row.eta:.3g}"
        yield SweepCurve(label, iterations[known].tolist(), best[known].tolist())
