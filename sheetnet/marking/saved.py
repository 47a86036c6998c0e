"""Formulas that cannot be computed here, and of which the number that their own program saved is all that is known."""

import re

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.cells import Indices
from sheetnet.graph.evaluation import CIRCULAR
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.values import NUMBER
from sheetnet.inspecting.workings import Workings

_OF_COMPLEX_NUMBERS = (
    *("COMPLEX", "IMABS", "IMAGINARY", "IMARGUMENT", "IMCONJUGATE", "IMCOS", "IMCOSH", "IMDIV", "IMEXP"),
    *("IMLN", "IMLOG10", "IMLOG2", "IMPOWER", "IMPRODUCT", "IMREAL", "IMSIN", "IMSINH", "IMSQRT", "IMSUB"),
    *("IMSUM", "IMTAN"),
)
_OF_WHOLE_NUMBERS = (
    *("BASE", "BIN2DEC", "BITAND", "BITOR", "BITXOR", "COMBIN", "DECIMAL", "FACT", "FACTDOUBLE", "GCD"),
    *("LCM", "MULTINOMIAL", "PERMUT", "SERIESSUM"),
)
_DISTRIBUTIONS = (
    *("BETA.DIST", "BINOM.DIST", "CHISQ.DIST", "EXPON.DIST", "EXPONDIST", "F.DIST", "GAMMA.DIST"),
    *("LOGNORM.DIST", "NORM.INV", "NORM.S.INV", "NORMINV", "NORMSINV", "POISSON.DIST", "STANDARDIZE"),
    *("T.DIST", "WEIBULL.DIST"),
)
_OF_RANGES = (
    *("AVERAGEA", "DAVERAGE", "DCOUNT", "DGET", "DMAX", "DMIN", "DPRODUCT", "DSUM", "FREQUENCY", "GROWTH"),
    *("KURT", "LOGEST", "MAXA", "MINA", "MODE", "MODE.MULT", "MODE.SNGL", "PERCENTILE", "PERCENTILE.EXC"),
    *("PERCENTILE.INC", "PERCENTRANK", "PROB", "QUARTILE", "QUARTILE.INC", "RANK", "RANK.AVG", "RANK.EQ"),
    *("SKEW", "STDEVA", "TREND", "TRIMMEAN", "VARA", "XMATCH"),
)
_OTHERS = (
    *("AREAS", "CEILING.MATH", "FLOOR.MATH", "FV", "ISREF", "LAMBDA", "NPV", "NUMBERVALUE", "PV", "SHEET"),
    *("TEXTAFTER", "TEXTBEFORE", "TEXTSPLIT"),
)
_COMPUTING = FUNCTIONS.keys() | {*_OF_COMPLEX_NUMBERS, *_OF_WHOLE_NUMBERS, *_DISTRIBUTIONS, *_OF_RANGES, *_OTHERS}
"""Functions that spreadsheets compute from cells alone; none that calls out, and none of anybody's own."""

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALLED = re.compile(r"([\w.]+)\s*\(")
_PREFIX = re.compile(r"^(_XLFN\.|_XLWS\.)+")


def by_saved_number(workings: Workings, places: Indices) -> NDArray[np.bool_]:
    """Which formulas can be judged by their saved numbers alone: they read cells, by functions of spreadsheets."""
    trouble = workings.evaluation.trouble
    return np.array([int(place) in trouble and _is_known(workings, int(place)) for place in places], bool)


def _is_known(workings: Workings, cell: int) -> bool:
    if workings.evaluation.trouble[cell] == CIRCULAR or workings.cells.kinds[cell] != NUMBER:
        return False
    called = _CALLED.findall(_TEXT.sub("", workings.text(cell).upper()))
    return bool(workings.reads.of(cell)) and all(_PREFIX.sub("", name) in _COMPUTING for name in called)
