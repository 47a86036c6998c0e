"""The charts of the curve `descent`, and the sheet of what they draw."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.descent.sheets import AREAS, LAST, LOOK, LOOKS, PATHS, RINGS, ROW, STEPS
from sheetnet.making.curves.page import (
    headings,
    letters,
    open_at,
    put_columns,
)
from sheetnet.making.curves.rings import POINTS, RING_LINE, put_rings
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.scatter import Axis, Line, around, scatter
from sheetnet.sheet.pages.style import BLUE, INK, MUTED, RED, headline, widen, write


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _chart_data(book.create_sheet("Chart"), say)
    _charts(sheet, say)


def _chart_data(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["chart_title"], say["chart_note"])
    put_rings(sheet, say, AREAS["rings"], RINGS)
    over, logs = AREAS["over_rings"], AREAS["logarithms"]
    headings(sheet, 5, over.left, ("x₀", "x₁") * len(PATHS))
    headings(sheet, 5, logs.left, ("log₁₀|x₀|  3", "log₁₀|x₀|  4", "log₁₀ f  1", "log₁₀ f  5"))
    sources: list[str] = [letter for number in PATHS for letter in letters(2 + 5 * number, 2)]
    columns = []
    for drawn, source in zip(letters(over.left, 4), sources, strict=True):
        near_by = f"MAX(-100,MIN(100,Steps!{source}{{r}}))"
        columns.append((near_by, f"IF(ISNUMBER(Steps!{source}{{r}}),{near_by},{drawn}{{p}})"))
    put_columns(sheet, over, columns, "0.0000", quiet=True)
    columns = []
    sources = [*letters(12, 1), *letters(17, 1), *letters(4, 1), *letters(24, 1)]
    for drawn, source in zip(letters(logs.left, 4), sources, strict=True):
        logarithm = f"LOG10(MAX(ABS(Steps!{source}{{r}}),1E-300))"
        columns.append((logarithm, f"IF(ISNUMBER(Steps!{source}{{r}}),{logarithm},{drawn}{{p}})"))
    put_columns(sheet, logs, columns, "0.0000", quiet=True)
    write(sheet, ROW, AREAS["overflow"].left, say["overflow"], size=9, color=MUTED)
    for column in range(logs.left, logs.right + 1):
        widen(sheet, column, 13)
    open_at(sheet, f"A{ROW}", f"A{ROW}")
    lay_out(sheet, logs.right, titles="5:5")


def _charts(sheet: Worksheet, say: Say) -> None:
    rings, over, logs = AREAS["rings"], AREAS["over_rings"], AREAS["logarithms"]
    circles = [
        Line(rings.part(0, 2 + 2 * n, POINTS), rings.part(0, 3 + 2 * n, POINTS), RING_LINE, width=1)
        for n in range(len(RINGS))
    ]
    paths = [
        Line(over.part(0, 2 * n, STEPS + 1), over.part(0, 2 * n + 1, STEPS + 1), colour, say[key], 1.25, marker, 6)
        for n, (colour, key, marker) in enumerate(((BLUE, "minus", "circle"), (RED, "plus", "square")))
    ]
    axes = (Axis("x₀", -6, 6, 2), Axis("x₁", -6, 6, 2))
    row = LOOK + LOOKS + 2
    scatter(sheet, f"B{row}", say["rings_chart"], axes, [*circles, *paths], size=around(9.2, 9.2))
    steps = Area("Steps", ROW, 1, LAST, 1)
    tens = [
        Line(steps, logs.part(0, 0, STEPS + 1), RED, say["numerical_3"], 2, "circle", 4),
        Line(steps, logs.part(0, 1, STEPS + 1), INK, say["exact_4"], 2, "none"),
    ]
    high = around(9.2, 9.2)[1]
    scatter(
        sheet, f"F{row}", say["tens_chart"], (Axis(say["step"], 0, STEPS, 20), Axis("log₁₀ |x₀|")), tens,
        size=(9.6, high),
    )  # fmt: skip
    heights = [
        Line(steps, logs.part(0, 2, STEPS + 1), BLUE, say["minus"], 2),
        Line(steps, logs.part(0, 3, STEPS + 1), RED, say["plus"], 2, dash="dash"),
    ]
    axes = (Axis(say["step"], 0, STEPS, 20), Axis("log₁₀ f"))
    scatter(sheet, f"I{row}", say["sign_chart"], axes, heights, size=(8.5, high))
