"""The sheets Minima and Steps of the curve `minima`: descents from several starts and with several rates."""

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.minima.function import f_of, slope_of
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
    put_verdict,
    section,
    show_big_numbers,
)
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, headline, widen, write

STEPS = 200
HUGE = "1E+75"  # the fourth power of a larger number does not fit into a cell
EDGE, AFAR = 2.25, 100.0  # where the picture of the curve ends; how far off a point of a chart can be
VERDICTS = ("global", "local", "maximum", "hops", "overflows", "on_the_way")
TRIALS: tuple[tuple[float | None, float, str], ...] = (  # start (None: the maximum), eta, what has to come out
    (2, 0.01, "1.1309011236"),
    (-2, 0.01, "-1.3008395659"),
    (0, 0.01, "-1.3008395659"),
    (0.3, 0.01, "1.1309010548"),
    (None, 0.01, "0.16993844"),
    (2, 0.05, "1.13090112"),
    (2, 0.1, "-1.30083957"),
    (2, 0.15, "hops"),
    (2, 0.2, "overflows"),
)
ZEROS = (("global", 2, "-1.30083957"), ("maximum", 1, "0.16993844"), ("local", 0, "1.13090112"))
_FIRST, TABLE, ROW = 24, 30, 6  # rows: where the slope is 0, the trials, the first step
_COUNT = len(TRIALS) + 1
LAST = ROW + STEPS
CURVE = 91

AREAS = {
    "start": Area("Minima", 5, 3, 5, 3),
    "eta": Area("Minima", 6, 3, 6, 3),
    "result": Area("Minima", 8, 3, 10, 3),
    "verdict": Area("Minima", 12, 2, 12, 2),
    "zeros": Area("Minima", _FIRST, 5, _FIRST + 2, 7),
    "zero_checks": Area("Minima", _FIRST, 10, _FIRST + 2, 10),
    "starts": Area("Minima", TABLE, 3, TABLE + 8, 3),
    "etas": Area("Minima", TABLE, 4, TABLE + 8, 4),
    "ends": Area("Minima", TABLE, 5, TABLE + 8, 7),
    "verdicts": Area("Minima", TABLE, 8, TABLE + 8, 8),
    "checks": Area("Minima", TABLE, 10, TABLE + 8, 10),
    "rates": Area("Steps", 4, 2, 4, 1 + 2 * _COUNT),
    "path": Area("Steps", ROW, 2, LAST, 1 + 2 * _COUNT),
    "curve": Area("Chart", ROW, 2, ROW + CURVE - 1, 2),
    "on_curve": Area("Chart", ROW, 4, LAST, 13),
    "by_step": Area("Chart", ROW, 14, LAST, 21),
    "words": Area("Chart", ROW, 23, ROW + len(VERDICTS) - 1, 23),
    "overflow": Area("Chart", ROW, 24, ROW, 24),
}


def draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    _first_sheet(sheet, say)
    _steps(book.create_sheet("Steps"), say)


def _first_sheet(sheet: Worksheet, say: Say) -> None:
    headline(sheet, say["title"], say["note"])
    for column, width in enumerate((2.5, 27, 17, 9, 16, 15, 12, 30, 16, 8), 1):
        widen(sheet, column, width)
    section(sheet, 4, say["yours"])
    for row, key in ((5, "start"), (6, "eta"), (8, "x_end"), (9, "f_end"), (10, "slope_end"), (11, "became")):
        label(sheet, row, say[key])
    put_input(sheet, say, AREAS["start"], [2], (-10, 10))
    put_input(sheet, say, AREAS["eta"], [0.1], (0, 10))
    _end(sheet, 8, 3, 0, down=True)
    put_verdict(sheet, 12, 2, 3, _verdict(0))
    legend(sheet, say, 14, 2)
    _zeros(sheet, say)
    _trials(sheet, say)
    open_at(sheet, "C5", "A4")
    lay_out(sheet, 10, titles="", landscape=False)
    sheet.print_area = f"A1:J{TABLE + 30}"
    fit(sheet, high=1)
    sheet.sheet_properties.tabColor = BLUE


def _zeros(sheet: Worksheet, say: Say) -> None:
    """The points where descent stands still: the roots of f' = 4x^3 - 6x + 1 by Viete's formula."""
    section(sheet, _FIRST - 2, say["zeros"])
    headings(sheet, _FIRST - 1, 2, ("", "", "", "x", "f(x)", "f′(x)", "", say["figure"], say["check"]))
    for offset, (key, turn, figure) in enumerate(ZEROS):
        row = _FIRST + offset
        write(sheet, row, 2, say[f"zero_{key}"])
        put_formula(sheet, row, 5, f"SQRT(2)*COS((ACOS(-SQRT(2)/4)-2*PI()*{turn})/3)", "0.0000000000")
        put_formula(sheet, row, 6, f_of(f"E{row}"), "0.0000000000")
        put_formula(sheet, row, 7, slope_of(f"E{row}"), "0.0E+00")
        put_figure(sheet, row, 9, figure, "0.00000000")
        put_check(sheet, row, 10, "TRUE", near(f"E{row}", figure))


def _trials(sheet: Worksheet, say: Say) -> None:
    section(sheet, TABLE - 2, say["trials"])
    titles = ("", say["start"], "η", say["x_end"], "f(x)", "f′(x)", say["became"], say["figure"], say["check"])
    headings(sheet, TABLE - 1, 2, titles)
    put_input(sheet, say, AREAS["starts"], [start or 0 for start, _, _ in TRIALS], (-10, 10))
    put_input(sheet, say, AREAS["etas"], [eta for _, eta, _ in TRIALS], (0, 10))
    for number, (start, eta, figure) in enumerate(TRIALS, 1):
        row = TABLE + number - 1
        group = "of_maximum" if start is None else "of_starts" if eta == TRIALS[0][1] else "of_etas"
        write(sheet, row, 2, f"{number}   {say[group]}")
        _end(sheet, row, 5, number, down=False)
        put_verdict(sheet, row, 8, 8, _verdict(number))
        asked = given([(f"D{row}", eta), *([] if start is None else [(f"C{row}", start)])])
        if figure in VERDICTS:
            put_figure(sheet, row, 9, say[f"{figure}_short"])
            right = f"COUNT({_heights(number)})<={STEPS}" if figure == "overflows" else f"H{row}={_word(figure)}"
        else:
            put_figure(sheet, row, 9, figure, "0." + "0" * len(figure.partition(".")[2]))
            right = f"IF(ISNUMBER(E{row}),{near(f'E{row}', figure)},FALSE)"
        put_check(sheet, row, 10, asked, right)
        if start is None:
            cell = put_formula(sheet, row, 3, f"E{_FIRST + 1}", "0.00000000")
            cell.alignment = Alignment(horizontal="center")


def _end(sheet: Worksheet, row: int, column: int, number: int, *, down: bool) -> None:
    """x after the last step, f and the slope there; where there is none, because it overflowed, a dash."""
    x, f = (f"Steps!{letter}{LAST}" for letter in letters(2 + 2 * number, 2))
    texts = (f'IF(ISNUMBER({f}),{x},"–")', f'IF(ISNUMBER({f}),{f},"–")', f'IF(ISNUMBER({f}),{slope_of(x)},"–")')
    for offset, (text, form) in enumerate(zip(texts, ("0.0000000000", "0.0000000000", "0.0E+00"), strict=True)):
        place = (row + offset, column) if down else (row, column + offset)
        put_formula(sheet, *place, text, form, "Output").alignment = Alignment(horizontal="right")


def _heights(number: int) -> str:
    """Where f(x) of a descent stands: its numbers end where x^4 no longer fits into a cell."""
    letter = letters(3 + 2 * number, 1)[0]
    return f"Steps!{letter}${ROW}:{letter}${LAST}"


def _word(key: str) -> str:
    return f"Chart!$W${ROW + VERDICTS.index(key)}"


def _verdict(number: int) -> str:
    """What became of a descent, in words: the cases in the order in which they exclude each other."""
    letter = letters(2 + 2 * number, 1)[0]
    end, before, earlier = (f"Steps!{letter}{LAST - back}" for back in range(3))
    count = f"COUNT({_heights(number)})"
    resting = f"IF(6*{end}*{end}<3,{_word('maximum')},IF({end}<0,{_word('global')},{_word('local')}))"
    moving = f"IF(({end}-{before})*({before}-{earlier})<0,{_word('hops')},{_word('on_the_way')})"
    settled = f"IF(ABS({slope_of(end)})<0.001,{resting},{moving})"
    return f'IF({count}<={STEPS},{_word("overflows")}&" "&{count},{settled})'


def _steps(sheet: Worksheet, say: Say) -> None:
    """Every step of every descent: x and f(x) in two columns for each."""
    headline(sheet, say["steps_title"], say["steps_note"])
    path, overflow = AREAS["path"], AREAS["overflow"].absolute()
    label(sheet, 4, "η", 1)
    headings(sheet, 5, 1, (say["step"], *("x", "f(x)") * _COUNT))
    put_steps(sheet, Area("Steps", ROW, 1, LAST, 1))
    for number in range(_COUNT):
        left = path.left + 2 * number
        (x,) = letters(left, 1)
        start, eta = ("C5", "C6") if number == 0 else (f"C{TABLE + number - 1}", f"D{TABLE + number - 1}")
        write(sheet, 3, left, say["yours"] if number == 0 else say["trial"].format(number=number), bold=True)
        put_formula(sheet, 4, left, f"Minima!{eta}", "General").alignment = Alignment(horizontal="center")
        here, before = f"{x}{{r}}", f"{x}{{p}}"
        following = f"IF(ABS({before})<{HUGE},{before}-{x}$4*({slope_of(before)}),{overflow})"
        height = f'IF(ISNUMBER({here}),IF(ABS({here})<{HUGE},{f_of(here)},{overflow}),"")'
        columns = ((f"Minima!{start}", f'IF(ISNUMBER({before}),{following},"")'), (height, height))
        put_columns(sheet, Area("Steps", path.top, left, path.bottom, left + 1), columns, "0.00000000")
    show_big_numbers(sheet, path)
    widen(sheet, 1, 8)
    for column in range(2, path.right + 1):
        widen(sheet, column, 15)
    open_at(sheet, f"B{ROW}", f"B{ROW}")
    lay_out(sheet, path.right, titles="3:5", beside="A:A", groups=range(2, path.right + 1, 4))
