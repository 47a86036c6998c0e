"""The curve `descent`: f = x0^2 + x1^2 with learning rate 0.1 and 10, by the numerical and by the exact gradient.

Read in this order: words, sheets, charts, values.
"""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Curve, Say
from sheetnet.making.curves.descent import charts, sheets
from sheetnet.making.curves.descent.values import descent_values
from sheetnet.making.curves.descent.words import GUIDE, WORDS

__all__ = ["DESCENT"]


def _draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    sheets.draw(book, sheet, say)
    charts.draw(book, sheet, say)


DESCENT = Curve(
    "gradient descent with learning rate 0.1 against 10, numerical and exact gradient",
    "Descent",
    sheets.AREAS,
    _draw,
    descent_values,
    WORDS,
    GUIDE,
)
