"""Every function: its values against LibreOffice, its errors against the standard, its slopes against differences."""

import math
import re
import statistics
from collections.abc import Callable, Iterable
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.functions.elementwise import digamma
from tests.conftest import convert
from tests.graph.formulas import differences, function, slopes, value
from tests.graph.functions.table import EXCEL, FAULTS, NUMBERS, SHEET, TEXTS

_NEW = ("IFS(", "SWITCH(", "CONCAT(", "TEXTJOIN(", "MAXIFS(", "MINIFS(")
# newer than the format, which writes them with a prefix
_FUTURE = (
    *("MUNIT(", "ERF.PRECISE(", "ERFC.PRECISE(", "GAMMALN.PRECISE(", "FORECAST.LINEAR(", "STDEV.S(", "VAR.S("),
    "UNICODE(",
    "UNICHAR(",
    "IFNA(",
    "XOR(",
    "PHI(",
    "GAUSS(",
    "GAMMA(",
    "SEC(",
    "CSC(",
    "COT(",
    *("AGGREGATE(", "SECH(", "CSCH(", "COTH(", "ACOT(", "ACOTH("),
)


def as_stored(formula: str) -> str:
    names = "|".join(re.escape(name) for name in (*_NEW, *_FUTURE))
    return re.sub(rf"(?<![A-Z.])({names})", r"_xlfn.\1", formula)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice makes of every formula of the table."""
    folder = tmp_path_factory.mktemp("functions")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for address, one in SHEET.items():
        sheet[address] = one
    formulas = [*NUMBERS, *TEXTS, *FAULTS]
    for row, formula in enumerate(formulas, 1):
        sheet.cell(row + 100, 30, as_stored(formula))
    book.save(folder / "table.xlsx")
    made = load_workbook(convert(folder / "table.xlsx", "xlsx:Calc MS Excel 2007 XML", folder / "lo"), data_only=True)
    return {formula: made["S"].cell(row + 100, 30).value for row, formula in enumerate(formulas, 1)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("formula", NUMBERS)
def test_a_number_is_what_libreoffice_computes(formula: str, computed: dict[str, Any]) -> None:
    expected = computed[formula]

    found = value(formula, SHEET)

    assert isinstance(expected, int | float), expected
    assert float(found) == pytest.approx(float(expected), rel=1e-12, abs=1e-15)


@pytest.mark.libreoffice
@pytest.mark.parametrize("formula", TEXTS)
def test_a_text_is_what_libreoffice_writes(formula: str, computed: dict[str, Any]) -> None:
    assert value(formula, SHEET) == computed[formula]


@pytest.mark.parametrize(("formula", "code"), FAULTS.items())
def test_an_error_is_the_one_of_spreadsheets(formula: str, code: str) -> None:
    assert value(formula, SHEET) == code


@pytest.mark.parametrize(("formula", "expected"), EXCEL.items())
def test_where_programs_differ_it_is_excels_answer(formula: str, expected: Any) -> None:
    found = value(formula, SHEET)

    assert (type(found), found) == (type(expected), expected)


SMOOTH = [
    "=A1+B1-C1*2", "=A1*B1/C1", "=A1^B1", "=A1^2", "=-A1%", "=EXP(A1)*LN(B1)", "=LOG(A1,B1+1)", "=LOG10(A1)",
    "=SQRT(A1*B1)",
    "=SIN(A1)*COS(B1)", "=TAN(A1/4)", "=ASIN(A1/9)", "=ACOS(B1/9)", "=ATAN(A1)", "=ATAN2(A1,B1)", "=SINH(A1)",
    "=COSH(B1)",
    "=TANH(A1-B1)", "=ASINH(A1)", "=ACOSH(A1+1)", "=ATANH(A1/9)", "=GAMMALN(A1)", "=GAMMA(A1)", "=ERF(A1)",
    "=ERF(A1,B1)",
    "=ERFC(A1)", "=NORM.S.DIST(A1,TRUE)", "=NORM.S.DIST(A1,FALSE)", "=NORM.DIST(A1,B1,C1,TRUE)",
    "=NORM.DIST(A1,B1,C1,FALSE)",
    "=POWER(A1,B1)", "=RADIANS(A1)+DEGREES(B1)", "=PHI(A1)+GAUSS(B1)", "=MOD(A1,3.21)*B1",
    "=SUM(A1:C1,A1)", "=SUMSQ(A1:C1)", "=SUMPRODUCT(A1:C1,A1:C1)", "=SUMPRODUCT(A1:C1,{1,2,3},A1:C1)",
    "=PRODUCT(A1:C1)",
    "=SUMXMY2(A1:C1,{1,2,4})", "=SUMX2MY2(A1:C1,{1,2,4})", "=SUMX2PY2({1,2,4},A1:C1)", "=AVERAGE(A1:C1)^2",
    "=VAR(A1:C1)", "=VAR.P(A1:C1)", "=STDEV(A1:C1)", "=STDEV.P(A1:C1)", "=DEVSQ(A1:C1)", "=MEDIAN(A1:C1)",
    "=COVARIANCE.P(A1:C1,{1,5,2})", "=COVARIANCE.S({1,5,2},A1:C1)", "=STEYX(A1:C1,{1,5,2})", "=STEYX({1,5,2},A1:C1)",
    "=FORECAST(A1,{1,5,2},A1:C1)", "=SUM(LINEST(A1:C1,{1,5,2})*{2,3})", "=GEOMEAN(A1:C1)", "=HARMEAN(A1:C1)",
    "=AVEDEV(A1:C1)", "=SEC(A1/4)", "=CSC(A1/4)", "=COT(A1/4)", "=SQRTPI(A1)", "=FISHER(A1/9)", "=FISHERINV(A1)",
    "=CORREL(A1:C1,{1,5,2})", "=SLOPE(A1:C1,{1,5,2})", "=SLOPE({1,5,2},A1:C1)", "=INTERCEPT(A1:C1,{1,5,2})",
    "=INTERCEPT({1,5,2},A1:C1)", "=RSQ(A1:C1,{1,5,2})", "=MAX(A1:C1)^2", "=MIN(A1:C1)^2", "=LARGE(A1:C1,2)^2",
    "=SMALL(A1:C1,3)",
    "=IF(A1>B1,A1^2,B1^3)", "=IFERROR(A1^2,B1)", "=IFERROR(1/0,B1^2)", "=ABS(A1-B1)", "=CHOOSE(2,A1,B1^2)",
    "=IFS(A1>B1,A1,TRUE,B1*3)", "=SWITCH(1,1,A1^2,B1)", "=INDEX(A1:C1,2)^2", "=INDEX(A1:C1*2,3)",
    "=SUM(OFFSET(A1,0,1,1,2))",
    "=VLOOKUP(2,HSTACK({1;2},VSTACK(A1,B1)),2,FALSE)", "=XLOOKUP(2,{1,2,3},A1:C1)^2", "=LOOKUP(2,{1,2,3},A1:C1)^2",
    "=HLOOKUP(2,VSTACK({1,2,3},A1:C1),2,FALSE)", "=SUMIF({1,2,3},\">1\",A1:C1)^2", "=SUMIFS(A1:C1,{1,2,3},\"<3\")^2",
    "=AVERAGEIF({1,2,3},\"<>2\",A1:C1)^2", "=MAXIFS(A1:C1,{1,2,3},\"<3\")^2",
    "=SUM(MMULT(TRANSPOSE(A1:C1),A1:C1))", "=MDETERM(HSTACK(VSTACK(A1,B1),VSTACK(C1,A1*2)))",
    "=SUM(MINVERSE(HSTACK(VSTACK(A1+9,B1),VSTACK(C1,A1+9))))", "=LET(x,A1*B1,x^2+x)", "=LAMBDA(x,y,x*y^2)(A1,B1)",
    "=SUM(MAP(A1:C1,LAMBDA(x,x^3)))", "=REDUCE(1,A1:C1,LAMBDA(t,x,t*x))", "=SUM(SCAN(0,A1:C1,LAMBDA(t,x,t*2+x)))",
    "=SUM(BYROW(VSTACK(A1:C1,A1:C1),LAMBDA(r,PRODUCT(r))))", "=SUM(BYCOL(A1:C1,LAMBDA(c,SUM(c)^2)))",
    "=SUM(MAKEARRAY(2,2,LAMBDA(i,j,A1^i*B1^j)))", "=SUM(SEQUENCE(3,1,A1,B1)^2)", "=SUM(TAKE(A1:C1,1,-2)^2)",
    "=SUM(DROP(A1:C1,0,1)^2)", "=SUM(WRAPROWS(A1:C1,2,0)*{1,2;3,4})", "=SUM(TOCOL(A1:C1)^2)",
    "=SUM(CHOOSECOLS(A1:C1,3,1)*{2,5})",
    "=SUM(FLATTEN(A1:C1,B1)^2)", "=SUM(EXPAND(A1:C1,2,3,B1)^2)", "=N(A1)^2", "=VALUE(A1)^2",
    "=SORT(A1:C1,1,-1,TRUE)^2", "=SUM(SORT(A1:C1,1,1,TRUE)*{1,2,3})", "=SUM(SORTBY(A1:C1,{3,1,2})*{1,2,3})",
    "=SUM(FILTER(A1:C1,{1,0,1})^2)",
    "=ERF.PRECISE(A1)", "=ERFC.PRECISE(A1)", "=GAMMALN.PRECISE(A1)", "=FORECAST.LINEAR(A1,{1,5,2},A1:C1)",
    "=PEARSON(A1:C1,{1,5,2})", "=STDEV.S(A1:C1)", "=STDEVP(A1:C1)", "=VAR.S(A1:C1)", "=VARP(A1:C1)",
    "=COVAR(A1:C1,{1,5,2})", "=NORMSDIST(A1)", "=NORMDIST(A1,B1,C1,TRUE)", "=SUM(CHOOSEROWS(A1:C1,1)^2)",
    "=SUM(TOROW(A1:C1)^2)", "=SUM(WRAPCOLS(A1:C1,2,0)*{1,2;3,4})", "=AVERAGEIFS(A1:C1,{1,2,3},\"<3\")^2",
    "=SECH(A1)", "=CSCH(A1)", "=COTH(A1)", "=ACOT(A1)", "=ACOTH(A1+1)", "=AGGREGATE(9,6,A1:C1)^2",
    "=INDIRECT(\"B1\")^2*A1", "=SUMSQ(INDIRECT(\"A1:C1\"))",
    "=SUBTOTAL(9,A1:C1)^2", "=SUBTOTAL(1,A1:C1)^2", "=SUMPRODUCT(MUNIT(3)*A1:C1)^2",
]  # fmt: skip


@pytest.mark.few(12)
@pytest.mark.parametrize("formula", SMOOTH)
@settings(max_examples=12, deadline=None)
@given(
    numbers=st.tuples(
        *[st.floats(0.3, 3.0).map(lambda x: round(x, 3)) for _ in range(3)],
    )
)
def test_the_slope_is_that_of_the_function(formula: str, numbers: tuple[float, float, float]) -> None:
    assume(min(abs(numbers[i] - numbers[j]) for i, j in ((0, 1), (0, 2), (1, 2))) > 0.02)  # no branch changes nearby
    cells = dict(zip(("A1", "B1", "C1"), numbers, strict=True))

    exact, near = slopes(formula, cells), differences(formula, cells)

    assert exact == pytest.approx(near, rel=2e-6, abs=2e-6 * max(1.0, float(np.abs(near).max())))


DEFINITIONS: dict[str, Callable[[float, float, float], float]] = {
    "=A1+B1*C1-A1/B1": lambda a, b, c: a + b * c - a / b,
    "=-A1^2+B1%": lambda a, b, c: (-a) ** 2 + b / 100,
    "=POWER(A1,B1)": lambda a, b, c: a**b,
    "=EXP(A1)-LN(B1)+LOG10(C1)": lambda a, b, c: math.exp(a) - math.log(b) + math.log10(c),
    "=LOG(A1,B1+1)": lambda a, b, c: math.log(a) / math.log(b + 1),
    "=SQRT(A1)*ABS(B1-C1)": lambda a, b, c: math.sqrt(a) * abs(b - c),
    "=SIN(A1)+COS(B1)+TAN(C1/9)": lambda a, b, c: math.sin(a) + math.cos(b) + math.tan(c / 9),
    "=ASIN(A1/9)+ACOS(B1/9)+ATAN(C1)": lambda a, b, c: math.asin(a / 9) + math.acos(b / 9) + math.atan(c),
    "=ATAN2(A1,B1)": lambda a, b, c: math.atan2(b, a),  # x comes first in a sheet
    "=SINH(A1)+COSH(B1)+TANH(C1)": lambda a, b, c: math.sinh(a) + math.cosh(b) + math.tanh(c),
    "=ASINH(A1)+ACOSH(B1+1)+ATANH(C1/9)": lambda a, b, c: math.asinh(a) + math.acosh(b + 1) + math.atanh(c / 9),
    "=GAMMALN(A1)+GAMMA(B1)": lambda a, b, c: math.lgamma(a) + math.gamma(b),
    "=ERF(A1)+ERFC(B1)": lambda a, b, c: math.erf(a) + math.erfc(b),
    "=NORM.S.DIST(A1,TRUE)": lambda a, b, c: NormalDist().cdf(a),
    "=NORM.DIST(A1,B1,C1,FALSE)": lambda a, b, c: NormalDist(b, c).pdf(a),
    "=SUMSQ(A1:C1)": lambda *x: math.fsum(one * one for one in x),
    "=SUMPRODUCT(A1:C1,{1,2,4})": lambda a, b, c: a + 2 * b + 4 * c,
    "=SUMXMY2(A1:C1,{1,2,4})": lambda a, b, c: (a - 1) ** 2 + (b - 2) ** 2 + (c - 4) ** 2,
    "=SUMX2MY2(A1:C1,{1,2,4})": lambda a, b, c: a * a - 1 + b * b - 4 + c * c - 16,
    "=PRODUCT(A1:C1)": lambda *x: math.prod(x),
    "=AVERAGE(A1:C1)": lambda *x: statistics.fmean(x),
    "=MEDIAN(A1:C1)": lambda *x: statistics.median(x),
    "=VAR(A1:C1)": lambda *x: statistics.variance(x),
    "=STDEV.P(A1:C1)": lambda *x: statistics.pstdev(x),
    "=GEOMEAN(A1:C1)": lambda *x: statistics.geometric_mean(x),
    "=HARMEAN(A1:C1)": lambda *x: statistics.harmonic_mean(x),
    "=CORREL(A1:C1,{1,5,2})": lambda *x: statistics.correlation(x, (1.0, 5.0, 2.0)),
    "=COVARIANCE.S(A1:C1,{1,5,2})": lambda *x: statistics.covariance(x, (1.0, 5.0, 2.0)),
    "=SLOPE(A1:C1,{1,5,2})": lambda *x: statistics.linear_regression((1.0, 5.0, 2.0), x).slope,
    "=INTERCEPT(A1:C1,{1,5,2})": lambda *x: statistics.linear_regression((1.0, 5.0, 2.0), x).intercept,
    "=MAX(A1:C1)-MIN(A1:C1)": lambda *x: max(x) - min(x),
    "=LARGE(A1:C1,2)+10*SMALL(A1:C1,1)": lambda *x: sorted(x)[1] + 10 * min(x),
    "=INT(A1)+10*SIGN(B1-C1)": lambda a, b, c: math.floor(a) + 10 * math.copysign(1, b - c) * (b != c),
    "=MOD(A1,B1)": lambda a, b, c: a - b * math.floor(a / b),
    "=IF(A1>B1,A1,IF(B1>=C1,B1,C1))": lambda a, b, c: a if a > b else b if b >= c else c,
    "=MDETERM(HSTACK(VSTACK(A1,B1),VSTACK(C1,A1)))": lambda a, b, c: a * a - b * c,
    "=SUM(MMULT(TRANSPOSE(A1:C1),A1:C1))": lambda *x: sum(x) ** 2,
    '=SUMIF(A1:C1,">1")': lambda *x: math.fsum(one for one in x if one > 1),
    '=COUNTIF(A1:C1,">1")': lambda *x: sum(one > 1 for one in x),
    "=REDUCE(0,A1:C1,LAMBDA(t,x,t*2+x))": lambda a, b, c: 4 * a + 2 * b + c,
}
"""What a function is by its definition, in Python's own words."""


@pytest.mark.few(8)
@pytest.mark.parametrize("formula", DEFINITIONS)
@settings(max_examples=12, deadline=None)
@given(numbers=st.tuples(*[st.floats(0.3, 3.0).map(lambda x: round(x, 3)) for _ in range(3)]))
def test_a_value_is_that_of_the_definition(formula: str, numbers: tuple[float, float, float]) -> None:
    cells = dict(zip(("A1", "B1", "C1"), numbers, strict=True))
    assume(len(set(numbers)) == 3)

    assert value(formula, cells) == pytest.approx(DEFINITIONS[formula](*numbers), rel=1e-11, abs=1e-11)


def named(formulas: Iterable[str]) -> set[str]:
    return {name for formula in formulas for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)}


def test_every_function_has_a_value_that_is_compared_with_somebody_elses() -> None:
    elsewhere = {"RAND", "RANDBETWEEN", "RANDARRAY", "NOW", "TODAY"}  # hold still at their saved value
    marks = {"ANCHORARRAY", "SINGLE"}  # how files write A1# and @A1, which test_evaluation has

    assert set(FUNCTIONS) - elsewhere - marks <= named([*NUMBERS, *TEXTS, *FAULTS, *EXCEL, *DEFINITIONS, *SMOOTH])


def test_digamma_has_the_values_of_the_tables() -> None:
    # Abramowitz and Stegun, table 6.1 and 6.3.2 to 6.3.4: psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2
    euler = 0.577215664901532861

    found = digamma(np.array([1.0, 0.5, 2.0, 10.0]))

    expected = [-euler, -euler - 2 * math.log(2), 1 - euler, sum(1 / n for n in range(1, 10)) - euler]
    assert found == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    "formula", ["=ROUND(A1,1)", "=INT(A1)", "=SIGN(A1)", "=TRUNC(A1)", "=CEILING(A1,0.5)", "=(A1>0)*2"]
)
def test_a_function_that_jumps_has_slope_0_and_is_named(formula: str) -> None:
    of = function(formula, {"A1": 1.26})

    assert of.gradient().tolist() == [0.0]
    assert of.notes.steps


@pytest.mark.parametrize(
    "formula", ["=ABS(A1)", "=MAX(A1,0)", "=IF(A1>0,A1,0)", "=MIN(A1,0)", "=STDEV(A1,A1)", "=LARGE(A1:A2,1)"]
)
def test_a_branch_that_changes_just_here_is_named(formula: str) -> None:
    of = function(formula, {"A1": 0.0, "A2": 0.0})

    of.gradient()

    assert of.notes.kinks


def test_an_infinite_slope_that_nobody_asks_for_does_not_matter() -> None:
    assert slopes("=IF(A1>1,SQRT(A1-1),0)+A1", {"A1": 1.0}).tolist() == [1.0]
