"""What the formulas of the curve `minima` show."""

from math import floor

import numpy as np

from sheetnet.making.curves.curve import Blocks, Inputs
from sheetnet.making.curves.minima import sheets, surface
from sheetnet.making.curves.minima.function import f, slope
from sheetnet.making.curves.minima.valley import Valley
from sheetnet.making.curves.results import DASH, mark, near, side_by_side, until
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.cells import Value


def minima_values(inputs: Inputs) -> Blocks:
    zeros = [2**0.5 * np.cos((np.arccos(-(2**0.5) / 4) - 2 * np.pi * turn) / 3) for _, turn, _ in sheets.ZEROS]
    starts, etas = _starts(inputs, float(zeros[1])), inputs.column("etas")
    words = dict(zip(sheets.VERDICTS, inputs.texts("words"), strict=True))
    overflow = inputs.texts("overflow")[0]
    own, *nine = trials = [
        Valley(start, eta)
        for start, eta in zip([inputs.number("start"), *starts], [inputs.number("eta"), *etas], strict=True)
    ]
    blocks: Blocks = {
        "result": [[value] for value in own.end()],
        "verdict": [[own.verdict(words)]],
        "zeros": [[float(x), float(f(x)), float(slope(x))] for x in zeros],
        "zero_checks": [[mark(right=near(x, figure))] for x, (_, _, figure) in zip(zeros, sheets.ZEROS, strict=True)],
        "starts": [[start] for start in starts],
        "ends": [trial.end() for trial in nine],
        "verdicts": [[trial.verdict(words)] for trial in nine],
        "checks": [
            [mark(right=_came_out(trial, words, wanted[2]), asked=_given(trial, wanted))]
            for trial, wanted in zip(nine, sheets.TRIALS, strict=True)
        ],
        "rates": [[value for trial in trials for value in (trial.eta, None)]],
        "path": side_by_side(trial.columns(overflow) for trial in trials),
        "curve": [
            [float(f(x))] for (x,) in transfer.numbers(inputs.grid, inputs.areas["curve"].part(0, -1, sheets.CURVE))
        ],
        "on_curve": side_by_side(trial.on_curve() for trial in trials[:5]),
        "by_step": side_by_side(trial.by_step() for trial in trials[6:]),
    }
    return blocks | _surface(inputs)


def _starts(inputs: Inputs, maximum: float) -> list[float]:
    """The starts of the nine: numbers, and one formula, which is where the maximum lies."""
    area = inputs.areas["starts"]
    formulas = [row[0] for row in inputs.grid.formulas(area)]
    return [
        transfer.number(row[0], area, number) if formula is None else maximum
        for number, (row, formula) in enumerate(zip(inputs.grid.read(area), formulas, strict=True))
    ]


def _given(trial: Valley, wanted: tuple[float | None, float, str]) -> bool:
    return trial.eta == wanted[1] and wanted[0] in (None, trial.start)


def _came_out(trial: Valley, words: dict[str, str], figure: str) -> bool:
    if figure == "overflows":
        return trial.overflowed
    if figure in words:
        return trial.verdict(words) == words[figure]
    return not trial.overflowed and near(trial.x[-1], figure)


def _surface(inputs: Inputs) -> Blocks:
    numbers = [round(-2.2 + 0.1 * n, 1) for n in range(surface.SIDE)]
    over, beside = [f(x) for x in numbers], [f(y) for y in reversed(numbers)]
    eta = inputs.number("eta_xy")
    paths = [Valley(start, eta, surface.STEPS) for start in inputs.column("start_xy")]
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
