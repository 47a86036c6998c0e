"""Sheet Trace: the columns that training fills, and the chart of E."""

from typing import Any

from openpyxl.chart import Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.details import DETAIL_OFFSET, DETAILS, headers
from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.scatter import Axis, empty_chart, inner, line, rule_across
from sheetnet.sheet.pages.style import (
    BLUE,
    HELPER,
    INK,
    LINE,
    MUTED,
    NUMBER,
    RED,
    WHITE,
    cells,
    fitting,
    font,
    heading,
    headline,
    heighten,
    show_small_numbers,
    when,
    write,
)

_RULED_CELLS = 300_000  # programs that try a rule on every cell take a second for 10 million
_PRINTED = 36  # rows: the chart and the first iterations beside it, on one page


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    headline(sheet, say["trace_title"])
    heads = [say["iteration"], "E", say["accuracy_name"], say["norm"]]
    formats = {"A": "0", "B": "0.0000", "C": "0.0%", "D": "0.0000"}
    if design.has_settings:
        heads += [say["test_E_short"], say["test_accuracy_short"]]
        formats |= {"E": "0.0000", "F": "0.0%"}
    for column, text in enumerate(heads, 1):
        heading(sheet, column, text)
    for letter, number in formats.items():
        sheet.column_dimensions[letter].width = 12
        sheet.column_dimensions[letter].number_format = number
    wide = len(heads)
    for column in (2, 4, 5)[: wide // 2]:
        show_small_numbers(sheet, Area(sheet.title, FIRST_CASE, column, FIRST_CASE + _RULED_CELLS // 4, column))
    picture = layout["trace_picture"]
    write(sheet, picture.top, 3, say["trace_picture"], color=MUTED).alignment = Alignment(horizontal="right")
    sheet.cell(picture.top, picture.left).number_format = "0"
    no_picture = f'${get_column_letter(picture.left)}${picture.top}=""'
    label = Area(sheet.title, picture.top, 3, picture.top, 3)
    sheet.conditional_formatting.add(label.range, when(no_picture, font=Font(color=WHITE)))
    sheet.column_dimensions[get_column_letter(wide + 2)].width = 22
    _levels(design, sheet)
    if "trace_kept" in layout:
        kept = write(sheet, HEADER, layout["trace_kept"].left, say["kept"], color=MUTED)
        kept.alignment = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
    _chart(design, sheet)
    empty = say["empty"].format(file=design.file_in_commands)
    hint = write(sheet, FIRST_CASE, wide + 2, empty, color=MUTED, italic=True)
    trained = f'$A${FIRST_CASE + 1}<>""'
    sheet.conditional_formatting.add(hint.coordinate, when(trained, font=Font(color=WHITE)))
    _details(design, sheet)
    sheet.freeze_panes = f"{get_column_letter(wide + 1)}{FIRST_CASE}"
    right = detail_offset(design)
    lay_out(sheet, right, titles=f"{HEADER - 1}:{HEADER}")
    sheet.print_area = f"A1:{get_column_letter(right)}{_PRINTED}"
    fit(sheet, high=1)


def detail_offset(design: Design) -> int:
    """How many columns stand left of the details: those of the trace itself, and the chart."""
    return DETAIL_OFFSET + design.layout["trace"].width - 4


def _levels(design: Design, sheet: Worksheet) -> None:
    """The ends of the dashed lines, small and grey: a helper of the chart."""
    say, levels = design.words, design.layout["trace_levels"]
    look = {"size": 8, "color": HELPER}
    left = levels.left - 2
    for column, text in enumerate((say["levels"], say["from"], say["to"], say["E_from"], say["E_to"]), left):
        cell = write(sheet, 1, column, text, italic=True, **look)
        cell.alignment = Alignment(horizontal="left" if column == left else "right", vertical="bottom")
    for offset, key in enumerate(_level_names(design)):
        write(sheet, levels.top + offset, left, say[key], **look)
        write(sheet, levels.top + offset, left + 1, 0, **look).number_format = "0"
    fill(design, sheet, "trace_levels")
    for cell in cells(sheet, levels):
        cell.number_format = "0" if cell.column == levels.left else NUMBER
        cell.font = font(**look)


def _details(design: Design, sheet: Worksheet) -> None:
    """The looks of the columns that `--trace` fills.

    A cell that training writes takes the style of its row, else of its column; what depends on which columns there
    are is said by rules: a line between units, one below the headings, and the unit's name once.
    """
    left = 1 + detail_offset(design)
    right = min(left - 1 + len(headers(design.geometry, DETAILS)[0]), LAST_COLUMN)
    width = fitting(design.table.feature_names, 11, 13)
    columns = sheet.column_dimensions[get_column_letter(left)]
    columns.min, columns.max, columns.width = left, right, width
    columns.number_format, columns.font = NUMBER, font()
    for row in (HEADER - 1, HEADER):
        heads: Any = sheet.row_dimensions[row]
        heads.font = font(bold=True)
        heads.alignment = Alignment(horizontal="right", vertical="bottom", wrap_text=row == HEADER)
    heighten(sheet, HEADER, design.table.feature_names, width - 2)
    last = FIRST_CASE + _RULED_CELLS // (right - left + 1)
    here, before, upper = get_column_letter(left), get_column_letter(left - 1), HEADER - 1
    unit = f'{here}${upper}<>"",{here}${upper}'
    below, beside = Side(style="thin", color=INK), Side(style="thin", color=MUTED)
    rules = (
        (HEADER, HEADER, when(f'{here}${HEADER}<>""', border=Border(bottom=below))),
        (upper, upper, when(f"AND({unit}={before}${upper})", font=Font(color=LINE))),
        (upper, last, when(f'AND({unit}<>{before}${upper},{here}{upper}<>"")', border=Border(left=beside))),
    )
    for top, bottom, rule in rules:
        sheet.conditional_formatting.add(Area(sheet.title, top, left, bottom, right).range, rule)
    show_small_numbers(sheet, Area(sheet.title, FIRST_CASE, left, last, right))


def _chart(design: Design, sheet: Worksheet) -> None:
    chart = empty_chart(design.words["chart"], (Axis(design.words["iteration"], 0), Axis("E", 0)))
    chart.width, chart.height = 22, 12
    rule_across(chart)
    chart.layout = inner(0.08, 0.12, 0.88, 0.66)
    top, bottom = FIRST_CASE, min(FIRST_CASE + max(design.iterations, 1), LAST_ROW)
    x = Reference(sheet, min_col=1, min_row=top, max_row=bottom)
    curves: list[tuple[int, str, str, float, str | None]] = [(2, "E", BLUE, 2.25, None)]
    if design.has_settings:  # of no test cases there is nothing to draw, and programs draw nothing
        curves.append((5, design.words["test_E_short"], "1A9850", 1.5, "sysDash"))
    for column, name, colour, points, dash in curves:
        y = Reference(sheet, min_col=column, min_row=top, max_row=bottom)
        chart.series.append(line(y, x, name, colour, points, dash))
    levels = design.layout["trace_levels"]
    for offset, (key, colour) in enumerate(zip(_level_names(design), (RED, "F4A582"), strict=True)):
        row = levels.top + offset
        ends = Reference(sheet, min_col=levels.left - 1, max_col=levels.left, min_row=row)
        heights = Reference(sheet, min_col=levels.left + 1, max_col=levels.right, min_row=row)
        chart.series.append(line(heights, ends, design.words[key], colour, 1.25, "dash"))
    sheet.add_chart(chart, f"{get_column_letter(levels.left - 2)}7")


def _level_names(design: Design) -> tuple[str, str]:
    return ("nothing_level" if design.has_settings else "half", "constant")
