"""L-BFGS by SciPy, the counterpart of a spreadsheet's Solver: it moves the same parameters, in its own way, to lower E.

SciPy is an extra and loaded only here, when it is used.
"""

from collections.abc import Callable, Iterator
from math import inf, isfinite

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network
from sheetnet.net.objective import Bounds, Objective, Position
from sheetnet.net.training import NotFinite, Step


class Missing(ImportError):  # noqa: N818
    """SciPy is not installed."""

    def __init__(self) -> None:
        super().__init__("L-BFGS needs SciPy, which is not installed; pip install scipy", name="scipy")


class Accepted:
    """Where L-BFGS was at the start and after each iteration on a loss, within bounds; `enough` may end it earlier.

    SciPy runs to its end in `positions`. Then `evaluations` has, for each position, how many times the loss and its
    gradient had been worked out, and `reason` says why it ended.
    """

    def __init__(
        self,
        objective: Objective,
        start: Array,
        iterations: int,
        bounds: Bounds | None = None,
        enough: Callable[[Position], bool] = lambda position: False,
    ) -> None:
        self._objective, self._iterations, self._bounds, self._enough = objective, iterations, bounds, enough
        self._start = np.array(start, dtype=np.float64) if bounds is None else bounds.nearest(start)
        self._asked = 0
        self._last = (self._start, inf, self._start)  # asked for last: parameters, loss, gradient
        self.evaluations: list[int] = []
        self.reason = ""

    def positions(self) -> list[Position]:
        """All of them, the start first. Raises Missing without SciPy, NotFinite where the start is not finite."""
        try:
            from scipy.optimize import minimize
        except ModuleNotFoundError:
            raise Missing from None
        # its own tests of convergence are off: it stops where no step lowers E, or after so many iterations
        options = {"maxiter": self._iterations, "maxfun": 100 * self._iterations, "ftol": 0.0, "gtol": 0.0}
        with np.errstate(over="ignore", invalid="ignore"):
            loss, gradient = self._loss_and_gradient(self._start)
            if not isfinite(loss) or not np.isfinite(gradient).all():
                raise NotFinite(0)
            self._found = [Position(0, self._start, loss, gradient)]
            self.evaluations, self._asked = [1], 0
            if not self._iterations or self._enough(self._found[0]):
                return self._found
            result = minimize(
                self._loss_and_gradient,
                self._start,
                method="L-BFGS-B",
                jac=True,
                bounds=None if self._bounds is None else np.stack(self._bounds, axis=1),
                callback=self._note,
                options=options,
            )
        self.reason = str(result.message)
        return self._found

    def _loss_and_gradient(self, parameters: Array) -> tuple[float, Array]:
        self._asked += 1
        loss = self._objective(parameters)
        self._last = (parameters.copy(), loss, self._objective.gradient.copy())
        return loss if isfinite(loss) else inf, self._last[2]

    def _note(self, parameters: Array) -> None:
        if not np.array_equal(self._last[0], parameters):
            self._loss_and_gradient(parameters)
        _, loss, gradient = self._last
        self._found.append(Position(len(self._found), parameters.copy(), loss, gradient))
        self.evaluations.append(self._asked)
        if self._enough(self._found[-1]):
            raise StopIteration


class Minimisation:
    """The steps of L-BFGS on a network, 0 the start and one for each accepted iteration; made by `minimise`.

    SciPy runs to its end when the first step is asked for. From then on `reason` says why it ended.
    """

    def __init__(self, network: Network, start: Array, x: Array, t: Array, iterations: int) -> None:
        self._evaluate = Backprop(network, x, t)
        self._accepted = Accepted(self._evaluate, start, iterations)
        self.reason = ""

    def __iter__(self) -> Iterator[Step]:
        positions = self._accepted.positions()
        self.reason = self._accepted.reason
        for (number, parameters, *_), asked in zip(positions, self._accepted.evaluations, strict=True):
            with np.errstate(over="ignore", invalid="ignore"):
                loss = self._evaluate(parameters)
            yield Step(number, parameters, self._evaluate.gradient.copy(), (), loss, self._evaluate, asked)


def minimise(network: Network, start: Array, x: Array, t: Array, iterations: int) -> Minimisation:
    """At most so many iterations of L-BFGS (Byrd, Lu, Nocedal and Zhu 1995) over all cases.

    Arguments are those of `descend`. Raises Missing without SciPy, and NotFinite where the start is not finite.
    """
    return Minimisation(network, start, x, t, iterations)
