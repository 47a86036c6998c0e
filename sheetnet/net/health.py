"""What may be wrong with a network or its training: facts that are measured, and a condition for each that tells it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.net.activations import Array
from sheetnet.net.network import Network

LARGE_INPUT = 5.0  # an input beyond it, times a weight, may leave nothing of a sigmoid's slope
EARLIER = 40  # so many units before it a unit is compared with
END = 0.01  # how near an end of its range an output is called saturated
LOOKED_AT = 10  # the last steps of the curve in which E may have jumped up
_TWINS = 1e-12  # the square of the distance under which two units are the same
_ENDS = {"sigmoid": (END, 1.0 - END), "tanh": (2 * END - 1.0, 1.0 - 2 * END), "relu": (0.0, np.inf)}


class Curve(NamedTuple):
    """The recorded iterations of a run, and E at each of them, over training and over test cases; shape (recorded,).

    Without test cases the last is all nan.
    """

    iterations: Array
    loss: Array
    test_loss: Array


class Facts(NamedTuple):
    """What is measured of a network at its present parameters, and of the curve that led there.

    Unit by unit: `twins` repeat an earlier unit of their layer, `ends` stand at one end of their range for every
    training case. `spreads` are how far each input varies. `widest` is how far the outputs differ between cases at
    most, `middling` counts outputs at neither end of 0 to 1, `reach` is the size of the largest input, `constant` is E
    of the best constant answer. The curve: its `rows`, E at the `last` one and `before`, the `lowest`, the number of
    `rises` among the last steps of batch descent, and the same of test E; each with its iteration.
    """

    twins: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    spreads: Array
    cases: int
    scaled: bool
    loss: float
    counter: int
    constant: float
    widest: float
    middling: int
    reach: float
    rows: int
    last_at: int
    last: float
    before: float
    lowest: float
    lowest_at: int
    rises: int
    test_last: float
    test_lowest: float
    test_at: int
    uncounted: int


LAMPS: dict[str, Callable[[Facts], bool]] = {
    "uncounted": lambda of: of.uncounted > 0,
    "disagree": lambda of: (
        of.rows > 0 and of.last_at == of.counter and abs(of.loss - of.last) > 1e-6 * max(1.0, abs(of.last))
    ),
    "unscaled": lambda of: not of.scaled and of.reach > LARGE_INPUT,
    "eta": lambda of: of.rises >= 3 or (of.counter > 0 and of.cases > 1 and of.middling == 0 and of.widest < END),
    "identical": lambda of: bool(of.twins.any()),
    "saturated": lambda of: bool(of.ends.any()),
    "alike": lambda of: of.cases > 1 and of.widest < 1e-4,
    "plateau": lambda of: (
        of.counter > 0
        and of.rows > 1
        and of.constant > 0
        and of.loss >= 0.99 * of.constant
        and abs(of.last - of.before) <= 0.001 * of.last
    ),
    "rising": lambda of: of.rows > 1 and of.last > 1.05 * of.lowest,
    "test": lambda of: of.test_lowest > 0 and of.test_last > 1.05 * of.test_lowest,
    "constant": lambda of: of.cases > 1 and not of.spreads.all(),
}
"""Lamp -> whether it is lit, the graver ones first."""


def twins(network: Network, parameters: Array) -> NDArray[np.bool_]:
    """Which hidden units have the weights and the threshold of an earlier one of their layer, shape (units,)."""
    found = []
    with np.errstate(over="ignore"):  # units as far from each other as that are no twins
        for layer in network.unpack(parameters)[:-1]:
            for number, unit in enumerate(layer):
                others = layer[max(0, number - EARLIER) : number]
                found.append(bool((((others - unit) ** 2).sum(axis=1) < _TWINS).any()))
    return np.array(found, np.bool_)


def at_one_end(network: Network, hidden: list[Array]) -> NDArray[np.bool_]:
    """Which hidden units are at the same end of their range for every case; `hidden` are the layers' outputs."""
    if network.hidden.name not in _ENDS:
        return np.zeros(sum(network.sizes[1:-1]), np.bool_)
    low, high = _ENDS[network.hidden.name]
    layers = [((h <= low).all(axis=0)) | ((h >= high).all(axis=0)) for h in hidden]
    return np.concatenate([*layers, np.zeros(0, np.bool_)])


def outside_the_middle(z: Array) -> int:
    """How many outputs are at neither end of 0 to 1."""
    return int(z.size - ((z >= 0.0) & (z < END)).sum() - ((z > 1.0 - END) & (z <= 1.0)).sum())


def of_the_curve(curve: Curve, *, whole: bool) -> dict[str, float]:
    """The facts that the curve tells, by name; with mini-batches, not `whole`, E may well jump."""
    rows = len(curve.iterations)
    if not rows:
        names = "rows last_at last before lowest lowest_at rises test_last test_lowest test_at"
        return dict.fromkeys(names.split(), 0)
    loss, least = curve.loss, int(np.argmin(curve.loss))
    found = {
        "rows": rows,
        "last_at": int(curve.iterations[-1]),
        "last": float(loss[-1]),
        "before": float(loss[-2] if rows > 1 else loss[-1]),
        "lowest": float(loss[least]),
        "lowest_at": int(curve.iterations[least]),
        "rises": int((loss[-LOOKED_AT:] > 1.001 * loss[-LOOKED_AT - 1 : -1]).sum())
        if whole and rows > LOOKED_AT
        else 0,
    }
    known = ~np.isnan(curve.test_loss)
    if not known.any():
        return found | {"test_last": 0.0, "test_lowest": 0.0, "test_at": 0}
    lowest = int(np.nanargmin(curve.test_loss))
    last = float(curve.test_loss[-1]) if known[-1] else 0.0
    return found | {
        "test_last": last,
        "test_lowest": float(curve.test_loss[lowest]),
        "test_at": int(curve.iterations[lowest]),
    }


def lit(facts: Facts) -> Iterator[tuple[str, bool]]:
    """Every lamp with whether it is lit."""
    for key, condition in LAMPS.items():
        yield key, condition(facts)
