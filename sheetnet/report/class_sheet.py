"""The report on a class as a workbook, a sheet for each table; nothing that a student wrote is a formula there."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheetnet.report.class_tables import HIGH, LOW, Cell, Report, Table, spans
from sheetnet.report.earlier import MARK
from sheetnet.report.wording import clean, width

_INK, _MUTED, _LINE, _HEAD = "1F2933", "6B7785", "D5DBE1", "F4F6F8"
_NAMES, _WIDEST, _SHARES = 26, 60, 9  # letters in the columns that say who, in others at most, in those of shares
_LINE_HEIGHT, _MOST_LINES = 15.0, 25  # points; Excel's rows have 409
_ON_A_PAGE = 60  # rows that can still be read there


def class_sheet(report: Report) -> bytes:
    """The workbook."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = MARK
    book.properties.title = clean(report.title)
    for number, table in enumerate(report.tables):
        sheet: Any = book.active if number == 0 else book.create_sheet()
        sheet.title = table.title[:31]
        _fill(sheet, table, report)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, table: Table, report: Report) -> None:
    top = 2 if table.groups else 1  # the row of the heads
    wide = [_width(table, column) for column in range(len(table.heads))]
    for number, room in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(number)].width = room
    if table.groups:
        _groups(sheet, table, wide)
    for column, head in enumerate(table.heads, 1):
        _head(sheet, top, column, head, right=_is_number(table, column - 1))
    sheet.row_dimensions[top].height = _height(table.heads, wide)
    for row, line in enumerate(table.rows, top + 1):
        last = table.total and row == top + len(table.rows)
        for column, value in enumerate(line, 1):
            _value(sheet.cell(row, column), value, share=column - 1 in table.shares, bold=last)
        sheet.row_dimensions[row].height = _height(line, wide)
    end = top + len(table.rows)
    for column in table.shares if table.rows else ():
        letter = get_column_letter(column + 1)
        sheet.conditional_formatting.add(f"{letter}{top + 1}:{letter}{end}", _scale())
    if not table.total and table.rows:
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(table.heads))}{end}"
    if table.note:
        _text(sheet.cell(end + 2, 1), table.note, color=_MUTED)
    _paper(sheet, table, report, top)


def _scale() -> Any:
    return ColorScaleRule(start_type="num", start_value=0, start_color=LOW, end_type="num", end_value=1, end_color=HIGH)  # type: ignore[no-untyped-call]


def _groups(sheet: Any, table: Table, wide: list[float]) -> None:
    """The row above the heads; over who it is, where there is no group, stands what the colours mean."""
    column = 1
    low, high = table.legend
    lines = 1
    for group, count in spans(table.groups):
        text = group or f"{low} – {high}"
        _head(sheet, 1, column, text)
        room = sum(wide[column - 1 : column - 1 + count])
        lines = max(lines, -(-width(text) // max(int(room) - 2, 1)))
        if count > 1:
            sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=column + count - 1)
        column += count
    sheet.row_dimensions[1].height = _LINE_HEIGHT * lines + 3


def _head(sheet: Any, row: int, column: int, text: str, *, right: bool = False) -> None:
    cell = sheet.cell(row, column)
    _text(cell, text, bold=True)
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    side = "right" if right else "left"
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True, indent=int(not right))


def _value(cell: Any, value: Cell, *, share: bool, bold: bool) -> None:
    _text(cell, value, bold=bold)
    cell.border = Border(top=Side(style="medium" if bold else None, color=_INK), bottom=Side("thin", color=_LINE))
    if share:
        cell.number_format = "0%"
    elif isinstance(value, int | float) and value != int(value):
        cell.number_format = "0.00"
    words = isinstance(value, str)
    side = "left" if words else "right"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=words, indent=int(words))


def _text(cell: Any, value: Cell, **font: Any) -> None:
    """Text that looks like a formula or an error stays text, also when a reader edits it."""
    cell.value = clean(value) if isinstance(value, str) else value
    cell.font = Font(**{"name": "Calibri", "size": 11, "color": _INK, **font})
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _is_number(table: Table, column: int) -> bool:
    return bool(table.rows) and not any(isinstance(line[column], str) for line in table.rows)


def _width(table: Table, column: int) -> float:
    """Of a column, in letters: for its words, or for its number and a heading in lines."""
    if column in table.shares:
        return _SHARES
    words = [clean(value) for line in table.rows if isinstance(value := line[column], str)]
    widest = max(map(width, [*words, table.heads[column] if words else ""]), default=0)
    return min(max(widest * 1.05 + 3, _SHARES), _NAMES if column < 2 and table.shares else _WIDEST)


def _height(line: Any, wide: list[float]) -> float:
    """Of a row, in points, so that all lines of its texts are seen."""
    texts = [(clean(value), room) for value, room in zip(line, wide, strict=True) if isinstance(value, str)]
    lines = [sum(1 + int(width(one) / (room - 2.5)) for one in text.split("\n")) for text, room in texts]
    return _LINE_HEIGHT * min(max(lines, default=1), _MOST_LINES) + 3


def _paper(sheet: Any, table: Table, report: Report, top: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"C{top + 1}" if table.shares else f"A{top + 1}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if len(table.rows) <= _ON_A_PAGE else 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_title_rows = f"1:{top}"
    said = clean(f"{report.title}: {table.title}. {report.headline}").replace("&", "&&")
    sheet.oddHeader.left.text, sheet.oddFooter.right.text = said, "&P / &N"
