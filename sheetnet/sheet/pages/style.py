"""What the sheets of a new workbook share in looks: colours, texts, headings, widths that follow the text, scales."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from typing import Any, Literal

from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, Rule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.layout import HEADER
from sheetnet.sheet.cells import Area
from sheetnet.width import width_of

INK, MUTED, LINE, WHITE = "1F2933", "7B8794", "C5CDD5", "FFFFFF"
HELPER = "9AA5B1"
BLUE, RED = "4575B4", "D73027"  # told apart by colour-blind people
NUMBER, SMALL = "0.0000", "0.0E+00"
WIDEST = 16  # digits; a longer heading is wrapped
WIDEST_WORD = 28  # a longer label or name of a class shrinks
_MOST_LINES = 5
_LINE = 15.0  # points


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


def white_grey() -> Any:
    """Colours of a grey pixel, pale enough to read its number."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="min", start_color="FFFFFF", end_type="max", end_color="8A97A6"
    )


def when_equal(value: str, **look: Any) -> Any:
    return CellIsRule(operator="equal", formula=[value], **look)  # type: ignore[no-untyped-call]


def when(formula: str, **look: Any) -> Any:
    """A look for the cells of an area where a formula, written for its first cell, is true."""
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(**look))


def show_small_numbers(sheet: Worksheet, area: Area) -> None:
    """Numbers that four decimals would show as 0.0000 get an exponent.

    A rule and no number format of several sections: there LibreOffice drops the minus of -0.0005.
    """
    cell = f"{get_column_letter(area.left)}{area.top}"
    formula = f"AND(ISNUMBER({cell}),{cell}<>0,ABS({cell})<0.001)"
    exponent = NumberFormat(numFmtId=200, formatCode=SMALL)
    sheet.conditional_formatting.add(area.range, when(formula, numFmt=exponent))


_TAKEN_FOR_OTHER = re.compile(r"[-+(]?[.,]?\d[\d.,:/%)\s-]*(e[-+]?\d+)?|true|false", re.IGNORECASE)


def put_text(cell: Any, value: str | float | None) -> None:
    """A value as it is: text that looks like a formula or an error stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def keep_text(cell: Any, classes: Iterable[str | float]) -> None:
    """Let a class that is text stay text where a program takes what is typed for a number, a date or TRUE: ``007``."""
    if isinstance(cell.value, str) and cell.value in classes and _TAKEN_FOR_OTHER.fullmatch(cell.value):
        cell.number_format = "@"


def font(**look: Any) -> Font:
    return Font(name="Calibri", **{"color": INK, "size": 11, **look})


def write(sheet: Worksheet, row: int, column: int, value: str | float, **look: Any) -> Any:
    cell: Any = sheet.cell(row, column)
    put_text(cell, value)
    cell.font = font(**look)
    return cell


def headline(sheet: Worksheet, name: str, note: str = "") -> None:
    write(sheet, 1, 1, name, size=16, bold=True)
    sheet.row_dimensions[1].height = 24
    if note:
        write(sheet, 2, 1, note, color=MUTED)
    sheet.sheet_view.showGridLines = False


def cells(sheet: Worksheet, area: Area) -> Iterator[Any]:
    for row, column in area.cells():
        yield sheet.cell(row, column)


def as_before(cell: Any, before: Any) -> Any:
    """Make a cell look like an earlier one of its kind; openpyxl looks up every property of a style anew, slowly."""
    cell._style = copy(before._style)
    return cell


Looks = dict[Hashable, Any]
"""The looks that were drawn already, each by what drew it, how, and on what."""


def drawn(looks: Looks, cell: Any, draw: Callable[..., object], *how: Hashable) -> None:
    """`draw(cell, *how)`, or the look that an earlier cell got of it, which is much faster."""
    key = draw, how, tuple(cell._style or ())
    if key in looks:
        cell._style = copy(looks[key])
    else:
        draw(cell, *how)
        looks[key] = copy(cell._style)


Edges = tuple[bool, bool, bool, bool]
Line = tuple[Literal["hair", "thin"], str]
HAIR: Line = ("hair", LINE)
THIN: Line = ("thin", MUTED)


def frame(cell: Any, edges: Edges, outer: Line, inner: Line | None) -> None:
    """Lines around a cell: another one where top, bottom, left and right are an edge of what it belongs to."""
    lines = (outer if edge else inner for edge in edges)
    top, bottom, left, right = (Side(style=line[0], color=line[1]) if line else None for line in lines)
    cell.border = Border(top=top, bottom=bottom, left=left, right=right)


def pixel(cell: Any, edges: Edges, inner: Line | None) -> None:
    """A square without a number, with a thin frame."""
    cell.number_format = ";;;"
    frame(cell, edges, HAIR, inner)


def centre(cell: Any, shrink: bool | None) -> None:  # noqa: FBT001 - a property of openpyxl
    cell.alignment = Alignment(horizontal="center", shrink_to_fit=shrink)


def styled(cell: Any, style: str, number: str = NUMBER) -> None:
    cell.style = style
    cell.font = font(bold=style == "Output")
    cell.number_format = number


def heading(sheet: Worksheet, column: int, name: str | float) -> None:
    """The heading of a column, wrapped where it is wider than any column."""
    cell = write(sheet, HEADER, column, name, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=width_of(name) > WIDEST)
    cell.border = Border(bottom=Side(style="medium", color=INK))


def fitting(texts: Iterable[str | float], least: float, most: float = WIDEST) -> float:
    """The width of a column that holds some texts, at least and at most so wide."""
    return min(max([least, *(width_of(text) + 2 for text in texts)]), most + 2)


def widen(sheet: Worksheet, column: int, width: float) -> None:
    sheet.column_dimensions[get_column_letter(column)].width = width


def lines(text: str | float, width: float) -> int:
    """How many lines a wrapped text takes in a column; a word that is too long is broken."""
    count, used = 1, 0.0
    for word in str(text).split(" "):
        wide = width_of(word)
        if used and used + 1 + wide > width:
            count, used = count + 1, 0.0
        used += wide + bool(used)
        while used > width:
            count, used = count + 1, used - width
    return count


def heighten(sheet: Worksheet, row: int, texts: Iterable[str | float], width: float) -> None:
    """Room for wrapped texts in a row of columns that wide."""
    most = max((lines(text, width) for text in texts), default=1)
    if most > 1:
        sheet.row_dimensions[row].height = _LINE * min(most, _MOST_LINES)
