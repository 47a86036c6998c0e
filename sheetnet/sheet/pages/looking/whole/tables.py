"""Under the network: all cases, and one update of every parameter."""

from openpyxl.styles import Font, PatternFill

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import column_of
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas
from sheetnet.sheet.pages.looking.whole.places import SCREEN, SHEET
from sheetnet.sheet.pages.style import MUTED, blue_white_red, show_small_numbers, when

_NUMBER, _WIDE = 3, 4  # columns of a case's number, and of each of its values
_SAYS = 6  # columns of what the rows of an update are
_GAP = 2


def draw_cases(canvas: Canvas) -> int:
    """Every case with its outputs and its error, the chosen one tinted; returns the first column that is free."""
    layout, say, top = canvas.design.layout, canvas.design.words, canvas.places.below
    if canvas.places.cases == 1:
        return 2
    table, last = canvas.design.table, len(canvas.geometry.sizes) - 1
    classes = range(canvas.geometry.sizes[-1])
    columns = [(name, column_of(layout["images"], n), "General") for n, name in enumerate(table.feature_names)]
    columns += [("t", column_of(layout["targets"], n), "General") for n in classes]
    columns += [("z", column_of(layout[f"outputs_{last}"], n), "0.000") for n in classes]
    columns += [("e", layout["errors"], "0.000")]
    canvas.text(_at(top, 2, _NUMBER + _WIDE * len(columns)), say["whole_cases"], bold=True, size=11)
    for case in range(canvas.places.cases):
        canvas.formula(
            _at(top + 2 + case, 2, _NUMBER),
            canvas.ref(column_of(layout["images"], 0).part(case, 0)._replace(left=1, right=1)),
            "0",
            color=MUTED,
        )
    for place, (name, column, number) in enumerate(columns):
        left = 2 + _NUMBER + _WIDE * place
        canvas.text(_at(top + 1, left, _WIDE), name, CENTRE, bold=True)
        for case in range(canvas.places.cases):
            canvas.formula(_at(top + 2 + case, left, _WIDE), canvas.ref(column.part(case, 0)), number)
    right = 1 + _NUMBER + _WIDE * len(columns)
    whole = Area(SHEET, top + 2, 2, top + 1 + canvas.places.cases, right)
    chosen = f"ROW()={whole.top - 1}+{canvas.ref(canvas.places.case, fixed=True)}"
    canvas.sheet.conditional_formatting.add(
        whole.range, when(chosen, fill=PatternFill(bgColor="FFF3C4", fill_type="solid"), font=Font(bold=True))
    )
    return right + 1 + _GAP


def draw_update(canvas: Canvas, left: int) -> None:
    """Of each parameter: its value, its gradient, and its value after one update."""
    layout, say, top, geometry = canvas.design.layout, canvas.design.words, canvas.places.below, canvas.geometry
    canvas.text(_at(top, left, SCREEN - left), say["whole_update"], bold=True, size=11)
    names = (say["whole_now"], "∂E/∂w", say["whole_next"])
    for row, name in enumerate(names, top + 2):
        canvas.text(_at(row, left, _SAYS), name, color=MUTED)
    wide = min(5, (SCREEN - left - _SAYS) // len(geometry.cells))
    first = left + _SAYS
    for place, (name, slot) in enumerate(zip(_parameters(canvas), geometry.cells, strict=True)):
        column = first + place * wide
        canvas.text(_at(top + 1, column, wide), name, CENTRE, bold=True, size=8)
        for row, block in enumerate(("current", "gradients", "updated"), top + 2):
            canvas.formula(_at(row, column, wide), canvas.ref(layout[block].part(*slot)), "0.000")
    for row in range(top + 2, top + 5):
        area = _at(row, first, wide * len(geometry.cells))
        canvas.sheet.conditional_formatting.add(area.range, blue_white_red())
        show_small_numbers(canvas.sheet, area)


def _parameters(canvas: Canvas) -> list[str]:
    """H1 x1, H1 θ ..., in the order of the parameter vector."""
    names = []
    for unit in canvas.geometry.units:
        below = canvas.geometry.input_names(unit.layer)
        if unit.layer == 0:
            below = [str(name) for name in canvas.design.table.feature_names]
        names += [f"{unit.name} {name}" for name in (*below, *(["θ"] if unit.threshold else []))]
    return names


def _at(row: int, left: int, wide: int) -> Area:
    return Area(SHEET, row, left, row, left + wide - 1)
