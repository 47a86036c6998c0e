"""A descent on x^4 - 3x^2 + x, and what every cell shows of it."""

import numpy as np

from sheetnet.making.curves.minima import sheets
from sheetnet.making.curves.minima.function import f, slope
from sheetnet.making.curves.results import DASH, fitting, held, until
from sheetnet.net.numerical import gradient_descent
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.sheet.cells import Rows, Value


class Valley:
    """A descent on the curve: `x` as far as it is a number, `heights` as far as x^4 fits into a cell."""

    def __init__(self, start: float, eta: float, steps: int = sheets.STEPS) -> None:
        self.start, self.eta, self.steps = start, eta, steps
        with np.errstate(over="ignore", invalid="ignore"):
            path = gradient_descent(f, np.array([start]), OPTIMISERS["sgd"](eta), steps, slope)[:, 0]
        count = fitting(np.abs(path) < float(sheets.HUGE))
        self.heights = f(path[:count]).tolist()
        self.x = path[: count + 1].tolist()

    @property
    def overflowed(self) -> bool:
        return len(self.heights) <= self.steps

    def end(self) -> list[Value]:
        if self.overflowed:
            return [DASH] * 3
        return [self.x[-1], self.heights[-1], slope(self.x[-1])]

    def verdict(self, words: dict[str, str]) -> str:
        if self.overflowed:
            return f"{words['overflows']} {len(self.heights)}"
        earlier, before, end = self.x[-3:]
        if abs(slope(end)) < 0.001:
            return words["maximum" if 6 * end * end < 3 else "global" if end < 0 else "local"]
        return words["hops" if (end - before) * (before - earlier) < 0 else "on_the_way"]

    def columns(self, overflow: str) -> Rows:
        columns = (self.x, self.heights)
        return [[until(column, number, overflow) for column in columns] for number in range(self.steps + 1)]

    def on_curve(self) -> Rows:
        drawn = held(np.clip(self.x, -sheets.EDGE, sheets.EDGE), self.steps)
        return [[x, f(x)] for x in drawn]

    def by_step(self) -> Rows:
        drawn = held(np.clip(self.x, -sheets.AFAR, sheets.AFAR), self.steps)
        return [[min(number, len(self.x) - 1), x] for number, x in enumerate(drawn)]
