"""Loss and gradient by backpropagation, in buffers made once.

Arrays here are (units, cases), so that the long axis is contiguous. Thresholds ride along as one more weight on an
input that stays -1: s = w.x - theta and both gradients then come from one product each (a network without thresholds
has no such input). Every product goes through `np.dot` into a buffer, and nothing temporary is made, which is why
readable numpy is as fast as plain C loops here.

The units of the first layer are made a multiple of `FULL` by empty ones in front. The products of BLAS then add up each
sum in the order in which they do it among the units of many networks side by side (`stack`).
"""

from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.network import Network, read

FULL = 4  # rows that a kernel of BLAS makes at a time; it makes a remainder in another way, with other last bits


class Backprop:
    """E and dE/d(parameter) of one network over its cases, as often as asked.

    `x` has shape (cases, inputs), `t` (cases, outputs); both are copied. After a call with a parameter vector,
    `gradient` is dE/dp at that vector (a buffer: copy it to keep it), and `outputs`, `deltas` belong to it too.
    """

    def __init__(self, network: Network, x: Array, t: Array) -> None:
        network.check_cases(x, t)
        cases = len(x)
        self.network = network
        empty, columns = -network.sizes[1] % FULL, network.sizes[0] + network.thresholds
        front = empty * columns
        gradient, parameters = np.zeros((2, front + network.parameter_count))
        self.gradient = gradient[front:]
        self._parameters = parameters[front:]  # with the sign turned, see `activations`
        self._t = np.array(t.T, order="C")
        self._right_class: NDArray[np.intp] | None = None  # what the targets are read as, once it is asked for
        self._rows = network.rows(x)
        first = np.full((empty + network.sizes[1] + network.thresholds, cases), -1.0)
        above = [np.full((units + network.thresholds, cases), -1.0) for units in network.sizes[2:]]
        layers = [first[empty:], *above]
        self._h = [layer[:units] for layer, units in zip(layers, network.sizes[1:], strict=True)]
        deltas = np.zeros((empty + sum(network.sizes[1:]), cases))
        self._all_deltas = deltas[empty:]
        self._delta = np.split(self._all_deltas, np.cumsum(network.sizes[1:-1]))
        self._slope = [np.empty_like(delta) for delta in self._delta]
        gradients, weights = network.unpack(self.gradient), network.unpack(self._parameters)
        filled = empty + network.sizes[1]
        # the buffers of each product in the order of the two passes, so that the loop looks nothing up
        first_product = (parameters[: filled * columns].reshape(filled, columns), self._rows.T, first[:filled])
        products = [first_product, *zip(weights[1:], layers, self._h[1:], strict=False)]
        self._forward = [(*product, h) for product, h in zip(products[:-1], self._h, strict=False)]
        self._last = products[-1]
        self._finish = (self._h[-1], self._t, self._delta[-1], self._slope[-1], np.vdot)
        self._backward = [
            (
                self._delta[n],
                layers[n - 1].T,
                gradients[n],
                weights[n][:, : network.sizes[n]].T,
                self._h[n - 1],
                self._slope[n - 1],
                self._delta[n - 1],
            )
            for n in reversed(range(1, len(weights)))
        ]
        self._first = (deltas[:filled], self._rows, gradient[: filled * columns].reshape(filled, columns))
        self._share = network.share(cases)
        self._read = np.empty(cases, np.intp)
        self._equal = np.empty(cases, np.bool_)

    def take(self, rows: Array, targets: Array, chosen: NDArray[np.intp]) -> None:
        """Turn to other cases, as many as there were: those numbered `chosen`.

        `rows` are all cases as `Network.rows` gives them, `targets` has shape (outputs, cases).
        """
        np.take(rows, chosen, axis=0, out=self._rows, mode="clip")  # the mode "raise" would take a detour
        np.take(targets, chosen, axis=1, out=self._t, mode="clip")
        self._right_class = None

    def __call__(self, parameters: Array) -> float:
        """E at `parameters`; fills `gradient`. Overflow of exp is the caller's to ignore (see `apply_logistic`)."""
        np.negative(parameters, self._parameters)
        dot, multiply = np.dot, np.multiply
        apply, minus_slope = self.network.hidden.apply, self.network.hidden.minus_slope
        for w, below, minus_s, h in self._forward:
            dot(w, below, minus_s)  # -s = theta - w.x
            apply(h)  # h = sigma(s)
        dot(*self._last)
        loss = float(self.network.head.finish(*self._finish))  # z, deltaO = dE/dsO
        if self._share != 1.0:
            multiply(self._delta[-1], self._share, self._delta[-1])
            loss *= self._share
        for delta, below_t, gradient, w_t, h, slope, delta_below in self._backward:
            dot(delta, below_t, gradient)  # dE/dw = delta h; dE/dtheta = -delta
            dot(w_t, delta, delta_below)  # deltaH = (-sum deltaO w) (-sigma'(sH))
            minus_slope(h, slope)
            multiply(delta_below, slope, delta_below)
        dot(*self._first)  # the first layer's gradient; there is no delta below it
        return loss

    @property
    def outputs(self) -> Array:
        """z of the last call, shape (cases, outputs); a view."""
        return self._h[-1].T

    @property
    def deltas(self) -> list[Array]:
        """The unit errors delta = de/ds of the last call, one array (cases, units) a layer, input side first.

        e is the error of the case itself, also where E is a mean.
        """
        return [delta.T / self._share for delta in self._delta]

    def deltas_of(self, case: int) -> Array:
        """delta of every unit for one case, layer after layer, shape (units,); copy it to keep it."""
        column = self._all_deltas[:, case]
        return column if self._share == 1.0 else column / self._share

    def is_finite(self, loss: float) -> bool:
        """Whether the last call's parameters, its gradient, and `loss` are all finite numbers."""
        # one product tells, for 0 times infinity is no number either; where it overflows each number is looked at
        parameters, gradient = self._parameters, self.gradient
        return isfinite(loss + np.dot(parameters, gradient)) or bool(
            isfinite(loss) and np.isfinite(parameters).all() and np.isfinite(gradient).all()
        )

    def accuracy(self) -> float:
        """The share of cases that the last call's outputs read as their target's class; nan for a regression head."""
        z: Array = self._h[-1]
        head = self.network.head
        if not head.classifies:
            return nan
        if len(z) == 1:
            chosen: NDArray[np.intp] = read(z.T, head.middle)
        else:
            chosen = z.argmax(axis=0, out=self._read)
        if self._right_class is None:
            self._right_class = read(self._t.T, head.middle)
        np.equal(chosen, self._right_class, out=self._equal)
        return int(np.count_nonzero(self._equal)) / len(self._equal)
