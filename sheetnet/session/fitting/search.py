"""One search for the parameters of a workbook's loss: by which method, within which bounds, and how it went."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.graph.squares import NoSquares
from sheetnet.net.activations import Array
from sheetnet.net.lbfgs import Accepted, Missing
from sheetnet.net.least_squares import LeastSquares
from sheetnet.net.objective import Bounds, Position, go_down
from sheetnet.net.optimisers import CONSTANTS, OPTIMISERS
from sheetnet.net.stopping import Stopping
from sheetnet.net.training import NotFinite
from sheetnet.session.differentiating import Dependence
from sheetnet.session.fitting.objective import Goal, SheetObjective, SheetResiduals

LM, LBFGS = "lm", "lbfgs"
SEARCHES = (LM, LBFGS, *OPTIMISERS)
_MANY = 300  # parameters from which on Levenberg and Marquardt's equations take longer than they save
_ENDED = "no step lowers the loss"

Progress = Callable[[Iterable[Position], int], Iterable[Position]]


class Method(NamedTuple):
    """How to search. `rules` are those of `Stopping`; an `optimiser` that is None is chosen by what the loss is."""

    optimiser: str | None
    iterations: int
    eta: float
    constants: Mapping[str, float]
    bounds: Bounds | None
    rules: Mapping[str, Any]


class Found(NamedTuple):
    """A search that has ended: the loss and the length of its gradient at each iteration, and where it ended."""

    parameters: Array
    losses: Array
    lengths: Array
    path: Array  # one row an iteration if it was asked for, else none
    stopped: str


class Search:
    """Searches from one start or several, on one workbook's loss."""

    def __init__(self, dependence: Dependence, goal: Goal, method: Method) -> None:
        self.objective = SheetObjective(dependence, goal)
        self._method = method
        self._residuals = self._squared(dependence, goal)
        self.optimiser = method.optimiser or (LM if self._residuals else LBFGS)
        if self.optimiser not in SEARCHES:
            raise SettingError(f"expected an optimiser, {', '.join(SEARCHES)}, found '{self.optimiser}'")
        odd = set(method.constants) - set(CONSTANTS.get(self.optimiser, ()))
        if odd:
            raise SettingError(f"{self.optimiser} has no setting {', '.join(sorted(odd))}")

    def _squared(self, dependence: Dependence, goal: Goal) -> SheetResiduals | None:
        """What is squared in the loss, if the method wants to know."""
        if self._method.optimiser not in (None, LM) or (
            self._method.optimiser is None and len(dependence.parameters) > _MANY
        ):
            return None
        try:
            return SheetResiduals(dependence, self.objective, goal)
        except NoSquares:
            if self._method.optimiser is None:
                return None
            raise SettingError(
                "lm is for a loss that is a sum of squares, and these formulas show none",
                place=dependence.loss,
                remedy="take --optimiser lbfgs",
            ) from None

    def from_start(self, start: Array, seconds: float | None, progress: Progress | None, *, path: bool) -> Found:
        """Search from some parameters; raises NotFinite where the loss stops being a number."""
        stopping = Stopping[Position]((), loss="the loss", **{**self._method.rules, "seconds": seconds})
        losses, lengths, rows, last = [], [], [], start
        for position in self._positions(start, stopping, progress):
            losses.append(self._shown(position))
            lengths.append(float(np.linalg.norm(position.gradient)))
            if path:
                rows.append(position.parameters)
            last = position.parameters
        self.objective.move_to(last)
        stopped = stopping.reason or (self._ended if len(losses) <= self._method.iterations else "")
        walked = np.array(rows) if path else np.empty((len(losses), 0))
        return Found(last, np.array(losses), np.array(lengths), walked, stopped)

    def _shown(self, position: Position) -> float:
        """The loss itself at a position that was just reached, or that L-BFGS has gone on from."""
        if self.optimiser == LBFGS:
            self.objective.move_to(position.parameters)
        return self.objective.value

    def _positions(self, start: Array, stopping: Stopping[Position], progress: Progress | None) -> Iterator[Position]:
        method = self._method
        self._ended = _ENDED
        if self.optimiser == LBFGS:
            yield from self._by_lbfgs(start, stopping)
            return
        if self.optimiser == LM:
            positions = self._by_squares(start)
        else:
            rule = OPTIMISERS[self.optimiser](method.eta, **method.constants)
            begin = start if method.bounds is None else method.bounds.nearest(start)
            positions = go_down(self.objective, begin, rule, method.iterations, method.bounds)
        shown = progress(positions, method.iterations) if progress else positions
        for position in shown:
            stopping.look(position)
            yield position
            if stopping.reason:
                return

    def _by_squares(self, start: Array) -> Iterator[Position]:
        assert self._residuals is not None  # noqa: S101 - lm was chosen for them
        search = LeastSquares(self._residuals, start, self._method.iterations, self._method.bounds)
        for number, parameters in enumerate(search):
            loss = self.objective(parameters)
            if not isfinite(loss):
                raise NotFinite(number)
            yield Position(number, parameters, loss, self._residuals.gradient)
        self._ended = search.reason

    def _by_lbfgs(self, start: Array, stopping: Stopping[Position]) -> Iterator[Position]:
        method = self._method
        accepted = Accepted(self.objective, start, method.iterations, method.bounds, stopping.look)
        try:
            yield from accepted.positions()
        except Missing:
            raise SettingError(
                "the optimiser lbfgs needs SciPy", remedy="python -m pip install scipy, or choose another optimiser"
            ) from None
