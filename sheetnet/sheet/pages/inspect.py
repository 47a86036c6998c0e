"""Sheet Inspect: what was found in a workbook that sheetnet did not make; every cell of it is a value."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import FIRST_CASE, HEADER
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.print_setup import lay_out
from sheetnet.sheet.pages.style import MUTED, headline, widen, write
from sheetnet.sheet.words.languages import in_language
from sheetnet.sheet.words.mistakes import FOUND
from sheetnet.sheet.xlsx.package import Package

__all__ = ["NAME", "SHEET", "MapRow", "draw"]

SHEET = "Inspect"
NAME = "sheetnet_inspect"  # leads to the table; nobody gives this name to cells of their own
_COLOURS = {"loss": "F8D7DA", "parameters": "DCEAF7", "gradients": "FCE8C8", "updates": "DDEFDD", "rate": "EEE3F5"}
_WIDTHS = (18, 48, 12, 80)
_LONGEST = 32_000


class MapRow(NamedTuple):
    """One kind of cell: its role, the role in words, where, how sure, and why."""

    role: str
    what: str
    where: str
    sure: str
    why: str


def draw(rows: Sequence[MapRow], language: str = "en") -> Package:
    """The sheet, alone in a workbook that defines NAME for the table; for `FileGrid.graft`."""
    book, say = Book(), in_language(FOUND, language)
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
    sheet.title = SHEET
    headline(sheet, say["inspect_title"], say["inspect_note"])
    widen(sheet, 1, 2.5)
    heads = (say["inspect_what"], say["inspect_where"], say["inspect_sure"], say["inspect_why"])
    for column, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True), 2):
        write(sheet, HEADER, column, head, bold=True)
        widen(sheet, column, width)
    for number, row in enumerate(rows, FIRST_CASE):
        for column, text in enumerate(row[1:], 2):
            cell = write(sheet, number, column, text[:_LONGEST], **({"color": MUTED} if column > 3 else {}))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if row.role in _COLOURS:
            sheet.cell(number, 2).fill = PatternFill("solid", fgColor=_COLOURS[row.role])
    last = max(FIRST_CASE, HEADER + len(rows))
    table = Area(SHEET, HEADER, 2, last, 5)
    lay_out(sheet, 5, titles=f"{HEADER}:{HEADER}")
    sheet.freeze_panes = f"B{FIRST_CASE}"
    book.defined_names[NAME] = DefinedName(NAME, attr_text=table.absolute())
    stream = BytesIO()
    book.save(stream)
    return Package(stream.getvalue())
