"""How sheets are printed: on A4, as wide as a page where that can be read, no block cut in two."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

A4, SHORT, LONG = 9, 8.27, 11.69  # inches
_SIDE, _TOP = 0.5, 0.55
_LEAST = 0.5  # nobody reads a page that is made smaller than that
_ROW, _COLUMN = 15.0, 8.43
_SLACK = 0.96  # fonts are not the same everywhere


def lay_out(
    sheet: Worksheet,
    right: int,
    *,
    titles: str,
    beside: str = "",
    landscape: bool = True,
    groups: Sequence[int] = (),
) -> None:
    """Columns up to `right` on one page's width, or at half size on several; `titles` and `beside` come again.

    `groups` are the first columns of what is not to be cut where it fits on a page.
    """
    _set_up(sheet, landscape=landscape)
    sheet.print_title_rows = titles or None
    if _share(sheet, right, landscape=landscape) >= _LEAST:
        fit(sheet, high=0)
    else:
        sheet.page_setup.scale = int(100 * _LEAST)
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.print_title_cols = beside or None
        first = titles.partition(":")[0]  # the headline above would be cut by the columns that come again
        sheet.print_area = f"A{first}:{get_column_letter(right)}{sheet.max_row}"
        _break_between(sheet, groups, right)


def fit(sheet: Worksheet, high: int) -> None:
    """One page wide, and so many pages high, or as many as it takes (0)."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, high


def lay_out_blocks(sheet: Worksheet, right: int, blocks: Iterable[tuple[int, int]], *, titles: str) -> None:
    """Upright pages with breaks, so that none of the `blocks` (first row, last row) is cut where it fits on a page.

    The size is a number and not "fit to width", for which Excel ignores breaks.
    """
    _set_up(sheet, landscape=False)
    sheet.print_title_rows = titles
    share = max(min(1.0, _share(sheet, right, landscape=False)), _LEAST)
    sheet.page_setup.scale = int(100 * share)
    room = (LONG - 2 * _TOP) * 72 / share * _SLACK
    first, last = map(int, titles.split(":"))
    used, row = 0.0, 1
    for top, bottom in blocks:
        used += _height(sheet, row, bottom)
        if used > room and row > 1:
            sheet.row_breaks.append(Break(id=top - 1))
            used = _height(sheet, first, last) + _height(sheet, top, bottom)
        row = bottom + 1


def _break_between(sheet: Worksheet, groups: Sequence[int], right: int) -> None:
    room = (LONG - 2 * _SIDE) / _LEAST * _SLACK
    again = used = _width(sheet, 1, min(groups, default=1) - 1)
    for left, after in pairwise([*groups, right + 1]):
        wide = _width(sheet, left, after - 1)
        if used + wide > room and used > again:
            sheet.col_breaks.append(Break(id=left - 1))
            used = again
        used += wide


def _set_up(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_margins = PageMargins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_TOP, header=0.3, footer=0.3)
    footer: Any = sheet.oddFooter
    footer.center.text, footer.center.size = "&F  |  &A  |  &P / &N", 8


def _share(sheet: Worksheet, right: int, *, landscape: bool) -> float:
    """How large the columns can be printed on one page; 1 is their own size."""
    return ((LONG if landscape else SHORT) - 2 * _SIDE) * _SLACK / _width(sheet, 1, right)


def _width(sheet: Worksheet, left: int, right: int) -> float:
    """Inches."""
    widths = (sheet.column_dimensions[get_column_letter(column)].width or _COLUMN for column in range(left, right + 1))
    return sum(7 * width + 5 for width in widths) / 96


def _height(sheet: Worksheet, top: int, bottom: int) -> float:
    return sum(sheet.row_dimensions[row].height or _ROW for row in range(top, bottom + 1))
