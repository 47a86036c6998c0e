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
    is subtracted: s = w.x - theta. A bias b is -theta, see `with_biases`; with `thresholds` False there are weights
    alone. E is the sum of the errors of all cases, or with `reduction` "mean" their mean, which needs a learning rate
    as many times larger as there are cases.
    """

    sizes: tuple[int, ...]
    hidden: Activation = SIGMOID
    head: Head = SIGMOID_SQUARED
    reduction: str = "sum"
    thresholds: bool = True

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
        """sum of units * (inputs + 1), or of units * inputs without thresholds."""
        return sum(units * (inputs + self.thresholds) for units, inputs in self.layers)

    def unpack(self, parameters: Any) -> list[Any]:
        """The vector as one matrix a layer, shape (units, inputs + 1), the last column the thresholds; views.

        Without thresholds the shape is (units, inputs).
        """
        if parameters.shape != (self.parameter_count,):
            raise ValueError(f"expected {self.parameter_count} parameters, found an array of shape {parameters.shape}")
        return list(self._matrices(parameters))

    def unpack_all(self, parameters: Any) -> list[Any]:
        """The same for the vectors of many networks, (networks, parameters): arrays (networks, units, inputs + 1)."""
        return list(self._matrices(parameters))

    def _matrices(self, parameters: Any) -> Iterator[Any]:
        start = 0
        for units, inputs in self.layers:
            stop = start + units * (inputs + self.thresholds)
            yield parameters[..., start:stop].reshape(*parameters.shape[:-1], units, inputs + self.thresholds)
            start = stop

    def with_biases(self, parameters: Array) -> Array:
        """The same vector with thresholds as biases, b = -theta, or back again: exact both ways."""
        converted = parameters.copy()
        for matrix, (_, inputs) in zip(self.unpack(converted), self.layers, strict=True):
            matrix[:, inputs:] *= -1.0
        return converted

    def sums_and_outputs(self, parameters: Any, x: Any) -> list[tuple[Any, Any]]:
        """(s, h) of every layer for cases x of shape (cases, inputs); each of shape (cases, units).

        Plain expressions that also take complex numbers; the training loop has its own buffers (`Backprop`).
        """
        matrices = self.unpack(parameters)
        h = x
        layers = []
        for matrix, (_, inputs) in zip(matrices, self.layers, strict=True):
            s = h @ matrix[:, :inputs].T - (matrix[:, -1] if self.thresholds else 0.0)
            h = self.head.output(s) if matrix is matrices[-1] else self.hidden.value(s)
            layers.append((s, h))
        return layers

    def outputs(self, parameters: Any, x: Any) -> Any:
        """z, shape (cases, outputs)."""
        return self.sums_and_outputs(parameters, x)[-1][1]

    def check_cases(self, x: Array, t: Array) -> None:
        """Raise ValueError unless x is (cases, inputs) and t (cases, outputs)."""
        ends = (self.sizes[0], self.sizes[-1])
        if x.ndim != 2 or t.ndim != 2 or len(x) != len(t) or (x.shape[1], t.shape[1]) != ends:
            raise ValueError(f"cases of shape {x.shape} and {t.shape} do not fit a network of sizes {self.sizes}")

    def rows(self, x: Array) -> Array:
        """The cases x as rows (cases, inputs + 1) whose last column is the input of the thresholds, -1; a copy."""
        rows = np.empty((len(x), self.sizes[0] + self.thresholds))
        rows[:, : self.sizes[0]] = x
        rows[:, self.sizes[0] :] = -1.0
        return rows

    def share(self, cases: int) -> float:
        """What the error of each of so many cases counts in E."""
        return 1.0 / cases if self.reduction == "mean" else 1.0

    def loss(self, parameters: Any, x: Any, t: Any) -> Any:
        """E over all cases."""
        return self.head.loss(self.sums_and_outputs(parameters, x)[-1][0], t) * self.share(len(x))


def read(outputs: Array, middle: float = 0.5) -> NDArray[np.intp]:
    """The class each case is read as, from outputs or targets of shape (cases, classes).

    The largest output wins, the first of equals; a single output says class 1 from the head's `middle` on, else 0.
    """
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= middle).astype(np.intp)
    chosen: NDArray[np.intp] = outputs.argmax(axis=1)
    return chosen
