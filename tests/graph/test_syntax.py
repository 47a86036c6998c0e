"""Formulas are read as spreadsheet programs read them; what is none is named."""

import tracemalloc

import pytest

from sheetnet.graph.groups import relative
from tests.graph.formulas import reason, value


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=-2^2", 4.0),  # a sign binds before ^
        ("=2^-1", 0.5),
        ("=2^3^2", 64.0),  # from left to right
        ("=-50%", -0.5),
        ("=4%^2", 0.0016),
        ("=1-2-3", -4.0),
        ("=2*3%", 0.06),
        ('="a"&1+2', "a3"),
        ("=1=1=TRUE", True),
        ("=1<2", True),
        ("=(1+2)*3", 9.0),
        ("=SUM(1,,2)", 3.0),
        ("=IF(TRUE,,5)", 0.0),
        ('="say ""hi"""', 'say "hi"'),
        ("={1,2;3,4}", 1.0),
        ("=SUM({-1,2})", 1.0),
        ("=_xlfn.STDEV.P(1,3)", 1.0),
    ],
)
def test_operators_bind_as_in_excel(formula: str, expected: object) -> None:
    assert value(formula) == expected


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=NOSUCH(A1)", "the function NOSUCH"),
        ("=noname+1", "the name 'noname'"),
        ("=[1]Sheet1!A1", "a link to another workbook"),
        ("=" + "(" * 300 + "1" + ")" * 300, "nested deeper"),
        ("=1" + "+1" * 5000, "more than 8,192"),
        ("=" + "-" * 8000 + "A1", "more than 100 signs or calls in a row"),
        ("=A1" + "%" * 8000, "more than 100 signs or calls in a row"),
        ("=LAMBDA(x,x)" + "(1)" * 2000, "more than 100 signs or calls in a row"),
        ("=SUM(MMULT(SEQUENCE(20000),SEQUENCE(1,20000)))", "an array of 400,000,000 cells"),
        ("=SUM(SEQUENCE(20000)*SEQUENCE(1,20000))", "an array of 400,000,000 cells"),
        ("=SUM(SEQUENCE(20000)>SEQUENCE(1,20000))", "an array of 400,000,000 cells"),
        ("=SEQUENCE(1E9)", "SEQUENCE of 1,000,000,000 x 1 cells"),
        ("=LET(f,LAMBDA(g,x,g(g,x+1)),f(f,1))", "too deeply"),
        ("=RAND()", "RAND, which is another number each time"),
        ("=A1:INDEX(A:A,3)", "a range whose end is a function"),
        ('=TEXT(1,"yyyy")', "TEXT with the format"),
        ('=SUM(INDIRECT("weights"))', "INDIRECT of a name"),
        ('=SUM(INDIRECT("Table1[weight]"))', "INDIRECT of a name"),
        ("=AGGREGATE(9,6,A1,1/0)", "AGGREGATE that leaves out errors"),
        ("=SUM()", "without arguments"),
        ("=EXP(1,2)", "EXP with 2 arguments"),
    ],
)
def test_what_is_not_understood_is_named(formula: str, told: str) -> None:
    assert told in reason(formula, {"A1": 1.0})


def test_a_formula_of_four_thousand_terms_is_one_loop() -> None:
    assert value("=1" + "+1" * 4000) == 4001.0


def test_a_range_where_one_cell_is_wanted_is_the_cell_in_the_same_row_or_column() -> None:
    cells = {"A1": 1.0, "A2": 2.0, "A3": 3.0, "B9": 7.0, "C9": 8.0}

    assert value("=A98:A100*2", {**cells, "A99": 5.0}) == 10.0
    assert value("=Y9:AA9*2", {"Z9": 4.0}) == 8.0
    assert value("=A1:A3*2", cells) == "#VALUE!"


def test_names_stand_for_cells_numbers_formulas_and_lambdas() -> None:
    names = {"rate": "S!$A$1", "half": "0.5", "both": "rate*half", "square": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x^2)"}

    assert value("=RATE*half", {"A1": 4.0}, names) == 2.0
    assert value("=both+1", {"A1": 4.0}, names) == 3.0
    assert value("=square(3)", {}, names) == 9.0


def test_names_that_stand_for_each_other_are_refused() -> None:
    assert "names that stand for each other" in reason("=one", {}, {"one": "two", "two": "one"})


@pytest.mark.parametrize(
    ("one", "at", "other", "there"),
    [
        ("A1*$B$2", (5, 3), "A2*$B$2", (6, 3)),
        ("SUM(A:A)+C$1", (5, 3), "SUM(A:A)+C$1", (9, 3)),
        ('"A1"&A1', (1, 2), '"A1"&A2', (2, 2)),
        ("'A1 B2'!C3", (1, 1), "'A1 B2'!D4", (2, 2)),
        ("LOG10(A1)", (1, 2), "LOG10(A2)", (2, 2)),
    ],
)
def test_formulas_are_alike_that_differ_by_their_place_alone(
    one: str, at: tuple[int, int], other: str, there: tuple[int, int]
) -> None:
    assert relative(one, *at) == relative(other, *there)


def test_formulas_are_not_alike_that_name_other_fixed_cells_or_texts() -> None:
    assert relative("$A$1", 1, 1) != relative("$A$2", 2, 1)
    assert relative('"A1"', 1, 1) != relative('"A2"', 2, 1)
    assert relative("A1", 1, 2) != relative("A1", 2, 2)


def test_long_formulas_are_not_kept_for_the_next_workbook() -> None:
    tracemalloc.start()
    for row in range(1, 201):
        relative("+".join([f"B{row + 1}"] * 1_500), row, 1)

    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 200_000  # of 200 formulas with four thousand characters and more
