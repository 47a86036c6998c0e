"""The example `descent`: f = x0^2 + x1^2 with learning rate 0.1 and 10, by the numerical and by the exact gradient.

The difference of the numerical gradient is taken by SLN(a, b, c) = (a - b) / c: LibreOffice makes a - b 0 where a and
b agree in 14 digits or so, and Excel does that at the end of a formula; where h vanishes beside x, that decides.
"""

from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.functions.chart import Axis, Line, around, scatter
from sheetnet.sheet.functions.page import (
    Say,
    given,
    headings,
    label,
    legend,
    letters,
    near,
    open_at,
    put_check,
    put_columns,
    put_figure,
    put_formula,
    put_input,
    put_list,
    put_steps,
    section,
    show_big_numbers,
)
from sheetnet.sheet.functions.rings import POINTS, RING_LINE, put_rings
from sheetnet.sheet.pages.look import BLUE, INK, MUTED, RED, headline, lines, widen, write
from sheetnet.sheet.pages.paper import fit, lay_out

STEPS = 100
START, H = (-3, 4), 1e-4
FIRST_LOOKED_AT = 6


class Trial(NamedTuple):
    """A descent: its rate, which way it goes, its gradient ("numerical", "exact"), and what has to come out."""

    eta: float
    sign: int
    gradient: str
    figures: tuple[str, ...]


TRIALS = (
    Trial(0.1, -1, "numerical", ("-6.11110793e-10", "8.14814391e-10")),
    Trial(0.1, -1, "exact", ("-6.11110793e-10", "8.14814391e-10")),
    Trial(10, -1, "numerical", ("-2.58983747e+13", "-1.29524862e+12")),
    Trial(10, -1, "exact", ("-2.25154873e128", "3.00206497e128")),
    Trial(0.1, 1, "numerical", ()),
)
_TABLE, _WHY, _LOOK, _ROW = 12, 18, 23, 6
_LAST = _ROW + STEPS
LOOKS = 8
RINGS = (1, 2, 3, 4, 5, 6)
_PATHS = (0, 4)  # the trials drawn over the rings: minus and plus
_WIDE = 2 * len(RINGS) + 2
_EXPONENT = "0.00000000E+00"

AREAS = {
    "start": Area("Descent", 5, 3, 6, 3),
    "h": Area("Descent", 7, 3, 7, 3),
    "etas": Area("Descent", _TABLE, 3, _TABLE + 4, 3),
    "signs": Area("Descent", _TABLE, 4, _TABLE + 4, 4),
    "ends": Area("Descent", _TABLE, 6, _TABLE + 4, 8),
    "checks": Area("Descent", _TABLE, 11, _TABLE + 4, 11),
    "looked_at": Area("Descent", _LOOK + 1, 5, _LOOK + LOOKS, 10),
    "rates": Area("Steps", 4, 2, 4, 1 + 5 * len(TRIALS)),
    "path": Area("Steps", _ROW, 2, _LAST, 1 + 5 * len(TRIALS)),
    "rings": Area("Chart", _ROW, 2, _ROW + POINTS - 1, 1 + _WIDE),
    "over_rings": Area("Chart", _ROW, _WIDE + 3, _LAST, _WIDE + 6),
    "logarithms": Area("Chart", _ROW, _WIDE + 8, _LAST, _WIDE + 11),
    "overflow": Area("Chart", _ROW, _WIDE + 13, _ROW, _WIDE + 13),
}


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _first_sheet(sheet, say)
    _steps(book.create_sheet("Steps"), say)
    _chart_data(book.create_sheet("Chart"), say)
    _charts(sheet, say)


def _first_sheet(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["descent_title"], say["descent_note"])
    for column, width in enumerate((2.5, 25, 11, 9, 17, 18, 18, 15, 18, 18, 8), 1):
        widen(sheet, column, width)
    section(sheet, 4, say["for_all"])
    for row, key in ((5, "start_0"), (6, "start_1"), (7, "h")):
        label(sheet, row, say[key])
    put_input(sheet, say, AREAS["start"], START, (-1000, 1000))
    put_input(sheet, say, AREAS["h"], [H], (1e-12, 1))
    legend(sheet, say, 4, 5)
    _table(sheet, say)
    section(sheet, _WHY, say["why"])
    for row, key in ((_WHY + 1, "why_1"), (_WHY + 2, "why_2"), (_WHY + 3, "why_3")):
        write(sheet, row, 2, say[key]).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(f"B{row}:K{row}")
        sheet.row_dimensions[row].height = 15 * lines(say[key], 205) + 3
    _look(sheet, say)
    open_at(sheet, "C12", "A4")
    lay_out(sheet, 11, titles="", landscape=False)
    fit(sheet, high=1)
    sheet.sheet_properties.tabColor = BLUE


def _table(sheet: Worksheet, say: Say) -> None:
    section(sheet, _TABLE - 2, say["descents"])
    titles = ("", "η", say["sign"], say["gradient"], say["x0_end"], say["x1_end"], "f")
    headings(sheet, _TABLE - 1, 2, (*titles, say["figure_0"], say["figure_1"], say["check"]))
    put_input(sheet, say, AREAS["etas"], [trial.eta for trial in TRIALS], (0, 100))
    put_list(sheet, say, AREAS["signs"], [trial.sign for trial in TRIALS], "-1,1")
    for number, trial in enumerate(TRIALS):
        row = _TABLE + number
        write(sheet, row, 2, f"{number + 1}   {say[f'descent_{number + 1}']}")
        text = write(sheet, row, 5, say[trial.gradient])
        text.alignment = Alignment(horizontal="center")
        for column, letter in enumerate(letters(2 + 5 * number, 3), 6):
            end = f"Steps!{letter}{_LAST}"
            cell = put_formula(sheet, row, column, f'IF(ISNUMBER({end}),{end},"–")', _EXPONENT, "Output")
            cell.alignment = Alignment(horizontal="right")
            if column == 8:
                cell.number_format = "0.00E+00"
        asked = [("C5", START[0]), ("C6", START[1]), (f"C{row}", trial.eta), (f"D{row}", trial.sign)]
        if trial.gradient == "numerical":
            asked.append(("C7", H))
        if trial.figures:
            for column, figure in zip((9, 10), trial.figures, strict=True):
                put_figure(sheet, row, column, figure, _EXPONENT)
            exact = ",".join(near(f"{letter}{row}", figure) for letter, figure in zip("FG", trial.figures, strict=True))
            right = f"IF(ISNUMBER(F{row}),AND({exact}),FALSE)"
        else:
            put_figure(sheet, row, 9, say["rises"])
            (f,) = letters(4 + 5 * number, 1)
            right = f"AND(Steps!{f}{_ROW + 1}>Steps!{f}{_ROW},Steps!D{_ROW + 1}<Steps!D{_ROW})"
            asked.append((f"D{_TABLE}", TRIALS[0].sign))
        put_check(sheet, row, 11, given(asked), right)


def _look(sheet: Worksheet, say: Say) -> None:
    """The steps where h vanishes beside x0, in the third descent."""
    titles = (say["step"], "(x₀ + h) − x₀", "x₀", "f(x₀+h) − f(x₀−h)", "4 h x₀")
    headings(sheet, _LOOK, 4, (*titles, say["numerical"], say["exact_slope"]))
    for offset in range(LOOKS):
        row, step = _LOOK + 1 + offset, FIRST_LOOKED_AT + offset
        write(sheet, row, 4, step, bold=True).alignment = Alignment(horizontal="center")
        x0, x1, _, g0, _ = (f"Steps!{letter}{_ROW + step}" for letter in letters(12, 5))
        difference = f"SLN({_f(x0, x1, '+$C$7')},{_f(x0, x1, '-$C$7')},1)"
        for column, text in enumerate((f"SLN({x0}+$C$7,{x0},1)", x0, difference, f"4*$C$7*{x0}", g0, f"2*{x0}"), 5):
            put_formula(sheet, row, column, f'IF(ISNUMBER({x0}),{text},"–")', "0.0000000E+00")


def _f(moved: str, other: str, by: str) -> str:
    """x0^2 + x1^2 with one of both moved: sums of two numbers are the same in either order."""
    return f"({moved}{by})*({moved}{by})+{other}*{other}"


def _steps(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["steps_title"], say["descent_steps"])
    path = AREAS["path"]
    label(sheet, 4, "± η", 1)
    headings(sheet, 5, 1, (say["step"], *("x₀", "x₁", "f", "∂f/∂x₀", "∂f/∂x₁") * len(TRIALS)))
    put_steps(sheet, Area("Steps", _ROW, 1, _LAST, 1))
    for number, trial in enumerate(TRIALS):
        left = path.left + 5 * number
        x0, x1, _, g0, g1 = letters(left, 5)
        write(sheet, 3, left, f"{number + 1}   {say[f'descent_{number + 1}']}", bold=True)
        rate = f"Descent!D{_TABLE + number}*Descent!C{_TABLE + number}"
        put_formula(sheet, 4, left, rate, "General").alignment = Alignment(horizontal="center")
        here = f"ISNUMBER({x0}{{r}})"
        columns = []
        for x, g, start in ((x0, g0, "Descent!$C$5"), (x1, g1, "Descent!$C$6")):
            fits = f"MAX(ABS({x0}{{p}}),ABS({x1}{{p}}))<1E+150"
            following = f"IF({fits},{x}{{p}}+{x0}$4*{g}{{p}},{AREAS['overflow'].absolute()})"
            columns.append((start, f'IF(ISNUMBER({x0}{{p}}),{following},"")'))
        f = f'IF({here},{x0}{{r}}*{x0}{{r}}+{x1}{{r}}*{x1}{{r}},"")'
        columns.append((f, f))
        for x, other in ((x0, x1), (x1, x0)):
            up, down = (_f(f"{x}{{r}}", f"{other}{{r}}", f"{sign}Descent!$C$7") for sign in "+-")
            slope = f"SLN({up},{down},2*Descent!$C$7)" if trial.gradient == "numerical" else f"2*{x}{{r}}"
            columns.append((f'IF({here},{slope},"")',) * 2)
        put_columns(sheet, Area("Steps", path.top, left, path.bottom, left + 4), columns, "0.00000000")
    show_big_numbers(sheet, path)
    widen(sheet, 1, 8)
    for column in range(2, path.right + 1):
        widen(sheet, column, 13)
    open_at(sheet, f"B{_ROW}", f"B{_ROW}")
    lay_out(sheet, path.right, titles="3:5", beside="A:A", groups=range(2, path.right + 1, 5))


def _chart_data(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["chart_title"], say["chart_note"])
    put_rings(sheet, say, AREAS["rings"], RINGS)
    over, logs = AREAS["over_rings"], AREAS["logarithms"]
    headings(sheet, 5, over.left, ("x₀", "x₁") * len(_PATHS))
    headings(sheet, 5, logs.left, ("log₁₀|x₀|  3", "log₁₀|x₀|  4", "log₁₀ f  1", "log₁₀ f  5"))
    columns = []
    for drawn, source in zip(letters(over.left, 4), (*letters(2, 2), *letters(22, 2)), strict=True):
        near_by = f"MAX(-100,MIN(100,Steps!{source}{{r}}))"
        columns.append((near_by, f"IF(ISNUMBER(Steps!{source}{{r}}),{near_by},{drawn}{{p}})"))
    put_columns(sheet, over, columns, "0.0000", quiet=True)
    columns = []
    sources = (*letters(12, 1), *letters(17, 1), *letters(4, 1), *letters(24, 1))
    for drawn, source in zip(letters(logs.left, 4), sources, strict=True):
        logarithm = f"LOG10(MAX(ABS(Steps!{source}{{r}}),1E-300))"
        columns.append((logarithm, f"IF(ISNUMBER(Steps!{source}{{r}}),{logarithm},{drawn}{{p}})"))
    put_columns(sheet, logs, columns, "0.0000", quiet=True)
    write(sheet, _ROW, AREAS["overflow"].left, say["overflow"], size=9, color=MUTED)
    for column in range(logs.left, logs.right + 1):
        widen(sheet, column, 13)
    open_at(sheet, f"A{_ROW}", f"A{_ROW}")
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
    row = _LOOK + LOOKS + 2
    scatter(sheet, f"B{row}", say["rings_chart"], axes, [*circles, *paths], size=around(9.2, 9.2))
    steps = Area("Steps", _ROW, 1, _LAST, 1)
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
