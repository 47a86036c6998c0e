"""The live formulas of a network's passes, its gradients and its update, from the pieces of its method.

They use functions that Excel 2010, LibreOffice and Google Sheets share, and no array formulas.
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.pieces import (
    ActivationFormulas,
    CaseCells,
    HeadFormulas,
    OptimiserFormulas,
    ParameterCells,
    added,
    as_factor,
)
from sheetnet.sheet.formulas.references import References, blank_block, column_of, counting, of_cases


def passes(layout: Layout, hidden: ActivationFormulas, head: HeadFormulas) -> dict[str, Formulas]:
    """Every case forward and back: sums, outputs and unit errors of each layer, and the errors of the cases."""
    last = len(layout.geometry.sizes) - 1
    formulas: dict[str, Formulas] = {}
    for number in range(1, last):
        formulas[f"sums_{number}"] = _sums(layout, number)
        formulas[f"outputs_{number}"] = _hidden_outputs(layout, number, hidden)
        formulas[f"deltas_{number}"] = _hidden_deltas(layout, number, hidden)
    units = range(layout.geometry.sizes[-1])
    formulas[f"sums_{last}"] = _sums(layout, last)
    for name, piece in ((f"outputs_{last}", head.output), (f"deltas_{last}", head.delta)):
        case = _case(layout, name)
        formulas[name] = of_cases([piece(case, k) for k in units], layout[name].height)
    formulas["errors"] = of_cases([head.error(_case(layout, "errors"))], layout["errors"].height)
    if head.log_sum and "log_sums" in layout:
        formulas["log_sums"] = of_cases([head.log_sum(_case(layout, "log_sums"))], layout["log_sums"].height)
    return formulas


def _case(layout: Layout, name: str) -> CaseCells:
    """The cells of a case, as patterns of the formulas of that area refer to them."""
    last = len(layout.geometry.sizes) - 1
    ref, targets, sums = References(layout[name].sheet), layout["targets"], layout[f"sums_{last}"]
    s, t, z = (
        [ref.case(area, unit) for unit in range(area.width)] for area in (sums, targets, layout[f"outputs_{last}"])
    )
    all_s, all_t = ref.case(sums, 0, sums.width), ref.case(targets, 0, targets.width)
    log_sum = ref.case(layout["log_sums"], 0) if "log_sums" in layout else counting(0)
    return CaseCells(s, t, z, all_s, all_t, log_sum)


def gradients(layout: Layout, counted: str = "training", share: str = "") -> Formulas:
    """dE/dw_ji = sum delta_j h_i; dE/dtheta_j = -sum delta_j, over the cases that the block `counted` has 1 for.

    `share` is what multiplies each sum.
    """
    area, geometry = layout["gradients"], layout.geometry
    ref = References(area.sheet)
    training = ref(layout[counted], fixed=True)
    rows = blank_block(geometry)
    for layer in range(len(geometry.sizes) - 1):
        below = layout["images"] if layer == 0 else layout[f"outputs_{layer}"]
        inputs = [ref(column_of(below, n), fixed=True) for n in range(geometry.sizes[layer])]
        for number, unit in enumerate(geometry.layer(layer)):
            delta = ref(column_of(layout[f"deltas_{layer + 1}"], number), fixed=True)
            for (r, c), x in zip(unit.cells(), inputs, strict=False):
                rows[r][c] = f"SUMPRODUCT({training},{delta},{x}){share}"
            if unit.threshold:
                rows[unit.threshold[0]][unit.threshold[1]] = f"-SUMPRODUCT({training},{delta}){share}"
    return rows


def update(layout: Layout, optimiser: OptimiserFormulas) -> dict[str, Formulas]:
    """The optimiser's next state, and the updated values that follow from it."""
    geometry, parts = layout.geometry, range(1, len(optimiser.next) + 1)
    ref = References(layout["updated"].sheet)
    eta = ref(layout["eta"], fixed=True)
    names = [f"next_{part}" for part in parts]
    blocks: dict[str, Formulas] = {name: blank_block(geometry) for name in ("updated", *names)}
    for row, column in geometry.cells:
        cell = {
            name: ref(layout[name].part(row, column))
            for name in ("current", "gradients", *names, *(f"state_{part}" for part in parts))
        }
        kept = "state_kept*" if "state_kept" in layout else ""
        state, after = [kept + cell[f"state_{part}"] for part in parts], [cell[name] for name in names]
        of = ParameterCells(eta, cell["gradients"], state, after)
        blocks["updated"][row][column] = added(cell["current"], optimiser.change(of))
        for name, piece in zip(names, optimiser.next, strict=True):
            blocks[name][row][column] = piece(of)
    return blocks


def _sums(layout: Layout, number: int) -> Formulas:
    """s_j = sum w_ji h_i - theta_j; a picture row by row, because its weights stand in its shape."""
    area, geometry, current = layout[f"sums_{number}"], layout.geometry, layout["current"]
    ref = References(area.sheet)
    below = layout["images"] if number == 1 else layout[f"outputs_{number - 1}"]
    columns = []
    for unit in geometry.layer(number - 1):
        rows = [
            (
                ref.case(below, row * unit.width, unit.width),
                ref(current.part(unit.row + row, 0, 1, unit.width), fixed=True),
            )
            for row in range(unit.height)
        ]
        theta = "-" + ref(current.part(*unit.threshold), fixed=True) if unit.threshold else ""
        columns.append((rows, theta))
    patterns = ["+".join(f"SUMPRODUCT({x},{w})" for x, w in rows) + theta for rows, theta in columns]
    return of_cases(patterns, area.height)


def _hidden_outputs(layout: Layout, number: int, hidden: ActivationFormulas) -> Formulas:
    """h = the activation at s."""
    area = layout[f"outputs_{number}"]
    ref = References(area.sheet)
    sums = [ref.case(layout[f"sums_{number}"], unit) for unit in range(area.width)]
    return of_cases([hidden.value(s) for s in sums], area.height)


def _hidden_deltas(layout: Layout, number: int, hidden: ActivationFormulas) -> Formulas:
    """delta_j = (sum_k delta_k w_kj) times the slope of the activation."""
    area, geometry = layout[f"deltas_{number}"], layout.geometry
    ref = References(area.sheet)
    units = range(area.width)
    outputs = [ref.case(layout[f"outputs_{number}"], unit) for unit in units]
    deltas = [ref.case(layout[f"deltas_{number + 1}"], k) for k in range(geometry.sizes[number + 1])]
    weights = [
        [ref(layout["current"].part(upper.row, unit), fixed=True) for upper in geometry.layer(number)] for unit in units
    ]
    patterns = []
    for h, column in zip(outputs, weights, strict=True):
        terms = "+".join(f"{delta}*{w}" for delta, w in zip(deltas, column, strict=True))
        patterns.append(f"({terms})*{as_factor(hidden.slope(h))}")
    return of_cases(patterns, area.height)
