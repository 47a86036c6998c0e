"""Under the network: all cases, and one update of every parameter."""

from openpyxl.styles import Font, PatternFill

from sheetnet.sheet.blocks.whole import LISTED, SCREEN, SHEET
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.whole import UPDATE
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas
from sheetnet.sheet.pages.style import MUTED, blue_white_red, show_small_numbers, when


def draw_cases(canvas: Canvas) -> None:
    """Every case with its outputs and its error, the chosen one tinted; the rows of cases to come are there already."""
    places = canvas.places
    if places.cases == 1:
        return
    classes = canvas.geometry.sizes[-1]
    columns = [("", "0"), *((name, "General") for name in canvas.design.table.feature_names)]
    columns += [("t", "General")] * classes + [("z", "0.000")] * classes + [("e", "0.000")]
    area = places.listed
    canvas.text(_at(area.top - 2, area.left, area.width), canvas.design.words["whole_cases"], bold=True, size=11)
    for column, (name, number) in enumerate(columns):
        if column:
            canvas.text(places.listed_cell(-1, column), name, CENTRE, bold=True)
        for case in range(LISTED):
            look = {} if column else {"color": MUTED}
            canvas.formula(places.listed_cell(case, column), number, **look)
    chosen = f"ROW()={area.top - 1}+{canvas.ref(places.case, fixed=True)}"
    canvas.sheet.conditional_formatting.add(
        area.range, when(chosen, fill=PatternFill(bgColor="FFF3C4", fill_type="solid"), font=Font(bold=True))
    )


def draw_update(canvas: Canvas) -> None:
    """Of each parameter: its value, its gradient, and its value after one update."""
    say, places, names = canvas.design.words, canvas.places, _parameters(canvas)
    area = places.update
    canvas.text(_at(area.top - 2, area.left, SCREEN - area.left), say["whole_update"], bold=True, size=11)
    for row, name in enumerate((say["whole_now"], "∂E/∂w", say["whole_next"])):
        first = places.updated(row, 0)
        canvas.text(_at(first.top, area.left, first.left - area.left), name, color=MUTED)
    for parameter, name in enumerate(names):
        canvas.text(places.updated(-1, parameter), name, CENTRE, bold=True, size=8)
        for row in range(len(UPDATE)):
            canvas.formula(places.updated(row, parameter), "0.000")
    for row in range(len(UPDATE)):
        line = places.updated(row, 0)._replace(right=places.updated(row, len(names) - 1).right)
        canvas.sheet.conditional_formatting.add(line.range, blue_white_red())
        show_small_numbers(canvas.sheet, line)


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
