"""What the sheets of curves share: inputs with their limits, tables, checks, the legend, named blocks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Say
from sheetnet.sheet.cells import Area, column_letters
from sheetnet.sheet.pages.style import INK, MUTED, WHITE, font, put_text, styled, when, write

RIGHT, WRONG, NOT_ASKED = "✓", "✗", "–"


def name_blocks(book: Workbook, areas: Mapping[str, Area]) -> None:
    """Give every block its name, the same in every language."""
    for name, area in areas.items():
        book.defined_names[name] = DefinedName(name, attr_text=area.absolute())


def section(sheet: Worksheet, row: int, text: str) -> None:
    write(sheet, row, 2, text, size=13, bold=True)
    sheet.row_dimensions[row].height = 22


def label(sheet: Worksheet, row: int, text: str, column: int = 2) -> None:
    write(sheet, row, column, text, color=MUTED).alignment = Alignment(horizontal="right", indent=1)


def headings(sheet: Worksheet, row: int, left: int, texts: Iterable[str]) -> None:
    """A row of headings over a table; an empty text leaves its column without one."""
    for column, text in enumerate(texts, left):
        cell = write(sheet, row, column, text, bold=True) if text else sheet.cell(row, column)
        cell.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
        cell.border = Border(bottom=Side(style="medium", color=INK))


def put_input(
    sheet: Worksheet,
    say: Say,
    area: Area,
    values: Iterable[float],
    limits: tuple[float, float],
    number: str = "General",
) -> None:
    """Cells that a user changes, one below the other, refusing numbers beyond the limits."""
    low, high = limits
    for offset, value in enumerate(values):
        cell = sheet.cell(area.top + offset, area.left, value)
        styled(cell, "Input", number)
        cell.alignment = Alignment(horizontal="center")
    rule = DataValidation(
        type="decimal", operator="between", formula1=f"{low:G}", formula2=f"{high:G}", showErrorMessage=True
    )
    rule.error, rule.errorTitle = say["between"].format(low=f"{low:g}", high=f"{high:g}"), say["not_allowed"]
    rule.prompt, rule.promptTitle, rule.allow_blank = None, None, False
    sheet.add_data_validation(rule)
    rule.add(area.range)


def put_list(sheet: Worksheet, say: Say, area: Area, values: Iterable[float], choices: str) -> None:
    """Cells with a drop-down list."""
    for offset, value in enumerate(values):
        cell = sheet.cell(area.top + offset, area.left, value)
        styled(cell, "Input", "+0;-0")
        cell.alignment = Alignment(horizontal="center")
    rule = DataValidation(type="list", formula1=f'"{choices}"', showErrorMessage=True)
    rule.error, rule.errorTitle = say["one_of"].format(choices=choices), say["not_allowed"]
    rule.prompt, rule.promptTitle, rule.allow_blank = None, None, False
    sheet.add_data_validation(rule)
    rule.add(area.range)


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, number: str, style: str = "Calculation") -> Any:
    cell = sheet.cell(row, column, f"={formula}")
    styled(cell, style, number)
    return cell


def put_verdict(sheet: Worksheet, row: int, left: int, right: int, formula: str) -> None:
    """A result in words, centred over several columns."""
    for column in range(left, right + 1):
        cell = sheet.cell(row, column)
        styled(cell, "Output", "General")
        cell.alignment = Alignment(horizontal="centerContinuous")
    sheet.cell(row, left).value = f"={formula}"


def put_check(sheet: Worksheet, row: int, column: int, given: str, right: str) -> None:
    """A mark: right, wrong, or not asked, because the inputs are no longer those that the figures belong to."""
    formula = f'IF({right},"{RIGHT}","{WRONG}")'
    cell = put_formula(sheet, row, column, f'IF({given},{formula},"{NOT_ASKED}")', "General", "Check Cell")
    cell.alignment = Alignment(horizontal="center")
    cell.font = font(bold=True, color=WHITE)
    wrong = {"font": Font(color="D73027", bold=True), "fill": PatternFill(bgColor=WHITE, fill_type="solid")}
    sheet.conditional_formatting.add(cell.coordinate, when(f'{cell.coordinate}="{WRONG}"', **wrong))


def put_figure(sheet: Worksheet, row: int, column: int, text: str, number: str = "General") -> None:
    """A figure to compare with: a number as it is printed, or a word."""
    cell = sheet.cell(row, column)
    put_text(cell, float(text) if _is_number(text) else text)
    cell.font, cell.number_format = font(color=MUTED), number
    cell.alignment = Alignment(horizontal="right")


def near(cell: str, figure: str) -> str:
    """The condition that a cell agrees with a printed figure in every digit of it.

    The difference is divided by what is allowed: some programs call all numbers below 1e-15 equal.
    """
    return f"ABS({cell}-({figure.upper()}))/{tolerance(figure)}<=1"


def tolerance(figure: str) -> str:
    """Half a unit of a printed figure's last digit, and a little more for rounding."""
    exponent = Decimal(figure).as_tuple().exponent
    return f"5.1E{int(exponent) - 1:+03d}"


def given(pairs: Iterable[tuple[str, float]]) -> str:
    """The condition that cells hold these numbers."""
    return "AND(" + ",".join(f"{cell}={value:G}" for cell, value in pairs) + ")"


def legend(sheet: Worksheet, say: Say, row: int, column: int) -> None:
    write(sheet, row, column, say["legend"], color=MUTED)
    for offset, (style, key) in enumerate(
        (("Input", "input"), ("Calculation", "formula"), ("Output", "result"), ("Check Cell", "check")), 1
    ):
        cell = sheet.cell(row + offset, column, say[key])
        styled(cell, style, "General")
        cell.alignment = Alignment(horizontal="center")
        if style == "Check Cell":
            cell.font = font(bold=True, color=WHITE)


def put_columns(
    sheet: Worksheet, area: Area, formulas: Iterable[tuple[str, str]], number: str, *, quiet: bool = False
) -> None:
    """Columns of formulas (first row, other rows), where {r} is the row and {p} the row before."""
    for column, (first, other) in enumerate(formulas, area.left):
        for row in range(area.top, area.bottom + 1):
            text = (first if row == area.top else other).format(r=row, p=row - 1)
            cell = sheet.cell(row, column, f"={text}")
            if quiet:
                cell.font, cell.number_format = font(size=9, color=MUTED), number
            else:
                styled(cell, "Calculation", number)
            cell.alignment = Alignment(horizontal="right")


def put_steps(sheet: Worksheet, area: Area) -> None:
    """The numbers 0, 1, 2 ... of the steps, down a column."""
    for row in range(area.top, area.bottom + 1):
        cell = write(sheet, row, area.left, row - area.top, bold=True)
        cell.alignment = Alignment(horizontal="center")


def show_big_numbers(sheet: Worksheet, area: Area) -> None:
    """Numbers that would not fit in their column with all decimals get an exponent."""
    cell = f"{column_letters(area.left)}{area.top}"
    exponent = NumberFormat(numFmtId=201, formatCode="0.000E+00")
    rule = when(f"AND(ISNUMBER({cell}),ABS(N({cell}))>=10000)", numFmt=exponent)
    sheet.conditional_formatting.add(area.range, rule)


def letters(left: int, count: int) -> list[str]:
    return [column_letters(column) for column in range(left, left + count)]


def open_at(sheet: Worksheet, cell: str, freeze: str) -> None:
    """Show the top of a sheet, with the cursor on the first thing to change."""
    sheet.freeze_panes = freeze
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = cell
    sheet.sheet_view.zoomScale = 100


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
