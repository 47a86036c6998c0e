"""Sheet Guide: how to use the workbook."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.look import (
    headline,
    write,
)
from sheetnet.sheet.words import GUIDE_HEADINGS, guide


def draw(design: Design, sheet: Worksheet) -> None:
    headline(sheet, design.words["guide_title"])
    sheet.column_dimensions["A"].width = 100
    row = 3
    for number, paragraph in enumerate(guide(design.language)):
        heading = number in GUIDE_HEADINGS[design.language]
        row += 1 if heading and number else 0
        text = paragraph.format(file=design.file)
        cell = write(sheet, row, 1, text, bold=heading, size=13 if heading else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
        sheet.row_dimensions[row].height = 20 if heading else 16 * (1 + wide // 105)
        row += 1
