"""The live values of a workbook: what the engine says every formula must show, and writing them where it is known."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sheetnet.errors import CellError
from sheetnet.net.activations import Array
from sheetnet.net.backprop import Backprop
from sheetnet.net.health import Facts
from sheetnet.net.network import read
from sheetnet.session.history import Snapshot
from sheetnet.session.looking.case_values import errors_of
from sheetnet.session.looking.lamps import lamp_values
from sheetnet.session.method import chosen_in
from sheetnet.session.method_values import method_values, outside_values
from sheetnet.session.overwritten import has_formulas
from sheetnet.session.plan import one_blas_thread
from sheetnet.session.problem import Problem, Remembered
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.layout import MEASURED, SHOWING, Layout
from sheetnet.sheet.blocks.settings import SETTINGS, formed
from sheetnet.sheet.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Formulas,
    Rows,
    Unsaved,
    Value,
    describe,
    parse_area,
    rectangles,
)
from sheetnet.sheet.formulas.dependents import Formula, Together, dependents
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.formulas.order import FOLLOWED
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.formulas.results import NOTHING
from sheetnet.sheet.grid import Grid


def live_values(problem: Problem, parameters: Array, iteration: int, memory: Remembered) -> dict[str, Rows]:
    """What every live area holds at `parameters` after `iteration` updates: area name -> rows of values.

    `memory` is what the optimiser remembers. None stands where a cell stays empty.
    """
    with (
        one_blas_thread(),
        np.errstate(over="ignore", invalid="ignore"),
    ):  # a cell that cannot hold a number says so when it is written
        make = outside_values if problem.layout.outside else _live_values
        values = make(problem, parameters, iteration, memory)
    return {name: rows for name, rows in values.items() if name in problem.layout}


def _live_values(problem: Problem, parameters: Array, iteration: int, memory: Remembered) -> dict[str, Rows]:
    layout, network = problem.layout, problem.network
    evaluate = Backprop(network, *problem.training_cases)
    everything = evaluate if problem.training.all() else Backprop(network, problem.x, problem.t)
    values: dict[str, Rows] = {"E": [[evaluate(parameters)]], "accuracy": [[evaluate.accuracy()]]}
    if everything is not evaluate:
        everything(parameters)
    for number, (s, h) in enumerate(network.sums_and_outputs(parameters, problem.x), 1):
        steps = {f"sums_{number}": s, f"outputs_{number}": h, f"deltas_{number}": everything.deltas[number - 1]}
        values |= {name: array.tolist() for name, array in steps.items() if name in layout}
    z, head = h, network.head
    values["errors"] = errors_of(problem, s, z)
    chosen, right = read(z, head.middle), read(problem.t, head.middle)
    values["right"] = [[int(one)] for one in chosen == right]
    values["letters_read"] = [[_class(problem, int(one))] for one in chosen]
    if not head.classifies and layout.has_settings:
        nothing: Rows = [[NOTHING]] * len(z)
        values |= {"letters_read": nothing, "right": nothing, "accuracy": [[NOTHING]]}
    seen = {"images": problem.x, "targets": problem.t}
    values |= {name: array.tolist() for name, array in seen.items() if layout.is_scaled(name)}
    return values | method_values(problem, evaluate, parameters, iteration, memory)


def _class(problem: Problem, number: int) -> Value:
    return number if problem.network.sizes[-1] == 1 else number + 1


def with_labels(grid: Grid, problem: Problem, values: dict[str, Rows]) -> dict[str, Rows]:
    """Class numbers as the words of the header above the targets; beside each list whether the formulas follow it."""
    if "choice_words" in problem.layout and problem.layout.made_for is not None:
        said = grid.read(problem.layout["choice_words"])[0][0]
        chosen = formed(chosen_in(grid, problem.layout).values)
        for name, made in problem.layout.made_for.items():
            values[f"choice_{name}"] = [[FOLLOWED if chosen[name] == made else said]]
    if "letters_read" in values and "classes" in problem.layout and problem.network.sizes[-1] > 1:
        area = problem.layout["classes"]
        words = grid.read(area)[0]
        for column, word in enumerate(words):
            if not isinstance(word, str | float | int):
                raise CellError(f"expected the name of a class, found {describe(word)}", place=area.address(0, column))
        values["letters_read"] = [[words[n - 1] if isinstance(n, int) else n] for (n,) in values["letters_read"]]
    return values


INPUTS = (
    *("eta", "expected", "images", "targets", "training", "classes", "updates", "state_1", "state_2", *SETTINGS),
    *("play_iteration", "play_case", "play_box", "play_ink", "play_words"),
)
_MEMORY = ("updates", "state_1", "state_2", "state_of", "state_since")


def write_state(
    grid: Grid,
    problem: Problem,
    after: Snapshot,
    settings: Sequence[Area],
    formulas: Mapping[str, Formulas],
    put_trace: Callable[[], Mapping[str, Area]],
    facts: Facts,
) -> dict[str, str]:
    """Write current block, counter and trace, refresh every saved result that the engine knows, remove the others.

    `settings` are cells that have been written already, `formulas` those of the live areas as they stand; `put_trace`
    writes the trace and says where; `facts` are what the health lamps tell of.
    """
    layout = problem.layout
    doubtful = _doubtful(formulas, layout)
    held = {
        name
        for name in formulas.keys() - doubtful.keys()
        if name not in MEASURED and holds_values(grid, layout[name])  # a scaled block of values is a user's own
    }
    area = layout["current"]
    block = grid.read(area)
    grid.write(area, transfer.block_with(block, layout.geometry, after.parameters.tolist()))
    grid.write(layout["counter"], [[after.iteration]])
    written = {"current": str(area), "counter": str(layout["counter"])}
    remembered = _write_memory(grid, problem, after)
    written |= {name: str(layout[name]) for name in remembered}
    traced = put_trace()
    if "play_iteration" in layout:
        from sheetnet.session.looking.play_values import bound_scroll_bars  # only a workbook with the sheet needs them

        if grid.formulas(layout["play_iteration"]) == [[None]]:
            grid.write(layout["play_iteration"], [[after.iteration]])  # what has just been learned is what is seen
        bound_scroll_bars(grid, layout, after.iteration)
    state = after.memory or problem.method.optimiser(problem.eta).start(after.parameters)
    memory = Remembered(state, after.since)
    values = with_labels(grid, problem, live_values(problem, after.parameters, after.iteration, memory))
    if "expected" in layout:
        from sheetnet.session.expected_values import expected_values  # only an example needs them

        values |= expected_values(grid, problem, after.parameters, after.iteration)
    if "play_iteration" in layout:
        from sheetnet.session.looking.play_values import play_values  # likewise

        values |= play_values(grid, problem, after.parameters, after.iteration, values)
    values |= lamp_values(grid, problem, facts)
    known = []
    changed = [area, layout["counter"], *(layout[name] for name in remembered), *settings]
    changed += [layout["play_iteration"]] if "play_iteration" in layout else []
    for name, rows in values.items():
        area = layout[name]
        if name in doubtful:
            grid.refresh(area, rows)
            known.append(area)
            if not grid.calculates:
                written[name] = f"{area} (formulas kept)"
        elif name in ("E", "accuracy", "gradients", "updated") or name in held:
            if name in ("gradients", "updated", "next_1", "next_2"):
                vector = transfer.parameters(rows, area, layout.geometry)
                rows = transfer.block_with(grid.read(area), layout.geometry, vector)
            grid.write(area, rows)
            written[name] = str(area)
        changed.append(area)
    written |= {name: str(area) for name, area in traced.items()}
    if "trace" in layout:
        changed.append(Area(layout["trace"].sheet, 1, 1, LAST_ROW, LAST_COLUMN))
    if grid.calculates:
        return written
    showing = _showing_areas(grid)
    shown: dict[str, dict[Area, Rows]] = {}
    if showing:
        from sheetnet.session.looking.shown_values import shown_values  # likewise

        shown = shown_values(grid, problem, showing, after.parameters, after.iteration, values)
    cells = [cell for cells in doubtful.values() for cell in cells]
    removed = _remove_stale(grid, layout, known, changed, cells, showing, shown)
    if removed:
        more = ", ..." if len(removed) > 3 else ""
        written["saved results removed"] = f"{len(removed)} ({', '.join(map(str, removed[:3]))}{more})"
    return written


def _write_memory(grid: Grid, problem: Problem, after: Snapshot) -> list[str]:
    """Write the number of updates and what the optimiser remembers beside the current values; returns the blocks."""
    layout = problem.layout
    written = [name for name in _MEMORY if name in layout]
    numbers = {"updates": after.iteration, "state_since": after.since, "state_of": problem.method["optimiser"]}
    for name in written:
        if name in numbers:
            grid.write(layout[name], [[numbers[name]]])
            continue
        number = int(name[-1])
        zeros = np.zeros_like(after.parameters)
        vector = after.memory[number - 1] if number <= len(after.memory) else zeros
        block = grid.read(layout[name])
        grid.write(layout[name], transfer.block_with(block, layout.geometry, vector.tolist()))
    return written


def holds_values(grid: Grid, area: Area) -> bool:
    """Whether any of the area's cells holds anything."""
    return any(value is not None for row in grid.read(area) for value in row)


def _doubtful(held: Mapping[str, Formulas], layout: Layout) -> dict[str, list[Area]]:
    """For each live area with formulas, the cells that do not say what the engine computes.

    Only the text of a formula counts; that its saved result has been right so far could be chance.
    """
    expected: dict[str, Formulas] | None = None  # worked out when there is a formula to compare
    doubtful: dict[str, list[Area]] = {}
    for name, formulas in held.items():
        if not has_formulas(formulas):
            continue
        if name in MEASURED:
            doubtful[name] = []  # what stands in such a cell, whatever it is, is what the engine has read
            continue
        area = layout[name]
        expected = live_formulas(layout) if expected is None else expected
        texts = expected.get(name) or [["?"] * len(line) for line in formulas]
        doubtful[name] = [
            area.part(row, column)
            for row, (line, wanted) in enumerate(zip(formulas, texts, strict=True))
            if line != wanted
            for column, (text, right) in enumerate(zip(line, wanted, strict=True))
            if right is not None and (text is None or not same(text, right))
        ]
    return doubtful


def _showing_areas(grid: Grid) -> dict[str, Area]:
    """Name -> the cells of a sheet that only shows what other cells say, or of such a part of one."""
    names = {name.casefold(): text for name, text in grid.names().items()}
    sheets = {sheet.casefold() for sheet in grid.sheets()}
    areas = {name: parse_area(names.get(name, "")) for name in SHOWING}
    return {name: area for name, area in areas.items() if area and area.sheet.casefold() in sheets}


def _remove_stale(
    grid: Grid,
    layout: Layout,
    known: Sequence[Area],
    changed: Sequence[Area],
    doubtful: list[Area],
    areas: Mapping[str, Area],
    shown: Mapping[str, dict[Area, Rows]],
) -> list[Area]:
    """Remove the saved result of each formula that depends on what changed and that the engine does not know.

    The `areas` that only show what other cells say get what is `shown`. Nothing that the engine knows follows from
    their thousands of formulas, so that nobody has to look through them.
    Where a doubtful cell, or an input that is itself a dependent formula, feeds the layout's own formulas, the engine
    does not know these either.
    """
    names, local = grid.names(), grid.local_names()
    showing = list(areas.values())
    known, changed = [*known, *showing], [*changed, *showing]
    inputs = Together([layout[name] for name in INPUTS if name in layout])
    gone = _cells(dependents(grid.all_formulas(known), changed, names, local))
    doubtful = doubtful + [place for place in gone if inputs.meet(place)]
    if doubtful:
        more = _cells(dependents(grid.all_formulas(showing), doubtful, names, local))
        gone = list(dict.fromkeys([*gone, *doubtful, *more]))
    for sheet in dict.fromkeys(place.sheet for place in gone):
        for area in rectangles(sheet, ((place.top, place.left) for place in gone if place.sheet == sheet)):
            grid.refresh(area, [[None] * area.width] * area.height)
    for name, area in areas.items():
        values = {} if doubtful else shown.get(name, {})
        if values or _has_results(grid, area):
            from sheetnet.session.looking.shown_values import whole  # only a workbook with such a sheet needs it

            grid.refresh(area, whole(area, values))
    return gone


def _cells(formulas: Sequence[Formula]) -> list[Area]:
    return [Area(sheet, row, column, row, column) for sheet, row, column, _ in formulas]


def _has_results(grid: Grid, area: Area) -> bool:
    """Whether any formula of an area has a saved result."""
    return any(
        grid.formulas(area.part(row, column)) != [[None]]
        for row, line in enumerate(grid.read(area))
        for column, value in enumerate(line)
        if value is not None and type(value) is not Unsaved  # of thousands of formulas a few hundred cells of text
    )


def difference(found: Value, expected: Value) -> float:
    """|found - expected| / max(1, |expected|); text agrees (0) or not (infinity).

    A formula that comes to an empty text is an empty cell to some programs.
    """
    if expected == "" and found is None:
        return 0.0
    if isinstance(found, bool | str) or isinstance(expected, bool | str):
        return 0.0 if found == expected and type(found) is type(expected) else np.inf
    if not isinstance(found, float | int) or not isinstance(expected, float | int):
        return np.inf
    return abs(found - expected) / max(1.0, abs(expected))
