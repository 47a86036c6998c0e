"""What the formulas of the curve `descent` show."""

import numpy as np

from sheetnet.making.curves.curve import Blocks, Inputs
from sheetnet.making.curves.descent import sheets
from sheetnet.making.curves.results import (
    DASH,
    fitting,
    held,
    logarithm,
    mark,
    near,
    rings,
    side_by_side,
    transposed,
    until,
)
from sheetnet.net.activations import Array
from sheetnet.net.numerical import gradient_descent, numerical_gradient
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.sheet.cells import Rows, Value


def descent_values(inputs: Inputs) -> Blocks:
    start, h = np.array(inputs.column("start")), inputs.number("h")
    etas, signs = inputs.column("etas"), inputs.column("signs")
    bowls = [
        _Bowl(start, sign * eta, h if trial.gradient == "numerical" else None)
        for eta, sign, trial in zip(etas, signs, sheets.TRIALS, strict=True)
    ]
    overflow = inputs.texts("overflow")[0]
    checks: Rows = []
    for bowl, eta, sign, trial in zip(bowls, etas, signs, sheets.TRIALS, strict=True):
        same = tuple(start) == sheets.START and (eta, sign) == (trial.eta, trial.sign)
        same &= bowl.h in (None, sheets.H)
        if trial.figures:
            right = not bowl.overflowed and all(map(near, bowl.path[-1], trial.figures))
        else:
            same &= signs[0] == sheets.TRIALS[0].sign
            right = bool(bowl.f[1] > bowl.f[0] and bowls[0].f[1] < bowls[0].f[0])
        checks.append([mark(right=right, asked=same)])
    third, fourth, fifth = bowls[2:]
    logs = (third.path[:, 0], fourth.path[:, 0], bowls[0].f, fifth.f)
    return {
        "ends": [bowl.end() for bowl in bowls],
        "checks": checks,
        "evaluations": [[bowl.evaluations] for bowl in bowls],
        "looked_at": third.looked_at(),
        "rates": [[value for bowl in bowls for value in (bowl.rate, None, None, None, None)]],
        "path": side_by_side(bowl.columns(overflow) for bowl in bowls),
        "rings": rings(sheets.RINGS, 1.0),
        "over_rings": transposed(
            held(np.clip(bowls[n].path[:, axis], -100, 100), sheets.STEPS) for n in sheets.PATHS for axis in (0, 1)
        ),
        "logarithms": transposed(held([logarithm(x) for x in column], sheets.STEPS) for column in logs),
    }


class _Bowl:
    """A descent on x0^2 + x1^2, `path` as far as its numbers fit; h is None where the gradient is the exact one."""

    def __init__(self, start: Array, rate: float, h: float | None) -> None:
        self.rate, self.h = rate, h

        def f(w: Array) -> float:
            return float(w[0] * w[0] + w[1] * w[1])

        def gradient(w: Array) -> Array:
            return 2.0 * w if h is None else numerical_gradient(f, w, h)

        with np.errstate(over="ignore", invalid="ignore"):
            path = gradient_descent(f, start, OPTIMISERS["sgd"](-rate), sheets.STEPS, gradient)
            self.path = path[: fitting(np.abs(path).max(axis=1) < float(sheets.HUGE)) + 1]
            self.f = np.array([f(w) for w in self.path])
            self.gradients = np.array([gradient(w) for w in self.path])

    @property
    def overflowed(self) -> bool:
        return len(self.path) <= sheets.STEPS

    @property
    def evaluations(self) -> int:
        """How often f was asked for the gradients that moved: twice a coordinate, and never for the exact one."""
        return 0 if self.h is None else 2 * self.path[: sheets.STEPS].size

    def end(self) -> list[Value]:
        return [DASH] * 3 if self.overflowed else [*self.path[-1].tolist(), float(self.f[-1])]

    def columns(self, overflow: str) -> Rows:
        numbers = np.column_stack((self.path, self.f, self.gradients))
        first = [overflow, overflow, "", "", ""]
        return [
            [until(column, row, word) for column, word in zip(numbers.T.tolist(), first, strict=True)]
            for row in range(sheets.STEPS + 1)
        ]

    def looked_at(self) -> Rows:
        """What is left of h beside x0, and what that does to the difference and to the gradient."""
        rows: Rows = []
        h = self.h or 0.0
        for step in range(sheets.FIRST_LOOKED_AT, sheets.FIRST_LOOKED_AT + sheets.LOOKS):
            if step >= len(self.path):
                rows.append([DASH] * 6)
                continue
            x0, x1 = self.path[step].tolist()
            difference = ((x0 + h) * (x0 + h) + x1 * x1) - ((x0 - h) * (x0 - h) + x1 * x1)
            rows.append([(x0 + h) - x0, x0, difference, 4 * h * x0, float(self.gradients[step, 0]), 2 * x0])
        return rows
