"""The report as a workbook: a table to read, filter and print, and a native chart of E on a sheet of its own."""

from collections.abc import Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.formatting.rule import DataBarRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheetnet.report.earlier import MARK
from sheetnet.report.links import link
from sheetnet.report.outcomes import (
    DETAILS,
    MARKS,
    NAMED_BARS,
    Column,
    Outcome,
    Ranked,
    headline,
    ranked,
    spread,
    when_and_how_long,
    worth_showing,
)
from sheetnet.report.wording import Kind, Value, clean, width

INK, MUTED, LINE, PALE = "1F2933", "6B7785", "D5DBE1", "C3CCD5"
BLUE, RED, AMBER = "4575B4", "C0281F", "8A5A00"  # told apart by colour-blind people, readable on their tints
_HEAD = 5  # the row of the table's titles
_WORDS = {"failed": RED, "warned": AMBER, "skipped": MUTED, "planned": MUTED}
_WRAPPED = ("link", "note")
_TINTS = {"failed": "FBE4E0", "warned": "FFF4D9"}
_E = "[>=100000]0.000E+00;[>=0.0001]0.0000;General"  # E may be 60, 1E-9 after a long run, or 1E+12 after a bad one


class _Look(NamedTuple):
    """How a kind of column is written, and its least and greatest width in letters."""

    number: str
    least: float
    most: float
    align: str = "right"


_LOOKS = {
    "status": _Look("General", 13, 13, "left"),
    "link": _Look("General", 14, 46, "left"),
    "loss": _Look(_E, 11, 11),
    "share": _Look("0.0%", 11, 11),
    "count": _Look("#,##0", 11, 11),
    "rate": _Look("General", 9, 9),
    "seconds": _Look("0.00", 10, 10),
    "note": _Look("General", 24, 64, "left"),
    "text": _Look("General", 12, 40, "left"),
}


class _Style(NamedTuple):
    """What the look of a cell in the table depends on."""

    kind: Kind
    status: str
    tint: str
    linked: bool

    def dress(self, cell: Any) -> None:
        look, worded = _LOOKS[self.kind], self.kind in ("status", "note")
        colour = _WORDS.get(self.tint or self.status, INK) if worded else INK
        bold = self.kind == "status" and self.status == "failed"
        cell.font = _font(color=BLUE, underline="single") if self.linked else _font(color=colour, bold=bold)
        if self.tint:
            cell.fill = PatternFill("solid", fgColor=_TINTS[self.tint])
        cell.border = Border(bottom=Side(style="thin", color=LINE))
        cell.alignment = _alignment(self.kind, wrap_text=self.kind in _WRAPPED)
        mark = MARKS.get(self.status) if self.kind == "status" else None
        cell.number_format = f'General;General;General;"{mark}  "@' if mark else look.number


def report_sheet(folder: Path, rows: Sequence[Outcome], command: str, seconds: float) -> bytes:
    """The workbook whose links are right for a file in `folder`."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = MARK
    _fill_table(book.active, folder, rows, command, seconds)
    if books := ranked(rows):
        _fill_chart(book.create_sheet("Chart"), books)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Any, row: int, column: int, value: Value, **font: Any) -> Any:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.font = _font(**font)
    _as_text(cell)
    return cell


def _as_text(cell: Any) -> None:
    """Text that looks like a formula or an error stays text, also when a reader edits it."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))


def _font(**font: Any) -> Font:
    return Font(**{"name": "Calibri", "color": INK, "size": 11, **font})


def _page(sheet: Any, title: str, note: str, head: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.oddFooter.right.text = "&P / &N"
    sheet.oddFooter.right.size = 9
    sheet.print_title_rows = f"{head}:{head}"
    _text(sheet, 1, 1, title, size=16, bold=True)
    sheet.row_dimensions[1].height = 26
    _text(sheet, 2, 1, note, color=MUTED)


# the table


def _fill_table(sheet: Any, folder: Path, rows: Sequence[Outcome], command: str, seconds: float) -> None:
    columns = worth_showing(rows)
    table = [[column.value(row) for column in columns] for row in rows]
    widths = [_fitting(column.kind, [line[n] for line in table]) for n, column in enumerate(columns)]
    last = _HEAD + len(rows)
    sheet.title = "Report"
    _page(sheet, headline(rows), when_and_how_long(seconds), _HEAD)
    _text(sheet, 3, 1, clean(command), name="Consolas", size=10, color=MUTED)
    sheet.row_dimensions[_HEAD].height = 34
    for number, (column, wide) in enumerate(zip(columns, widths, strict=True), 1):
        letter = get_column_letter(number)
        _head(sheet, number, column.title, column.kind)
        sheet.column_dimensions[letter].width = wide
        if column.key == "accuracy_after":
            sheet.conditional_formatting.add(f"{letter}{_HEAD + 1}:{letter}{last}", _bar_from_0_to_1())
    styles: dict[_Style, Any] = {}
    for line, (row, values) in enumerate(zip(rows, table, strict=True), _HEAD + 1):
        tint = "failed" if row.get("status") == "failed" else "warned" if row.get("warnings") else ""
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            opened = link(value, folder) if column.kind == "link" and isinstance(value, str) else None
            style = _Style(column.kind, str(row.get("status")), tint, opened is not None)
            _fill_cell(sheet.cell(line, number), value, opened, style, styles)
        lines = (_lines(*cell) for cell in zip(columns, values, widths, strict=True))
        sheet.row_dimensions[line].height = 3 + 15 * max(lines)
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(columns))}{last}"
    printed = max(sum(column not in DETAILS for column in columns), 8)  # a narrow table must not cut the headline
    sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
    sheet.freeze_panes = f"C{_HEAD + 1}"


def _head(sheet: Any, column: int, title: str, kind: Kind) -> None:
    cell = _text(sheet, _HEAD, column, title, bold=True)
    cell.alignment = _alignment(kind, wrap_text=True)
    cell.border = Border(bottom=Side(style="medium", color=INK))


def _alignment(kind: Kind, **how: Any) -> Alignment:
    align = _LOOKS[kind].align
    return Alignment(**{"horizontal": align, "vertical": "center", "indent": int(align == "left"), **how})


def _fitting(kind: Kind, values: Sequence[Value]) -> float:
    """The width of a column, in letters."""
    widest = max((width(value) for value in values if isinstance(value, str)), default=0)
    return min(max(_LOOKS[kind].least, widest * 1.05 + 3), _LOOKS[kind].most)


def _lines(column: Column, value: Value, wide: float) -> int:
    """How many lines a cell needs; Excel shows at most 27 of this height."""
    pieces = value.split("\n") if isinstance(value, str) and column.kind in _WRAPPED else []
    return min(sum(1 + int(width(piece) / (wide - 3)) for piece in pieces) or 1, 27)


def _bar_from_0_to_1() -> Any:
    return DataBarRule("num", 0, "num", 1, color="8FB4DD")  # type: ignore[no-untyped-call]


def _fill_cell(cell: Any, value: Value, opened: str | None, style: _Style, styles: dict[_Style, Any]) -> None:
    """Dress the first cell of a style; the others copy it, which is ten times as fast."""
    cell.value = value
    if opened:
        cell.hyperlink = opened
    if style not in styles:
        style.dress(cell)
        styles[style] = copy(cell._style)
    cell._style = copy(styles[style])
    _as_text(cell)


# the chart


def _fill_chart(sheet: Any, books: Sequence[Ranked]) -> None:
    _page(sheet, "E before and after training", "the largest E after training first", _HEAD)
    named = len(books) <= NAMED_BARS
    sheet.page_setup.fitToHeight = int(named)  # the bars on one page, a long list on as many as it takes
    rows = [(rank, *book) for rank, book in enumerate(books, 1)]
    titles: tuple[tuple[str, Kind, float], ...] = (("", "count", 6), ("Workbook", "text", 30))
    for number, (title, kind, wide) in enumerate((*titles, ("E before", "loss", 11), ("E after", "loss", 11)), 1):
        _head(sheet, number, title, kind)
        sheet.column_dimensions[get_column_letter(number)].width = wide
        for line, row in enumerate(rows, _HEAD + 1):
            cell = _text(sheet, line, number, row[number - 1], color=MUTED if number == 1 else INK)
            cell.number_format, cell.alignment = _LOOKS[kind].number, _alignment(kind)
    chart = _bars(sheet, books) if named else _dots(sheet, books)
    chart.roundedCorners = False
    chart.legend.position = "t"
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    sheet.add_chart(chart, f"F{_HEAD}")
    sheet.freeze_panes = f"A{_HEAD + 1}"


def _series(sheet: Any, books: Sequence[Ranked]) -> list[tuple[Any, str, str]]:
    """(values, title, colour) before and after."""
    return [
        (Reference(sheet, min_col=column, min_row=_HEAD + 1, max_row=_HEAD + len(books)), title, colour)
        for column, title, colour in ((3, "E before", PALE), (4, "E after", BLUE))
    ]


def _bars(sheet: Any, books: Sequence[Ranked]) -> Any:
    """Two bars beside each name, and the number that counts."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 40, 0
    chart.width, chart.height = 22, 2.5 + 0.68 * len(books)
    for values, title, colour in _series(sheet, books):
        series = Series(values, title=title)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        chart.series.append(series)
    labels = DataLabelList(numFmt=_E, showVal=True, dLblPos="outEnd", txPr=_small())
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    chart.series[1].dLbls = labels
    chart.set_categories(Reference(sheet, min_col=2, min_row=_HEAD + 1, max_row=_HEAD + len(books)))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min = _floor(books)
    chart.x_axis.delete, chart.y_axis.delete = False, True  # the number stands at the bar
    chart.x_axis.txPr = _small(INK)
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.y_axis.majorGridlines = None
    return chart


def _floor(books: Sequence[Ranked]) -> float | None:
    """0: left alone, Excel begins the axis of values that are much alike just below the least of them."""
    return 0 if all(book.after >= 0 and (book.before or 0) >= 0 for book in books) else None


def _dots(sheet: Any, books: Sequence[Ranked]) -> Any:
    """Two dots above each rank; the list beside the chart says which workbook has it."""
    chart = ScatterChart()
    chart.style, chart.scatterStyle = 2, "lineMarker"
    chart.width, chart.height = 24, 14
    ranks = Reference(sheet, min_col=1, min_row=_HEAD + 1, max_row=_HEAD + len(books))
    for values, title, colour in _series(sheet, books):
        series = Series(values, ranks, title=title)
        series.marker.symbol, series.marker.size = "circle", 5 if len(books) <= 200 else 3
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        chart.series.append(series)
    for axis, title in ((chart.x_axis, "place in the list"), (chart.y_axis, "E")):
        axis.delete, axis.title, axis.number_format = False, title, "General"
        words: Any = axis.title
        words.overlay = False
        words.tx.rich.p[0].pPr = ParagraphProperties(defRPr=CharacterProperties(sz=900, b=False, solidFill=MUTED))
        axis.txPr = _small()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.x_axis.majorGridlines = None
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, len(books) + 1
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E4E7EB")))
    chart.y_axis.scaling.min = _floor(books)
    if spread(books):
        chart.y_axis.scaling.min, chart.y_axis.scaling.logBase = None, 10
        chart.x_axis.crosses = "min"
    return chart


def _small(colour: str = MUTED) -> RichText:
    """Nine points, for numbers and names in a chart."""
    look = CharacterProperties(sz=900, solidFill=colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
