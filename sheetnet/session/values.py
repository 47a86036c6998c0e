"""The live values of a workbook: what the engine says every formula must show, and writing them where it is known."""

from collections.abc import Sequence

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.network import read
from sheetnet.session.history import State
from sheetnet.session.problem import Problem, counter_in, parameters_in
from sheetnet.sheet import transfer
from sheetnet.sheet.cells import Area, Rows, Value
from sheetnet.sheet.dependents import dependents
from sheetnet.sheet.errors import CellError
from sheetnet.sheet.formulas import live_formulas, same
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.layout import LIVE, Layout


def live_values(problem: Problem, parameters: Array, iteration: int) -> dict[str, Rows]:
    """What every live area holds at `parameters` after `iteration` updates: area name -> rows of values.

    None stands where a cell stays empty.
    """
    layout, network = problem.layout, problem.network
    evaluate = Backprop(network, *problem.training_cases)
    everything = evaluate if problem.training.all() else Backprop(network, problem.x, problem.t)
    with np.errstate(over="ignore"):
        loss = evaluate(parameters)
        if everything is not evaluate:
            everything(parameters)
    blank: Rows = [[None] * layout.geometry.width for _ in range(layout.geometry.height)]
    gradient = evaluate.gradient
    updated = parameters - problem.eta * gradient
    values: dict[str, Rows] = {
        "E": [[loss]],
        "accuracy": [[evaluate.accuracy()]],
        "gradients": transfer.block_with(blank, layout.geometry, gradient.tolist()),
        "updated": transfer.block_with(blank, layout.geometry, updated.tolist()),
    }
    for number, (s, h) in enumerate(network.sums_and_outputs(parameters, problem.x), 1):
        values[f"sums_{number}"] = s.tolist()
        values[f"outputs_{number}"] = h.tolist()
        values[f"deltas_{number}"] = everything.deltas[number - 1].tolist()
    z = h
    values["errors"] = (0.5 * ((problem.t - z) ** 2).sum(axis=1, keepdims=True)).tolist()
    chosen, right = read(z), read(problem.t)
    values["right"] = [[int(one)] for one in chosen == right]
    values["letters_read"] = [[_class(problem, int(one))] for one in chosen]
    _, t = problem.training_cases
    half, constant = 0.5 * float(((t - 0.5) ** 2).sum()), 0.5 * float(((t - t.mean(axis=0)) ** 2).sum())
    values["trace_levels"] = [[iteration, half, half], [iteration, constant, constant]]
    return {name: rows for name, rows in values.items() if name in layout}


def _class(problem: Problem, number: int) -> Value:
    return number if problem.network.sizes[-1] == 1 else number + 1


def with_labels(grid: Grid, problem: Problem, values: dict[str, Rows]) -> dict[str, Rows]:
    """Class numbers as the words of the header above the targets."""
    if "letters_read" in values and "classes" in problem.layout and problem.network.sizes[-1] > 1:
        words = grid.read(problem.layout["classes"])[0]
        values["letters_read"] = [[words[int(n) - 1]] for (n,) in values["letters_read"]]  # type: ignore[arg-type]
    return values


def write_state(grid: Grid, problem: Problem, after: State) -> dict[str, str]:
    """Write the current block and the counter, refresh every saved result that the engine knows, remove the others."""
    layout = problem.layout
    trusted = _trusted_formulas(grid, problem)
    area = layout["current"]
    block = grid.read(area)
    grid.write(area, transfer.block_with(block, layout.geometry, after.parameters.tolist()))
    grid.write(layout["counter"], [[after.iteration]])
    written = {"current": str(area), "counter": str(layout["counter"])}
    values = with_labels(grid, problem, live_values(problem, after.parameters, after.iteration))
    known = []
    changed = [area, layout["counter"]]
    for name, rows in values.items():
        area = layout[name]
        trust = trusted[name]
        if trust:
            results = [[v if t else None for v, t in zip(*pair, strict=True)] for pair in zip(rows, trust, strict=True)]
            grid.refresh(area, results)
            known.append(area)
            written[name] = f"{area} (formulas kept)"
        elif name in ("E", "accuracy", "gradients", "updated") or holds_values(grid, area):
            if name in ("gradients", "updated"):
                rows = transfer.block_with(grid.read(area), layout.geometry, _vector(layout, rows))
            grid.write(area, rows)
            written[name] = str(area)
        changed.append(area)
    if "trace" in layout:
        header = layout["trace"]
        changed.append(header._replace(bottom=1_048_576))
    for sheet, row, column, _ in dependents(grid.all_formulas(known), changed, grid.names()):
        grid.refresh(Area(sheet, row, column, row, column), [[None]])
    return written


def _vector(layout: Layout, rows: Rows) -> list[float]:
    return transfer.parameters(rows, layout["gradients"], layout.geometry)


def holds_values(grid: Grid, area: Area) -> bool:
    return grid.read(area.part(0, 0))[0][0] is not None


def _trusted_formulas(grid: Grid, problem: Problem) -> dict[str, list[list[bool]]]:
    """Which formulas of each live area say what the engine computes; an area without formulas has no rows.

    Trusted is a formula whose text is the layout's, and one whose saved result has been the engine's value so far.
    """
    layout = problem.layout
    expected = live_formulas(layout)
    trusted: dict[str, list[list[bool]]] = {}
    values: dict[str, Rows] | None = None
    for name in (name for name in layout.areas if LIVE.fullmatch(name)):
        formulas = grid.formulas(layout[name])
        if not any(text is not None for line in formulas for text in line):
            trusted[name] = []
            continue
        texts = expected.get(name) or [[None] * len(line) for line in formulas]
        trust = [_says(*pair) for pair in zip(formulas, texts, strict=True)]
        unknown = [(r, c) for r, line in enumerate(formulas) for c, text in enumerate(line) if text and not trust[r][c]]
        if unknown:
            values = _values_now(grid, problem) if values is None else values
            stored = grid.read(layout[name])
            for r, c in unknown:
                if name in values:
                    trust[r][c] = difference(stored[r][c], values[name][r][c]) <= 1e-9
        trusted[name] = trust
    return trusted


def _says(formulas: Sequence[str | None], expected: Sequence[str | None]) -> list[bool]:
    """Of each formula of a row, whether its text is the expected one."""
    if formulas == expected:
        return [text is not None for text in formulas]
    pairs = zip(formulas, expected, strict=True)
    return [text is not None and right is not None and same(text, right) for text, right in pairs]


def _values_now(grid: Grid, problem: Problem) -> dict[str, Rows]:
    """The engine's values at the current block as it stands; none where the block cannot be read."""
    try:
        parameters = parameters_in(grid, problem.layout, "current")
        counter = counter_in(grid, problem.layout)
    except CellError:
        return {}
    return with_labels(grid, problem, live_values(problem, parameters, counter))


def difference(found: Value, expected: Value) -> float:
    """|found - expected| / max(1, |expected|); text agrees (0) or not (infinity)."""
    if isinstance(found, bool | str) or isinstance(expected, bool | str):
        return 0.0 if found == expected and type(found) is type(expected) else np.inf
    if not isinstance(found, float | int) or not isinstance(expected, float | int):
        return np.inf
    return abs(found - expected) / max(1.0, abs(expected))
