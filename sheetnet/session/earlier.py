"""The network at one iteration: what the cells hold, or what the engine computes anew from the initial values."""

from typing import NamedTuple

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.training import NotFinite
from sheetnet.session.plan import Plan, one_blas_thread
from sheetnet.session.problem import Problem, counter_in, parameters_in
from sheetnet.sheet.grid import Grid


class Moment(NamedTuple):
    """The parameters after `iteration` updates, and in words where they come from."""

    iteration: int
    parameters: Array
    source: str


def moment(grid: Grid, problem: Problem, iteration: int | None) -> Moment:
    """The network after so many updates; with None as the workbook has it now.

    Raises SettingError for an iteration that training does not reach.
    """
    counter = counter_in(grid, problem.layout)
    if iteration is None or iteration == counter:
        return Moment(counter, parameters_in(grid, problem.layout, "current"), "the current values of the workbook")
    if iteration < 0:
        raise SettingError(f"expected an iteration of 0 or more, found {iteration}")
    return _computed(grid, problem, iteration)


def _computed(grid: Grid, problem: Problem, iteration: int) -> Moment:
    start = parameters_in(grid, problem.layout, "initial")
    if not iteration:
        return Moment(0, start, "the initial values of the workbook")
    plan = Plan(problem.method, start, 0, None, iteration, problem.eta)
    parameters = start
    with one_blas_thread():
        try:
            for step in plan.steps(problem):
                parameters = step.parameters
        except NotFinite as error:
            raise SettingError(f"{error}; there is no iteration {iteration} to look at") from None
    return Moment(iteration, parameters, f"computed by the engine: {iteration} updates from the initial values")


class Passes(NamedTuple):
    """Every case forward and back: for each layer s, h and delta of shape (cases, units)."""

    sums: list[Array]
    outputs: list[Array]
    deltas: list[Array]


def passes(problem: Problem, parameters: Array) -> Passes:
    """What the network makes of all cases, test cases too."""
    evaluate = Backprop(problem.network, problem.x, problem.t)
    with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
        evaluate(parameters)
        layers = problem.network.sums_and_outputs(parameters, problem.x)
    return Passes([s for s, _ in layers], [h for _, h in layers], [delta.copy() for delta in evaluate.deltas])
