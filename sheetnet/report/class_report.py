"""The report on a class in the format that its name ends in: tables in a workbook, a page, a table, or JSON."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sheetnet.errors import SettingError
from sheetnet.guard import guarded
from sheetnet.report.earlier import MARK, PAGE_MARK
from sheetnet.report.wording import clean, width
from sheetnet.sheet.disk.writing import exists_already, write_for_user

Cell = str | float | None
_LOW, _HIGH = "F0806A", "FFFFFF"  # missed by all, missed by none: told apart by colour-blind people
_WIDEST, _HEAD = 60, 9  # of a column; of a heading, from which on it is wrapped


class Table(NamedTuple):
    """A table with its title; `shares` are the columns, counted from 0, whose numbers are shares of 0 to 1."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shares: Sequence[int] = ()


class Report(NamedTuple):
    """The tables, the first of which has a line a submission, and all of it as one object."""

    tables: Sequence[Table]
    whole: Mapping[str, Any]


def check_name(path: Path, *, force: bool) -> None:
    """Raise SheetnetError if no report can be written under this name, or a file would be replaced unasked."""
    if path.suffix.lower() not in _MAKERS:
        raise SettingError(
            f"expected the name of a report, found {path.name!r}", remedy=f"reports end in {', '.join(_MAKERS)}"
        )
    if not path.parent.is_dir():
        raise SettingError(f"there is no folder {str(path.parent)!r} for the report", remedy="make it first")
    if path.exists() and not force:
        raise exists_already(str(path), remedy="choose another name, or use --force")


def write(path: Path, report: Report) -> None:
    """Write the report, wholly or not at all."""
    content = _MAKERS[path.suffix.lower()](report)
    write_for_user(path, lambda out: out.write(content), "report")


def _text(value: Cell) -> Cell:
    return clean(value) if isinstance(value, str) else value


def _workbook(report: Report) -> bytes:
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = MARK
    for number, table in enumerate(report.tables):
        sheet: Any = book.active if number == 0 else book.create_sheet()
        sheet.title = table.title[:31]
        _fill(sheet, table)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    """The table as text and numbers; nothing that a student wrote is a formula here."""
    for row, line in enumerate([table.heads, *table.rows], 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row, column)
            cell.value = _text(value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
            elif column - 1 in table.shares:
                cell.number_format = "0%"
            elif value is not None and value != int(value):
                cell.number_format = "0.00"
            cell.font = Font(name="Calibri", size=11, bold=row == 1)
            side = "left" if isinstance(value, str) else "right"
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=row == 1, indent=int(side == "left"))
            if row == 1:
                cell.fill = PatternFill("solid", fgColor="F4F6F8")
    tall = 1.0  # lines of the headings
    for column, head in enumerate(table.heads, 1):
        words = [value for line in table.rows if isinstance(value := line[column - 1], str)]
        wide = max([width(_text(word) or "") for word in words] + [min(width(head), _HEAD)], default=_HEAD)  # type: ignore[arg-type]
        room = min(max(wide * 1.05 + 3, 8), _WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = room
        tall = max(tall, -(-width(head) // (room - 2)))
        if not words:
            sheet.cell(1, column).alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
    sheet.row_dimensions[1].height = 15.0 * tall + 3
    for column in table.shares if table.rows else ():
        letter = get_column_letter(column + 1)
        scale = ColorScaleRule(
            start_type="num", start_value=0, start_color=_LOW, end_type="num", end_value=1, end_color=_HIGH
        )  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{letter}2:{letter}{len(table.rows) + 1}", scale)
    sheet.freeze_panes = "C2"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{len(table.rows) + 1}"


def _page(report: Report) -> bytes:
    parts = [
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">',
        PAGE_MARK,
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">""",
        f"<title>{escape(clean(report.tables[0].title))}</title>",
        "<style>body{font:15px/1.45 Calibri,Carlito,sans-serif;margin:2rem}table{border-collapse:collapse}"
        "th,td{padding:.25rem .6rem;border:1px solid #d5dbe1;text-align:left}th{background:#f4f6f8}</style>",
        "</head>\n<body>",
    ]
    for table in report.tables:
        heads = "".join(f"<th>{escape(clean(head))}</th>" for head in table.heads)
        parts.append(f"<h2>{escape(clean(table.title))}</h2>\n<table>\n<tr>{heads}</tr>")
        parts += [f"<tr>{''.join(_cell(table, *one) for one in enumerate(line))}</tr>" for line in table.rows]
        parts.append("</table>")
    return "\n".join([*parts, "</body>\n</html>\n"]).encode()


def _cell(table: Table, column: int, value: Cell) -> str:
    if isinstance(value, str) or value is None:
        return f"<td>{escape(clean(value or ''))}</td>"
    if column not in table.shares:
        return f"<td>{value:g}</td>"
    red, green, blue = (
        round(int(_LOW[at : at + 2], 16) * (1 - value) + int(_HIGH[at : at + 2], 16) * value) for at in (0, 2, 4)
    )
    return f'<td style="background:rgb({red},{green},{blue})">{value:.0%}</td>'


def _csv(report: Report) -> bytes:
    out = StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    table = report.tables[0]
    for line in [table.heads, *table.rows]:
        lines.writerow([guarded(clean(value)) if isinstance(value, str) else value for value in line])
    return out.getvalue().encode("utf-8-sig")


def _json(report: Report) -> bytes:
    return json.dumps(report.whole, ensure_ascii=False, indent=1, allow_nan=False, default=str).encode(
        "utf-8", "surrogateescape"
    )


_MAKERS: dict[str, Callable[[Report], bytes]] = {".xlsx": _workbook, ".csv": _csv, ".json": _json, ".html": _page}
