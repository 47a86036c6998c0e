"""Makes a workbook: sheets, names, formulas, styles, validation, chart. openpyxl draws it; numbers come afterwards.

The saved results of the formulas, and every number that needs all 17 digits, are put in through our own writer (see
`session.new`): openpyxl cannot store the one and rounds the other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import LAST_COLUMN, Area
from sheetnet.sheet.formulas import live_formulas
from sheetnet.sheet.layout import FIRST_CASE, HEADER, Geometry, Layout, standard_areas
from sheetnet.sheet.package import Package
from sheetnet.sheet.table import Table
from sheetnet.sheet.trace import DETAIL_OFFSET, DETAILS, headers
from sheetnet.sheet.words import GUIDE_HEADINGS, guide, words

EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every part: the same workbook is the same file, whenever it is made
INK, MUTED, LINE = "1F2933", "7B8794", "C5CDD5"
BLUE, RED = "4575B4", "D73027"  # told apart by colour-blind people
SMALL = "[>=0.001]0.0000;[<=-0.001]-0.0000;0.0E+00"  # gradients and unit errors become small, and are still to be seen
_WIDEST = 22  # digits; longer headings are wrapped
_ROWS_WITHOUT_BREAK = 15  # of a block: two of them fit on a page
_PRINTED_ROWS = 100  # of the trace
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>sheetnet</dc:creator></cp:coreProperties>'
)


@dataclass(frozen=True)
class Design:
    """What a new workbook is to hold; `initial` is a parameter vector, `live` whether blocks hold formulas."""

    geometry: Geometry
    table: Table
    initial: tuple[float, ...]
    iterations: int = 500
    eta: float = 0.05
    language: str = "en"
    live: bool = True
    file: str = "letters.xlsx"

    @property
    def layout(self) -> Layout:
        areas = standard_areas(self.geometry, len(self.table.features))
        return Layout(self.geometry, areas, dict.fromkeys(areas, "name"))


def build(design: Design) -> Package:
    """The workbook as a package, its formulas still without saved results."""
    builder = _Builder(design)
    stream = BytesIO()
    builder.make().save(stream)
    package = Package(stream.getvalue())
    package.write("docProps/core.xml", _CORE.encode())
    package.rewrite()
    return package


def _blue_white_red() -> Any:
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


def _white_orange() -> Any:
    """Colours of an output between 0 and 1."""
    return ColorScaleRule(  # type: ignore[no-untyped-call]
        start_type="num", start_value=0, start_color="FFFFFF", end_type="num", end_value=1, end_color="F4A582"
    )


def _when_equal(value: str, **look: Any) -> Any:
    return CellIsRule(operator="equal", formula=[value], **look)  # type: ignore[no-untyped-call]


def _put_text(cell: Any, value: str | float | None) -> None:
    """A value as it is: text that looks like a formula or an error stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


class _Builder:
    """One workbook in the making."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.geometry = design.geometry
        self.layout = design.layout
        self.words = words(design.language)
        self.book = Workbook()
        self.formulas = live_formulas(self.layout)
        self._normal_font()

    def make(self) -> Workbook:
        first = self.book.active
        assert isinstance(first, Worksheet)  # noqa: S101 - a new openpyxl workbook has one
        first.title = "BP"
        self._bp(first)
        self._data(self.book.create_sheet("Data"))
        self._calc(self.book.create_sheet("Calc"))
        self._trace(self.book.create_sheet("Trace"))
        self._guide(self.book.create_sheet("Guide"))
        for name, area in self.layout.areas.items():
            self._name(name, area)
        self._name("network", Area("BP", 5, 6, 5, 6))
        self._name("picture", Area("BP", 8, 6, 8, 6))
        self.book.calculation.fullCalcOnLoad = True
        return self.book

    # small helpers

    def _normal_font(self) -> None:
        styles = self.book._named_styles  # type: ignore[attr-defined]
        normal = next(style for style in styles if style.name == "Normal")
        normal.font = Font(name="Calibri", size=11, color=INK)

    def _name(self, name: str, area: Area) -> None:
        self.book.defined_names[name] = DefinedName(name, attr_text=area.absolute())

    @staticmethod
    def _text(sheet: Worksheet, row: int, column: int, text: str | float, **font: Any) -> Any:
        cell: Any = sheet.cell(row, column)
        _put_text(cell, text)
        cell.font = Font(name="Calibri", **{"color": INK, "size": 11, **font})
        return cell

    def _title(self, sheet: Worksheet, title: str, note: str = "") -> None:
        self._text(sheet, 1, 1, title, size=16, bold=True)
        sheet.row_dimensions[1].height = 24
        if note:
            self._text(sheet, 2, 1, note, color=MUTED)
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth = 0, 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]

    def _cells(self, sheet: Worksheet, area: Area) -> Iterator[Any]:
        for row, column in area.cells():
            yield sheet.cell(row, column)

    def _style(self, cell: Any, style: str, number: str = "0.0000") -> None:
        cell.style = style
        cell.font = Font(name="Calibri", size=11, color=INK, bold=style == "Output")
        cell.number_format = number

    def _fill(self, sheet: Worksheet, name: str) -> None:
        """The formulas of an area; in a workbook of values a zero, which the engine replaces."""
        area = self.layout[name]
        for row, line in enumerate(self.formulas[name]):
            for column, formula in enumerate(line):
                if formula is not None:
                    cell = sheet.cell(area.top + row, area.left + column)
                    cell.value = "=" + formula if self.design.live or name == "trace_levels" else 0

    def _validate(self, sheet: Worksheet, area: Area, kind: Any, message: str, **limits: Any) -> None:
        rule = DataValidation(type=kind, allow_blank=False, showErrorMessage=True, **limits)
        rule.error, rule.errorTitle = self.words[message], self.words["not_allowed"]
        rule.prompt, rule.promptTitle = None, None
        sheet.add_data_validation(rule)
        rule.add(area.range)

    # BP

    def _bp(self, sheet: Worksheet) -> None:
        design, layout, say = self.design, self.layout, self.words
        cases = len(design.table.features)
        network = self.geometry.network
        self._title(sheet, say["title"].format(network=network))
        self._text(
            sheet, 2, 1,
            say["subtitle"].format(
                parameters=len(self.geometry.cells), arithmetic=self.geometry.arithmetic, cases=cases
            ),
            color=MUTED,
        )  # fmt: skip
        sheet.column_dimensions["A"].width = 2.5
        sheet.column_dimensions["B"].width = max(12, 8 + self._widest(map(str, design.table.classes)))
        for column in range(3, 3 + max(self.geometry.width, 5)):
            sheet.column_dimensions[get_column_letter(column)].width = 11
        self._setting(sheet, "iterations", say["iterations"], design.iterations, "Input", "0")
        self._setting(sheet, "counter", say["counter"], 0, "Output", "0")
        self._setting(sheet, "eta", say["eta"], design.eta, "Input", "General")
        shape = "shape" if self.geometry.picture[0] == 1 else "picture"
        for row, key, value in ((5, "network", network), (8, shape, "{}x{}".format(*self.geometry.picture))):
            self._text(sheet, row - 1, 6, say[key], color=MUTED)
            cell = self._text(sheet, row, 6, value)
            cell.alignment = Alignment(horizontal="center")
        for row, label in ((11, "E"), (12, say["accuracy_name"])):
            self._text(sheet, row, 2, label, bold=True).alignment = Alignment(horizontal="right", indent=1)
        for name, key, number in (("E", "loss", "0.0000"), ("accuracy", "accuracy", "0.0%")):
            self._fill(sheet, name)
            area = layout[name]
            self._style(sheet.cell(area.top, area.left), "Calculation", number)
            self._text(sheet, area.top, 4, say[key], color=MUTED).alignment = Alignment(horizontal="left", indent=1)
        self._validate(sheet, layout["iterations"], "whole", "whole", operator="greaterThanOrEqual", formula1="0")
        self._validate(
            sheet, layout["eta"], "decimal", "decimal", operator="between", formula1="-1E+9", formula2="1E+9"
        )
        kinds = {"current": "Output", "gradients": "Calculation", "updated": "Calculation", "initial": "Input"}
        for name, style in kinds.items():
            self._block(sheet, name, style)
        self._legend(sheet)
        self._initial_rules(sheet)
        if self.geometry.height > _ROWS_WITHOUT_BREAK:
            for name in ("gradients", "updated", "initial"):
                sheet.row_breaks.append(Break(id=layout[name].top - 3))
        sheet.freeze_panes = "A4"
        sheet.print_title_rows = "1:3"
        sheet.sheet_view.zoomScale = 100
        sheet.sheet_properties.tabColor = BLUE

    def _setting(self, sheet: Worksheet, name: str, label: str, value: float, style: str, number: str) -> None:
        area = self.layout[name]
        self._text(sheet, area.top - 1, area.left, label, color=MUTED)
        cell = sheet.cell(area.top, area.left, value)
        self._style(cell, style, number)

    def _legend(self, sheet: Worksheet) -> None:
        for row, style, key in ((5, "Input", "input"), (6, "Output", "written"), (7, "Calculation", "formula")):
            cell = sheet.cell(row, 9, self.words[key])
            self._style(cell, style, "General")
            cell.alignment = Alignment(horizontal="center")
        self._text(sheet, 4, 9, self.words["legend"], color=MUTED)
        column = sheet.column_dimensions["I"]
        column.width = max(column.width or 0, 18)

    def _block(self, sheet: Worksheet, name: str, style: str) -> None:
        geometry, area = self.geometry, self.layout[name]
        self._text(sheet, area.top - 2, 2, self.words[name], size=13, bold=True)
        sheet.row_dimensions[area.top - 2].height = 32
        self._text(sheet, area.top - 1, area.left, self.words["weights"], color=MUTED)
        for column in range(geometry.width - 1):
            if geometry.picture[0] == 1 and column < geometry.sizes[0]:
                self._text(
                    sheet, area.top - 1, area.left + column, self.design.table.feature_names[column], color=MUTED
                )
        self._text(sheet, area.top - 1, area.right, self.words["threshold"], color=MUTED)
        for column in range(area.left, area.right + 1):
            sheet.cell(area.top - 1, column).alignment = Alignment(horizontal="center", shrink_to_fit=True)
        for (row, column), text in geometry.headings.items():
            cell = self._text(sheet, area.top + row, area.left + column, text, color=MUTED)
            cell.alignment = Alignment(horizontal="center", vertical="bottom")
        for row, column in geometry.cells:
            self._style(
                sheet.cell(area.top + row, area.left + column), style, SMALL if name == "gradients" else "0.0000"
            )
        self._frame_units(sheet, area)
        if name in ("current", "initial"):
            for (row, column), value in zip(geometry.cells, self.design.initial, strict=True):
                sheet.cell(area.top + row, area.left + column).value = value
        else:
            self._fill(sheet, name)
        scale = _blue_white_red()
        sheet.conditional_formatting.add(area.range, scale)

    def _frame_units(self, sheet: Worksheet, area: Area) -> None:
        """A thin line around each unit's weights, and the unit's name beside them."""
        thin, thick = Side(style="hair", color=LINE), Side(style="thin", color=MUTED)
        classes = self.design.table.classes
        last = len(self.geometry.sizes) - 2
        for unit in self.geometry.units:
            label = unit.name
            if unit.layer == last and self.geometry.sizes[-1] > 1:
                label += f"  {classes[int(unit.name[1:]) - 1]}"
            text = self._text(sheet, area.top + unit.row, 2, label, bold=True)
            text.alignment = Alignment(horizontal="right", indent=1)
            for row in range(unit.height):
                for column in range(unit.width):
                    cell = sheet.cell(area.top + unit.row + row, area.left + column)
                    cell.border = Border(
                        top=thick if row == 0 else thin,
                        bottom=thick if row == unit.height - 1 else thin,
                        left=thick if column == 0 else thin,
                        right=thick if column == unit.width - 1 else thin,
                    )
            row, column = unit.threshold
            threshold = sheet.cell(area.top + row, area.left + column)
            threshold.border = Border(top=thick, bottom=thick, left=thick, right=thick)

    def _initial_rules(self, sheet: Worksheet) -> None:
        area = self.layout["initial"]
        rule = DataValidation(
            type="decimal", operator="between", formula1="-1E+9", formula2="1E+9", showErrorMessage=True
        )
        rule.error, rule.errorTitle = self.words["decimal"], self.words["not_allowed"]
        sheet.add_data_validation(rule)
        for unit in self.geometry.units:
            rule.add(area.part(unit.row, 0, unit.height, unit.width).range)
            rule.add(area.part(*unit.threshold).range)

    # Data

    def _data(self, sheet: Worksheet) -> None:
        table, layout, say = self.design.table, self.layout, self.words
        self._title(sheet, say["data_title"], say["data_note"])
        heads: list[tuple[int, str | float]] = [(1, say["number"]), (2, say["label"]), (3, say["training"])]
        heads += [(layout["images"].left + n, name) for n, name in enumerate(table.feature_names)]
        heads += [(layout["targets"].left + n, name) for n, name in enumerate(table.classes)]
        for column, name in heads:
            self._head(sheet, column, name)
        self._text(sheet, HEADER - 1, layout["images"].left, say["inputs"], bold=True)
        self._text(sheet, HEADER - 1, layout["targets"].left, say["targets"], bold=True)
        pixels = self._pixels()
        for number, features in enumerate(table.features):
            row = FIRST_CASE + number
            label = table.labels[number] if table.labels else None
            for column, value in enumerate((number + 1, label, 1), 1):
                cell = sheet.cell(row, column)
                _put_text(cell, value)
                cell.alignment = Alignment(horizontal="center")
            for name, values in (("images", features), ("targets", table.targets[number])):
                for column, x in enumerate(values):
                    cell = sheet.cell(row, layout[name].left + column, int(x) if x == int(x) else x)
                    cell.alignment = Alignment(horizontal="center")
        widths: dict[str, float] = {"A": 6, "B": max(8, 2 + self._widest(table.labels)), "C": 9}
        for letter, width in widths.items():
            sheet.column_dimensions[letter].width = width
        for column in range(layout["images"].left, layout["targets"].right + 1):
            narrow = pixels or column >= layout["targets"].left
            width = 4.3 if narrow and self._short(column) else max(10.0, 3 + self._widest([self._heading(column)]))
            sheet.column_dimensions[get_column_letter(column)].width = width
        if max(map(self._columns_of, [*table.feature_names, *map(str, table.classes)])) > _WIDEST:
            sheet.row_dimensions[HEADER].height = 46
        self._validate(sheet, layout["training"], "list", "bit", formula1='"1,0"')
        if pixels:
            self._validate(sheet, layout["images"], "list", "bit", formula1='"0,1"')
            ref = layout["images"].range
            dark = _when_equal("1", fill=PatternFill(bgColor=INK), font=Font(color="FFFFFF"))
            pale = _when_equal("0", font=Font(color=LINE))
            sheet.conditional_formatting.add(ref, dark)
            sheet.conditional_formatting.add(ref, pale)
        else:
            self._validate(
                sheet, layout["images"], "decimal", "decimal", operator="between", formula1="-1E+300", formula2="1E+300"
            )
        self._validate(sheet, layout["targets"], "decimal", "decimal", operator="between", formula1="0", formula2="1")
        self._freeze(sheet, 4)

    def _pixels(self) -> bool:
        return all(value in (0.0, 1.0) for features in self.design.table.features for value in features)

    def _heading(self, column: int) -> str:
        table = self.design.table
        return [*table.feature_names, *map(str, table.classes)][column - self.layout["images"].left]

    def _short(self, column: int) -> bool:
        return self._columns_of(self._heading(column)) <= 3

    @staticmethod
    def _columns_of(text: str) -> int:
        """How wide a text is, in digits; a Japanese letter is as wide as two."""
        return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)

    def _widest(self, texts: Iterable[str]) -> int:
        """The width that some texts want, up to where they are wrapped."""
        return min(max(map(self._columns_of, texts), default=0), _WIDEST)

    def _head(self, sheet: Worksheet, column: int, text: str | float) -> None:
        cell = self._text(sheet, HEADER, column, text, bold=True)
        cell.alignment = Alignment(
            horizontal="center", vertical="bottom", wrap_text=self._columns_of(str(text)) > _WIDEST
        )
        cell.border = Border(bottom=Side(style="medium", color=INK))

    def _freeze(self, sheet: Worksheet, column: int) -> None:
        sheet.freeze_panes = f"{get_column_letter(column)}{FIRST_CASE}"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"

    # Calc

    def _calc(self, sheet: Worksheet) -> None:
        layout, say = self.layout, self.words
        self._title(sheet, say["calc_title"], say["calc_note"])
        self._head(sheet, 1, say["number"])
        self._head(sheet, 2, say["label"])
        labels = self.design.table.labels
        for number in range(layout.cases):
            for column, value in ((1, number + 1), (2, labels[number] if labels else None)):
                cell = sheet.cell(FIRST_CASE + number, column)
                _put_text(cell, value)
                cell.alignment = Alignment(horizontal="center")
        style = NamedStyle("Calc", number_format="0.0000")
        style.font = Font(name="Calibri", size=11, color=INK)
        self.book.add_named_style(style)
        last = len(self.geometry.sizes) - 1
        for layer in range(1, last + 1):
            names = [unit.name for unit in self.geometry.layer(layer - 1)]
            lower = "z" if layer == last else "h"
            for kind, mark in (("sums", "s"), ("outputs", lower), ("deltas", "δ")):
                heads = [
                    name.replace("H", "h").replace("O", "z") if kind == "outputs" else mark + name for name in names
                ]
                self._columns(sheet, f"{kind}_{layer}", say[kind], heads, SMALL if kind == "deltas" else "0.0000")
        self._columns(sheet, "errors", say["error"], ["e"])
        self._columns(sheet, "letters_read", say["read"], [""], "General")
        classes = map(str, self.design.table.classes)
        read = sheet.column_dimensions[get_column_letter(layout["letters_read"].left)]
        read.width = max(10, 2 + self._widest(classes))
        self._columns(sheet, "right", say["right"], [""], '[=1]"✓";[=0]"✗";General')
        sheet.column_dimensions["A"].width = 6
        sheet.column_dimensions["B"].width = max(8, 2 + self._widest(labels))
        ref = layout["right"].range
        sheet.conditional_formatting.add(ref, _when_equal("0", font=Font(color=RED, bold=True)))
        for layer in range(1, last + 1):
            for name in (f"outputs_{layer}",):
                scale = _white_orange()
                sheet.conditional_formatting.add(layout[name].range, scale)
            scale = _blue_white_red()
            sheet.conditional_formatting.add(layout[f"deltas_{layer}"].range, scale)
        self._freeze(sheet, 3)

    def _columns(self, sheet: Worksheet, name: str, title: str, heads: list[str], number: str = "0.0000") -> None:
        area = self.layout[name]
        self._text(sheet, HEADER - 1, area.left, title, bold=True)
        for offset, head in enumerate(heads):
            self._head(sheet, area.left + offset, head)
            alone = self._columns_of(title) + 2 if len(heads) == 1 else 0  # no room beside it for its title
            sheet.column_dimensions[get_column_letter(area.left + offset)].width = max(10, alone)
        self._fill(sheet, name)
        left = Border(left=Side(style="thin", color=LINE))
        for cell in self._cells(sheet, area):
            cell.style = "Calc"
            cell.number_format = number
            if cell.column == area.left:
                cell.border = left
            if name in ("letters_read", "right"):
                cell.alignment = Alignment(horizontal="center")

    # Trace

    def _trace(self, sheet: Worksheet) -> None:
        layout, say = self.layout, self.words
        self._title(sheet, say["trace_title"])
        for column, key in enumerate(("iteration", "E", "accuracy", "norm"), 1):
            self._head(sheet, column, say["accuracy_name"] if key == "accuracy" else say.get(key, "E"))
        formats = {"A": "0", "B": "0.0000", "C": "0.0%", "D": "0.0000"}
        for letter, number in formats.items():
            sheet.column_dimensions[letter].width = 12
            sheet.column_dimensions[letter].number_format = number
        picture = layout["trace_picture"]
        self._text(sheet, picture.top, 3, say["trace_picture"], color=MUTED).alignment = Alignment(horizontal="right")
        sheet.cell(picture.top, picture.left).number_format = "0"
        levels = layout["trace_levels"]
        for offset, key in enumerate(("half", "constant")):
            self._text(sheet, levels.top + offset, 6, say[key], color=MUTED)
            start: Any = sheet.cell(levels.top + offset, 7, 0)
            start.number_format, start.font = "0", Font(name="Calibri", size=11, color=MUTED)
        for column, key in ((7, "from"), (8, "to"), (9, "E_from"), (10, "E_to")):
            cell = self._text(sheet, 1, column, say[key], color=MUTED, size=9)
            cell.alignment = Alignment(horizontal="right", vertical="bottom")
        self._fill(sheet, "trace_levels")
        for cell in self._cells(sheet, levels):
            cell.number_format = "0" if cell.column == levels.left else "0.####"
            cell.font = Font(name="Calibri", size=11, color=MUTED)
        sheet.column_dimensions["F"].width = 22
        self._chart(sheet)
        self._detail_columns(sheet)
        # the details right of the chart would make the page tiny, and thousands of rows fill a book
        sheet.print_area = f"A1:P{FIRST_CASE + _PRINTED_ROWS}"
        sheet.freeze_panes = f"E{FIRST_CASE}"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"

    def _detail_columns(self, sheet: Worksheet) -> None:
        """Looks for the columns that training fills: a written cell takes the style of its row, else of its column."""
        first = 1 + DETAIL_OFFSET
        last = min(first + len(headers(self.geometry, DETAILS)[0]) - 1, LAST_COLUMN)
        columns = sheet.column_dimensions[get_column_letter(first)]
        columns.min, columns.max, columns.width = first, last, 11
        columns.number_format = SMALL
        columns.font = Font(name="Calibri", size=11, color=INK)
        for row in (HEADER - 1, HEADER):
            heading: Any = sheet.row_dimensions[row]
            heading.font = Font(name="Calibri", size=11, color=INK, bold=True)
            heading.alignment = Alignment(horizontal="right", vertical="bottom")

    def _chart(self, sheet: Worksheet) -> None:
        chart = ScatterChart()
        chart.title = self.words["chart"]
        chart.style = 2
        chart.scatterStyle = "lineMarker"
        chart.width, chart.height = 20, 12
        chart.x_axis.title, chart.y_axis.title = self.words["iteration"], "E"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.x_axis.scaling.min = chart.y_axis.scaling.min = 0
        chart.x_axis.number_format = chart.y_axis.number_format = "General"
        chart.x_axis.majorGridlines = None
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E4E7EB"))  # type: ignore[union-attr]
        chart.legend.position = "b"  # type: ignore[union-attr]
        chart.layout = ChartLayout(
            manualLayout=ManualLayout(x=0.08, y=0.12, w=0.88, h=0.66, layoutTarget="inner", xMode="edge", yMode="edge")
        )
        top = FIRST_CASE
        x = Reference(sheet, min_col=1, min_row=top, max_row=top + 1)
        line = Series(Reference(sheet, min_col=2, min_row=top, max_row=top + 1), x, title="E")
        line.marker.symbol = "none"
        line.smooth = False
        line.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=BLUE, w=28575))
        chart.series.append(line)
        levels = self.layout["trace_levels"]
        for offset, (key, colour) in enumerate((("half", RED), ("constant", "F4A582"))):
            row = levels.top + offset
            ends = Reference(sheet, min_col=7, max_col=8, min_row=row)
            heights = Reference(sheet, min_col=9, max_col=10, min_row=row)
            level = Series(heights, ends, title=self.words[key])
            level.marker.symbol = "none"
            level.smooth = False
            level.graphicalProperties = GraphicalProperties(
                ln=LineProperties(solidFill=colour, w=15875, prstDash="dash")
            )
            chart.series.append(level)
        sheet.add_chart(chart, "F7")

    # Guide

    def _guide(self, sheet: Worksheet) -> None:
        self._title(sheet, self.words["guide_title"])
        sheet.column_dimensions["A"].width = 86
        row = 3
        letters = self.geometry.picture[0] > 1
        file = f'"{self.design.file}"' if " " in self.design.file else self.design.file
        for number, paragraph in enumerate(guide(self.design.language, letters=letters)):
            heading = number in GUIDE_HEADINGS[self.design.language]
            row += 1 if heading and number else 0
            text = paragraph.format(file=file)
            cell = self._text(sheet, row, 1, text, bold=heading, size=13 if heading else 11)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 20 if heading else 16 * (1 + self._columns_of(text) // 90)
            row += 1
