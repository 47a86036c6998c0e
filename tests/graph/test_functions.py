"""Every function: its values against LibreOffice, its errors against the standard, its slopes against differences."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sheetnet.graph.functions.elementwise import digamma
from tests.conftest import convert
from tests.graph.formulas import differences, function, slopes, value
from tests.graph.functions.table import EXCEL, FAULTS, NUMBERS, SHEET, TEXTS

_NEW = ("IFS(", "SWITCH(", "CONCAT(", "TEXTJOIN(", "MAXIFS(", "MINIFS(")
# newer than the format, which writes them with a prefix
_FUTURE = ("IFNA(", "XOR(", "PHI(", "GAUSS(", "GAMMA(", "SEC(", "CSC(", "COT(")


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
    "=SUM(EXPAND(A1:C1,2,3,B1)^2)", "=N(A1)^2", "=VALUE(A1)^2",
    "=SORT(A1:C1,1,-1,TRUE)^2", "=SUM(SORT(A1:C1,1,1,TRUE)*{1,2,3})", "=SUM(SORTBY(A1:C1,{3,1,2})*{1,2,3})",
    "=SUM(FILTER(A1:C1,{1,0,1})^2)",
]  # fmt: skip


@pytest.mark.few(60)
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
