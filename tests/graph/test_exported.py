"""What Google Sheets writes for Excel: the formula that is meant is the one in the text."""

import pytest

from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid

WRAPPER = '=IFERROR(__xludf.DUMMYFUNCTION("{}"),{})'


def values(formulas: dict[tuple[int, int], str], *cells: tuple[int, int]) -> list[object]:
    """What cells hold when A1:A3 are 1, 2, 3 and formulas are computed."""
    numbers = {(row, 1): float(row) for row in (1, 2, 3)}
    read = contents(MemoryGrid({"S": {**numbers, **{at: Unsaved(text) for at, text in formulas.items()}}}))
    Evaluation(read)
    return [read.cells.value(read.cells.index("S", *at)) for at in cells]


@pytest.mark.parametrize(
    "formula",
    [
        WRAPPER.format("SUM(A1:A3)*2", 0),
        WRAPPER.format("=SUM(A1:A3)*2", '""'),
        "=ARRAYFORMULA(SUM(A1:A3*2))",
        "=ARRAY_CONSTRAIN(ARRAYFORMULA(SUM(A1:A3*2)), 1, 1)",
        WRAPPER.format("ArrayFormula(SUM(A1:A3*IF(A1:A3=1,2,2)))", 7.5),
        WRAPPER.format('IF(A1=1,SUM(A1:A3)*2,""x"")', 7.5),
        WRAPPER.format('IF(A1=1,SUM(A1:"&"A3)*2,"" &x"")', 7.5),  # a long text is in pieces
        WRAPPER.format("SUM(FLATTEN(A1:A3,A1:A3))", 7.5),
        WRAPPER.format("SUMPRODUCT(FLATTEN(A2,A1,A3),A1:A3)-1", 7.5),
    ],
)
def test_the_formula_in_the_text_is_computed(formula: str) -> None:
    assert values({(1, 3): formula}, (1, 3)) == [12.0]


def test_what_it_fills_is_computed_and_not_the_results_beside_it() -> None:
    below = {(row, 3): WRAPPER.format('""COMPUTED_VALUE""', 99) for row in (2, 3)}

    found = values({(1, 3): WRAPPER.format("ARRAYFORMULA(A1:A3*10)", 99), **below}, (1, 3), (2, 3), (3, 3))

    assert found == [10.0, 20.0, 30.0]


def test_a_formula_of_which_a_part_alone_is_an_array_stays_as_it_is() -> None:
    read = contents(MemoryGrid({"S": {(1, 1): Unsaved("=ARRAYFORMULA(B1)+ARRAYFORMULA(B2)")}}))

    assert [one.text for one in read.formulas] == ["ARRAYFORMULA(B1)+ARRAYFORMULA(B2)"]
