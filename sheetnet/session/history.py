"""The recorded steps of a run, and what a run comes to."""

from collections.abc import Mapping, Sequence
from math import isnan, nan
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.optimisers import OptimiserState
from sheetnet.net.training import Step
from sheetnet.session.looking.lamps import Lamp
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.details import Detail, headers
from sheetnet.sheet.cells import Rows, parse_area


class Snapshot(NamedTuple):
    """The network at one iteration: parameters and gradient of shape (parameters,), E, accuracy.

    `memory` is what the optimiser remembers, which began after `since` updates; `test_loss` and `test_accuracy` are
    those of the test cases. `mean_loss` and `test_mean_loss` are the same per case: where E is a sum, only these two
    can be compared. A number that means nothing, such as the accuracy of a regression, is nan.
    """

    iteration: int
    parameters: Array
    gradient: Array
    loss: float
    accuracy: float
    memory: OptimiserState = ()
    test_loss: float = nan
    test_accuracy: float = nan
    mean_loss: float = nan
    test_mean_loss: float = nan
    since: int = 0

    def summary(self) -> dict[str, Any]:
        """What reports tell of it; None where there are no test cases, or no classes."""
        return {
            "iteration": self.iteration,
            "E": self.loss,
            "E_per_case": self.mean_loss,
            "accuracy": known(self.accuracy),
            "test_E": known(self.test_loss),
            "test_E_per_case": known(self.test_mean_loss),
            "test_accuracy": known(self.test_accuracy),
        }


def known(number: float) -> float | None:
    """The number, or None in place of nan."""
    return None if isnan(number) else number


class TrainResult(NamedTuple):
    """What a run did. The arrays have one row for each recorded iteration (all of them unless thinned).

    `loss`, `accuracy` and `gradient_norm` have shape (recorded,), and so have `test_loss` and `test_accuracy`, all nan
    without test cases; `parameters` and `gradients` (recorded, parameters); with a trace of deltas `deltas` is
    (recorded, units). What was not kept has no columns. `stopped` says why the run ended before its last update,
    `evaluations` how many times the gradient was worked out: more than once an iteration by an optimiser that searches,
    `kept` of how many iterations sheet Trace has parameters and gradients for the sheets that look back. `lamps` are
    the health lamps, lit or not.
    """

    before: Snapshot
    after: Snapshot
    eta: float
    iterations: Array
    loss: Array
    accuracy: Array
    gradient_norm: Array
    parameters: Array
    gradients: Array
    deltas: Array
    test_loss: Array
    test_accuracy: Array
    warnings: tuple[str, ...] = ()
    written: Mapping[str, str] = MappingProxyType({})
    optimiser: str = "sgd"
    stopped: str = ""
    evaluations: int = 1
    kept: int = 0
    lamps: tuple[Lamp, ...] = ()

    @property
    def updates(self) -> int:
        """How many updates were made; a reset makes none."""
        return max(self.after.iteration - self.before.iteration, 0)

    def summary(self) -> dict[str, Any]:
        """What reports tell of a run, as plain values."""
        return {
            "optimiser": self.optimiser,
            "eta": self.eta,
            "iterations": self.updates,
            "evaluations": self.evaluations,
            "stopped": self.stopped or None,
            "before": self.before.summary(),
            "after": self.after.summary(),
            "written": dict(self.written),
            "cells": {name: _cells(place) for name, place in self.written.items()},
            "warnings": list(self.warnings),
            "lamps": [lamp.summary() for lamp in self.lamps],
        }

    @property
    def beside_the_lamps(self) -> tuple[str, ...]:
        """The warnings but that of a stuck run, where the lamp of eta is lit and says the same."""
        lit = any(lamp.key == "eta" and lamp.is_lit for lamp in self.lamps)
        return tuple(warning for warning in self.warnings if not (lit and warning.startswith("stuck: ")))

    def __repr__(self) -> str:
        """One line; the arrays would fill screens."""
        before, after = self.before, self.after
        read = "" if isnan(after.accuracy) else f", accuracy {before.accuracy:.1%} -> {after.accuracy:.1%}"
        return f"TrainResult({self.updates} updates at eta {self.eta:g}: E {before.loss:.6g} -> {after.loss:.6g}{read})"


def _cells(place: str) -> int:
    area = parse_area(place.removesuffix(" (formulas kept)"))
    return area.size if area else int(place.partition(" ")[0])  # what was removed comes with its count


class History:
    """The recorded steps of a run, in arrays allocated once."""

    def __init__(self, problem: Problem, recorded: list[int], detail: Detail, keep: Sequence[str], first: int) -> None:
        kept = {*detail.details, *keep}
        self._first = first
        self._network, self._test = problem.network, problem.test_cases
        self._cases = int(np.count_nonzero(problem.training))
        count = problem.network.parameter_count
        self._detail = detail
        self._case = int(np.count_nonzero(problem.training[: detail.picture])) - 1  # among the training cases
        self._numbers = recorded
        self._rows = {number: row for row, number in enumerate(recorded)}
        self._shown = set(detail.kept(recorded, len(headers(problem.layout.geometry, detail.details)[0])))
        self._basic = np.empty((len(recorded), 5))
        self._parameters = np.empty((len(recorded), count if "parameters" in kept else 0))
        self._gradients = np.empty((len(recorded), count if "gradients" in kept else 0))
        self._deltas = np.empty((len(recorded), sum(problem.network.sizes[1:]) if "deltas" in kept else 0))

    def record(self, step: Step) -> None:
        row = self._rows.get(step.number - self._first)
        if row is None:
            return
        self._basic[row] = step.loss, step.accuracy, step.gradient_norm, *self._of_tests(step)
        if self._parameters.shape[1]:
            self._parameters[row] = step.parameters
        if self._gradients.shape[1]:
            self._gradients[row] = step.gradient
        if self._deltas.shape[1]:
            self._deltas[row] = step.deltas_of(self._case)

    def _of_tests(self, step: Step) -> tuple[float, float]:
        """E and accuracy of the test cases, nan where there are none."""
        if not len(self._test[0]):
            return nan, nan
        seen = Evaluation(self._network, step.parameters, *self._test)
        return seen.loss, seen.accuracy()

    def state(self, step: Step) -> Snapshot:
        """A step as the result keeps it."""
        test_loss, test_accuracy = self._of_tests(step)
        seen = (step.number, step.parameters, step.gradient, step.loss, step.accuracy, step.state)
        means = self._mean(step.loss, self._cases), self._mean(test_loss, len(self._test[0]))
        return Snapshot(*seen, test_loss, test_accuracy, *means)

    def _mean(self, loss: float, cases: int) -> float:
        """What E over so many cases is for one of them."""
        return loss if self._network.reduction == "mean" else loss / max(cases, 1)

    def end(self, final: Step) -> None:
        """Let the record end at `final`, when a run was stopped before its last step."""
        last = final.number - self._first
        kept = sum(number < last for number in self._numbers)
        if last not in self._rows:
            self._rows[last] = kept
            self.record(final)
        self._numbers = [*self._numbers[:kept], last]
        self._shown.add(last)
        arrays = (self._basic, self._parameters, self._gradients, self._deltas)
        self._basic, self._parameters, self._gradients, self._deltas = (array[: kept + 1] for array in arrays)

    def rows(self, columns: int) -> tuple[Rows, Rows]:
        """The cells of so many basic columns, and of the details: nothing in a row where these were not kept."""
        values = [[known(number) for number in row[: columns - 1]] for row in self._basic.tolist()]
        basic: Rows = [[self._first + n, *row] for n, row in zip(self._numbers, values, strict=True)]
        details = [getattr(self, f"_{name}") for name in self._detail.details]
        more: Rows = np.hstack(details).tolist() if details else [[] for _ in basic]
        return basic, [row if number in self._shown else [] for number, row in zip(self._numbers, more, strict=True)]

    def result(self, before: Snapshot, after: Snapshot, eta: float) -> TrainResult:
        numbers = np.array(self._numbers) + self._first
        loss, accuracy, norm, test_loss, test_accuracy = self._basic.T
        arrays = (self._parameters, self._gradients, self._deltas)
        run = TrainResult(before, after, eta, numbers, loss, accuracy, norm, *arrays, test_loss, test_accuracy)
        return run._replace(kept=len(self._shown)) if self._detail.most else run
