"""The sheets Race and Steps of the curve `race`: the six optimisers, their constants, their paths."""

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
    put_steps,
    section,
)
from sheetnet.making.curves.rings import POINTS
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, LINE, headline, show_small_numbers, widen, write

STEPS = 30
START = (-7, 2)
CONSTANTS = ("eta", "alpha", "rho", "beta1", "beta2", "eps")
_LIMITS = {"eta": (0, 100), "eps": (1e-12, 1)}
_BELOW_1 = (0, 0.999999)


class Runner(NamedTuple):
    """An optimiser of the race: its constants, what it remembers, the figures, and how it is drawn.

    `states` and `change` are formulas: {g} is the gradient before this step, {old0} the first state before it and
    {new0} after it, {n} the step's number; a constant stands by its name.
    """

    title: str
    constants: dict[str, float]
    remembers: tuple[str, ...]
    states: tuple[str, ...]
    change: str
    figures: tuple[str, ...]
    colour: str
    marker: str


RUNNERS: dict[str, Runner] = {
    "sgd": Runner("SGD", {"eta": 0.95}, (), (), "-{eta}*{g}", ("-0.350393", "0.08478232"), "D73027", "circle"),
    "momentum": Runner(
        "Momentum", {"eta": 0.1, "alpha": 0.9}, ("Δ",), ("{alpha}*{old0}-{eta}*{g}",), "+{new0}",
        ("0.896413858494", "0.088085601715"), "E08214", "square",
    ),
    "nesterov": Runner(
        "Nesterov", {"eta": 0.1, "alpha": 0.9}, ("v",), ("{alpha}*{old0}-{eta}*{g}",), "+{alpha}*{new0}-{eta}*{g}",
        (), "B8860B", "triangle",
    ),
    "adagrad": Runner(
        "AdaGrad", {"eta": 1.5, "eps": 1e-7}, ("h",), ("{old0}+{g}*{g}",), "-{eta}*{g}/(SQRT({new0})+{eps})",
        ("-0.120162322", "2.49e-17"), "009E73", "diamond",
    ),
    "rmsprop": Runner(
        "RMSProp", {"eta": 0.1, "rho": 0.99, "eps": 1e-7}, ("h",), ("{rho}*{old0}+(1-{rho})*{g}*{g}",),
        "-{eta}*{g}/(SQRT({new0})+{eps})", ("-0.69742031", "1.48e-8"), "4575B4", "square",
    ),
    "adam": Runner(
        "Adam", {"eta": 0.3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-7}, ("m", "v"),
        ("{beta1}*{old0}+(1-{beta1})*{g}", "{beta2}*{old1}+(1-{beta2})*{g}*{g}"),
        "-{eta}*SQRT(1-{beta2}^{n})/(1-{beta1}^{n})*{new0}/(SQRT({new1})+{eps})",
        ("0.136007", "0.318245"), "7B3294", "circle",
    ),
}  # fmt: skip
TABLE, ROW = 12, 6
LAST = ROW + STEPS
RINGS = (2, 4, 6, 8, 10)
_WIDE = 2 * len(RINGS) + 2


def _path_areas() -> dict[str, Area]:
    """The columns of each optimiser on sheet Steps: x, y, f, the gradient, and two for each state."""
    areas, left = {}, 2
    for name, runner in RUNNERS.items():
        width = 5 + 2 * len(runner.remembers)
        areas[f"path_{name}"] = Area("Steps", ROW, left, LAST, left + width - 1)
        left += width
    return areas


AREAS = {
    "start": Area("Race", 5, 3, 6, 3),
    "constants": Area("Race", TABLE, 3, TABLE + 5, 8),
    "ends": Area("Race", TABLE, 9, TABLE + 5, 11),
    "checks": Area("Race", TABLE, 14, TABLE + 5, 14),
    **_path_areas(),
    "rings": Area("Chart", ROW, 2, ROW + POINTS - 1, 1 + _WIDE),
    "logarithms": Area("Chart", ROW, _WIDE + 3, LAST, _WIDE + 2 + len(RUNNERS)),
}


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _first_sheet(sheet, say)
    _steps(book.create_sheet("Steps"), say)


def _first_sheet(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["title"], say["note"])
    for column, width in enumerate((2.5, 14, 9, 9, 9, 9, 9, 10, 18, 18, 12, 16, 16, 8), 1):
        widen(sheet, column, width)
    section(sheet, 4, say["for_all"])
    for row, key in ((5, "start_x"), (6, "start_y")):
        label(sheet, row, say[key])
    put_input(sheet, say, AREAS["start"], START, (-1000, 1000))
    legend(sheet, say, 4, 9)
    section(sheet, TABLE - 2, say["runners"])
    symbols = ("η", "α", "ρ", "β₁", "β₂", "ε")
    titles = ("", *symbols, say["x_30"], say["y_30"], "f", say["figure_x"], say["figure_y"], say["check"])
    headings(sheet, TABLE - 1, 2, titles)
    for row, (name, runner) in enumerate(RUNNERS.items(), TABLE):
        _runner(sheet, say, row, name, runner)
    open_at(sheet, f"C{TABLE}", "A4")
    lay_out(sheet, 14, titles="")
    sheet.print_area = f"A1:N{TABLE + len(RUNNERS) + 23}"
    fit(sheet, high=1)
    sheet.sheet_properties.tabColor = BLUE


def _runner(sheet: Worksheet, say: Say, row: int, name: str, runner: Runner) -> None:
    write(sheet, row, 2, runner.title, bold=True, color=runner.colour)
    asked: list[tuple[str, float]] = [("C5", START[0]), ("C6", START[1])]
    for column, (letter, constant) in enumerate(zip("CDEFGH", CONSTANTS, strict=True), 3):
        if constant in runner.constants:
            value = runner.constants[constant]
            form = "0E+00" if constant == "eps" else "General"
            one = Area("Race", row, column, row, column)
            put_input(sheet, say, one, [value], _LIMITS.get(constant, _BELOW_1), form)
            asked.append((f"{letter}{row}", value))
        else:
            write(sheet, row, column, "·", color=LINE).alignment = Alignment(horizontal="center")
    path = AREAS[f"path_{name}"]
    for column, letter in enumerate(letters(path.left, 3), 9):
        tiny = runner.figures and column < 11 and "e" in runner.figures[column - 9]
        form = "0.0E+00" if column == 11 else "0.00E+00" if tiny else "0.000000000000"
        put_formula(sheet, row, column, f"Steps!{letter}{LAST}", form, "Output")
    if runner.figures:
        for column, figure in zip((12, 13), runner.figures, strict=True):
            decimals = len(figure.partition(".")[2])
            put_figure(sheet, row, column, figure, "0.00E+00" if "e" in figure else "0." + "0" * decimals)
        ends = zip("IJ", runner.figures, strict=True)
        put_check(sheet, row, 14, given(asked), f"AND({','.join(near(f'{one}{row}', figure) for one, figure in ends)})")


def _steps(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["steps_title"], say["steps_note"])
    headings(sheet, 5, 1, (say["step"],))
    put_steps(sheet, Area("Steps", ROW, 1, LAST, 1))
    widen(sheet, 1, 8)
    for row, (name, runner) in enumerate(RUNNERS.items(), TABLE):
        area = AREAS[f"path_{name}"]
        write(sheet, 4, area.left, runner.title, bold=True, color=runner.colour)
        states = [f"{state} {of}" for state in runner.remembers for of in "xy"]
        headings(sheet, 5, area.left, ("x", "y", "f", "∂f/∂x", "∂f/∂y", *states))
        put_columns(sheet, area, _formulas(area, runner, row), "0.00000000")
        show_small_numbers(sheet, area)
        for column in range(area.left, area.right + 1):
            widen(sheet, column, 13)
    open_at(sheet, f"B{ROW}", f"B{ROW}")
    groups = [area.left for name, area in AREAS.items() if name.startswith("path_")]
    lay_out(sheet, max(AREAS[f"path_{name}"].right for name in RUNNERS), titles="4:5", beside="A:A", groups=groups)


def _formulas(area: Area, runner: Runner, row: int) -> list[tuple[str, str]]:
    """The columns of an optimiser; its constants are cells of a row of sheet Race."""
    x, y, _, gx, gy, *states = letters(area.left, area.width)
    constants = {name: f"Race!${letter}${row}" for letter, name in zip("CDEFGH", CONSTANTS, strict=True)}
    places, remembered = [], []
    for axis, (w, g, start) in enumerate(((x, gx, "Race!$C$5"), (y, gy, "Race!$C$6"))):
        own = states[axis::2]
        cells = {f"new{n}": f"{state}{{r}}" for n, state in enumerate(own)}
        cells |= {f"old{n}": f"{state}{{p}}" for n, state in enumerate(own)}
        cells |= {"g": f"{g}{{p}}", "n": "$A{r}", **constants}
        places.append((start, f"{w}{{p}}" + runner.change.format(**cells)))
        remembered.append([("0", state.format(**cells)) for state in runner.states])
    f = f"{x}{{r}}*{x}{{r}}/20+{y}{{r}}*{y}{{r}}"
    gradient = [(f"{x}{{r}}/10",) * 2, (f"2*{y}{{r}}",) * 2]
    return [*places, (f, f), *gradient, *(state for pair in zip(*remembered, strict=True) for state in pair)]
