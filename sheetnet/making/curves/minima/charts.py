"""The charts of the curve `minima`, and the sheet of what they draw."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.minima.function import f_of
from sheetnet.making.curves.minima.sheets import (
    AFAR,
    AREAS,
    CURVE,
    EDGE,
    LAST,
    ROW,
    STEPS,
    TABLE,
    VERDICTS,
)
from sheetnet.making.curves.page import (
    headings,
    letters,
    open_at,
    put_columns,
)
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.scatter import Axis, Line, scatter
from sheetnet.sheet.pages.style import BLUE, INK, MUTED, RED, headline, widen, write

_COLOURS = (RED, BLUE, "009E73", "B8860B")
_MARKERS = ("circle", "square", "triangle", "diamond")
_ETAS = range(6, 10)  # the trials that differ in eta, as columns count: 0 is the user's own


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _chart_data(book.create_sheet("Chart"), say)
    _charts(sheet, say)


def _chart_data(sheet: Worksheet, say: Say) -> None:
    """What the charts draw: the curve, and the paths as numbers only, for a chart draws a text as 0."""
    headline(sheet, say["chart_title"], say["chart_note"])
    headings(sheet, 5, 1, ("x", "f(x)", "", *("x", "f(x)") * 5, *(say["step"], "x") * len(_ETAS)))
    for offset in range(CURVE):
        cell = write(sheet, ROW + offset, 1, round(-EDGE + offset * 2 * EDGE / (CURVE - 1), 10), size=9, color=MUTED)
        cell.number_format = "0.00"
    put_columns(sheet, AREAS["curve"], [(f_of("A{r}"),) * 2], "0.0000", quiet=True)
    for number, (source, on) in enumerate(zip(letters(2, 10)[::2], letters(4, 10)[::2], strict=True)):
        first = f"MAX(-{EDGE},MIN({EDGE},Steps!{source}{{r}}))"
        height = f_of(f"{on}{{r}}")
        columns = ((first, f"IF(ISNUMBER(Steps!{source}{{r}}),{first},{on}{{p}})"), (height, height))
        left = AREAS["on_curve"].left + 2 * number
        put_columns(sheet, Area("Chart", ROW, left, LAST, left + 1), columns, "0.0000", quiet=True)
    for offset, number in enumerate(_ETAS):
        left = AREAS["by_step"].left + 2 * offset
        step, x = letters(left, 2)
        source = f"Steps!{letters(2 + 2 * number, 1)[0]}{{r}}"
        far = f"MAX(-{AFAR:g},MIN({AFAR:g},{source}))"
        columns = (
            ("Steps!$A{r}", f"IF(ISNUMBER({source}),Steps!$A{{r}},{step}{{p}})"),
            (far, f"IF(ISNUMBER({source}),{far},{x}{{p}})"),
        )
        put_columns(sheet, Area("Chart", ROW, left, LAST, left + 1), columns, "General", quiet=True)
    write(sheet, 5, 23, say["became"], bold=True)
    for offset, key in enumerate(VERDICTS):
        write(sheet, ROW + offset, 23, say[key], size=9, color=MUTED)
    write(sheet, ROW, 24, say["overflow"], size=9, color=MUTED)
    widen(sheet, 23, 30)
    open_at(sheet, f"A{ROW}", f"A{ROW}")
    lay_out(sheet, 24, titles="5:5")


def _charts(sheet: Worksheet, say: Say) -> None:
    curve = AREAS["curve"]
    ground = Line(curve.part(0, -1, CURVE), curve, INK, "f(x) = x⁴ − 3x² + x", 2)
    zeros = AREAS["zeros"]
    rest = Line(zeros.part(0, 0, 3), zeros.part(0, 1, 3), "009E73", say["rest"], 0, "diamond", 11)
    on_curve = AREAS["on_curve"]
    axes = (Axis("x", -EDGE, EDGE, 0.75), Axis("f(x)", -4, 9, 2))

    def path(number: int, title: str, colour: str, marker: str, *, start_only: bool = False) -> Line:
        x, f = (on_curve.part(0, 2 * number + column, 1 if start_only else STEPS + 1) for column in range(2))
        return Line(x, f, colour, title, 0 if start_only else 1, marker, 10 if start_only else 6)

    own = path(0, say["your_path"], RED, "circle")
    first = path(0, say["start"], RED, "square", start_only=True)
    scatter(sheet, "D4", say["yours_chart"], axes, [ground, rest, own, first], size=(20.4, 9.2))
    starts = [
        path(number, f"{number}", colour, marker)
        for number, (colour, marker) in enumerate(zip(_COLOURS, _MARKERS, strict=True), 1)
    ]
    titleless = Line(ground.x, ground.y, INK, "", 1.5)
    scatter(sheet, f"B{TABLE + 11}", say["starts_chart"], axes, [titleless, *starts], size=(13, 9))
    by_step = AREAS["by_step"]
    rates = [
        Line(by_step.part(0, 2 * n, 41), by_step.part(0, 2 * n + 1, 41), colour, f"{number}", 1.25, marker, 5)
        for n, (number, colour, marker) in enumerate(zip(_ETAS, _COLOURS, _MARKERS, strict=True))
    ]
    scatter(
        sheet, f"F{TABLE + 11}", say["etas_chart"], (Axis(say["step"], 0, 30, 5), Axis("x", -3, 4, 1)), rates,
        size=(15.6, 9),
    )  # fmt: skip
