"""What the formulas of sheet Play must show: one case through the network as it was at the iteration asked for."""

from typing import NamedTuple

import numpy as np

from sheetnet.errors import CellError, LayoutError
from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import read
from sheetnet.session.looking.looked_back import Then, as_joined, looked_back
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.play import MOST_SCROLLED, WORDS, PlaySheet, Slots, arranged
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import Fault, Rows, Unsaved, Value
from sheetnet.sheet.formulas.play import LEAST_SHARE
from sheetnet.sheet.formulas.results import NOTHING
from sheetnet.sheet.grid import Grid


class _Passed(NamedTuple):
    """One case forward and back, layer by layer; `log_sum` is ln(sum e^s) of the outputs."""

    s: list[Array]
    h: list[Array]
    deltas: list[Array]
    log_sum: float


def play_values(
    grid: Grid, problem: Problem, parameters: Array, iteration: int, now: dict[str, Rows]
) -> dict[str, Rows]:
    """Area name -> rows of values, where the trace has been written already; `now` is what other areas show.

    Nothing of a workbook without the sheet, or where an input of it is no plain value.
    """
    layout = problem.layout
    sheet = arranged(layout.geometry, layout.areas)
    if sheet is None:
        return {}
    inputs = {name: grid.read(layout[name]) for name in ("play_iteration", "play_case", "play_box", "play_words")}
    ink = grid.read(layout["play_ink"])[0][0]
    if any(isinstance(value, Fault | Unsaved) for rows in inputs.values() for row in rows for value in row):
        return {}
    then = looked_back(TraceSheet(grid, layout), problem, inputs["play_iteration"][0][0], parameters, iteration, now)
    case = inputs["play_case"][0][0]
    row = _row(case, len(problem.x))
    box = [value for line in inputs["play_box"] for value in line]
    x = problem.x[row - 1] if row else _drawn(grid, problem, sheet, box, ink)
    t = problem.t[row - 1] if row else None
    passed = _passed(problem, then.parameters, x, t)
    seen = _Seen(grid, problem, sheet, then, passed, t, [word for (word,) in inputs["play_words"]])
    empty = not row and all(value is None for value in box)
    return seen.values(x, row, inputs["play_iteration"][0][0], iteration, empty=empty)


def bound_scroll_bars(grid: Grid, layout: Layout, counter: int) -> None:
    """Let the scroll bars of the sheet reach what there is: the iterations made, or to be made, and the cases."""
    if "play_iteration" in layout:
        asked = grid.read(layout["iterations"])[0][0]
        whole = isinstance(asked, float | int) and asked >= 1
        most = counter or (int(asked) if whole else 1)  # type: ignore[arg-type]
        grid.bound(layout["play_iteration"], min(most, MOST_SCROLLED))
    if "play_case" in layout and not layout.outside:
        grid.bound(layout["play_case"], min(layout.cases, MOST_SCROLLED))


def _row(case: Value, cases: int) -> int:
    """The number of the case; 0 where the drawing is read."""
    whole = isinstance(case, float | int) and not isinstance(case, bool) and 1 <= case < cases + 1
    return int(case) if whole else 0  # type: ignore[arg-type]


def drawn_in(grid: Grid, problem: Problem) -> Array:
    """What is drawn on sheet Play, as numbers that are measured; raises where nothing is."""
    layout = problem.layout
    sheet = arranged(layout.geometry, layout.areas)
    if sheet is None:
        raise LayoutError("the workbook has no drawing box", remedy="give the case with --data FILE.csv")
    box = [value for row in grid.read(layout["play_box"]) for value in row]
    if all(value is None or (isinstance(value, str) and not value.strip()) for value in box):
        raise CellError(
            "expected a drawing in the box, found none",
            place=str(layout["play_box"]),
            remedy="draw there and save, or give the case with --data FILE.csv",
        )
    return _measured(sheet, box, grid.read(layout["play_ink"])[0][0])


def _measured(sheet: PlaySheet, box: list[Value], ink: Value) -> Array:
    """The drawing in numbers: of a picture any mark is ink, of a table a text is 0."""
    full = float(ink) if isinstance(ink, float | int) else 0.0
    return np.array([_inked(value, full) if sheet.pictures else _number(value) for value in box])


def _drawn(grid: Grid, problem: Problem, sheet: PlaySheet, box: list[Value], ink: Value) -> Array:
    """The drawing as the network sees it."""
    raw = _measured(sheet, box, ink)
    if "input_scaling" not in problem.layout:
        return raw
    shift, scale = np.array(transfer.numbers(grid, problem.layout["input_scaling"])).T
    scaled: Array = (raw - shift) / scale
    return scaled


def _inked(value: Value, full: float) -> float:
    if value is None or (isinstance(value, str) and not value.strip(" ")):
        return 0.0
    if isinstance(value, float | int) and not isinstance(value, bool):
        return max(0.0, min(full, float(value)))
    return full


def _number(value: Value) -> float:
    return float(value) if isinstance(value, float | int) else 0.0


def _passed(problem: Problem, parameters: Array, x: Array, t: Array | None) -> _Passed:
    network = problem.network
    with np.errstate(over="ignore", invalid="ignore"):
        layers = network.sums_and_outputs(parameters, x[None])
        evaluate = Backprop(network, x[None], np.zeros((1, network.sizes[-1])) if t is None else t[None])
        evaluate(parameters)
        s = layers[-1][0][0]
        log_sum = float(s.max() + np.log(np.exp(s - s.max()).sum()))
    deltas = [delta[0] for delta in evaluate.deltas]
    return _Passed([s[0] for s, _ in layers], [h[0] for _, h in layers], deltas, log_sum)


class _Seen:
    """What is seen on the sheet, from the numbers of one iteration and one case."""

    def __init__(
        self,
        grid: Grid,
        problem: Problem,
        sheet: PlaySheet,
        then: Then,
        passed: _Passed,
        t: Array | None,
        words: list[Value],
    ) -> None:
        self.problem, self.sheet, self.then, self.passed, self.t = problem, sheet, then, passed, t
        self.words = dict(zip(WORDS, (str(word) for word in words), strict=True))
        self.layout = problem.layout
        self.classes = grid.read(self.layout["classes"])[0]
        self.z = passed.h[-1]
        middle = problem.network.head.middle
        several = len(self.z) > 1
        self.read = int(read(self.z[None], middle)[0]) + several
        self.target = 0 if t is None else int(read(t[None], middle)[0]) + several
        self.scaling = (
            transfer.numbers(grid, self.layout["target_scaling"])[0] if "target_scaling" in self.layout else [0.0, 1.0]
        )

    def values(self, x: Array, row: int, asked: Value, counter: int, *, empty: bool) -> dict[str, Rows]:
        box = self.layout["play_box"]
        seen: Rows = [list(line) for line in x.reshape(box.height, box.width).tolist()]
        found: dict[str, Rows] = {"play_x": seen}
        found["play_out"] = self._outputs()
        scales: list[list[Value]] = []
        number = 0
        for layer in range(len(self.passed.h)):
            weights, gradients = f"play_layer_{layer + 1}", f"play_gradients_{layer + 1}"
            found[weights], found[gradients] = self._blank(weights), self._blank(gradients)
            both = zip(self.sheet.slots(layer), self.sheet.slots(layer, gradients=True), strict=True)
            for unit, (slots, of_gradients) in enumerate(both):
                count = len(slots.weights) + (slots.theta is not None)
                pieces = (
                    (weights, slots, self.then.parameters[number : number + count].tolist()),
                    (gradients, of_gradients, self.then.gradients[number : number + count].tolist()),
                )
                for name, places, vector in pieces:
                    _put(found[name], places, vector)
                    scales.append([max(*map(abs, vector[: len(slots.weights)]), 1e-300)])
                self._put_unit(found[weights], slots, layer, unit)
                number += count
        helpers: list[Value] = [self.then.known, self.then.place, self.then.shown, row, self.read, self.target]
        head = self.problem.network.head.name
        helpers.append(self.passed.log_sum if head.startswith("softmax") else 0)
        found["play_helpers"] = [[value] for value in helpers] + scales
        accuracy = self.then.accuracy
        found |= {"play_E": [[self.then.loss]], "play_accuracy": [[accuracy]]}
        training = int(self.problem.training.sum())
        misread = int((1 - accuracy) * training + 0.5) if isinstance(accuracy, float | int) else NOTHING
        found |= {"play_misread": [[misread]], "play_answer": [["?" if empty else self._answer()]]}
        found["play_verdict"] = [[self.words["draw"] if empty else self._verdict()]]
        found["play_note"] = [[self._note(asked, counter)]]
        return found

    def _blank(self, name: str) -> Rows:
        area = self.layout[name]
        return [[None] * area.width for _ in range(area.height)]

    def _put_unit(self, rows: Rows, slots: Slots, layer: int, unit: int) -> None:
        rows[slots.s[0]][slots.s[1]] = float(self.passed.s[layer][unit])
        rows[slots.h[0]][slots.h[1]] = float(self.passed.h[layer][unit])
        rows[slots.delta[0]][slots.delta[1]] = "" if self.t is None else float(self.passed.deltas[layer][unit])

    def _outputs(self) -> Rows:
        bar, z, t = self.sheet.out_columns()
        rows = self._blank("play_out")
        for k, row in enumerate(rows):
            row[0] = self.classes[k]
            for step in range(self.sheet.bar):
                row[bar + step] = max(0.0, min(1.0, float(self.z[k]) * self.sheet.bar - step))
            row[z] = float(self.z[k])
            row[t] = "" if self.t is None else float(self.t[k])
        return rows

    def _in_its_unit(self, number: float) -> float:
        """A number of the target as it was measured."""
        shift, scale = self.scaling
        return number * scale + shift

    def _named(self, number: int) -> Value:
        return number if len(self.z) == 1 else self.classes[number - 1]

    def _answer(self) -> Value:
        return self._named(self.read) if self.sheet.bars else self._in_its_unit(float(self.z[0]))

    def _verdict(self) -> Value:
        if not self.sheet.bars:
            return "" if self.t is None else self._in_its_unit(float(self.t[0]))
        if self.t is None:
            unsure = len(self.z) > 1 and float(self.z.max()) < LEAST_SHARE
            return self.words["unsure"] if unsure else ""
        if self.read == self.target:
            return self.words["right"]
        return self.words["wrong"] + as_joined(self._named(self.target))

    def _note(self, asked: Value, counter: int) -> str:
        if not self.then.known:
            return self.words["present"]
        if not counter:
            return self.words["untrained"]
        number = _number(asked)
        return "" if self.then.shown == number else self.words["nearest"] + as_joined(self.then.shown)


def _put(rows: Rows, slots: Slots, vector: list[float]) -> None:
    for (row, column), value in zip([*slots.weights, *([slots.theta] if slots.theta else [])], vector, strict=True):
        rows[row][column] = value
