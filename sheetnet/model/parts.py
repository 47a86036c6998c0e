"""What a file of a model holds, whatever its form: the parts by name, and a model from them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sheetnet.model.model import Class, Model, ModelError, weights_and_thresholds
from sheetnet.net.activations import ACTIVATIONS, Array
from sheetnet.net.heads import head_named
from sheetnet.net.network import Network

FORMAT = "sheetnet model 1"
WORDS = ("hidden", "head", "reduction")
SCALES = ("input_shift", "input_scale", "target_shift", "target_scale")
_MOST_LAYERS = 100


def words_of(model: Model) -> dict[str, str]:
    """The names of the network's functions."""
    network = model.network
    return {"hidden": network.hidden.name, "head": network.head.name, "reduction": network.reduction}


def layers_of(model: Model) -> list[tuple[Array, Array]]:
    """Of each layer the weights and the thresholds; an empty array of these where there are none."""
    return [(w, np.empty(0) if theta is None else theta) for w, theta in weights_and_thresholds(model)]


def model_of(
    words: dict[str, Any],
    layers: Sequence[tuple[Any, Any]],
    classes: Sequence[Class],
    feature_names: Sequence[str],
    scales: dict[str, Any],
) -> Model:
    """A model from its parts as they were read, none of which is trusted."""
    weights = [_numbers(w, f"the weights of layer {n}", 2) for n, (w, _) in enumerate(layers, 1)]
    thresholds = [_numbers(theta, f"the thresholds of layer {n}", 1) for n, (_, theta) in enumerate(layers, 1)]
    if not 1 <= len(weights) <= _MOST_LAYERS:
        raise ModelError(f"expected 1 to {_MOST_LAYERS} layers, found {len(weights)}")
    for number, (below, above) in enumerate(pairwise(weights), 2):
        if above.shape[1] != below.shape[0]:
            raise ModelError(
                f"expected {below.shape[0]} weights for each unit of layer {number}, found {above.shape[1]}"
            )
    with_thresholds = len(thresholds[0]) > 0
    for number, (w, theta) in enumerate(zip(weights, thresholds, strict=True), 1):
        if len(theta) != (len(w) if with_thresholds else 0):
            raise ModelError(f"expected {len(w)} thresholds or none at all in layer {number}, found {len(theta)}")
    hidden, head, reduction = (str(words.get(name, "")) for name in WORDS)
    if hidden not in ACTIVATIONS:
        raise ModelError(f"expected one of {', '.join(ACTIVATIONS)} for the hidden units, found '{hidden}'")
    sizes = (weights[0].shape[1], *map(len, weights))
    try:
        network = Network(sizes, ACTIVATIONS[hidden], head_named(head), reduction, with_thresholds)
    except ValueError as error:
        raise ModelError(str(error)) from None
    rows = [np.column_stack([w, theta]) if with_thresholds else w for w, theta in zip(weights, thresholds, strict=True)]
    parameters = np.concatenate([row.reshape(-1) for row in rows])
    columns = [_numbers(scales.get(name, ()), f"'{name}'", 1) for name in SCALES]
    return Model(network, parameters, tuple(classes), tuple(feature_names), *columns)


def _numbers(values: Any, what: str, axes: int) -> Array:
    if isinstance(values, np.ndarray) and values.dtype.kind not in "fiu":  # the others become numbers that they are not
        raise ModelError(f"expected numbers for {what}, found {values.dtype}")
    try:
        found: Array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ModelError(f"expected numbers for {what}") from None
    if found.ndim != axes:
        raise ModelError(f"expected numbers in {'rows' if axes == 2 else 'a row'} for {what}")
    return found
