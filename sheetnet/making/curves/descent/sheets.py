"""The sheets Descent and Steps of the curve `descent`: five descents, and why one of them stops.

The difference of the numerical gradient is taken by SLN(a, b, c) = (a - b) / c: LibreOffice makes a - b 0 where a and
b agree in 14 digits or so, and Excel does that at the end of a formula; where h vanishes beside x, that decides.
"""

from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.page import (
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
from sheetnet.making.curves.rings import POINTS
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, headline, lines, widen, write
from sheetnet.width import width_of

STEPS = 100
HUGE = "1E+150"  # the square of a larger number does not fit into a cell
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
TABLE, _WHY, LOOK, ROW = 12, 18, 23, 6
LAST = ROW + STEPS
LOOKS = 8
RINGS = (1, 2, 3, 4, 5, 6)
PATHS = (0, 4)  # the trials drawn over the rings: minus and plus
WIDE = 2 * len(RINGS) + 2
_ROOM = (198, 150)  # digits across the table, in Latin and in Japanese text
_EXPONENT = "0.00000000E+00"

AREAS = {
    "start": Area("Descent", 5, 3, 6, 3),
    "h": Area("Descent", 7, 3, 7, 3),
    "etas": Area("Descent", TABLE, 3, TABLE + 4, 3),
    "signs": Area("Descent", TABLE, 4, TABLE + 4, 4),
    "ends": Area("Descent", TABLE, 6, TABLE + 4, 8),
    "checks": Area("Descent", TABLE, 11, TABLE + 4, 11),
    "evaluations": Area("Descent", TABLE, 12, TABLE + 4, 12),
    "looked_at": Area("Descent", LOOK + 1, 5, LOOK + LOOKS, 10),
    "rates": Area("Steps", 4, 2, 4, 1 + 5 * len(TRIALS)),
    "path": Area("Steps", ROW, 2, LAST, 1 + 5 * len(TRIALS)),
    "rings": Area("Chart", ROW, 2, ROW + POINTS - 1, 1 + WIDE),
    "over_rings": Area("Chart", ROW, WIDE + 3, LAST, WIDE + 6),
    "logarithms": Area("Chart", ROW, WIDE + 8, LAST, WIDE + 11),
    "overflow": Area("Chart", ROW, WIDE + 13, ROW, WIDE + 13),
}


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _first_sheet(sheet, say)
    _steps(book.create_sheet("Steps"), say)


def _first_sheet(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["title"], say["note"])
    for column, width in enumerate((2.5, 25, 11, 9, 17, 18, 18, 15, 18, 18, 8, 18), 1):
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
        sheet.row_dimensions[row].height = 15 * lines(say[key], _ROOM[width_of(say[key]) > len(say[key])]) + 3
    _look(sheet, say)
    open_at(sheet, "C12", "A4")
    lay_out(sheet, 12, titles="", landscape=False)
    sheet.print_area = f"A1:L{LOOK + LOOKS + 29}"
    fit(sheet, high=1)
    sheet.sheet_properties.tabColor = BLUE


def _table(sheet: Worksheet, say: Say) -> None:
    section(sheet, TABLE - 2, say["descents"])
    titles = ("", "η", say["sign"], say["gradient"], say["x0_end"], say["x1_end"], "f")
    headings(sheet, TABLE - 1, 2, (*titles, say["figure_0"], say["figure_1"], say["check"], say["evaluations"]))
    put_input(sheet, say, AREAS["etas"], [trial.eta for trial in TRIALS], (0, 100))
    put_list(sheet, say, AREAS["signs"], [trial.sign for trial in TRIALS], "-1,1")
    for number, trial in enumerate(TRIALS):
        row = TABLE + number
        write(sheet, row, 2, f"{number + 1}   {say[f'descent_{number + 1}']}")
        text = write(sheet, row, 5, say[trial.gradient])
        text.alignment = Alignment(horizontal="center")
        for column, letter in enumerate(letters(2 + 5 * number, 3), 6):
            end = f"Steps!{letter}{LAST}"
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
            right = f"AND(Steps!{f}{ROW + 1}>Steps!{f}{ROW},Steps!D{ROW + 1}<Steps!D{ROW})"
            asked.append((f"D{TABLE}", TRIALS[0].sign))
        put_check(sheet, row, 11, given(asked), right)
        g0, g1 = letters(5 + 5 * number, 2)
        asked_for = f"2*COUNT(Steps!{g0}{ROW}:{g1}{LAST - 1})"  # the gradients of the last step move nothing
        # the same formula in every language: the heading of the table below has the word for "numerical"
        put_formula(sheet, row, 12, f"IF(E{row}=$I${LOOK},{asked_for},0)", "#,##0", "Output")


def _look(sheet: Worksheet, say: Say) -> None:
    """The steps where h vanishes beside x0, in the third descent."""
    titles = (say["step"], "(x₀ + h) − x₀", "x₀", "f(x₀+h) − f(x₀−h)", "4 h x₀")
    headings(sheet, LOOK, 4, (*titles, say["numerical"], say["exact_slope"]))
    for offset in range(LOOKS):
        row, step = LOOK + 1 + offset, FIRST_LOOKED_AT + offset
        write(sheet, row, 4, step, bold=True).alignment = Alignment(horizontal="center")
        x0, x1, _, g0, _ = (f"Steps!{letter}{ROW + step}" for letter in letters(12, 5))
        difference = f"SLN({_f(x0, x1, '+$C$7')},{_f(x0, x1, '-$C$7')},1)"
        for column, text in enumerate((f"SLN({x0}+$C$7,{x0},1)", x0, difference, f"4*$C$7*{x0}", g0, f"2*{x0}"), 5):
            put_formula(sheet, row, column, f'IF(ISNUMBER({x0}),{text},"–")', "0.0000000E+00")


def _f(moved: str, other: str, by: str) -> str:
    """x0^2 + x1^2 with one of both moved: sums of two numbers are the same in either order."""
    return f"({moved}{by})*({moved}{by})+{other}*{other}"


def _steps(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["steps_title"], say["steps_note"])
    path = AREAS["path"]
    label(sheet, 4, "± η", 1)
    headings(sheet, 5, 1, (say["step"], *("x₀", "x₁", "f", "∂f/∂x₀", "∂f/∂x₁") * len(TRIALS)))
    put_steps(sheet, Area("Steps", ROW, 1, LAST, 1))
    for number, trial in enumerate(TRIALS):
        left = path.left + 5 * number
        x0, x1, _, g0, g1 = letters(left, 5)
        write(sheet, 3, left, f"{number + 1}   {say[f'descent_{number + 1}']}", bold=True)
        rate = f"Descent!D{TABLE + number}*Descent!C{TABLE + number}"
        put_formula(sheet, 4, left, rate, "General").alignment = Alignment(horizontal="center")
        here = f"ISNUMBER({x0}{{r}})"
        columns = []
        for x, g, start in ((x0, g0, "Descent!$C$5"), (x1, g1, "Descent!$C$6")):
            fits = f"MAX(ABS({x0}{{p}}),ABS({x1}{{p}}))<{HUGE}"
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
        widen(sheet, column, 15)
    open_at(sheet, f"B{ROW}", f"B{ROW}")
    lay_out(sheet, path.right, titles="3:5", beside="A:A", groups=range(2, path.right + 1, 5))
