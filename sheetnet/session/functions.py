"""The saved results of the workbooks about functions: what the net says every formula of them shows."""

from collections.abc import Callable, Sequence
from math import floor, log10
from typing import Any

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.numerical import central_difference, gradient_descent
from sheetnet.net.optimisers import OPTIMISERS, Optimiser
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import Area, Rows, Value, parse_area
from sheetnet.sheet.errors import LayoutError
from sheetnet.sheet.functions import FUNCTIONS, descent, minima, race, surface
from sheetnet.sheet.functions.page import NOT_ASKED, RIGHT, WRONG, tolerance
from sheetnet.sheet.functions.rings import POINTS
from sheetnet.sheet.grid import Grid

Blocks = dict[str, Rows]
_DASH = "–"
_FITS = 1e75  # minima.HUGE and descent's bound, as numbers
_FITS_SQUARED = 1e150


def fill(grid: Grid, name: str) -> None:
    """Give every formula of an example's workbook its saved result, for the inputs that are in its cells."""
    book = _Book(grid, name)
    for block, rows in _VALUES[name](book).items():
        grid.refresh(book.areas[block], rows)


class _Book:
    """The blocks of an example in a workbook, found by their names."""

    def __init__(self, grid: Grid, name: str) -> None:
        self.grid = grid
        names = grid.names()
        self.areas: dict[str, Area] = {}
        for block in FUNCTIONS[name].areas:
            area = parse_area(names.get(block, ""))
            if area is None:
                raise LayoutError(f"the name '{block}' is missing", place=block)
            self.areas[block] = area

    def column(self, block: str) -> list[float]:
        return [row[0] for row in transfer.numbers(self.grid, self.areas[block])]

    def number(self, block: str) -> float:
        return self.column(block)[0]

    def texts(self, block: str) -> list[str]:
        return [str(row[0]) for row in self.grid.read(self.areas[block])]


def _minima(book: _Book) -> Blocks:
    zeros = [2**0.5 * np.cos((np.arccos(-(2**0.5) / 4) - 2 * np.pi * turn) / 3) for _, turn, _ in minima.ZEROS]
    starts, etas = _starts(book, float(zeros[1])), book.column("etas")
    eta = book.number("eta")
    words = dict(zip(minima.VERDICTS, book.texts("words"), strict=True))
    overflow = book.texts("overflow")[0]
    trials = [
        _Valley(start, rate)
        for start, rate in zip([book.number("start"), *starts], [eta, *etas], strict=True)
    ]  # fmt: skip
    own, *nine = trials
    blocks: Blocks = {
        "result": [[value] for value in own.end()],
        "verdict": [[own.verdict(words)]],
        "zeros": [[float(x), float(_curve(x)), float(_slope(x))] for x in zeros],
        "zero_checks": [[_mark(_near(x, figure))] for x, (_, _, figure) in zip(zeros, minima.ZEROS, strict=True)],
        "starts": [[start] for start in starts],
        "ends": [trial.end() for trial in nine],
        "verdicts": [[trial.verdict(words)] for trial in nine],
        "checks": [
            [_mark(_came_out(trial, words, wanted[2]), asked=_given(trial, wanted))]
            for trial, wanted in zip(nine, minima.TRIALS, strict=True)
        ],
        "rates": [[value for trial in trials for value in (trial.eta, None)]],
        "path": _side_by_side(trial.columns(overflow) for trial in trials),
        "curve": [
            [float(_curve(x))] for (x,) in transfer.numbers(book.grid, book.areas["curve"].part(0, -1, minima.CURVE))
        ],
        "on_curve": _side_by_side(trial.on_curve() for trial in trials[:5]),
        "by_step": _side_by_side(trial.by_step() for trial in trials[6:]),
    }
    return blocks | _surface(book)


def _starts(book: _Book, maximum: float) -> list[float]:
    """The starts of the nine: numbers, and one formula, which is where the maximum lies."""
    area = book.areas["starts"]
    formulas = [row[0] for row in book.grid.formulas(area)]
    return [
        transfer.number(row[0], area, number) if formula is None else maximum
        for number, (row, formula) in enumerate(zip(book.grid.read(area), formulas, strict=True))
    ]


def _curve(x: Any) -> Any:
    return x * x * x * x - 3 * x * x + x


def _slope(x: Any) -> Any:
    return 4 * x * x * x - 6 * x + 1


class _Valley:
    """A descent on the curve: `x` as far as it is a number, `heights` as far as x^4 fits into a cell."""

    def __init__(self, start: float, eta: float, steps: int = minima.STEPS) -> None:
        self.start, self.eta, self.steps = start, eta, steps
        with np.errstate(over="ignore", invalid="ignore"):
            path = gradient_descent(_curve, np.array([start]), OPTIMISERS["sgd"](eta), steps, _slope)[:, 0]
        fitting = _fitting(np.abs(path) < _FITS)
        self.heights = _curve(path[:fitting]).tolist()
        self.x = path[: fitting + 1].tolist()

    @property
    def overflowed(self) -> bool:
        return len(self.heights) <= self.steps

    def end(self) -> list[Value]:
        if self.overflowed:
            return [_DASH] * 3
        return [self.x[-1], self.heights[-1], _slope(self.x[-1])]

    def verdict(self, words: dict[str, str]) -> str:
        if self.overflowed:
            return f"{words['overflows']} {len(self.heights)}"
        earlier, before, end = self.x[-3:]
        if abs(_slope(end)) < 0.001:
            return words["maximum" if 6 * end * end < 3 else "global" if end < 0 else "local"]
        return words["hops" if (end - before) * (before - earlier) < 0 else "on_the_way"]

    def columns(self, overflow: str) -> Rows:
        columns = (self.x, self.heights)
        return [[_until(column, number, overflow) for column in columns] for number in range(self.steps + 1)]

    def on_curve(self) -> Rows:
        drawn = _held(np.clip(self.x, -minima.EDGE, minima.EDGE), self.steps)
        return [[x, _curve(x)] for x in drawn]

    def by_step(self) -> Rows:
        drawn = _held(np.clip(self.x, -minima.AFAR, minima.AFAR), self.steps)
        return [[min(number, len(self.x) - 1), x] for number, x in enumerate(drawn)]


def _given(trial: _Valley, wanted: tuple[float | None, float, str]) -> bool:
    return trial.eta == wanted[1] and wanted[0] in (None, trial.start)


def _came_out(trial: _Valley, words: dict[str, str], figure: str) -> bool:
    if figure == "overflows":
        return trial.overflowed
    if figure in words:
        return trial.verdict(words) == words[figure]
    return not trial.overflowed and _near(trial.x[-1], figure)


def _surface(book: _Book) -> Blocks:
    numbers = [round(-2.2 + 0.1 * n, 1) for n in range(surface.SIDE)]
    over, beside = [_curve(x) for x in numbers], [_curve(y) for y in reversed(numbers)]
    eta = book.number("eta_xy")
    paths = [_Valley(start, eta, surface.STEPS) for start in book.column("start_xy")]
    rows = [[_until(path.x, number, _DASH, _DASH) for path in paths] for number in range(surface.STEPS + 1)]
    fits = not any(path.overflowed for path in paths)
    return {
        "f_of_x": [over],
        "f_of_y": [[y] for y in beside],
        "surface": [[x + y for x in over] for y in beside],
        "path_xy": rows,
        "path_cells": [[_tenths(x) for x in row] for row in rows],
        "result_xy": [[x] for x in rows[-1]] + [[sum(path.heights[-1] for path in paths) if fits else _DASH]],
    }


def _tenths(x: Value) -> Value:
    """Ten times a number, rounded as a spreadsheet does: halves away from 0."""
    if not isinstance(x, float) or abs(x) >= 1000:
        return _DASH
    return float(np.copysign(floor(abs(10 * x) + 0.5), x)) + 0.0


def _descent(book: _Book) -> Blocks:
    start, h = np.array(book.column("start")), book.number("h")
    etas, signs = book.column("etas"), book.column("signs")
    bowls = [
        _Bowl(start, sign * eta, h if trial.gradient == "numerical" else None)
        for eta, sign, trial in zip(etas, signs, descent.TRIALS, strict=True)
    ]
    overflow = book.texts("overflow")[0]
    checks: Rows = []
    for bowl, eta, sign, trial in zip(bowls, etas, signs, descent.TRIALS, strict=True):
        same = tuple(start) == descent.START and (eta, sign) == (trial.eta, trial.sign)
        same &= bowl.h in (None, descent.H)
        if trial.figures:
            right = not bowl.overflowed and all(map(_near, bowl.path[-1], trial.figures))
        else:
            same &= signs[0] == descent.TRIALS[0].sign
            right = bool(bowl.f[1] > bowl.f[0] and bowls[0].f[1] < bowls[0].f[0])
        checks.append([_mark(right, asked=same)])
    third, fourth, fifth = bowls[2:]
    logs = (third.path[:, 0], fourth.path[:, 0], bowls[0].f, fifth.f)
    return {
        "ends": [bowl.end() for bowl in bowls],
        "checks": checks,
        "looked_at": third.looked_at(),
        "rates": [[value for bowl in bowls for value in (bowl.rate, None, None, None, None)]],
        "path": _side_by_side(bowl.columns(overflow) for bowl in bowls),
        "rings": _rings(descent.RINGS, 1.0),
        "over_rings": _transposed(
            _held(np.clip(bowls[n].path[:, axis], -100, 100), descent.STEPS) for n in (0, 4) for axis in (0, 1)
        ),
        "logarithms": _transposed(_held([_log(x) for x in column], descent.STEPS) for column in logs),
    }


class _Bowl:
    """A descent on x0^2 + x1^2, `path` as far as its numbers fit; h is None where the gradient is the exact one."""

    def __init__(self, start: Array, rate: float, h: float | None) -> None:
        self.rate, self.h = rate, h

        def f(w: Array) -> float:
            return float(w[0] * w[0] + w[1] * w[1])

        def gradient(w: Array) -> Array:
            return 2.0 * w if h is None else central_difference(f, w, h)

        with np.errstate(over="ignore", invalid="ignore"):
            path = gradient_descent(f, start, OPTIMISERS["sgd"](-rate), descent.STEPS, gradient)
            self.path = path[: _fitting(np.abs(path).max(axis=1) < _FITS_SQUARED) + 1]
            self.f = np.array([f(w) for w in self.path])
            self.gradients = np.array([gradient(w) for w in self.path])

    @property
    def overflowed(self) -> bool:
        return len(self.path) <= descent.STEPS

    def end(self) -> list[Value]:
        return [_DASH] * 3 if self.overflowed else [*self.path[-1].tolist(), float(self.f[-1])]

    def columns(self, overflow: str) -> Rows:
        numbers = np.column_stack((self.path, self.f, self.gradients))
        first = [overflow, overflow, "", "", ""]
        return [
            [_until(column, row, word) for column, word in zip(numbers.T.tolist(), first, strict=True)]
            for row in range(descent.STEPS + 1)
        ]

    def looked_at(self) -> Rows:
        """What is left of h beside x0, and what that does to the difference and to the gradient."""
        rows: Rows = []
        h = self.h or 0.0
        for step in range(descent.FIRST_LOOKED_AT, descent.FIRST_LOOKED_AT + descent.LOOKS):
            if step >= len(self.path):
                rows.append([_DASH] * 6)
                continue
            x0, x1 = self.path[step].tolist()
            difference = ((x0 + h) * (x0 + h) + x1 * x1) - ((x0 - h) * (x0 - h) + x1 * x1)
            rows.append([(x0 + h) - x0, x0, difference, 4 * h * x0, float(self.gradients[step, 0]), 2 * x0])
        return rows


def _race(book: _Book) -> Blocks:
    start = book.column("start")
    constants = book.areas["constants"]
    blocks: Blocks = {"ends": [], "checks": [], "rings": _rings(race.RINGS, 20.0**0.5)}
    heights = []
    for row, (name, runner) in enumerate(race.RUNNERS.items()):
        line = book.grid.read(constants.part(row, 0, 1, constants.width))[0]
        given = {
            constant: transfer.number(line[column], constants, row, column)
            for column, constant in enumerate(race.CONSTANTS)
            if constant in runner.constants
        }
        columns = _run(OPTIMISERS[name](**given), np.array(start))
        blocks[f"path_{name}"] = columns.tolist()
        blocks["ends"].append(columns[-1, :3].tolist())
        same = tuple(start) == race.START and given == runner.constants
        right = all(map(_near, columns[-1, :2], runner.figures))
        blocks["checks"].append([_mark(right, asked=same) if runner.figures else None])
        heights.append([_log(f) for f in columns[:, 2]])
    blocks["logarithms"] = _transposed(heights)
    return blocks


def _run(rule: Optimiser, start: Array) -> Array:
    """Columns x, y, f, the gradient, and every state, of each step of the race."""
    states = [rule.start(start)]

    def step(g: Array, state: tuple[Array, ...], number: int) -> tuple[Array, tuple[Array, ...]]:
        change, state = rule.step(g, state, number)
        states.append(state)
        return change, state

    def f(w: Array) -> float:
        return float(w[0] * w[0] / 20.0 + w[1] * w[1])

    def gradient(w: Array) -> Array:
        return np.array([w[0] / 10.0, 2.0 * w[1]])

    path = gradient_descent(f, start, rule._replace(step=step), race.STEPS, gradient)
    rows = [
        np.concatenate([w, [f(w)], gradient(w), *state]) for w, state in zip(path, states, strict=True)
    ]  # fmt: skip
    return np.array(rows)


def _rings(sizes: Sequence[float], flat: float) -> Rows:
    turns = 2 * np.pi * np.arange(POINTS) / (POINTS - 1)
    cosine, sine = np.cos(turns), np.sin(turns)
    rings = [column for size in sizes for column in (size * cosine, size * sine / flat)]
    rows: Rows = np.column_stack([cosine, sine, *rings]).tolist()
    return rows


def _fitting(fits: Any) -> int:
    """How many of the first steps fit, before the first that does not."""
    return len(fits) if fits.all() else int(np.argmin(fits))


def _until(numbers: Sequence[float], step: int, overflow: str, after: str = "") -> Value:
    """The number of a step; after the last one a word, and then nothing."""
    if step < len(numbers):
        return float(numbers[step])
    return overflow if step == len(numbers) else after


def _held(numbers: Any, steps: int) -> list[float]:
    """As many numbers as a chart draws: the last one again where there are no more."""
    return [float(numbers[min(step, len(numbers) - 1)]) for step in range(steps + 1)]


def _log(x: float) -> float:
    return log10(max(abs(x), 1e-300))


def _side_by_side(blocks: Any) -> Rows:
    return [[value for row in rows for value in row] for rows in zip(*blocks, strict=True)]


def _transposed(columns: Any) -> Rows:
    return [list(row) for row in zip(*columns, strict=True)]


def _near(value: float, figure: str) -> bool:
    return bool(abs(value - float(figure)) <= float(tolerance(figure)))


def _mark(right: bool, *, asked: bool = True) -> Value:
    return (RIGHT if right else WRONG) if asked else NOT_ASKED


_VALUES: dict[str, Callable[[_Book], Blocks]] = {"minima": _minima, "descent": _descent, "race": _race}
