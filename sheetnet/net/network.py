"""A feed-forward network: its sizes, its functions, and one flat vector of parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import SIGMOID, Activation, Array
from sheetnet.net.heads import SIGMOID_SQUARED, Head

REDUCTIONS = ("sum", "mean")


@dataclass(frozen=True)
class Network:
    """Layers of units, fully connected; `sizes` counts inputs, then the units of each layer.

    The parameters are one vector, layer by layer, unit by unit: the unit's weights w, then its threshold theta, which
    is subtracted: s = w.x - theta. A bias b is -theta, see `with_biases`. E is the sum of the errors of all cases, or
    with `reduction` "mean" their mean, which needs a learning rate as many times larger as there are cases.
    """

    sizes: tuple[int, ...]
    hidden: Activation = SIGMOID
    head: Head = SIGMOID_SQUARED
    reduction: str = "sum"

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"a network needs inputs and at least one layer of at least one unit, found {self.sizes}")
        if self.reduction not in REDUCTIONS:
            raise ValueError(f"expected {' or '.join(REDUCTIONS)} for the reduction, found '{self.reduction}'")

    @property
    def layers(self) -> tuple[tuple[int, int], ...]:
        """(units, inputs) of each layer."""
        return tuple((units, inputs) for inputs, units in zip(self.sizes, self.sizes[1:], strict=False))

    @property
    def parameter_count(self) -> int:
        """sum of units * (inputs + 1)."""
        return sum(units * (inputs + 1) for units, inputs in self.layers)

    def unpack(self, parameters: Any) -> list[Any]:
        """The vector as one matrix a layer, shape (units, inputs + 1), the last column the thresholds; views."""
        if parameters.shape != (self.parameter_count,):
            raise ValueError(f"expected {self.parameter_count} parameters, found an array of shape {parameters.shape}")
        return list(self._matrices(parameters))

    def _matrices(self, parameters: Any) -> Iterator[Any]:
        start = 0
        for units, inputs in self.layers:
            stop = start + units * (inputs + 1)
            yield parameters[start:stop].reshape(units, inputs + 1)
            start = stop

    def with_biases(self, parameters: Array) -> Array:
        """The same vector with thresholds as biases, b = -theta, or back again: exact both ways."""
        converted = parameters.copy()
        for matrix in self.unpack(converted):
            matrix[:, -1] *= -1.0
        return converted

    def sums_and_outputs(self, parameters: Any, x: Any) -> list[tuple[Any, Any]]:
        """(s, h) of every layer for cases x of shape (cases, inputs); each of shape (cases, units).

        Plain expressions that also take complex numbers; the training loop has its own buffers (`Backprop`).
        """
        matrices = self.unpack(parameters)
        h = x
        layers = []
        for matrix in matrices:
            s = h @ matrix[:, :-1].T - matrix[:, -1]
            h = self.head.output(s) if matrix is matrices[-1] else self.hidden.value(s)
            layers.append((s, h))
        return layers

    def outputs(self, parameters: Any, x: Any) -> Any:
        """z, shape (cases, outputs)."""
        return self.sums_and_outputs(parameters, x)[-1][1]

    def share(self, cases: int) -> float:
        """What the error of each of so many cases counts in E."""
        return 1.0 / cases if self.reduction == "mean" else 1.0

    def loss(self, parameters: Any, x: Any, t: Any) -> Any:
        """E over all cases."""
        return self.head.loss(self.sums_and_outputs(parameters, x)[-1][0], t) * self.share(len(x))


def read(outputs: Array) -> NDArray[np.intp]:
    """The class each case is read as, from outputs or targets of shape (cases, classes).

    The largest output wins, the first of equals; a single output says class 1 from 0.5 on, else class 0.
    """
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= 0.5).astype(np.intp)
    chosen: NDArray[np.intp] = outputs.argmax(axis=1)
    return chosen
