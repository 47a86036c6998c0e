"""Sheet Sweep: settings of a network side by side, in a table, a map and a chart; every cell of it is a value."""

import math
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.blocks.sweep import SweepResult
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import INK, LINE, MUTED, fitting, headline, lines, widen, write
from sheetnet.sheet.pages.sweep_chart import draw_chart
from sheetnet.sheet.pages.sweep_map import draw_map, rate
from sheetnet.sheet.words.languages import words
from sheetnet.sheet.words.sweep import starts
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.workbook import Workbook
from sheetnet.width import width_of

SHEET = "Sweep"
NAME = "sheetnet_sweep"  # leads to the table; nobody gives this name to cells of their own
LOSS = "[>=1000]0.00E+00;[>=0.01]0.000;0.00E+00"
_BEST = "DCEAF7"
_ONE_PAGE = 34  # rows


def draw(sweep: SweepResult, language: str = "en") -> Package:
    """The sheet, alone in a workbook that defines NAME for the table; for `FileGrid.graft`."""
    book, say = Book(), words(language)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    sheet.title = SHEET
    table = _table(sweep, say, starts(sweep.starts, language), sheet)
    left = table.right + 2
    widen(sheet, table.right + 1, 3)
    bottom, right = draw_map(sheet, say, [(row.setting, row.eta, row.median) for row in sweep.rows], sweep.best, left)
    last = draw_chart(sheet, say, sweep.curves, sweep.level, bottom + 2, left, right)
    lay_out(sheet, table.right, titles=f"{HEADER}:{HEADER}")
    sheet.print_area = ",".join(area.range for area in _pages(table, left, right, bottom, last))
    sheet.freeze_panes = f"D{FIRST_CASE}"
    book.defined_names[NAME] = DefinedName(NAME, attr_text=table.absolute())
    return _packed(book)


def _pages(table: Area, left: int, right: int, middle: int, bottom: int) -> list[Area]:
    """What is printed on pages of its own: table, map and chart, these two together if there is room."""
    first = table._replace(top=1)
    if bottom - HEADER < _ONE_PAGE:
        return [first, Area(SHEET, HEADER, left, bottom, right)]
    return [first, Area(SHEET, HEADER, left, middle, right), Area(SHEET, middle + 1, left, bottom, right)]


def _packed(book: Book) -> Package:
    """The workbook with every number as it is; openpyxl rounds them to 16 digits."""
    stream = BytesIO()
    book.save(stream)
    package = Package(stream.getvalue())
    saved = Workbook(package)
    for row in book[SHEET].iter_rows():
        for cell in row:
            if isinstance(cell.value, float):
                area = Area(SHEET, cell.row, cell.column, cell.row, cell.column)
                saved.worksheet(SHEET).write(area, [[cell.value]])
    saved.commit()
    return package


class _Column(NamedTuple):
    title: str
    values: list[float | str | None]
    number: str = "General"
    missing: str = "–"
    align: str = "right"


def _columns(sweep: SweepResult, say: dict[str, str]) -> list[_Column]:
    rows, best = sweep.rows, sweep.best
    level = say["sweep_reached"].format(level=f"{sweep.level:g}")
    columns = [
        _Column("", ["★" if number == best else None for number in range(len(rows))], missing="", align="center"),
        _Column(say["sweep_eta"], [row.eta for row in rows], "eta"),
        _Column(say["optimiser"], [row.optimiser for row in rows], align="left"),
        _Column(say["sweep_constants"], [row.constants or None for row in rows], align="left", missing=""),
        _Column(say["sweep_seeds"], [row.seeds for row in rows], "#,##0"),
        _Column(say["sweep_best"], [row.best for row in rows], LOSS, say["sweep_diverged"]),
        _Column(say["sweep_median"], [row.median for row in rows], LOSS, say["sweep_diverged"]),
        _Column(say["sweep_accuracy"], [row.accuracy for row in rows], "0.0%"),
        _Column(level, [row.reached for row in rows], "#,##0", say["sweep_never"]),
        _Column(say["sweep_diverged"], [row.diverged or None for row in rows], "#,##0"),
        _Column(say["sweep_stuck"], [row.stuck or None for row in rows], "#,##0"),
    ]
    return [column for column in columns if column.title != say["sweep_constants"] or any(column.values)]


def _table(sweep: SweepResult, say: dict[str, str], note: str, sheet: Worksheet) -> Area:
    columns = _columns(sweep, say)
    area = Area(SHEET, HEADER, 1, HEADER + len(sweep.rows), len(columns))
    runs = say["sweep_runs"].format(runs=f"{sweep.runs:,}", iterations=f"{sweep.iterations:,}")
    headline(sheet, say["sweep_title"].format(settings=len(sweep.rows), network=sweep.network))
    write(sheet, 2, 1, f"{runs}     {note}".rstrip(), color=MUTED)
    write(sheet, 3, 1, f"{say['sweep_legend']}     {say['sweep_anew']}", color=MUTED, size=9)
    for number, column in enumerate(columns, 1):
        head = write(sheet, HEADER, number, column.title, bold=True)
        head.alignment = _aligned(column, vertical="bottom", wrap_text=True)
        head.border = Border(bottom=Side(style="medium", color=INK))
        texts = [*(one for one in column.values if isinstance(one, str)), column.missing]
        widen(sheet, number, 4 if number == 1 else fitting(texts, max(10, min(width_of(column.title) + 2.5, 14)), 30))
        for row, value in enumerate(column.values):
            _fill(sheet.cell(FIRST_CASE + row, number), column, value, best=row == sweep.best)
    tall = max(lines(column.title, 12) for column in columns)
    sheet.row_dimensions[HEADER].height = 15 * tall + 2
    return area


def _fill(cell: Any, column: _Column, value: float | str | None, *, best: bool) -> None:
    missing = value is None or (isinstance(value, float) and not math.isfinite(value))
    shown = column.missing if missing or value is None else value
    write(cell.parent, cell.row, cell.column, shown, bold=best, color=MUTED if missing else INK)
    cell.alignment = _aligned(column, vertical="center")
    cell.border = Border(bottom=Side(style="thin", color=LINE))
    if best:
        cell.fill = PatternFill("solid", fgColor=_BEST)
    if isinstance(value, float | int) and not missing:
        cell.number_format = rate(value) if column.number == "eta" else column.number


def _aligned(column: _Column, **how: Any) -> Alignment:
    return Alignment(horizontal=column.align, indent=int(column.align == "left"), **how)
