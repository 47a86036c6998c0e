"""The network of sheet Network: a box for each unit, with its numbers, and a label for each weight on its line."""

from openpyxl.styles import Border, PatternFill, Side

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.pieces import CaseCells
from sheetnet.sheet.formulas.references import column_of
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas, method_of
from sheetnet.sheet.pages.looking.whole.places import SHEET, TALL, TOP
from sheetnet.sheet.pages.style import BLUE, INK, MUTED, NUMBER, blue_white_red, show_small_numbers

_TINTS = ("EEF2F6", "E3ECF7", "FCE8DD")  # of inputs, hidden units and outputs
_EDGE = Side(style="thin", color="9AA5B1")


def draw_network(canvas: Canvas) -> None:
    """All boxes, and all labels between them."""
    sizes = canvas.geometry.sizes
    for layer, units in enumerate(sizes):
        for unit in range(units):
            _box(canvas, layer, unit)
    labels = [_labels(canvas, layer, target) for layer, units in enumerate(sizes[1:]) for target in range(units)]
    ranges = " ".join(one for some in labels for one in some)
    canvas.sheet.conditional_formatting.add(ranges, blue_white_red())
    show_small_numbers(canvas.sheet, Area(SHEET, TOP, 2, TOP + TALL, canvas.places.right))


def _box(canvas: Canvas, layer: int, unit: int) -> None:
    places, last = canvas.places, len(canvas.geometry.sizes) - 1
    area = places.box(layer, unit)
    fill = PatternFill("solid", fgColor=_TINTS[2 if layer == last else min(layer, 1)])
    for row, column in area.cells():
        cell = canvas.sheet.cell(row, column)
        cell.fill = fill
        cell.border = Border(
            top=_EDGE if row == area.top else None,
            bottom=_EDGE if row == area.bottom else None,
            left=_EDGE if column == area.left else None,
            right=_EDGE if column == area.right else None,
        )
    canvas.text(area.part(0, 0, 1, area.width), _name(canvas, layer, unit), CENTRE, bold=True)
    for row, what in enumerate(places.rows(layer)[1:], 1):
        canvas.text(area.part(row, 0, 1, 2), what, CENTRE, color=MUTED)
        formula = _formula(canvas, layer, unit, what)
        strong, number = what in "xhz", "General" if what in "xt" else NUMBER
        canvas.formula(
            area.part(row, 2, 1, area.width - 2), formula, number, bold=strong, color=BLUE if what == "δ" else INK
        )


def _name(canvas: Canvas, layer: int, unit: int) -> str | float:
    if layer == 0:
        return canvas.design.table.feature_names[unit]
    name = canvas.geometry.layer(layer - 1)[unit].name
    if layer < len(canvas.geometry.sizes) - 1:
        return name
    return f"{name}: {canvas.design.table.classes[unit]}"


def _formula(canvas: Canvas, layer: int, unit: int, what: str) -> str:
    """What a line of a box says, from the numbers around it."""
    places, layout, ref = canvas.places, canvas.design.layout, canvas.ref
    cell = {one: ref(places.cell(layer, unit, one)) for one in places.rows(layer)[1:]}
    if what in "xt":
        return canvas.of_case(column_of(layout["images" if what == "x" else "targets"], unit))
    if what == "θ":
        threshold = canvas.geometry.layer(layer - 1)[unit].threshold
        assert threshold is not None  # noqa: S101 - else there is no such line
        return ref(layout["current"].part(*threshold))
    if what == "s":
        below = range(canvas.geometry.sizes[layer - 1])
        terms = (
            f"{ref(places.weight(layer - 1, n, unit).part(0, 0))}*{ref(places.output(layer - 1, n))}" for n in below
        )
        return "+".join(terms) + (f"-{cell['θ']}" if "θ" in cell else "")
    hidden, head = method_of(canvas)
    if what == "h":
        return hidden.value(cell["s"])
    if what == "z":
        return head.output(case_cells(canvas), unit)
    if layer == len(canvas.geometry.sizes) - 1:
        return head.delta(case_cells(canvas), unit)
    above = range(canvas.geometry.sizes[layer + 1])
    sums = (f"{ref(places.cell(layer + 1, n, 'δ'))}*{ref(places.weight(layer, unit, n).part(0, 0))}" for n in above)
    return f"({'+'.join(sums)})*({hidden.slope(cell['h'])})"


def case_cells(canvas: Canvas) -> CaseCells:
    """The cells of the chosen case at the outputs."""
    last, places, ref = len(canvas.geometry.sizes) - 1, canvas.places, canvas.ref
    units = range(canvas.geometry.sizes[-1])
    s, t, z = ([ref(places.cell(last, unit, what)) for unit in units] for what in ("s", "t", "z"))
    most = f"MAX({','.join(s)})"
    log_sum = f"({most}+LN({'+'.join(f'EXP({one}-{most})' for one in s)}))"
    return CaseCells(s, t, z, ",".join(s), ",".join(t), log_sum)


def _labels(canvas: Canvas, layer: int, target: int) -> list[str]:
    """Those of the weights of a unit; returns where the weights stand."""
    unit, layout = canvas.geometry.layer(layer)[target], canvas.design.layout
    found = []
    for source, slot in zip(range(canvas.geometry.sizes[layer]), unit.cells(), strict=False):
        area = canvas.places.weight(layer, source, target)
        weight, gradient = (area.part(row, 0, 1, area.width) for row in (0, 1))
        canvas.formula(weight, canvas.ref(layout["current"].part(*slot)), bold=True)
        canvas.formula(gradient, _gradient(canvas, layer, source, target, layout["gradients"].part(*slot)), color=MUTED)
        found.append(weight.range)
    return found


def _gradient(canvas: Canvas, layer: int, source: int, target: int, total: Area) -> str:
    """delta h of the only case; of several cases the sum, which BP has."""
    if canvas.places.cases > 1:
        return canvas.ref(total)
    places = canvas.places
    return f"{canvas.ref(places.cell(layer + 1, target, 'δ'))}*{canvas.ref(places.output(layer, source))}"
