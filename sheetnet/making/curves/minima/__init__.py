"""The curve `minima`: descent on a curve with two valleys and a hill, from several starts and with several rates.

Read in this order: function, words, sheets, surface, charts, valley, values.
"""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Curve, Say
from sheetnet.making.curves.minima import charts, sheets, surface
from sheetnet.making.curves.minima.values import minima_values
from sheetnet.making.curves.minima.words import GUIDE, WORDS

__all__ = ["MINIMA"]


def _draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    sheets.draw(book, sheet, say)
    surface.draw(book, say)
    charts.draw(book, sheet, say)


MINIMA = Curve(
    "descent on a curve with two valleys: the start and the learning rate decide",
    "Minima",
    sheets.AREAS | surface.AREAS,
    _draw,
    minima_values,
    WORDS,
    GUIDE,
)
