"""What sheets that look back show: the network at the iteration asked for, or the present one where Trace has none."""

from typing import NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import Rows, Value
from sheetnet.sheet.formulas.results import NOTHING


class Then(NamedTuple):
    """What was at the iteration that is shown; `place` is the row of Trace, 0 where it has none of that."""

    known: int
    place: int
    shown: int
    parameters: Array
    gradients: Array
    loss: Value
    accuracy: Value


def looked_back(
    trace: TraceSheet, problem: Problem, asked: Value, parameters: Array, iteration: int, now: dict[str, Rows]
) -> Then:
    """What is shown when an iteration is asked for; `now` is what the workbook's other areas show."""
    layout = problem.layout
    kept = trace.looked_up(asked, REACH)
    if kept:
        loss, accuracy = kept.basic[:2]
        numbers = np.array(kept.parameters), np.array(kept.gradients)
        return Then(1, kept.place, kept.iteration, *numbers, loss, NOTHING if accuracy is None else accuracy)
    gradients = np.array(transfer.parameters(now["gradients"], layout["gradients"], layout.geometry))
    place = trace.place_of(asked, REACH)
    return Then(0, place, iteration, parameters, gradients, now["E"][0][0], now["accuracy"][0][0])


def as_joined(value: Value) -> str:
    """A value as a formula joins it to a text."""
    return f"{value:.15g}" if isinstance(value, float | int) else str(value)
