"""The live formulas of a layout, as text: the article's formulas, one cell each.

They use functions that Excel 2010, LibreOffice and Google Sheets share, and no array formulas. `EXP` is kept from
overflowing: 1/(1+EXP(700)) is 1e-304, where the engine says 0.
"""

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.formulas.references import Formulas, References, blank_block, column_of


def network_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area, for the article's sheet."""
    formulas = {"updated": _updated(layout)}
    if not layout.complete:
        return formulas  # a workbook made by hand: what its other formulas say is its own affair
    formulas |= {"E": [[_total(layout)]], "accuracy": [[_accuracy(layout)]], "gradients": gradients(layout)}
    for number in range(1, len(layout.geometry.sizes)):
        formulas[f"sums_{number}"] = sums(layout, number)
        formulas[f"outputs_{number}"] = _outputs(layout, number)
        formulas[f"deltas_{number}"] = _deltas(layout, number)
    formulas["errors"] = _errors(layout)
    formulas["letters_read"] = _read(layout)
    formulas["right"] = _right(layout)
    if "trace_levels" in layout:
        formulas["trace_levels"] = _levels(layout)
    return {name: rows for name, rows in formulas.items() if name in layout}


def _total(layout: Layout) -> str:
    """E = sum of e over the training cases."""
    ref = References(layout["E"].sheet)
    return f"SUMPRODUCT({ref(layout['training'])},{ref(layout['errors'])})"


def _accuracy(layout: Layout) -> str:
    ref = References(layout["accuracy"].sheet)
    training = ref(layout["training"])
    return f"SUMPRODUCT({training},{ref(layout['right'])})/SUM({training})"


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


def _updated(layout: Layout) -> Formulas:
    """w - eta * gradient."""
    area, geometry = layout["updated"], layout.geometry
    ref = References(area.sheet)
    eta = ref(layout["eta"], fixed=True)
    rows = blank_block(geometry)
    for row, column in geometry.cells:
        current, gradient = layout["current"].part(row, column), layout["gradients"].part(row, column)
        rows[row][column] = f"{ref(current)}-{eta}*{ref(gradient)}"
    return rows


def sums(layout: Layout, number: int) -> Formulas:
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
    return [
        ["+".join(f"SUMPRODUCT({x(case)},{w})" for x, w in rows) + theta for rows, theta in columns]
        for case in range(area.height)
    ]


def _outputs(layout: Layout, number: int) -> Formulas:
    """sigma(s) = 1/(1+e^-s)."""
    area = layout[f"outputs_{number}"]
    ref = References(area.sheet)
    sums = [ref.case(layout[f"sums_{number}"], unit) for unit in range(area.width)]
    return [[f"1/(1+EXP(MIN(-{s(case)},700)))" for s in sums] for case in range(area.height)]


def _deltas(layout: Layout, number: int) -> Formulas:
    """deltaO = -(t - z) z (1 - z); deltaH_j = (sum_k deltaO_k w_kj) h_j (1 - h_j)."""
    area, geometry = layout[f"deltas_{number}"], layout.geometry
    ref = References(area.sheet)
    units = range(area.width)
    outputs = [ref.case(layout[f"outputs_{number}"], unit) for unit in units]
    if number == len(geometry.sizes) - 1:
        targets = [ref.case(layout["targets"], unit) for unit in units]
        return [
            [f"-({t(case)}-{z(case)})*{z(case)}*(1-{z(case)})" for t, z in zip(targets, outputs, strict=True)]
            for case in range(area.height)
        ]
    above = [ref.case(layout[f"deltas_{number + 1}"], k) for k in range(geometry.sizes[number + 1])]
    weights = [
        [ref(layout["current"].part(upper.row, unit), fixed=True) for upper in geometry.layer(number)] for unit in units
    ]
    rows: Formulas = []
    for case in range(area.height):
        deltas = [delta(case) for delta in above]
        line: list[str | None] = []
        for h, column in zip(outputs, weights, strict=True):
            terms = "+".join(f"{delta}*{w}" for delta, w in zip(deltas, column, strict=True))
            line.append(f"({terms})*{h(case)}*(1-{h(case)})")
        rows.append(line)
    return rows


def _errors(layout: Layout) -> Formulas:
    """e = 1/2 sum (t - z)^2."""
    area, z = layout["errors"], layout[f"outputs_{len(layout.geometry.sizes) - 1}"]
    ref = References(area.sheet)
    pairs = [(ref.case(layout["targets"], k), ref.case(z, k)) for k in range(z.width)]
    return [["(" + "+".join(f"({t(case)}-{o(case)})^2" for t, o in pairs) + ")/2"] for case in range(area.height)]


def _read(layout: Layout) -> Formulas:
    """The class of the largest output, the first of equals; a single output says 1 from 0.5 on, else 0."""
    area, z = layout["letters_read"], layout[f"outputs_{len(layout.geometry.sizes) - 1}"]
    ref = References(area.sheet)
    classes = ref(layout["classes"], fixed=True)
    outputs = ref.case(z, 0, z.width)
    if z.width == 1:
        return [[f"IF({outputs(case)}>=0.5,1,0)"] for case in range(area.height)]
    return [[f"INDEX({classes},1,MATCH(MAX({outputs(case)}),{outputs(case)},0))"] for case in range(area.height)]


def _right(layout: Layout) -> Formulas:
    """1 where the outputs and the targets say the same class, else 0."""
    area, z = layout["right"], layout[f"outputs_{len(layout.geometry.sizes) - 1}"]
    ref = References(area.sheet)
    outputs, targets = ref.case(z, 0, z.width), ref.case(layout["targets"], 0, z.width)
    if z.width == 1:
        return [[f"IF(IF({outputs(case)}>=0.5,1,0)=IF({targets(case)}>=0.5,1,0),1,0)"] for case in range(area.height)]
    rows: Formulas = []
    for case in range(area.height):
        o, t = outputs(case), targets(case)
        rows.append([f"IF(MATCH(MAX({o}),{o},0)=MATCH(MAX({t}),{t},0),1,0)"])
    return rows


def _levels(layout: Layout) -> Formulas:
    """Two level lines for the chart: (last iteration, E, E), if all outputs are 0.5, and for the best constant answer.

    1/2 sum (t - 1/2)^2 = (sum t^2 - sum t + n/4) / 2;  1/2 sum (t - mean)^2 = (sum t^2 - (sum t)^2 / n) / 2.
    """
    area = layout["trace_levels"]
    ref = References(area.sheet)
    training = ref(layout["training"])
    end = ref(layout["counter"])
    halves, constants = [], []
    for n in range(layout["targets"].width):
        t = ref(column_of(layout["targets"], n))
        squares, total = f"SUMPRODUCT({training},{t},{t})", f"SUMPRODUCT({training},{t})"
        halves.append(f"({squares}-{total}+SUM({training})/4)/2")
        constants.append(f"({squares}-{total}^2/SUM({training}))/2")
    return [
        [end, "+".join(halves), ref(area.part(0, 1))],
        [end, "+".join(constants), ref(area.part(1, 1))],
    ]
