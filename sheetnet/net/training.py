"""Descent as a generator of steps: 0 is the untrained network, n the state after n updates."""

from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass
from math import sqrt

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.batches import Batches
from sheetnet.net.evaluation import Evaluation
from sheetnet.net.network import Network
from sheetnet.net.optimisers import Optimiser, OptimiserState


class NotFinite(ArithmeticError):  # noqa: N818
    """A loss, gradient or parameter stopped being a finite number at `iteration`."""

    def __init__(self, iteration: int) -> None:
        super().__init__(
            f"at iteration {iteration} the loss, its gradient or a parameter is no longer a finite number; "
            "the learning rate eta is probably too large, or the initial values or inputs are"
        )
        self.iteration = iteration


@dataclass(slots=True, eq=False)
class Step:
    """The state after `number` updates; with `number`, `parameters` and `state` a run goes on as if it had not ended.

    `gradient` and `batch_loss` are those AT `parameters` over the cases of the NEXT update. The three arrays belong to
    the step and stay. E, accuracy, outputs and deltas are over all training cases. In batch descent the last three are
    read from the run's working memory, until the next step is asked for; with mini-batches all are worked out when
    they are asked for, which takes a pass over all cases. `evaluations` is how many times the gradient has been worked
    out in this run.
    """

    number: int
    parameters: Array
    gradient: Array
    state: OptimiserState
    batch_loss: float
    _all: Backprop | Evaluation
    evaluations: int

    @property
    def loss(self) -> float:
        """E."""
        return self._all.loss if isinstance(self._all, Evaluation) else self.batch_loss

    @property
    def accuracy(self) -> float:
        """The share of cases read correctly; nan for a regression head."""
        return self._all.accuracy()

    @property
    def outputs(self) -> Array:
        """z, shape (cases, outputs)."""
        return self._all.outputs

    def deltas_of(self, case: int) -> Array:
        """delta of every unit for one case, layer after layer, shape (units,)."""
        return self._all.deltas_of(case)

    @property
    def gradient_norm(self) -> float:
        """The Euclidean length of the gradient."""
        with np.errstate(over="ignore"):  # of a run that diverges: the length is infinite
            return sqrt(np.dot(self.gradient, self.gradient))


class _Gathering:
    """The pass over the cases of each update, in buffers of the two sizes that batches have."""

    def __init__(self, network: Network, x: Array, t: Array, batches: Batches) -> None:
        self._batches = batches
        self._rows, self._targets = network.rows(x), np.array(t.T, order="C")
        sizes = {batches.size, batches.cases % batches.size or batches.size}
        self._passes = {size: Backprop(network, x[:size], t[:size]) for size in sizes}
        self.x, self.t = self._rows[:, : x.shape[1]], self._targets.T

    def of(self, update: int) -> Backprop:
        chosen = self._batches.of(update)
        evaluate = self._passes[len(chosen)]
        evaluate.take(self._rows, self._targets, chosen)
        return evaluate


def descend(
    network: Network,
    start: Array,
    x: Array,
    t: Array,
    optimiser: Optimiser,
    iterations: int,
    *,
    batches: Batches | None = None,
    first: int = 0,
    state: OptimiserState | None = None,
    since: int = 0,
) -> Iterator[Step]:
    """Steps `first` to `first + iterations` of w <- w + change, the gradient taken over all cases or those of a batch.

    `start` is a parameter vector (not changed), `x` has shape (cases, inputs), `t` (cases, outputs). To continue a run
    give the `number`, `parameters` and `state` of its step: updates and batches are counted from its very beginning,
    by the optimiser from `since` on, the number of updates that there were before it began.
    Raises NotFinite as soon as the loss, a gradient or a parameter is not a finite number.
    """
    if batches:
        batches.check_count(len(x))
    gathering = None if batches is None or batches.whole else _Gathering(network, x, t, batches)
    evaluate = gathering.of(first) if gathering else Backprop(network, x, t)
    parameters = np.array(start, dtype=np.float64)
    state = optimiser.start(parameters) if state is None else state
    gradient = np.zeros_like(parameters)
    # numpy's error state belongs to the context: overflow is ignored in here and nowhere else, at no cost per step
    quiet = copy_context()
    quiet.run(np.seterr, over="ignore", invalid="ignore")
    for number in range(first, first + iterations + 1):
        if number > first:
            change, state = quiet.run(optimiser.step, gradient, state, number - since)
            parameters = parameters + change
            if gathering:
                evaluate = gathering.of(number)
        loss = quiet.run(evaluate, parameters)
        gradient = evaluate.gradient.copy()
        if not quiet.run(evaluate.is_finite, loss):
            raise NotFinite(number)
        everything = Evaluation(network, parameters, gathering.x, gathering.t) if gathering else evaluate
        yield Step(number, parameters, gradient, state, loss, everything, number - first + 1)


def stuck(step: Step) -> bool:
    """Whether descent has died without an overflow: the outputs are saturated and alike for every case.

    With a learning rate far too large all outputs of sigmoid units go to 0 (or 1) at once; the slopes and so the
    gradient vanish and E stays where it is, for the letters at 64.
    """
    return step.number > 0 and one_answer(step.outputs)


def one_answer(z: Array) -> bool:
    """Whether outputs z, shape (cases, outputs), are saturated and alike for every case."""
    saturated = bool(np.all(np.minimum(z, 1.0 - z) < 0.01)) and float(z.min()) >= 0.0
    alike = bool(np.all(z.max(axis=0) - z.min(axis=0) < 0.01))
    return len(z) > 1 and saturated and alike
