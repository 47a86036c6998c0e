"""The recorded steps of a run, and what a run comes to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.training import Step
from sheetnet.session.problem import Problem
from sheetnet.sheet.cells import Rows
from sheetnet.sheet.trace import Detail


class State(NamedTuple):
    """The network at one iteration: parameters and gradient of shape (parameters,), E, accuracy."""

    iteration: int
    parameters: Array
    gradient: Array
    loss: float
    accuracy: float

    def summary(self) -> dict[str, Any]:
        """What reports tell of it."""
        return {"iteration": self.iteration, "E": self.loss, "accuracy": self.accuracy}


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

    @property
    def updates(self) -> int:
        """How many updates were made; a reset makes none."""
        return max(self.after.iteration - self.before.iteration, 0)

    def summary(self) -> dict[str, Any]:
        """What reports tell of a run, as plain values."""
        return {
            "eta": self.eta,
            "iterations": self.updates,
            "before": self.before.summary(),
            "after": self.after.summary(),
            "written": dict(self.written),
            "warnings": list(self.warnings),
        }

    def __repr__(self) -> str:
        """One line; the arrays would fill screens."""
        before, after = self.before, self.after
        return (
            f"TrainResult({self.updates} updates at eta {self.eta:g}: E {before.loss:.6g} -> {after.loss:.6g}, "
            f"accuracy {before.accuracy:.1%} -> {after.accuracy:.1%})"
        )


class History:
    """The recorded steps of a run, in arrays allocated once."""

    def __init__(self, problem: Problem, recorded: list[int], detail: Detail, keep: Sequence[str]) -> None:
        kept = {*detail.details, *keep}
        count = problem.network.parameter_count
        self._detail = detail
        self._case = int(np.count_nonzero(problem.training[: detail.picture])) - 1  # among the training cases
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
            self._deltas[row] = step.deltas_of(self._case)

    def end(self, final: Step) -> None:
        """Let the record end at `final`, when a run was stopped before its last step."""
        kept = sum(number < final.number for number in self._numbers)
        if final.number not in self._rows:
            self._rows[final.number] = kept
            self.record(final)
        self._numbers = [*self._numbers[:kept], final.number]
        arrays = (self._basic, self._parameters, self._gradients, self._deltas)
        self._basic, self._parameters, self._gradients, self._deltas = (array[: kept + 1] for array in arrays)

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
