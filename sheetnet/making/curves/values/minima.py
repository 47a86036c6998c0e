"""What the formulas of the example `minima` show."""

from math import floor

import numpy as np

from sheetnet.making.curves import minima, surface
from sheetnet.making.curves.values.book import Blocks, Book
from sheetnet.making.curves.values.cells import DASH, mark, near, side_by_side, until
from sheetnet.making.curves.values.valley import Valley, curve, slope
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.cells import Value


def minima_values(book: Book) -> Blocks:
    zeros = [2**0.5 * np.cos((np.arccos(-(2**0.5) / 4) - 2 * np.pi * turn) / 3) for _, turn, _ in minima.ZEROS]
    starts, etas = _starts(book, float(zeros[1])), book.column("etas")
    words = dict(zip(minima.VERDICTS, book.texts("words"), strict=True))
    overflow = book.texts("overflow")[0]
    own, *nine = trials = [
        Valley(start, eta)
        for start, eta in zip([book.number("start"), *starts], [book.number("eta"), *etas], strict=True)
    ]
    blocks: Blocks = {
        "result": [[value] for value in own.end()],
        "verdict": [[own.verdict(words)]],
        "zeros": [[float(x), float(curve(x)), float(slope(x))] for x in zeros],
        "zero_checks": [[mark(right=near(x, figure))] for x, (_, _, figure) in zip(zeros, minima.ZEROS, strict=True)],
        "starts": [[start] for start in starts],
        "ends": [trial.end() for trial in nine],
        "verdicts": [[trial.verdict(words)] for trial in nine],
        "checks": [
            [mark(right=_came_out(trial, words, wanted[2]), asked=_given(trial, wanted))]
            for trial, wanted in zip(nine, minima.TRIALS, strict=True)
        ],
        "rates": [[value for trial in trials for value in (trial.eta, None)]],
        "path": side_by_side(trial.columns(overflow) for trial in trials),
        "curve": [
            [float(curve(x))] for (x,) in transfer.numbers(book.grid, book.areas["curve"].part(0, -1, minima.CURVE))
        ],
        "on_curve": side_by_side(trial.on_curve() for trial in trials[:5]),
        "by_step": side_by_side(trial.by_step() for trial in trials[6:]),
    }
    return blocks | _surface(book)


def _starts(book: Book, maximum: float) -> list[float]:
    """The starts of the nine: numbers, and one formula, which is where the maximum lies."""
    area = book.areas["starts"]
    formulas = [row[0] for row in book.grid.formulas(area)]
    return [
        transfer.number(row[0], area, number) if formula is None else maximum
        for number, (row, formula) in enumerate(zip(book.grid.read(area), formulas, strict=True))
    ]


def _given(trial: Valley, wanted: tuple[float | None, float, str]) -> bool:
    return trial.eta == wanted[1] and wanted[0] in (None, trial.start)


def _came_out(trial: Valley, words: dict[str, str], figure: str) -> bool:
    if figure == "overflows":
        return trial.overflowed
    if figure in words:
        return trial.verdict(words) == words[figure]
    return not trial.overflowed and near(trial.x[-1], figure)


def _surface(book: Book) -> Blocks:
    numbers = [round(-2.2 + 0.1 * n, 1) for n in range(surface.SIDE)]
    over, beside = [curve(x) for x in numbers], [curve(y) for y in reversed(numbers)]
    eta = book.number("eta_xy")
    paths = [Valley(start, eta, surface.STEPS) for start in book.column("start_xy")]
    rows = [[until(path.x, number, DASH, DASH) for path in paths] for number in range(surface.STEPS + 1)]
    fits = not any(path.overflowed for path in paths)
    return {
        "f_of_x": [over],
        "f_of_y": [[y] for y in beside],
        "surface": [[x + y for x in over] for y in beside],
        "path_xy": rows,
        "path_cells": [[_tenths(x) for x in row] for row in rows],
        "result_xy": [[x] for x in rows[-1]] + [[sum(path.heights[-1] for path in paths) if fits else DASH]],
    }


def _tenths(x: Value) -> Value:
    """Ten times a number, rounded as a spreadsheet does: halves away from 0."""
    if not isinstance(x, float) or abs(x) >= 1000:
        return DASH
    return float(np.copysign(floor(abs(10 * x) + 0.5), x)) + 0.0
