"""What the formulas of the curve `race` show."""

import numpy as np

from sheetnet.making.curves.curve import Blocks, Inputs
from sheetnet.making.curves.race import sheets
from sheetnet.making.curves.results import logarithm, mark, near, rings, transposed
from sheetnet.net.activations import Array
from sheetnet.net.numerical import gradient_descent
from sheetnet.net.optimisers import OPTIMISERS, Optimiser
from sheetnet.sheet.blocks import transfer


def race_values(inputs: Inputs) -> Blocks:
    start = inputs.column("start")
    constants = inputs.areas["constants"]
    blocks: Blocks = {"ends": [], "checks": [], "rings": rings(sheets.RINGS, 20.0**0.5)}
    heights = []
    for row, (name, runner) in enumerate(sheets.RUNNERS.items()):
        line = inputs.grid.read(constants.part(row, 0, 1, constants.width))[0]
        given = {
            constant: transfer.number(line[column], constants, row, column)
            for column, constant in enumerate(sheets.CONSTANTS)
            if constant in runner.constants
        }
        columns = _run(OPTIMISERS[name](**given), np.array(start))
        blocks[f"path_{name}"] = columns.tolist()
        blocks["ends"].append(columns[-1, :3].tolist())
        same = tuple(start) == sheets.START and given == runner.constants
        right = all(map(near, columns[-1, :2], runner.figures))
        blocks["checks"].append([mark(right=right, asked=same) if runner.figures else None])
        heights.append([logarithm(f) for f in columns[:, 2]])
    blocks["logarithms"] = transposed(heights)
    return blocks


def _run(rule: Optimiser, start: Array) -> Array:
    """Columns x, y, f, the gradient, and every state, of each step of the sheets."""
    states = [rule.start(start)]

    def step(g: Array, state: tuple[Array, ...], number: int) -> tuple[Array, tuple[Array, ...]]:
        change, state = rule.step(g, state, number)
        states.append(state)
        return change, state

    def f(w: Array) -> float:
        return float(w[0] * w[0] / 20.0 + w[1] * w[1])

    def gradient(w: Array) -> Array:
        return np.array([w[0] / 10.0, 2.0 * w[1]])

    path = gradient_descent(f, start, rule._replace(step=step), sheets.STEPS, gradient)
    rows = [
        np.concatenate([w, [f(w)], gradient(w), *state]) for w, state in zip(path, states, strict=True)
    ]  # fmt: skip
    return np.array(rows)
