"""A trained network with everything that raw numbers need before it and after it."""

from dataclasses import dataclass

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.network import Network, read

Class = str | float


class ModelError(ValueError):
    """A model that contradicts itself, a file that holds none, or a form that cannot hold this one; in one line."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network and its parameters; `classes` names the outputs, `feature_names` the inputs, in their order.

    What the network sees is (raw - input_shift) / input_scale, column by column, and what it says is
    raw output = output * target_scale + target_shift. Raises ModelError where sizes differ or a number is not finite.
    """

    network: Network
    parameters: Array
    classes: tuple[Class, ...]
    feature_names: tuple[str, ...]
    input_shift: Array
    input_scale: Array
    target_shift: Array
    target_scale: Array

    def __post_init__(self) -> None:
        inputs, outputs = self.network.sizes[0], self.network.sizes[-1]
        for what, found, count in (
            ("parameters", self.parameters, self.network.parameter_count),
            ("shifts of the inputs", self.input_shift, inputs),
            ("scales of the inputs", self.input_scale, inputs),
            ("shifts of the targets", self.target_shift, outputs),
            ("scales of the targets", self.target_scale, outputs),
        ):
            if found.shape != (count,) or found.dtype != np.float64:
                raise ModelError(f"expected {count} {what}, found {found.dtype} of shape {found.shape}")
            if not np.isfinite(found).all():
                raise ModelError(f"expected finite numbers for the {what}, found {found[~np.isfinite(found)][0]}")
        if not (self.input_scale.all() and self.target_scale.all()):
            raise ModelError("expected scales other than 0, found 0")
        for what, names, count in (
            ("names of inputs", self.feature_names, inputs),
            ("names of outputs", self.classes, outputs),
        ):
            if len(names) != count:
                raise ModelError(f"expected {count} {what}, found {len(names)}")

    def predict(self, raw_x: Array) -> Array:
        """What the network says of raw inputs of shape (cases, inputs), in raw units, shape (cases, outputs)."""
        if raw_x.ndim != 2 or raw_x.shape[1] != self.network.sizes[0]:
            raise ModelError(f"expected cases of {self.network.sizes[0]} inputs, found an array of shape {raw_x.shape}")
        return self.predict_scaled((raw_x - self.input_shift) / self.input_scale)

    def predict_scaled(self, x: Array) -> Array:
        """What the network says, in raw units, of inputs as it sees them."""
        raw: Array = self.network.outputs(self.parameters, x) * self.target_scale + self.target_shift
        return raw

    def classes_of(self, outputs: Array) -> tuple[Class, ...]:
        """The class each case is read as from raw outputs; 1 or 0 where there is a single output."""
        chosen = read((outputs - self.target_shift) / self.target_scale, self.network.head.middle).tolist()
        return tuple(map(float, chosen)) if outputs.shape[1] == 1 else tuple(self.classes[k] for k in chosen)


def weights_and_thresholds(model: Model) -> list[tuple[Array, Array | None]]:
    """Of each layer the weights, shape (units, inputs), and the thresholds, shape (units,), if it has any."""
    matrices = model.network.unpack(model.parameters)
    return [
        (matrix[:, :inputs], matrix[:, -1] if matrix.shape[1] > inputs else None)
        for matrix, (_, inputs) in zip(matrices, model.network.layers, strict=True)
    ]
