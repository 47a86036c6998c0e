"""L-BFGS by SciPy, the counterpart of a spreadsheet's Solver: it moves the same parameters, in its own way, to lower E.

SciPy is an extra and loaded only here, when it is used.
"""

from collections.abc import Iterator
from math import inf, isfinite

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import Network
from sheetnet.net.training import NotFinite, Step


class Missing(ImportError):  # noqa: N818
    """SciPy is not installed."""

    def __init__(self) -> None:
        super().__init__("L-BFGS needs SciPy, which is not installed; pip install scipy", name="scipy")


class Minimisation:
    """The steps of L-BFGS, 0 the start and one for each accepted iteration; made by `minimise`.

    SciPy runs to its end when the first step is asked for. From then on `reason` says why it ended.
    """

    def __init__(self, network: Network, start: Array, x: Array, t: Array, iterations: int) -> None:
        self._evaluate = Backprop(network, x, t)
        self._start = np.array(start, dtype=np.float64)
        self._iterations = iterations
        self.reason = ""

    def __iter__(self) -> Iterator[Step]:
        for number, (parameters, asked) in enumerate(self._accepted()):
            with np.errstate(over="ignore", invalid="ignore"):
                loss = self._evaluate(parameters)
            yield Step(number, parameters, self._evaluate.gradient.copy(), (), loss, self._evaluate, asked)

    def _accepted(self) -> list[tuple[Array, int]]:
        """Where it was after each iteration, the start first, and how many times E had been worked out by then."""
        try:
            from scipy.optimize import minimize
        except ModuleNotFoundError:
            raise Missing from None
        accepted, asked = [(self._start, 1)], 0

        def loss_and_gradient(parameters: Array) -> tuple[float, Array]:
            nonlocal asked
            asked += 1
            loss = self._evaluate(parameters)
            return loss if isfinite(loss) else inf, self._evaluate.gradient.copy()

        def note(parameters: Array) -> None:
            accepted.append((parameters.copy(), asked))

        # its own tests of convergence are off: it stops where no step lowers E, or after so many iterations
        options = {"maxiter": self._iterations, "maxfun": 100 * self._iterations, "ftol": 0.0, "gtol": 0.0}
        with np.errstate(over="ignore", invalid="ignore"):
            if not self._evaluate.is_finite(self._evaluate(self._start)):
                raise NotFinite(0)
            if not self._iterations:
                return accepted
            result = minimize(
                loss_and_gradient, self._start, method="L-BFGS-B", jac=True, callback=note, options=options
            )
        self.reason = str(result.message)
        return accepted


def minimise(network: Network, start: Array, x: Array, t: Array, iterations: int) -> Minimisation:
    """At most so many iterations of L-BFGS (Byrd, Lu, Nocedal and Zhu 1995) over all cases.

    Arguments are those of `descend`. Raises Missing without SciPy, and NotFinite where the start is not finite.
    """
    return Minimisation(network, start, x, t, iterations)
