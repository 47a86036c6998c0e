"""A run from the initial values as pictures show it: the curve, and the parameters and gradients of some iterations."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.model import Model
from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.network import Network
from sheetnet.net.training import Step
from sheetnet.session.modelling import model_in
from sheetnet.session.plan import NO_SETTINGS, Given, Plan, one_blas_thread
from sheetnet.session.problem import Problem, counter_in, parameters_in, seconds_in, split
from sheetnet.session.running import failures_in_words, refuse_odd
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.grid import Grid

POINTS = 2000  # of a curve; more of them make no finer line


class Point(NamedTuple):
    """One iteration: E, accuracy and E of the test cases (nan where there is none), each layer's length of gradient."""

    iteration: int
    loss: float
    accuracy: float
    test_loss: float
    flow: tuple[float, ...]


class Frame(NamedTuple):
    """One iteration: its parameters, and the gradient at them over the cases of the next update."""

    iteration: int
    parameters: Array
    gradient: Array


class Trajectory(NamedTuple):
    """What a workbook's network learned on its way.

    `model` is the network at the values that pictures of its state show: the workbook's current ones, or where it has
    not been trained those at the run's end; `iteration` is theirs, and `gradient` is over all training cases. `x` has
    shape (cases, inputs), `t` (cases, outputs), both as the network sees them; `training` (cases,) is True for a
    training case. `notes` say what a reader should know of the run.
    """

    name: str
    language: str
    geometry: Geometry
    model: Model
    gradient: Array
    iteration: int
    x: Array
    t: Array
    training: NDArray[np.bool_]
    eta: float
    optimiser: str
    points: tuple[Point, ...]
    frames: tuple[Frame, ...]
    notes: tuple[str, ...] = ()

    @property
    def network(self) -> Network:
        """The network's sizes and functions."""
        return self.model.network


def thinned(last: int, most: int) -> list[int]:
    """At most so many of the iterations 0..last, with both ends; dense where learning is fast, at the beginning."""
    if last < most:
        return list(range(last + 1))
    shares = np.linspace(0.0, 1.0, most) ** 2
    return sorted({round(share * last) for share in shares.tolist()})


def trajectory(
    grid: Grid,
    *,
    iterations: int | None = None,
    eta: float | None = None,
    settings: Given = NO_SETTINGS,
    frames: int = 2,
) -> Trajectory:
    """Run from the initial values again, as `train` would, and keep so many frames; the workbook stays as it is.

    Without `iterations` as far as the workbook has come, or, where it has not been trained, as far as its cell says.
    """
    refuse_odd(iterations, eta)
    model, problem = model_in(grid)
    method = problem.method.but(settings)
    layout, done = problem.layout, counter_in(grid, problem.layout)
    problem, rescaled = split(grid, problem, method)
    model = model_in(grid)[0] if rescaled else model
    far = iterations if iterations is not None else done or transfer.whole_number(grid, layout["iterations"], "updates")
    again = iterations is None and done > 0
    limit = None if again else seconds_in(grid, layout)
    rate = problem.eta if eta is None else eta
    plan = Plan(method, parameters_in(grid, layout, "initial"), 0, None, far, rate, limit, stopping=not again)
    learned = problem.by(method)
    points, kept = _run(learned, plan, frames)
    trained = done > 0
    now = model.parameters if trained else kept[-1].parameters
    model = replace(model, network=learned.network, parameters=now)
    notes: tuple[str, ...] = ()
    if trained and not np.allclose(kept[-1].parameters, model.parameters, rtol=1e-9, atol=1e-12):
        notes = (
            f"the run that is shown, {far:,} updates from the initial values with the settings of the cells, "
            "does not end at the workbook's current values; give the options that it was trained with",
        )
    return Trajectory(
        grid.label,
        language_of(grid, layout["current"]),
        layout.geometry,
        model,
        _gradient(learned, model.parameters),
        done if trained else kept[-1].iteration,
        learned.x,
        learned.t,
        learned.training,
        rate,
        method["optimiser"],
        points,
        kept,
        notes,
    )


def _run(problem: Problem, plan: Plan, frames: int) -> tuple[tuple[Point, ...], tuple[Frame, ...]]:
    shown = set(thinned(plan.updates, frames))
    wanted = shown | set(thinned(plan.updates, POINTS))
    points, kept = [], []
    final: Step | None = None
    with one_blas_thread(), failures_in_words(problem.layout, plan):
        for final in plan.ended(plan.steps(problem), problem):
            if final.number in wanted:
                points.append(_point(problem, final))
            if final.number in shown:
                kept.append(Frame(final.number, final.parameters, final.gradient))
        assert final is not None  # noqa: S101 - the first step always comes
        if points[-1].iteration != final.number:  # a rule has ended the run between two of them
            points.append(_point(problem, final))
        if kept[-1].iteration != final.number:
            kept.append(Frame(final.number, final.parameters, final.gradient))
    return tuple(points), tuple(kept)


def _point(problem: Problem, step: Step) -> Point:
    test = float("nan")
    if not problem.training.all():
        test = Evaluation(problem.network, step.parameters, *problem.test_cases).loss
    flow = tuple(float(np.linalg.norm(matrix)) for matrix in problem.network.unpack(step.gradient))
    return Point(step.number, step.loss, step.accuracy, test, flow)


def _gradient(problem: Problem, parameters: Array) -> Array:
    """dE/dp over all training cases."""
    evaluate = Backprop(problem.network, *problem.training_cases)
    with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
        evaluate(parameters)
    return evaluate.gradient.copy()
