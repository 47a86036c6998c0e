"""The decision surface of sheet Network: what the network says at every point of a square, as colours of its cells.

What a unit of the first layer adds up has a part of each input alone: a row and a column of numbers at the right.
"""

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.numbers import NumberFormat

from sheetnet.sheet.blocks.whole import EVERY, LOW, SHEET, SIDE, side
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.references import column_of
from sheetnet.sheet.pages.looking.whole.canvas import CENTRE, Canvas
from sheetnet.sheet.pages.style import HELPER, INK, MUTED, when

_HIDDEN = ";;;"


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
    units = range(1, len(canvas.geometry.layer(0)) + 1)
    helpers = [part for number in units for part in (canvas.places.across(number), canvas.places.down(number))]
    for part in (*helpers, canvas.places.sums) if len(canvas.geometry.sizes) > 2 else helpers:
        for row, column in part.cells():
            canvas.formula(Area(SHEET, row, column, row, column), size=8, color=HELPER)
    for row, column in area.cells():
        canvas.formula(Area(SHEET, row, column, row, column), _HIDDEN, size=12, bold=True)
    _colour(canvas, area)


def _axes(canvas: Canvas, area: Area) -> None:
    """x1 from left to right, x2 from the bottom to the top; their numbers at the right of the screen too."""
    across, down = canvas.places.across(), canvas.places.down()
    for number, value in enumerate(side()):
        for at in (across.part(0, number), down.part(SIDE - 1 - number, 0)):
            canvas.sheet.cell(at.top, at.left, value).font = Font(size=8, color=HELPER)
    for value in (0, 1):
        place = round((value - LOW) / EVERY)
        canvas.text(area.part(SIDE, place), value, CENTRE, color=MUTED)
        canvas.text(area.part(SIDE - 1 - place, -1), value, CENTRE, color=MUTED)
    names = canvas.design.table.feature_names
    canvas.text(area.part(SIDE, SIDE // 2 - 1, 1, 3), names[0], CENTRE, bold=True)
    canvas.text(area.part(SIDE // 2, -2, 1, 2), names[1], CENTRE, bold=True)


def _colour(canvas: Canvas, area: Area) -> None:
    """Blue for 0, red for 1; where a case lies, its mark."""
    scale = ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num", start_value=0, start_color="74A9CF", mid_type="num", mid_value=0.5, mid_color="FFFFFF",
        end_type="num", end_value=1, end_color="F0806A",
    )  # fmt: skip
    layout, sheet = canvas.design.layout, canvas.sheet
    x1, x2 = (canvas.ref(column_of(layout["images"], n), fixed=True) for n in (0, 1))
    targets = canvas.ref(layout["targets"], fixed=True)
    across = canvas.ref(canvas.places.across().part(0, 0)).replace(
        str(canvas.places.across().top), f"${canvas.places.across().top}"
    )
    down = "$" + canvas.ref(canvas.places.down().part(0, 0))
    near = f"(ABS({x1}-{across})<{EVERY / 2})*(ABS({x2}-{down})<{EVERY / 2})"
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
