"""What the sheets of a new workbook share in looks: colours, texts, headings, scales."""

from collections.abc import Iterator
from typing import Any

from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.layout import FIRST_CASE, HEADER

BLUE, RED = "4575B4", "D73027"  # told apart by colour-blind people
INK, MUTED, LINE = "1F2933", "7B8794", "C5CDD5"
BLUE, RED = "4575B4", "D73027"  # told apart by colour-blind people


def blue_white_red() -> Any:
    """Colours centred on 0, pale enough to read the numbers, told apart by colour-blind people."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="min",
        start_color="74A9CF",
        mid_type="num",
        mid_value=0,
        mid_color="FFFFFF",
        end_type="max",
        end_color="F0806A",
    )


def white_orange() -> Any:
    """Colours of an output between 0 and 1."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num", start_value=0, start_color="FFFFFF", end_type="num", end_value=1, end_color="F4A582"
    )


def when_equal(value: str, **look: Any) -> Any:
    return CellIsRule(operator="equal", formula=[value], **look)  # type: ignore[no-untyped-call]


def put_text(cell: Any, value: str | float | None) -> None:
    """A value as it is: text that looks like a formula or an error stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def write(sheet: Worksheet, row: int, column: int, value: str | float, **font: Any) -> Any:
    cell: Any = sheet.cell(row, column)
    put_text(cell, value)
    cell.font = Font(name="Calibri", **{"color": INK, "size": 11, **font})
    return cell


def headline(sheet: Worksheet, name: str, note: str = "") -> None:
    write(sheet, 1, 1, name, size=16, bold=True)
    sheet.row_dimensions[1].height = 24
    if note:
        write(sheet, 2, 1, note, color=MUTED)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def cells(sheet: Worksheet, area: Area) -> Iterator[Any]:
    for row, column in area.cells():
        yield sheet.cell(row, column)


def styled(cell: Any, style: str, number: str = "0.0000") -> None:
    cell.style = style
    cell.font = Font(name="Calibri", size=11, color=INK, bold=style == "Output")
    cell.number_format = number


def heading(sheet: Worksheet, column: int, name: str | float) -> None:
    cell = write(sheet, HEADER, column, name, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="bottom")
    cell.border = Border(bottom=Side(style="medium", color=INK))


def freeze(sheet: Worksheet, column: int) -> None:
    sheet.freeze_panes = f"{get_column_letter(column)}{FIRST_CASE}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"
