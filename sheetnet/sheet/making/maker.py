"""A workbook in the making: colours, number formats, and what all its sheets draw alike."""

from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas import live_formulas
from sheetnet.sheet.layout import FIRST_CASE, HEADER
from sheetnet.sheet.making.design import Design
from sheetnet.sheet.words import words

INK, MUTED, LINE = "1F2933", "7B8794", "C5CDD5"
BLUE, RED = "4575B4", "D73027"  # told apart by colour-blind people
SMALL = "[>=0.001]0.0000;[<=-0.001]-0.0000;0.0E+00"  # gradients and unit errors become small, and are still to be seen
WIDEST = 22  # digits; longer headings are wrapped


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


class Maker:
    """One workbook in the making, for the modules that draw its sheets."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.geometry = design.geometry
        self.layout = design.layout
        self.words = words(design.language)
        self.book = Workbook()
        self.formulas = live_formulas(self.layout)
        self.normal_font()

    def normal_font(self) -> None:
        styles = self.book._named_styles  # type: ignore[attr-defined]
        normal = next(style for style in styles if style.name == "Normal")
        normal.font = Font(name="Calibri", size=11, color=INK)

    def name(self, name: str, area: Area) -> None:
        self.book.defined_names[name] = DefinedName(name, attr_text=area.absolute())

    @staticmethod
    def text(sheet: Worksheet, row: int, column: int, text: str | float, **font: Any) -> Any:
        cell: Any = sheet.cell(row, column)
        put_text(cell, text)
        cell.font = Font(name="Calibri", **{"color": INK, "size": 11, **font})
        return cell

    def title(self, sheet: Worksheet, title: str, note: str = "") -> None:
        self.text(sheet, 1, 1, title, size=16, bold=True)
        sheet.row_dimensions[1].height = 24
        if note:
            self.text(sheet, 2, 1, note, color=MUTED)
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth = 0, 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]

    def cells(self, sheet: Worksheet, area: Area) -> Iterator[Any]:
        for row, column in area.cells():
            yield sheet.cell(row, column)

    def style(self, cell: Any, style: str, number: str = "0.0000") -> None:
        cell.style = style
        cell.font = Font(name="Calibri", size=11, color=INK, bold=style == "Output")
        cell.number_format = number

    def fill(self, sheet: Worksheet, name: str) -> None:
        """The formulas of an area; in a workbook of values a zero, which the engine replaces."""
        area = self.layout[name]
        for row, line in enumerate(self.formulas[name]):
            for column, formula in enumerate(line):
                if formula is not None:
                    cell = sheet.cell(area.top + row, area.left + column)
                    cell.value = "=" + formula if self.design.live or name == "trace_levels" else 0

    def validate(self, sheet: Worksheet, area: Area, kind: Any, message: str, **limits: Any) -> None:
        rule = DataValidation(type=kind, allow_blank=False, showErrorMessage=True, **limits)
        rule.error, rule.errorTitle = self.words[message], self.words["not_allowed"]
        rule.prompt, rule.promptTitle = None, None
        sheet.add_data_validation(rule)
        rule.add(area.range)

    @staticmethod
    def columns_of(text: str) -> int:
        """How wide a text is, in digits; a Japanese letter is as wide as two."""
        return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)

    def widest(self, texts: Iterable[str]) -> int:
        """The width that some texts want, up to where they are wrapped."""
        return min(max(map(self.columns_of, texts), default=0), WIDEST)

    def head(self, sheet: Worksheet, column: int, text: str | float) -> None:
        cell = self.text(sheet, HEADER, column, text, bold=True)
        cell.alignment = Alignment(
            horizontal="center", vertical="bottom", wrap_text=self.columns_of(str(text)) > WIDEST
        )
        cell.border = Border(bottom=Side(style="medium", color=INK))

    def freeze(self, sheet: Worksheet, column: int) -> None:
        sheet.freeze_panes = f"{get_column_letter(column)}{FIRST_CASE}"
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = f"{HEADER - 1}:{HEADER}"
