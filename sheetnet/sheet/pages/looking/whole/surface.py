"""The decision surface of sheet Network: what the network says at every point of a square, as colours of its cells.

What a unit of the first layer adds up has a part of each input alone: a row and a column of numbers at the right.
"""

from collections.abc import Sequence

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.numbers import NumberFormat

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.pieces import CaseCells
from sheetnet.sheet.formulas.references import column_of
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas, method_of
from sheetnet.sheet.pages.looking.whole.places import SCREEN, SHEET, SIDE
from sheetnet.sheet.pages.style import HELPER, INK, MUTED, when

LOW, HIGH = -0.5, 1.5  # of both inputs
_EVERY = (HIGH - LOW) / (SIDE - 1)
_HELPERS = SCREEN + 4  # their first column
_HIDDEN = ";;;"
_TO_SUMS = SIDE + 12  # columns from a cell of the surface to what the output adds up there


def draw_surface(canvas: Canvas) -> None:
    """The colours, the cases as points, and the scales of both inputs."""
    area = canvas.places.surface
    canvas.text(
        Area(SHEET, area.top - 2, area.left, area.top - 2, area.right),
        canvas.design.words["whole_surface"],
        bold=True,
        size=11,
    )
    canvas.text(
        Area(SHEET, area.top - 1, area.left, area.top - 1, area.right), canvas.design.words["whole_points"], color=MUTED
    )
    _axes(canvas, area)
    rows, columns = _parts(canvas, area)
    for row, column in area.cells():
        parts = (
            (across.part(0, column - area.left), down.part(row - area.top, 0))
            for across, down in zip(rows, columns, strict=True)
        )
        sums = [f"({canvas.ref(one, fixed=True)}+{canvas.ref(other, fixed=True)})" for one, other in parts]
        one = Area(SHEET, row, column, row, column)
        if len(canvas.geometry.sizes) > 2:
            last = one._replace(left=column + _TO_SUMS, right=column + _TO_SUMS)
            canvas.formula(last, _last_sum(canvas, sums), size=8, color=HELPER)
            sums = [canvas.ref(last)]
        s = sums[0]
        _, head = method_of(canvas)
        output = head.output(CaseCells([s], ["0"], ["0"], s, "0", s), 0)
        canvas.formula(one, output, _HIDDEN, size=12, bold=True)
    _colour(canvas, area)


def _values(count: int = SIDE) -> list[float]:
    return [round(LOW + _EVERY * number, 10) for number in range(count)]


def _axes(canvas: Canvas, area: Area) -> None:
    """x1 from left to right, x2 from the bottom to the top; their numbers at the right of the screen too."""
    across, down = _across(area), _down(area)
    for number, value in enumerate(_values()):
        for at in (across.part(0, number), down.part(SIDE - 1 - number, 0)):
            canvas.sheet.cell(at.top, at.left, value).font = Font(size=8, color=HELPER)
    for value in (0, 1):
        place = round((value - LOW) / _EVERY)
        canvas.text(area.part(SIDE, place), value, CENTRE, color=MUTED)
        canvas.text(area.part(SIDE - 1 - place, -1), value, CENTRE, color=MUTED)
    names = canvas.design.table.feature_names
    canvas.text(area.part(SIDE, SIDE // 2 - 1, 1, 3), names[0], CENTRE, bold=True)
    canvas.text(area.part(SIDE // 2, -2, 1, 2), names[1], CENTRE, bold=True)


def _across(area: Area, number: int = 0) -> Area:
    """A row of numbers above each column: of the first input, then of each unit."""
    return Area(SHEET, area.top + SIDE + 1 + number, _HELPERS, area.top + SIDE + 1 + number, _HELPERS + SIDE - 1)


def _down(area: Area, number: int = 0) -> Area:
    """A column of numbers beside each row: of the second input, then of each unit."""
    return Area(SHEET, area.top, _HELPERS + number, area.bottom, _HELPERS + number)


def _parts(canvas: Canvas, area: Area) -> tuple[list[Area], list[Area]]:
    """w1 x1 - theta, and w2 x2, of each unit of the first layer."""
    current, rows, columns = canvas.design.layout["current"], [], []
    for number, unit in enumerate(canvas.geometry.layer(0), 1):
        first, second = (canvas.ref(current.part(*slot), fixed=True) for slot in list(unit.cells())[:2])
        theta = "-" + canvas.ref(current.part(*unit.threshold), fixed=True) if unit.threshold else ""
        rows.append(_across(area, number))
        columns.append(_down(area, number))
        for place in range(SIDE):
            x1, x2 = canvas.ref(_across(area).part(0, place)), canvas.ref(_down(area).part(place, 0))
            canvas.formula(rows[-1].part(0, place), f"{first}*{x1}{theta}", size=8, color=HELPER)
            canvas.formula(columns[-1].part(place, 0), f"{second}*{x2}", size=8, color=HELPER)
    return rows, columns


def _last_sum(canvas: Canvas, sums: Sequence[str]) -> str:
    """s of the output, from what the units of the first layer add up."""
    hidden, _ = method_of(canvas)
    (unit,) = canvas.geometry.layer(1)
    current = canvas.design.layout["current"]
    weights = [canvas.ref(current.part(unit.row, n), fixed=True) for n in range(len(sums))]
    theta = "-" + canvas.ref(current.part(*unit.threshold), fixed=True) if unit.threshold else ""
    return "+".join(f"{w}*({hidden.value(s)})" for w, s in zip(weights, sums, strict=True)) + theta


def _colour(canvas: Canvas, area: Area) -> None:
    """Blue for 0, red for 1; where a case lies, its mark."""
    scale = ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num", start_value=0, start_color="74A9CF", mid_type="num", mid_value=0.5, mid_color="FFFFFF",
        end_type="num", end_value=1, end_color="F0806A",
    )  # fmt: skip
    layout, sheet = canvas.design.layout, canvas.sheet
    x1, x2 = (canvas.ref(column_of(layout["images"], n), fixed=True) for n in (0, 1))
    targets = canvas.ref(layout["targets"], fixed=True)
    across = canvas.ref(_across(area).part(0, 0)).replace(str(_across(area).top), f"${_across(area).top}")
    down = "$" + canvas.ref(_down(area).part(0, 0))
    near = f"(ABS({x1}-{across})<{_EVERY / 2})*(ABS({x2}-{down})<{_EVERY / 2})"
    for mark, wanted in (("●", f"{targets}>=0.5"), ("○", f"{targets}<0.5")):
        shown = NumberFormat(numFmtId=201, formatCode=f'"{mark}";"{mark}";"{mark}"')
        sheet.conditional_formatting.add(area.range, when(f"SUMPRODUCT({near}*({wanted}))>0", numFmt=shown))
    sheet.conditional_formatting.add(area.range, scale)
    edge = Side(style="thin", color=INK)
    for row, column in area.cells():
        cell = sheet.cell(row, column)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = Border(
            top=edge if row == area.top else None,
            bottom=edge if row == area.bottom else None,
            left=edge if column == area.left else None,
            right=edge if column == area.right else None,
        )
