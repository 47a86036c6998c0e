"""What the formulas of sheet Network must show: the chosen case on its way, the list of cases, and one update."""

from collections.abc import Mapping

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.looking.case_values import pass_values
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN
from sheetnet.sheet.blocks.whole import TOLD, side
from sheetnet.sheet.cells import Area, Rows, Value
from sheetnet.sheet.formulas.whole import UPDATE, WholeFormulas
from sheetnet.sheet.grid import Grid


def whole_values(
    grid: Grid, problem: Problem, formulas: WholeFormulas, parameters: Array, iteration: int, now: dict[str, Rows]
) -> dict[Area, Rows]:
    """Area -> rows of values; nothing where no case is chosen. `now` is what other areas show."""
    places, layout, geometry = formulas.places, problem.layout, problem.layout.geometry
    (asked,), (eta,) = grid.read(places.case)[0], grid.read(layout["eta"])[0]
    if isinstance(asked, bool) or not isinstance(asked, float | int) or not 1 <= asked < places.cases + 1:
        return {}
    passed = {name: np.array(rows, float) for name, rows in pass_values(problem, parameters).items()}
    if not all(np.isfinite(array).all() for array in passed.values()):
        return {}
    found: dict[Area, Rows] = {}
    if layout.has_settings:
        found[places.helper(0)] = [[HIDDEN.index(problem.method["hidden"]) + 1]]
        found[places.helper(1)] = [[HEADS.index(problem.method["head"]) + 1]]
    case = int(asked) - 1
    told = (float(passed["errors"][case, 0]), now["E"][0][0], eta, iteration)
    found |= {places.told(name)[1]: [[value]] for name, value in zip(TOLD, told, strict=True)}
    vectors = [parameters.tolist()]
    vectors += [transfer.parameters(now[block], layout[block], geometry) for block in UPDATE[1:]]
    for row, vector in enumerate(vectors):
        found |= {places.updated(row, number): [[value]] for number, value in enumerate(vector)}
    weights, gradients = (dict(zip(geometry.cells, vector, strict=True)) for vector in vectors[:2])
    boxes = _boxes(problem, passed, case, weights)
    for (layer, unit, what), value in boxes.items():
        found[places.cell(layer, unit, what)] = [[value]]
    for layer in range(len(geometry.sizes) - 1):
        given = "x" if layer == 0 else "h"
        for target, unit_above in enumerate(geometry.layer(layer)):
            for source, slot in zip(range(geometry.sizes[layer]), unit_above.cells(), strict=False):
                gradient = gradients[slot]
                if places.cases == 1:
                    gradient = boxes[layer + 1, target, "δ"] * boxes[layer, source, given]
                found[places.weight(layer, source, target).part(0, 0, 2)] = [[weights[slot]], [gradient]]
    if places.cases > 1:
        found |= _listed(grid, problem, formulas, passed)
    return found | (_surface(problem, formulas, parameters) if places.has_surface else {})


def _boxes(
    problem: Problem, passed: Mapping[str, Array], case: int, weights: Mapping[tuple[int, int], float]
) -> dict[tuple[int, int, str], float]:
    """(layer, unit, letter) -> number of the chosen case; x of inputs, t of outputs, θ where there is one."""
    geometry = problem.layout.geometry
    last = len(geometry.sizes) - 1
    found = {(0, unit, "x"): value for unit, value in enumerate(problem.x[case].tolist())}
    found |= {(last, unit, "t"): value for unit, value in enumerate(problem.t[case].tolist())}
    for layer in range(1, last + 1):
        for letter, kind in (("s", "sums"), ("z" if layer == last else "h", "outputs"), ("δ", "deltas")):
            numbers = passed[f"{kind}_{layer}"][case].tolist()
            found |= {(layer, unit, letter): value for unit, value in enumerate(numbers)}
        for number, unit in enumerate(geometry.layer(layer - 1)):
            if unit.threshold:
                found[layer, number, "θ"] = weights[unit.threshold]
    return found


def _listed(grid: Grid, problem: Problem, formulas: WholeFormulas, passed: Mapping[str, Array]) -> dict[Area, Rows]:
    """Number, inputs, targets, outputs and error of the cases of the list."""
    count, last = formulas.listed.height, len(problem.layout.geometry.sizes) - 1
    table = np.column_stack([problem.x, problem.t, passed[f"outputs_{last}"], passed["errors"]])[:count]
    numbers = grid.read(problem.layout["images"].part(0, 0, count)._replace(left=1, right=1))
    rows: list[list[Value]] = [[*number, *line] for number, line in zip(numbers, table.tolist(), strict=True)]
    return {
        formulas.places.listed_cell(case, column): [[value]]
        for case, row in enumerate(rows)
        for column, value in enumerate(row)
    }


def _surface(problem: Problem, formulas: WholeFormulas, parameters: Array) -> dict[Area, Rows]:
    """What the network says at every point, and the parts that it is made of."""
    places, network, axis = formulas.places, problem.network, np.array(side())
    first = network.unpack(parameters)[0]
    theta = first[:, 2:] if network.thresholds else np.zeros((len(first), 1))
    across, down = first[:, :1] * axis - theta, first[:, 1:2] * axis[::-1]
    found: dict[Area, Rows] = {}
    for number, (one, other) in enumerate(zip(across, down, strict=True), 1):
        found[places.across(number)] = [one.tolist()]
        found[places.down(number)] = other[:, None].tolist()
    points = np.column_stack([part.ravel() for part in np.meshgrid(axis, axis[::-1])])
    s, z = network.sums_and_outputs(parameters, points)[-1]
    if len(network.sizes) > 2:
        found[places.sums] = s.reshape(len(axis), -1).tolist()
    found[places.surface] = z.reshape(len(axis), -1).tolist()
    return found
