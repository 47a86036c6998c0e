"""Sheet Surface of the curve `minima`: a loss of two parameters, f(x) + f(y), as a map with a descent on it."""

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.making.curves.minima.function import f_of, slope_of
from sheetnet.making.curves.minima.sheets import HUGE
from sheetnet.making.curves.page import (
    headings,
    label,
    open_at,
    put_columns,
    put_formula,
    put_input,
    put_steps,
    section,
)
from sheetnet.sheet.cells import Area, column_letters
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import MUTED, font, headline, when, widen, write

STEPS = 100
SIDE = 45  # cells: both parameters from -2.2 to 2.2
_TOP, _LEFT = 5, 7  # the first cell of the map; below it x and f(x), left of it y and f(y)
_PATH = _LEFT + SIDE + 1
_NAMES = _TOP + SIDE  # the row of the marks below the map, over those of x and f(x)
_LOW, _MIDDLE, _HIGH = "4393C3", "FFFFFF", "D6604D"
_HIDDEN = ";;;"

AREAS = {
    "start_xy": Area("Surface", 5, 3, 6, 3),
    "eta_xy": Area("Surface", 7, 3, 7, 3),
    "result_xy": Area("Surface", 9, 3, 11, 3),
    "f_of_x": Area("Surface", _NAMES + 2, _LEFT, _NAMES + 2, _LEFT + SIDE - 1),
    "f_of_y": Area("Surface", _TOP, _LEFT - 1, _TOP + SIDE - 1, _LEFT - 1),
    "surface": Area("Surface", _TOP, _LEFT, _TOP + SIDE - 1, _LEFT + SIDE - 1),
    "path_xy": Area("Surface", _TOP, _PATH + 1, _TOP + STEPS, _PATH + 2),
    "path_cells": Area("Surface", _TOP, _PATH + 3, _TOP + STEPS, _PATH + 4),
}


def draw(book: Workbook, say: Say) -> None:
    sheet = book.create_sheet("Surface")
    headline(sheet, say["surface_title"], say["surface_note"])
    for column, width in enumerate((2.5, 24, 13, 2, 5, 0.6), 1):
        widen(sheet, column, width)
    section(sheet, 4, say["yours"])
    for row, key in ((5, "start_x"), (6, "start_y"), (7, "eta"), (9, "x_end"), (10, "y_end"), (11, "fxy_end")):
        label(sheet, row, say[key].replace("200", str(STEPS)))
    put_input(sheet, say, AREAS["start_xy"], [0.3, 0], (-2.2, 2.2))
    put_input(sheet, say, AREAS["eta_xy"], [0.03], (0, 10))
    _map(sheet)
    _path(sheet, say)
    _marks(sheet, say)
    open_at(sheet, "C5", "A4")
    lay_out(sheet, 1, titles="")
    sheet.print_area = f"A1:{column_letters(_LEFT + SIDE - 1)}{_NAMES}"
    fit(sheet, high=1)


def _map(sheet: Worksheet) -> None:
    """Square cells without numbers: each is a formula, and its colour the height."""
    area = AREAS["surface"]
    for offset in range(SIDE):
        at = round(-2.2 + 0.1 * offset, 1)
        column, row = _LEFT + offset, area.bottom - offset
        letter = column_letters(column)
        widen(sheet, column, 2.57)
        write(sheet, _NAMES + 1, column, at).number_format = _HIDDEN
        _put_hidden(sheet, _NAMES + 2, column, f_of(f"{letter}{_NAMES + 1}"))
        sheet.row_dimensions[row].height = 13.5
        name = write(sheet, row, _LEFT - 2, at, size=8, color=MUTED)
        name.number_format = "0.0" if offset % 5 == 2 else _HIDDEN
        _put_hidden(sheet, row, _LEFT - 1, f_of(f"E{row}"))
        if offset % 5 == 2:
            write(sheet, _NAMES, column, f"{at:.1f}", size=8, color=MUTED).alignment = Alignment(horizontal="center")
    for row, column in area.cells():
        _put_hidden(sheet, row, column, f"{column_letters(column)}${_NAMES + 2}+$F{row}")
    write(sheet, _NAMES, _LEFT - 2, "y / x", size=8, color=MUTED).alignment = Alignment(horizontal="right")


def _put_hidden(sheet: Worksheet, row: int, column: int, formula: str) -> None:
    cell = sheet.cell(row, column, f"={formula}")
    cell.number_format, cell.font = _HIDDEN, font(size=9)
    cell.alignment = Alignment(horizontal="center", vertical="center")


def _path(sheet: Worksheet, say: Say) -> None:
    """The descent in two parameters, each by its own slope, and the cells of the map that it comes through."""
    area = AREAS["path_xy"]
    widen(sheet, _PATH - 1, 2)
    write(sheet, _TOP - 2, _PATH, say["surface_path"], bold=True)
    headings(sheet, _TOP - 1, _PATH, (say["step"], "x", "y", say["cell_x"], say["cell_y"]))
    put_steps(sheet, Area("Surface", area.top, _PATH, area.bottom, _PATH))
    columns = []
    for offset, letter in enumerate((column_letters(area.left), column_letters(area.right))):
        before = f"{letter}{{p}}"
        following = f'IF(ABS({before})<{HUGE},{before}-$C$7*({slope_of(before)}),"–")'
        columns.append((f"C{5 + offset}", f'IF(ISNUMBER({before}),{following},"–")'))
    put_columns(sheet, area, columns, "0.0000")
    cells = []
    for letter in (column_letters(area.left), column_letters(area.right)):
        nearest = f'IF(ISNUMBER({letter}{{r}}),IF(ABS({letter}{{r}})<1000,ROUND(10*{letter}{{r}},0),"–"),"–")'
        cells.append((nearest, nearest))
    put_columns(sheet, AREAS["path_cells"], cells, "0", quiet=True)
    x, y = (f"{column_letters(column)}{area.bottom}" for column in (area.left, area.right))
    put_formula(sheet, 9, 3, x, "0.0000000000", "Output")
    put_formula(sheet, 10, 3, y, "0.0000000000", "Output")
    both = f"AND(ISNUMBER({x}),ISNUMBER({y}))"
    height = f'IF(MAX(ABS({x}),ABS({y}))<{HUGE},{f_of(x)}+({f_of(y)}),"–")'
    put_formula(sheet, 11, 3, f'IF({both},{height},"–")', "0.0000000000", "Output")
    for row in (9, 10, 11):
        sheet.cell(row, 3).alignment = Alignment(horizontal="right")


def _marks(sheet: Worksheet, say: Say) -> None:
    """Colours of the height, and over them the path: the end first, for the first rule that is true wins.

    The path is a number format and not a fill: LibreOffice paints a colour scale over every other fill.
    """
    area, visited = AREAS["surface"], AREAS["path_cells"]
    here = (f"ROUND(10*G${_NAMES + 1},0)", f"ROUND(10*$E{_TOP},0)")
    columns = (column_letters(visited.left), column_letters(visited.right))

    def at(row: int) -> str:
        return "AND(" + ",".join(f"${letter}${row}={one}" for letter, one in zip(columns, here, strict=True)) + ")"

    ranges = (f"${letter}${visited.top}:${letter}${visited.bottom}" for letter in columns)
    through = "COUNTIFS(" + ",".join(f"{one},{cell}" for one, cell in zip(ranges, here, strict=True)) + ")>0"
    rules = ((at(visited.bottom), "★", "end"), (at(visited.top), "◆", "beginning"), (through, "●", "on_the_path"))
    for number, (formula, mark, key) in enumerate(rules):
        shown = NumberFormat(numFmtId=202 + number, formatCode=f'"{mark}";"{mark}";"{mark}"')
        sheet.conditional_formatting.add(area.range, when(formula, numFmt=shown))
        write(sheet, 14 + number, 3, mark).alignment = Alignment(horizontal="center")
        label(sheet, 14 + number, say[key])
    for row, colour, key in ((17, _LOW, "low"), (18, _HIGH, "high")):
        sheet.cell(row, 3).fill = PatternFill(fgColor=colour, fill_type="solid")
        label(sheet, row, say[key])
    scale = ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="min", start_color=_LOW, mid_type="percentile", mid_value=55, mid_color=_MIDDLE,
        end_type="percentile", end_value=95, end_color=_HIGH,
    )  # fmt: skip
    sheet.conditional_formatting.add(area.range, scale)
    write(sheet, 20, 2, say["surface_hint"], color=MUTED).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells("B20:C32")
