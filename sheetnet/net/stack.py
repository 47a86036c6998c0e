"""Loss and gradient of several networks of the same shape at once, for sweeps.

Arrays here are (units, networks, cases), so that whatever goes element by element is one call over one block of memory.
The first layer, which sees the same cases in all networks, is ONE product over all of them; those of the other layers
are made network by network, in C. The networks are made a multiple of `FULL` by empty ones: each sum is then added up
as a single run adds it up, see `backprop`. It matters where eta is so large that the last bit decides how a run ends.
"""

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.backprop import FULL
from sheetnet.net.network import Network


def inner(a: Array, b: Array) -> Array:
    """The inner product of each network's part of two arrays (units, networks, cases)."""
    products: Array = np.vecdot(a, b).sum(axis=0)
    return products


class Stack:
    """E and dE/d(parameter) of `count` networks over the same `cases` cases, which `take` sets.

    After a call with parameters of shape (networks, parameters), `gradient` has the same shape (a buffer: copy it to
    keep it), and `loss` (networks,) and `outputs` belong to it.
    """

    def __init__(self, network: Network, count: int, cases: int) -> None:
        sizes = network.sizes
        self.network = network
        filled, columns = count + -count % FULL, sizes[0] + network.thresholds
        self._both = np.zeros((2, filled, network.parameter_count))
        gradient, parameters = self._both
        self.gradient, self._parameters = gradient[:count], parameters[:count]  # the parameters with the sign turned
        self._rows = np.empty((cases, columns))
        self._t = np.empty((sizes[-1], 1, cases))
        layers = [np.full((units + network.thresholds, filled, cases), -1.0) for units in sizes[1:]]
        self._h = [layer[:units] for layer, units in zip(layers, sizes[1:], strict=True)]
        self._delta = [np.empty(h.shape) for h in self._h]
        self._slope = [np.empty(h.shape) for h in self._h]
        weights, gradients = network.unpack_all(parameters), network.unpack_all(gradient)
        # np.matmul wants the networks first: views
        below, sums, deltas = ([array.swapaxes(0, 1) for array in arrays] for arrays in (layers, self._h, self._delta))
        self._forward = list(zip(weights[1:], below, sums[1:], strict=False))
        first = np.empty((2, sizes[1], filled, columns))  # the first layer's weights and gradient, units first
        self._copies = ((first[0], weights[0].swapaxes(0, 1)), (gradients[0].swapaxes(0, 1), first[1]))
        by_rows = first.reshape(2, -1, columns)
        self._first = (by_rows[0], self._rows.T, self._h[0].reshape(-1, cases))
        self._first_gradient = (self._delta[0].reshape(-1, cases), self._rows, by_rows[1])
        self._backward = [
            (
                deltas[n],
                below[n - 1].swapaxes(1, 2),
                gradients[n],
                weights[n][:, :, : sizes[n]].swapaxes(1, 2),
                deltas[n - 1],
                self._h[n - 1],
                self._slope[n - 1],
                self._delta[n - 1],
            )
            for n in reversed(range(1, len(weights)))
        ]
        self._share = network.share(cases)
        self.loss = np.full(count, np.nan)

    def take(self, rows: Array, targets: Array, chosen: NDArray[np.intp]) -> None:
        """Look at the cases numbered `chosen`; the arguments are those of `Backprop.take`."""
        np.take(rows, chosen, axis=0, out=self._rows, mode="clip")
        np.take(targets, chosen, axis=1, out=self._t[:, 0], mode="clip")

    def __call__(self, parameters: Array) -> Array:
        """E of every network; fills `gradient`. Overflow of exp is the caller's to ignore."""
        self.evaluate(parameters)
        matmul, multiply, minus_slope = np.matmul, np.multiply, self.network.hidden.minus_slope
        if self._share != 1.0:
            multiply(self._delta[-1], self._share, self._delta[-1])
        for delta, below_t, gradient, w_t, product, h, slope, delta_below in self._backward:
            matmul(delta, below_t, gradient)
            matmul(w_t, delta, product)
            minus_slope(h, slope)
            multiply(delta_below, slope, delta_below)
        np.dot(*self._first_gradient)
        np.copyto(*self._copies[1])
        return self.loss

    def evaluate(self, parameters: Array) -> Array:
        """E of every network, without the gradient."""
        np.negative(parameters, self._parameters)
        apply, head = self.network.hidden.apply, self.network.head
        np.copyto(*self._copies[0])
        np.dot(*self._first)
        for h, product in zip(self._h, self._forward, strict=False):
            apply(h)
            np.matmul(*product)
        loss = head.finish(self._h[-1], self._t, self._delta[-1], self._slope[-1], inner)
        self.loss = loss[: len(self._parameters)]
        if self._share != 1.0:
            self.loss = self.loss * self._share
        return self.loss

    @property
    def outputs(self) -> Array:
        """z, shape (outputs, networks, cases); a buffer."""
        return self._h[-1][:, : len(self.loss)]

    def right(self) -> NDArray[np.intp]:
        """How many cases each network reads as their target's class."""
        z, t, middle = self.outputs, self._t, self.network.head.middle
        same = (z[0] >= middle) == (t[0] >= middle) if len(t) == 1 else z.argmax(axis=0) == t.argmax(axis=0)
        count: NDArray[np.intp] = np.count_nonzero(same, axis=1)
        return count

    def finite(self) -> NDArray[np.bool_]:
        """Of which networks the loss, the gradient and the parameters are finite numbers."""
        both = self._both.reshape(-1)
        # one product tells, see `Backprop.is_finite`
        if np.isfinite(np.dot(both, both) + self.loss.sum()):
            return np.ones(len(self.loss), np.bool_)
        finite: NDArray[np.bool_] = np.isfinite(self._both[:, : len(self.loss)]).all(axis=(0, 2)) & np.isfinite(
            self.loss
        )
        return finite
