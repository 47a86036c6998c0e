"""What the tests of the net share: the letters, random problems, and oracles that know no backpropagation."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from sheetnet.net import ACTIVATIONS, HEADS, Network
from sheetnet.net.activations import Array
from sheetnet.net.network import REDUCTIONS

LETTERS = Network((20, 3, 4))


class Problem(NamedTuple):
    """A network with parameters and cases."""

    network: Network
    parameters: Array
    x: Array
    t: Array

    def loss(self, parameters: Any) -> Any:
        return self.network.loss(parameters, self.x, self.t)


def letters() -> tuple[Array, Array]:
    """The 128 pictures and their targets A, P, L, E, as numpy reads the file."""
    text = files("sheetnet").joinpath("data", "aple_train.csv").read_text(encoding="utf-8")
    rows = np.array([line.split(",") for line in text.split()[1:]])
    return rows[:, 1:].astype(np.float64), (rows[:, :1] == np.array(list("APLE"))).astype(np.float64)


def reference_start() -> Array:
    """The reference start: hidden weights, hidden thresholds, output weights, output thresholds, in that order."""
    rng = np.random.default_rng(0)
    parameters = np.empty(79)
    for matrix in LETTERS.unpack(parameters):
        units, columns = matrix.shape
        matrix[:, :-1] = rng.uniform(-1, 1, (units, columns - 1))
        matrix[:, -1] = rng.uniform(-1, 1, units)
    return parameters


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Networks of up to three layers, every activation with every head, thresholds or none, and up to six cases."""
    sizes = tuple(draw(st.lists(st.integers(1, 5), min_size=2, max_size=4)))
    hidden = ACTIVATIONS[draw(st.sampled_from(sorted(ACTIVATIONS)))]
    head = HEADS[draw(st.sampled_from(sorted(HEADS)))]
    network = Network(sizes, hidden, head, draw(st.sampled_from(REDUCTIONS)), draw(st.booleans()))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    cases = draw(st.integers(1, 6))
    parameters = rng.uniform(-2.0, 2.0, network.parameter_count)
    return Problem(
        network, parameters, rng.uniform(-1.0, 1.0, (cases, sizes[0])), rng.uniform(0.0, 1.0, (cases, sizes[-1]))
    )


def complex_step(f: Callable[[Any], Any], p: Array) -> Array:
    """df/dp_i = Im f(p + ih e_i) / h: no difference is taken, so h may vanish and nothing cancels."""
    moved = np.tile(p.astype(np.complex128), (len(p), 1))
    moved[np.diag_indices(len(p))] += 1e-30j
    return np.array([f(row).imag / 1e-30 for row in moved])


def difference_quotient(f: Callable[[Any], Any], p: Array) -> Array:
    """(f(p + h e_i) - f(p - h e_i)) / 2h."""
    h = 1e-5
    return np.array([(f(p + step) - f(p - step)) / (2.0 * h) for step in h * np.eye(len(p))])
