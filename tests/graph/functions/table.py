"""Formulas over one small sheet, which the interpreter and LibreOffice both compute."""

from tests.graph.formulas import block

SHEET = {
    **block("A1", [[3.0, -1.5, 0.25, 7.0], [2.0, 4.0, 0.5, -3.0], [1.0, 0.75, 9.0, 2.5], [5.0, 6.0, 0.125, 1.25]]),
    **block("F1", [["apple", 3.0], ["Pear", 1.5], ["plum", -2.0], ["apple", 4.0], ["fig", None]]),
    **block("I1", [[1.0, 10.0], [2.0, 20.0], [4.0, 40.0], [8.0, 80.0]]),
    **block("L1", [[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]]),
    "A6": True,
    "B6": "12",
    "C6": "text",
}

NUMBERS = [
    "=ERF.PRECISE(C1)", "=ERFC.PRECISE(C1)", "=GAMMALN.PRECISE(A1)", "=FORECAST.LINEAR(2,A1:A4,B1:B4)",
    "=PEARSON(A1:A4,B1:B4)", "=STDEV.S(A1:D4)", "=VAR.S(A1:D4)", "=TYPE(A1)+TYPE(C6)", "=SUMPRODUCT(MUNIT(3)*L1:N3)",
    "=UNICODE(\"é\")", "=ISERR(1/0)+ISERR(NA())", "=ISNONTEXT(A1)", "=TRUE()+FALSE()",
    "=1+2*3-4/8", "=-2^2", "=2^3^2", "=2^-1", "=50%*4", "=-50%", "=10%%", "=A1-B1*C1/D1^2", "=(A1+B1)*(C1-D1)",
    "=A6+1", "=B6*2", "=A9+1", "=1/4*8", "=--A1", "=+A1", "=A1>B1", "=A1=3", "=A1<>3", "=C6=\"TEXT\"", "=A9=0",
    "=SUM(A1:D4)", "=SUM(A1:D4,5,TRUE)", "=SUM(A1,B2:B3)", "=SUMSQ(A1:B2)", "=SUMPRODUCT(A1:A4,B1:B4)",
    "=SUMPRODUCT(A1:A4*(B1:B4>0))", "=SUMPRODUCT((A1:A4>1)*1,B1:B4,C1:C4)", "=SUMXMY2(A1:A4,B1:B4)",
    "=SUMX2MY2(A1:A4,B1:B4)", "=SUMX2PY2(A1:A4,B1:B4)", "=AVERAGE(A1:D4)", "=COUNTA(A1:F6)",
    "=COUNTBLANK(F1:G6)", "=MIN(A1:D4)", "=MAX(A1:D4,100)", "=LARGE(A1:D4,2)", "=SMALL(A1:D4,3)", "=PRODUCT(A1:B2)",
    "=MEDIAN(A1:D4)", "=MEDIAN(A1:A3)", "=VAR(A1:D4)", "=VARP(A1:D4)", "=STDEV(A1:D4)", "=STDEVP(A1:D4)",
    "=DEVSQ(A1:D4)", "=CORREL(A1:A4,B1:B4)", "=SLOPE(A1:A4,B1:B4)", "=INTERCEPT(A1:A4,B1:B4)", "=RSQ(A1:A4,B1:B4)",
    "=COVAR(A1:A4,B1:B4)", "=STEYX(A1:A4,B1:B4)", "=FORECAST(2,A1:A4,B1:B4)", "=LINEST(A1:A4,B1:B4)",
    "=INDEX(LINEST(A1:A4,B1:B4),2)", "=GEOMEAN(I1:J4)", "=HARMEAN(I1:J4)", "=AVEDEV(A1:D4)", "=SEC(C1)", "=CSC(C1)",
    "=COT(C1)", "=SQRTPI(A1)", "=FISHER(C1)", "=FISHERINV(C1)",
    "=SUBTOTAL(9,A1:A4)", "=SUBTOTAL(1,A1:A4)", "=AGGREGATE(9,6,A1:A4)", "=AGGREGATE(14,4,A1:A4,2)",
    "=AGGREGATE(12,7,A1:D4)", "=SECH(C1)", "=CSCH(C1)", "=COTH(C1)", "=ACOT(B1)", "=ACOTH(A1)", "=DELTA(A1,3)",
    "=DELTA(C1)", "=GESTEP(B1)", "=GESTEP(A1,3)", "=INDIRECT(\"B\"&2)", "=SUM(INDIRECT(\"a1:$B$2\"))",
    "=INDIRECT(\"R2C\"&3,FALSE)", "=SUM(INDIRECT(ADDRESS(1,2)&\":\"&ADDRESS(3,4)))", "=INDEX(INDIRECT(\"A1:D4\"),2,3)",
    "=ROWS(INDIRECT(\"A1:D4\"))", "=SUM(INDIRECT(\"I:J\"))", "=SUM(INDIRECT(\"$2:3\"))", "=MAX(INDIRECT(\"S!a1:D4\"))",
    "=EXP(C1)", "=LN(A1)", "=LOG(A1)", "=LOG(8,2)", "=LOG10(A1)", "=SQRT(A1)", "=ABS(B1)", "=SIGN(B1)", "=INT(B1)",
    "=MOD(7,3)", "=MOD(-7,3)", "=MOD(7,-3)", "=ROUND(2.345,2)", "=ROUND(-2.5,0)", "=ROUND(1234.5,-2)",
    "=ROUNDUP(2.301,1)",
    "=ROUNDDOWN(-2.39,1)", "=TRUNC(-2.7)", "=EVEN(3.1)", "=ODD(2)", "=ODD(-3.5)", "=CEILING(2.3,0.5)",
    "=FLOOR(2.3,0.5)",
    "=MROUND(7,3)", "=QUOTIENT(-7,2)", "=POWER(A1,C1)", "=PI()", "=SIN(A1)", "=COS(A1)", "=TAN(A1)", "=ASIN(C1)",
    "=ACOS(C1)", "=ATAN(A1)", "=ATAN2(A1,B1)", "=SINH(C1)", "=COSH(C1)", "=TANH(C1)", "=ASINH(A1)", "=ACOSH(A1)",
    "=ATANH(C1)", "=RADIANS(180)", "=DEGREES(1)", "=GAMMALN(A1)", "=GAMMALN(0.3)", "=GAMMA(4.5)", "=ERF(C1)",
    "=ERF(C1,A1)",
    "=ERFC(C1)", "=NORMSDIST(C1)", "=NORMDIST(A1,2,1.5,TRUE)", "=NORMDIST(A1,2,1.5,FALSE)", "=PHI(C1)", "=GAUSS(C1)",
    "=IF(A1>2,A2,A3)", "=IF(A1>5,A2)", "=IF(A1>5,A2,)", "=IFERROR(1/0,7)", "=IFERROR(A1,7)", "=AND(A1>1,B1<0)",
    "=OR(A1>5,B1>0)", "=XOR(TRUE,TRUE,TRUE)", "=NOT(A1>5)", "=CHOOSE(2,A1,B1,C1)", "=ISNUMBER(A1)", "=ISTEXT(C6)",
    "=ISBLANK(A9)", "=ISERROR(1/0)", "=ISNA(MATCH(99,A1:A4,0))", "=ISEVEN(4)", "=ISODD(4)", "=ISLOGICAL(A6)",
    "=INDEX(A1:D4,2,3)", "=INDEX(A1:A4,3)", "=INDEX(A1:D1,3)", "=SUM(INDEX(A1:D4,0,2))", "=SUM(INDEX(A1:D4,2,0))",
    "=MATCH(2,A1:A4,0)", "=MATCH(5,I1:I4,1)", "=MATCH(\"pl*\",F1:F5,0)", "=MATCH(\"PEAR\",F1:F5,0)",
    "=VLOOKUP(4,I1:J4,2,FALSE)", "=VLOOKUP(5,I1:J4,2)", "=HLOOKUP(3,A1:D4,2,FALSE)",
    "=LOOKUP(5,I1:I4,J1:J4)", "=SUM(OFFSET(A1,1,1,2,2))", "=OFFSET(A1,2,1)", "=ROW(B7)", "=COLUMN(D1)", "=ROWS(A1:D4)",
    "=COLUMNS(A1:D4)", "=SUMIF(A1:A4,\">1.5\",B1:B4)", "=SUMIF(F1:F5,\"apple\",G1:G5)", "=SUMIF(A1:A4,2)",
    "=COUNTIF(A1:D4,\">=2\")", "=COUNTIF(F1:F5,\"*l*\")", "=COUNTIF(F1:F5,\"<>apple\")",
    "=AVERAGEIF(A1:A4,\">1\",B1:B4)",
    "=SUMIFS(B1:B4,A1:A4,\">1\",C1:C4,\"<1\")", "=COUNTIFS(A1:A4,\">1\",B1:B4,\">0\")",
    "=AVERAGEIFS(B1:B4,A1:A4,\">1\",C1:C4,\"<1\")", "=SUMPRODUCT(MMULT(L1:N3,L1:N3))", "=MDETERM(L1:N3)",
    "=SUMPRODUCT(MINVERSE(L1:N3))", "=SUMPRODUCT(TRANSPOSE(A1:B4),L1:O2)", "=LEN(C6)", "=FIND(\"x\",C6)",
    "=SEARCH(\"T\",C6,2)",
    "=VALUE(\"1.5\")", "=N(A6)", "=CODE(\"A\")", "=SUM(1:1)", "=SUM($A$1:$B$2)*2", "=SUM({1,2;3,4})",
    "=SUMPRODUCT({1,2,3},{4,5,6})", "=MAX({1,9,3})", "=A1&\"\"=\"3\"", "=IFNA(MATCH(99,A1:A4,0),-1)",
    "=IFS(A1>5,1,A1>2,2)", "=SWITCH(A2,1,10,2,20)", "=MAXIFS(B1:B4,A1:A4,\">1\")", "=MINIFS(B1:B4,A1:A4,\">1\")",
]  # fmt: skip

TEXTS = [
    "=CLEAN(\"a\"&CHAR(7)&\"b\")", "=UNICHAR(960)",
    "=ADDRESS(2,3)", "=ADDRESS(2,3,4)", "=ADDRESS(20,28,2)", "=ADDRESS(2,3,3,1,\"S x\")",
    "=HYPERLINK(\"#S!A1\",\"there\")",
    "=C6&\"!\"", "=A1&B1", "=1/3&\"\"", "=0.1+0.2&\"\"", "=A9&\"x\"",
    "=CONCATENATE(F1,\"-\",G1)", "=LEFT(C6,2)", "=RIGHT(C6,2)", "=MID(C6,2,2)", "=UPPER(C6)", "=LOWER(\"AbC\")",
    "=TRIM(\"  a  b \")", "=REPT(\"ab\",3)", "=SUBSTITUTE(\"banana\",\"a\",\"o\")",
    "=SUBSTITUTE(\"banana\",\"a\",\"o\",2)",
    "=REPLACE(\"abcdef\",2,3,\"X\")", "=FIXED(1234.567,1)", "=FIXED(1234.567,1,TRUE)", "=TEXT(0.731,\"0.00\")",
    "=TEXT(0.5,\"0%\")", "=TEXT(12345.678,\"0.00E+00\")", "=TEXT(1234.5,\"#,##0.0\")", "=PROPER(\"two words\")",
    "=CHAR(65)",
    "=TEXTJOIN(\"-\",TRUE,F1:F5)", "=CONCAT(F1:F2)", "=IF(A1>2,\"yes\",\"no\")", "=INDEX(F1:F5,2)", "=T(C6)",
    "=VLOOKUP(\"fig\",F1:G5,1,FALSE)",
]  # fmt: skip

FAULTS = {
    "=INDIRECT(\"nowhere!A1\")": "#REF!", "=INDIRECT(\"\")": "#REF!", "=COTH(0)": "#NUM!",
    '=SUMIF(#REF!,">0")': "#REF!",
    "=XLOOKUP(1,#REF!,#REF!,0)": "#REF!",
    '=SUMXMY2({"a","b"},{1,2})': "#DIV/0!",
    "=1/0": "#DIV/0!", "=LN(0)": "#NUM!", "=SQRT(-1)": "#NUM!", "=C6+1": "#VALUE!", "=MATCH(99,A1:A4,0)": "#N/A",
    "=INDEX(A1:D4,9,1)": "#REF!", "=SUM(A1,1/0)": "#DIV/0!", "=1/0+LN(0)": "#DIV/0!", "=AVERAGE(C6)": "#DIV/0!",
    "=VLOOKUP(99,I1:J4,2,FALSE)": "#N/A", "=IF(1/0,1,2)": "#DIV/0!", "=AND(1/0,TRUE)": "#DIV/0!",
    "=MMULT(A1:B2,A1:D1)": "#VALUE!",
    "=(-8)^(1/3)": "#NUM!", "=ACOS(2)": "#NUM!", "=MOD(1,0)": "#DIV/0!", "=NA()": "#N/A", "=#REF!+1": "#REF!",
    "=LARGE(A1:A4,9)": "#NUM!", "=VAR(A1)": "#DIV/0!", "=CHOOSE(9,1,2)": "#VALUE!", "=EXP(1000)": "#NUM!",
}  # fmt: skip

EXCEL = {
    "=SUM(FLATTEN(A1:B2)*{1;2;3;4})": 22.0,  # of Google Sheets
    "=SUM(CHOOSEROWS(A1:B4,1,3)*{1,2})": 2.5, "=SUM(TOROW(A1:B2)*{1,2,3,4})": 22.0, "=COUNTA(UNIQUE(F1:F5))": 4.0,
    "=SUM(WRAPCOLS(A1:D1,2)*{1,2;3,4})": 27.0,
    "=A6>99": True, "=SUM(A6:C6)": 0.0, "=COUNT(A1:F6)": 16.0, "=SUM(A:A)": 11.0, "=TRUE&1": "TRUE1",
    "=EXACT(\"a\",\"A\")&\"\"": "FALSE", "=1E+21&\"\"": "1E+21", "=123456789012345678&\"\"": "123456789012346000",
    "=1.5E-11&\"\"": "1.5E-11", "=0.00001&\"\"": "0.00001",
}  # fmt: skip
"""Where LibreOffice is of another mind: in Excel a logical value is no number, and comes after all of them."""
