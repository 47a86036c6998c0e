"""The live formulas of a layout, as text: the article's formulas, one cell each.

They use functions that Excel 2010, LibreOffice and Google Sheets share, and no array formulas. `EXP` is kept from
overflowing: 1/(1+EXP(700)) is 1e-304, where the engine says 0.
"""

import re
from collections.abc import Callable, Mapping

from sheetnet.sheet.cells import Area, column_letters, quoted
from sheetnet.sheet.geometry import Geometry
from sheetnet.sheet.layout import Layout

Formulas = list[list[str | None]]


class References:
    """References as formulas on one sheet write them: the sheet's name only where it is another one's."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet

    def __call__(self, area: Area, *, fixed: bool = False) -> str:
        sheet, top, left, bottom, right = area
        mark = "$" if fixed else ""
        text = f"{mark}{column_letters(left)}{mark}{top}"
        if top != bottom or left != right:
            text += f":{mark}{column_letters(right)}{mark}{bottom}"
        return text if sheet == self.sheet else f"{quoted(sheet)}!{text}"

    def case(self, area: Area, column: int, width: int = 1) -> Callable[[int], str]:
        """A function: case number -> reference to `width` cells of that case's row, from `column` of the area on."""
        before = "" if area.sheet == self.sheet else f"{quoted(area.sheet)}!"
        first, last = column_letters(area.left + column), column_letters(area.left + column + width - 1)
        top = area.top
        if width == 1:
            return lambda case: f"{before}{first}{top + case}"
        return lambda case: f"{before}{first}{top + case}:{last}{top + case}"


def live_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area; None where a cell stays empty. Only areas of the layout."""
    if "expected" in layout:
        from sheetnet.sheet.expected import expected_formulas

        return _formulas(layout) | expected_formulas(layout)
    return _formulas(layout)


def _formulas(layout: Layout) -> dict[str, Formulas]:
    if layout.methods:
        from sheetnet.sheet.method_formulas import method_formulas

        return method_formulas(layout) if layout.complete else {}
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


def blank_block(geometry: Geometry) -> Formulas:
    return [[None] * geometry.width for _ in range(geometry.height)]


def column_of(area: Area, number: int) -> Area:
    return area.part(0, number, area.height, 1)


def same(one: str, other: str) -> bool:
    """Whether two formulas say the same: `$` marks, spaces, quotes around sheet names and case do not count."""
    return one == other or _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    return re.sub(r"[$\s']", "", formula).upper().removeprefix("=").removeprefix("+")


def live_limit(layout: Layout) -> str:
    """Why live formulas would be of no use in this workbook; empty where they are.

    Past 60,000 formulas or 4 million products for one recalculation, a spreadsheet program takes seconds for each
    change of a cell; a formula holds 8,192 characters at most.
    """
    sizes, cases = layout.geometry.sizes, layout.cases
    blocks, columns = (4, 9) if layout.methods else (2, 3)
    formulas = blocks * len(layout.geometry.cells) + cases * (3 * sum(sizes[1:]) + columns)
    products = 2 * len(layout.geometry.cells) * cases
    if formulas > 60_000:
        return f"{formulas:,} formulas are more than 60,000"
    if products > 4_000_000:
        return f"{products:,} products are more than 4,000,000"
    one_case: Mapping[str, Area] = {
        name: area.part(area.height - 1, 0, 1, area.width)
        if area.height == cases and area.sheet in ("Data", "Calc")
        else area
        for name, area in layout.areas.items()
    }
    sample = Layout(layout.geometry, one_case, layout.found, layout.methods)
    longest = max(len(text or "") for rows in live_formulas(sample).values() for row in rows for text in row)
    if longest > 8_000:
        return f"a formula would have {longest:,} characters, more than 8,192"
    return ""
