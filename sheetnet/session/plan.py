"""What a run is to do, and its steps."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from sheetnet.net.activations import Array
from sheetnet.net.optimisers import OptimiserState
from sheetnet.net.stopping import Stopping
from sheetnet.net.training import Step, descend
from sheetnet.session.method import LBFGS, Method
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.settings import Plain

Given = Mapping[str, Plain]  # settings of a method by name
NO_SETTINGS: Given = MappingProxyType({})


class Plan(NamedTuple):
    """What a run is to do: from where, how, how far; `since` is the update after which its optimiser began."""

    method: Method
    start: Array
    counter: int
    memory: OptimiserState | None
    updates: int
    eta: float
    max_seconds: float | None = None
    stopping: bool = False
    since: int = 0

    def steps(self, problem: Problem) -> Iterable[Step]:
        """The steps of a problem that is learned by this plan's method."""
        x, t = problem.training_cases
        if self.method["optimiser"] == LBFGS:
            from sheetnet.net.lbfgs import minimise  # the other optimisers need not load it

            return _numbered(minimise(problem.network, self.start, x, t, self.updates), self.counter)
        return descend(
            problem.network,
            self.start,
            x,
            t,
            self.method.optimiser(self.eta),
            self.updates,
            batches=problem.batches,
            first=self.counter,
            state=self.memory,
            since=self.since,
        )

    def ended(self, steps: Iterable[Step], problem: Problem) -> Stopping[Step]:
        """The steps up to the one that meets a rule to stop."""
        rules: dict[str, Any] = {"seconds": self.max_seconds}
        if self.stopping:
            rules |= {"below": self.method["stop_below"], "patience": self.method["patience"]}
            rules["least_gain"] = self.method["least_gain"]
        every = 1 if self.method["optimiser"] == LBFGS else problem.batches.per_epoch  # lbfgs always looks at all cases
        return Stopping(steps, every, **rules)


def _numbered(steps: Iterable[Step], first: int) -> Iterator[Step]:
    """Steps that are counted from 0, counted on from the updates that there were before."""
    for step in steps:
        yield replace(step, number=first + step.number)


def one_blas_thread() -> AbstractContextManager[Any]:
    """Threads help nothing at this size and can cost 10 to 70 times; and one thread gives the same bits everywhere."""
    if os.environ.get("OPENBLAS_NUM_THREADS") == os.environ.get("MKL_NUM_THREADS") == "1":
        return nullcontext()  # the command line has set both before numpy was loaded
    if sys.platform == "emscripten":
        return nullcontext()  # Pyodide has no threads, and xlwings Lite no threadpoolctl
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    limits: AbstractContextManager[Any] = threadpool_limits(1, "blas")
    return limits
