"""The curves, one row each."""

from sheetnet.making.curves.curve import Curve
from sheetnet.making.curves.descent import DESCENT
from sheetnet.making.curves.minima import MINIMA
from sheetnet.making.curves.race import RACE

CURVES: dict[str, Curve] = {
    "minima": MINIMA,
    "descent": DESCENT,
    "race": RACE,
}
