"""Sheet Guide: how to use the workbook."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.making.maker import Maker
from sheetnet.sheet.words import GUIDE_HEADINGS, guide


def draw(make: Maker, sheet: Worksheet) -> None:
    """Draw the sheet."""
    make.title(sheet, make.words["guide_title"])
    sheet.column_dimensions["A"].width = 86
    row = 3
    letters = make.geometry.picture[0] > 1
    file = f'"{make.design.file}"' if " " in make.design.file else make.design.file
    for number, paragraph in enumerate(guide(make.design.language, letters=letters)):
        heading = number in GUIDE_HEADINGS[make.design.language]
        row += 1 if heading and number else 0
        text = paragraph.format(file=file)
        cell = make.text(sheet, row, 1, text, bold=heading, size=13 if heading else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 20 if heading else 16 * (1 + make.columns_of(text) // 90)
        row += 1
