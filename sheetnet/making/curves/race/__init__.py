"""The curve `race`: six optimisers go down f = x^2/20 + y^2, a long valley, from one start.

Read in this order: words, sheets, charts, values.
"""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves.curve import Curve, Say
from sheetnet.making.curves.race import charts, sheets
from sheetnet.making.curves.race.values import race_values
from sheetnet.making.curves.race.words import GUIDE, WORDS

__all__ = ["RACE"]


def _draw(book: Workbook, sheet: Worksheet, say: Say) -> None:
    sheets.draw(book, sheet, say)
    charts.draw(book, sheet, say)


RACE = Curve(
    "six optimisers from one start to one minimum",
    "Race",
    sheets.AREAS,
    _draw,
    race_values,
    WORDS,
    GUIDE,
)
