"""Workbooks about curves, without a network: a minimum is looked for, and every step is a formula.

A curve is one module, or one room where it is long: its sheets, charts, words and values, and the record of them all.

Read in this order: curve, words, page, rings, guide, results; the rooms minima, descent, race; workbook.
"""

from sheetnet.making.curves.curve import Curve
from sheetnet.making.curves.descent import DESCENT
from sheetnet.making.curves.minima import MINIMA
from sheetnet.making.curves.race import RACE
from sheetnet.making.curves.workbook import draw, fill

__all__ = ["CURVES", "Curve", "draw", "fill"]

CURVES: dict[str, Curve] = {
    "minima": MINIMA,
    "descent": DESCENT,
    "race": RACE,
}
