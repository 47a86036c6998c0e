"""Where a descent starts: the initial parameters, drawn with an explicit seed."""

from collections.abc import Callable

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.network import Network

Draw = Callable[["np.random.Generator", float, int], Array]

INITIALS: dict[str, Draw] = {
    "uniform": lambda rng, scale, n: rng.uniform(-scale, scale, n),
    "normal": lambda rng, scale, n: rng.normal(0.0, scale, n),
    "zeros": lambda rng, scale, n: np.zeros(n),
}


def initial_parameters(
    network: Network, rng: "np.random.Generator", kind: str = "uniform", scale: float = 0.5
) -> Array:
    """A parameter vector of the given kind: uniform(-scale, scale), normal(0, scale) or zeros.

    Drawn layer by layer, first all weights, then the thresholds if there are any, and rounded to 2 decimals: every
    program then reads the same double from the same text.
    """
    parameters = np.empty(network.parameter_count)
    for matrix, (units, inputs) in zip(network.unpack(parameters), network.layers, strict=True):
        matrix[:, :inputs] = INITIALS[kind](rng, scale, units * inputs).reshape(units, inputs)
        if network.thresholds:
            matrix[:, -1] = INITIALS[kind](rng, scale, units)
    return np.round(parameters, 2) + 0.0  # + 0.0 turns -0.0 into 0.0, which a cell would show as "-0"
