"""The network of sheet Network: a box for each unit, with its numbers, and a label for each weight on its line."""

from openpyxl.styles import Border, PatternFill, Side

from sheetnet.sheet.blocks.whole import SHEET, TALL, TOP
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas
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
        strong, number = what in "xhz", "General" if what in "xt" else NUMBER
        canvas.formula(area.part(row, 2, 1, area.width - 2), number, bold=strong, color=BLUE if what == "δ" else INK)


def _name(canvas: Canvas, layer: int, unit: int) -> str | float:
    if layer == 0:
        return canvas.design.table.feature_names[unit]
    name = canvas.geometry.layer(layer - 1)[unit].name
    if layer < len(canvas.geometry.sizes) - 1:
        return name
    return f"{name}: {canvas.design.table.classes[unit]}"


def _labels(canvas: Canvas, layer: int, target: int) -> list[str]:
    """Those of the weights of a unit; returns where the weights stand."""
    found = []
    for source in range(canvas.geometry.sizes[layer]):
        area = canvas.places.weight(layer, source, target)
        weight, gradient = (area.part(row, 0, 1, area.width) for row in (0, 1))
        canvas.formula(weight, bold=True)
        canvas.formula(gradient, color=MUTED)
        found.append(weight.range)
    return found
