"""Which formulas depend on cells that change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.dependents import Formula, dependents
from tests.sheet.xlsx.parts import area

NAMES = {"eta": "S!$C$8", "current": "S!$C$15:$G$34", "both": "eta+current", "rate": "0.05", "Other_Name": "T!$A$1"}


def depends(text: str, changed: str = "C8", sheet: str = "S", on: str = "S") -> bool:
    """Whether a formula of `on` depends on cells of `sheet`."""
    return bool(dependents([(on, 99, 9, text)], [area(changed, sheet)], NAMES))


@pytest.mark.parametrize(
    "text",
    [
        *("C8", "$C$8+1", "c8*2", "SUM(A1:D9)", "SUM(D9:A1)", "S!C8", "s!C8", "'S'!$C$8", "SUM(C:C)", "SUM($A:$F)"),
        *(
            "SUM(8:8)",
            "SUM($7:$9)",
            "SUM(S!B:D)",
            "IF(A1>0,C8,1)",
            "-C8%",
            '"a"&C8',
            "{1,2}*C8",
            "(A1,C8)",
            "SUM(A1 C8)",
        ),
        *(
            "eta",
            "ETA*2",
            "SUM(both)",
            "eta^2",
            "IF(1,,eta)",
            "SUM(A1,\n C8)",
            " C8 ",
            "@C8",
            "+C8",
            "=C8",
            "A1:C8 B1:D9",
        ),
    ],
)
def test_a_formula_that_refers_to_a_changed_cell_depends_on_it(text: str) -> None:
    assert depends(text)


@pytest.mark.parametrize(
    "text",
    [
        *("C9", "B8", "SUM(D1:G99)", "SUM(A1:B99)", "T!C8", "'My sheet'!C8", "SUM(D:F)", "SUM(9:99)", "1+1", '"C8"'),
        *("current", "rate", "Other_Name", "PI()", "TRUE", "SUM(T!A:Z)", "#N/A", "LOG10(9)", "SUM(current)"),
    ],
)
def test_a_formula_that_does_not_is_left_alone(text: str) -> None:
    assert not depends(text)


@pytest.mark.parametrize(
    "text",
    [
        *('INDIRECT("C"&8)', "OFFSET(A1,7,2)", "SUM(offset(A1,0,0))", "RAND()", "RANDBETWEEN(1,2)", "NOW()", "TODAY()"),
        *("SUM(Table1[x])", "[1]Sheet!A1", "'[Book.xlsx]S'!A1", "unknown_name", "SUM(Table1)", 'CELL("row",A1)'),
        *("S!local_name", "SUM(A:T!C8)", "INDIRECT (A1)"),
    ],
)
def test_what_cannot_be_told_counts_as_dependent(text: str) -> None:
    assert depends(text)


@pytest.mark.parametrize("text", ["IFERROR(#CALC!,B2)", "A1#", "SUM(#SPILL!)", '"not closed', "1+)", "#FIELD!"])
def test_what_cannot_be_read_counts_as_dependent(text: str) -> None:
    assert depends(text)


@pytest.mark.parametrize("text", ["MY_MACRO(A1)", "RANDARRAY(2)", "_xlfn.RANDARRAY(2)", "SUM(A1,MINE())"])
def test_a_function_that_is_volatile_or_not_of_excel_counts_as_dependent(text: str) -> None:
    assert depends(text)


@pytest.mark.parametrize(
    "text", ["_xlfn.XLOOKUP(A1,B1:B9,C1:C7)", "_xlfn._xlws.FILTER(A1:A9,B1:B9)", "sumproduct(A1:A9)"]
)
def test_a_function_of_a_newer_excel_is_followed(text: str) -> None:
    assert not depends(text)
    assert depends(text.replace("A1", "C8"))


def test_a_name_that_a_sheet_has_of_its_own_or_that_is_relative_counts_as_dependent() -> None:
    names = {"fixed": "S!$A$1", "half": "S!A$1", "relative": "S!A1"}
    formulas: list[Formula] = [("S", 5, 5, "fixed"), ("S", 6, 5, "Relative")]

    assert dependents(formulas, [area("C8")], names) == [("S", 6, 5, "Relative")]
    assert dependents(formulas, [area("C8")], names, {"FIXED"}) == formulas


def test_a_range_over_several_sheets_depends_on_those_between() -> None:
    assert depends("SUM(Q1:Q4!C8)", sheet="Q2", on="T")
    assert depends("SUM('My 1:My 4'!C8)", sheet="My 2", on="T")


@pytest.mark.parametrize(
    "text", ["SUM(B2:INDEX(Z:Z,3))", "SUM(INDEX(Z:Z,3):B2)", "SUM((B2):(D9))", "SUM(one:other)", "SUM(B2:other)"]
)
def test_a_range_between_computed_corners_depends_on_the_cells_between(text: str) -> None:
    names = {"one": "S!$B$2", "other": "S!$D$9"}

    assert dependents([("S", 1, 26, text)], [area("C3")], names)


def test_a_formula_without_a_sheet_means_its_own() -> None:
    assert depends("C8", sheet="T", on="T")
    assert not depends("C8", sheet="S", on="T")
    assert depends("'It''s'!C8", sheet="It's", on="T")


def test_formulas_depend_through_one_another_in_any_order() -> None:
    formulas: list[Formula] = [
        ("S", 4, 1, "A3+1"),
        ("S", 3, 1, "SUM(A2:B2)"),
        ("S", 2, 1, "A1"),
        ("S", 9, 1, "A8"),
        ("T", 1, 1, "S!A4"),
    ]

    found = dependents(formulas, [area("A1")], {})

    assert sorted(found) == [
        ("S", 2, 1, "A1"),
        ("S", 3, 1, "SUM(A2:B2)"),
        ("S", 4, 1, "A3+1"),
        ("T", 1, 1, "S!A4"),
    ]


def test_formulas_that_depend_on_one_another_in_a_circle_are_found_once() -> None:
    formulas: list[Formula] = [("S", 1, 1, "A2"), ("S", 2, 1, "A1+A9"), ("S", 3, 1, "A3")]

    assert sorted(dependents(formulas, [area("A9")], {})) == [("S", 1, 1, "A2"), ("S", 2, 1, "A1+A9")]


def test_names_that_refer_to_one_another_in_a_circle_do_no_harm() -> None:
    assert dependents([("S", 1, 1, "one")], [area("B2")], {"one": "two", "two": "one+S!$B$2"}) == [("S", 1, 1, "one")]
    assert dependents([("S", 1, 1, "one")], [area("B2")], {"one": "two", "two": "one"}) == []


def test_nothing_depends_on_nothing() -> None:
    assert dependents([("S", 1, 1, "A2"), ("S", 2, 1, "RAND()")], [], {}) == []


PLACES = st.tuples(st.integers(1, 5), st.integers(1, 5))


@given(st.dictionaries(PLACES, st.lists(st.tuples(PLACES, PLACES), max_size=3), max_size=12), PLACES)
def test_the_dependents_are_what_a_walk_along_all_references_reaches(
    graph: dict[tuple[int, int], list[tuple[tuple[int, int], tuple[int, int]]]], start: tuple[int, int]
) -> None:
    def cells(one: tuple[int, int], other: tuple[int, int]) -> set[tuple[int, int]]:
        rows, columns = sorted((one[0], other[0])), sorted((one[1], other[1]))
        return {(r, c) for r in range(rows[0], rows[1] + 1) for c in range(columns[0], columns[1] + 1)}

    def address(at: tuple[int, int]) -> str:
        return f"{get_column_letter(at[1])}{at[0]}"

    formulas: list[Formula] = [
        ("S", *at, "SUM(1," + ",".join(f"{address(one)}:{address(other)}" for one, other in references) + ")")
        for at, references in graph.items()
    ]
    reached, before = {start}, set()
    while reached != before:
        before = set(reached)
        reached |= {at for at, refs in graph.items() if any(cells(*ref) & before for ref in refs)}

    found = dependents(formulas, [Area("S", start[0], start[1], start[0], start[1])], {})

    expected = {at for at, refs in graph.items() if any(cells(*ref) & reached for ref in refs)}
    assert sorted((row, column) for _, row, column, _ in found) == sorted(expected)
