"""Models to save and to write as scripts."""

import numpy as np

from sheetnet.model import Model
from sheetnet.net.activations import ACTIVATIONS, Array
from sheetnet.net.heads import HEADS
from sheetnet.net.network import Network
from tests.net.examples import letters


def model(
    sizes: tuple[int, ...] = (3, 4, 2),
    hidden: str = "sigmoid",
    head: str = "sigmoid+squared",
    reduction: str = "sum",
    *,
    thresholds: bool = True,
    scaled: bool = True,
) -> Model:
    """A model of normal numbers drawn with a fixed seed, its inputs and targets scaled."""
    rng = np.random.default_rng(5)
    network = Network(sizes, ACTIVATIONS[hidden], HEADS[head], reduction, thresholds)
    inputs, outputs = sizes[0], sizes[-1]
    return Model(
        network,
        rng.standard_normal(network.parameter_count),
        tuple("abcdefghijkl"[:outputs]),
        tuple(f"x{n}" for n in range(inputs)),
        rng.standard_normal(inputs) if scaled else np.zeros(inputs),
        rng.uniform(0.5, 2, inputs) if scaled else np.ones(inputs),
        rng.standard_normal(outputs) if scaled else np.zeros(outputs),
        rng.uniform(0.5, 2, outputs) if scaled else np.ones(outputs),
    )


def cases(one: Model, count: int = 12) -> tuple[Array, Array]:
    """Inputs, and targets that every head can have: of one class each, or 0 and 1 for a single output."""
    rng = np.random.default_rng(6)
    x = rng.standard_normal((count, one.network.sizes[0]))
    classes = max(one.network.sizes[-1], 2)
    return x, np.eye(classes)[rng.integers(classes, size=count)][:, -one.network.sizes[-1] :]


def letters_model() -> tuple[Model, Array, Array]:
    """20-3-4 on the letters, and these."""
    return model((20, 3, 4)), *letters()
