"""Every cell after all that it reads, whatever the order in which they stand."""

import math

import pytest

from sheetnet.graph.evaluation import CIRCULAR, Evaluation
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Fault, Unsaved
from sheetnet.sheet.grid import MemoryGrid
from tests.graph.formulas import evaluation, place


def shown(found: Evaluation, address: str) -> object:
    return found.cells.value(place(found, address))


def test_a_chain_is_computed_from_its_beginning_wherever_that_stands() -> None:
    found = evaluation({"A1": "=A2+1", "A2": "=A3*2", "A3": "=C1", "C1": 5.0})

    assert [shown(found, one) for one in ("A1", "A2", "A3")] == [11.0, 10.0, 5.0]


def test_a_running_total_reads_its_own_column() -> None:
    cells = {f"A{row}": float(row) for row in range(1, 301)}
    totals = {"B1": "=A1", **{f"B{row}": f"=B{row - 1}+A{row}" for row in range(2, 301)}}

    found = evaluation({**cells, **totals})

    assert shown(found, "B300") == 300 * 301 / 2


def test_ranges_that_grow_from_row_to_row() -> None:
    cells = {f"A{row}": float(row) for row in range(1, 21)}
    sums = {f"B{row}": f"=SUM($A$1:A{row})" for row in range(1, 21)}

    found = evaluation({**cells, **sums})

    assert [shown(found, f"B{row}") for row in range(1, 21)] == [row * (row + 1) / 2 for row in range(1, 21)]


def test_what_is_computed_out_of_its_turn_waits_for_what_it_reads_too() -> None:
    """INDEX alone tells which cell it needs: that is computed first, and whatever it depends on before it."""
    cells: dict[str, float | str] = {"A1": 2.0}
    for row in (1, 2, 3):
        cells |= {f"B{row}": f"=CHOOSE($A$1,C{row}*2,INDEX(D{row}:E{row},1,$A$1))", f"D{row}": f"=F{row}"}
        cells |= {f"E{row}": f"=F{row}*2", f"F{row}": f"=G{row}+1", f"G{row}": f"=H{row}*10", f"H{row}": float(row)}

    found = evaluation(cells)

    assert [shown(found, f"B{row}") for row in (1, 2, 3)] == [(10 * row + 1) * 2 for row in (1, 2, 3)]


def test_formulas_that_read_themselves_keep_their_saved_value_and_are_named() -> None:
    found = evaluation({"A1": "=B1+1", "B1": "=A1*2", "C1": "=A1", "D1": "=5"})

    assert found.trouble[place(found, "A1")] == CIRCULAR
    assert found.trouble[place(found, "B1")] == CIRCULAR
    assert shown(found, "D1") == 5.0


def test_index_over_its_own_column_is_no_circle() -> None:
    rows = {f"A{row}": f"=INDEX(A$1:A$50,{row - 1})+1" for row in range(2, 51)}

    found = evaluation({"A1": 1.0, **rows})

    assert shown(found, "A50") == 50.0
    assert not found.trouble


def test_index_that_does_lead_back_is_a_circle() -> None:
    found = evaluation({"A1": "=INDEX(A1:B1,2)", "B1": "=INDEX(A1:B1,1)"})

    assert set(found.trouble.values()) == {CIRCULAR}


def test_offset_is_computed_after_the_cells_it_leads_to() -> None:
    found = evaluation({"A1": "=OFFSET(A1,0,C1)", "B1": "=D1*2", "C1": "=1", "D1": 21.0})

    assert shown(found, "A1") == 42.0


def test_an_error_travels_to_all_that_read_it_and_no_further() -> None:
    found = evaluation({"A1": "=1/0", "A2": "=A1+1", "A3": "=IFERROR(A2,3)", "A4": "=SUM(A1:A3)"})

    assert [shown(found, f"A{row}") for row in range(1, 5)] == [
        Fault("#DIV/0!"),
        Fault("#DIV/0!"),
        3.0,
        Fault("#DIV/0!"),
    ]


def test_a_formula_that_is_not_understood_keeps_its_saved_value() -> None:
    grid = MemoryGrid({"S": {(1, 1): Unsaved("=NOSUCH(1)"), (1, 2): Unsaved("=A1*2")}})
    grid.refresh(_area(grid), [[21.0]])

    found = Evaluation(contents(grid))

    assert shown(found, "B1") == 42.0
    assert found.trouble[place(found, "A1")] == "the function NOSUCH"


def _area(grid: MemoryGrid):  # type: ignore[no-untyped-def]
    from sheetnet.sheet.cells import Area

    return Area("S", 1, 1, 1, 1)


def test_sixty_thousand_formulas_are_a_few_groups() -> None:
    rows = {(row, 1): float(row) for row in range(1, 20_001)}
    formulas = {
        (row, column): Unsaved(f"={'ABC'[column - 2]}{row}*2+SUM($A$1:$A$3)")
        for row in range(1, 20_001)
        for column in (2, 3, 4)
    }

    found = Evaluation(contents(MemoryGrid({"S": {**rows, **formulas}})))

    assert len(found.done) == 3
    x = 20_000.0
    for _ in range(3):
        x = x * 2 + 6
    assert found.cells.x[found.cells.index("S", 20_000, 4)] == x


@pytest.mark.parametrize(("formula", "expected"), [("=SUM(A:A)", 6.0), ("=SUM(1:2)", 3.0), ("=ROWS(A:A)", 1_048_576.0)])
def test_whole_columns_and_rows_end_where_the_sheet_ends(formula: str, expected: float) -> None:
    found = evaluation({"A1": 1.0, "A2": 2.0, "A3": 3.0, "C5": formula})

    assert shown(found, "C5") == expected


def test_a_sheet_that_reaches_to_the_last_cell_is_refused_before_room_is_made() -> None:
    from sheetnet.graph.trouble import NotUnderstood

    with pytest.raises(NotUnderstood, match="too many"):
        contents(MemoryGrid({"S": {(1_048_576, 16_384): 1.0}}))


def test_text_counts_as_a_number_only_where_one_is_expected() -> None:
    found = evaluation({"A1": "3", "B1": "=A1+1", "B2": "=SUM(A1)", "B3": "=A1=3"})

    assert [shown(found, one) for one in ("B1", "B2", "B3")] == [4.0, 0.0, False]
    assert math.isfinite(found.cells.x.sum())


def test_a_range_that_a_number_leads_to_is_computed_before_it_is_added_up() -> None:
    found = evaluation({"A1": "=SUM(INDEX(B1:C2,0,D1))", "C1": "=E1*2", "C2": "=E1*3", "D1": "=2", "E1": "=4+3"})

    assert shown(found, "A1") == 7 * 2 + 7 * 3


def test_other_numbers_in_the_cells_reach_all_that_reads_them_wherever_numbers_lead_and_nothing_else() -> None:
    cells: dict[str, float | str] = {"A1": 1.0, "A2": 2.0, "A3": 1.0, "A4": 5.0}
    cells |= {"B1": "=A1*10", "B2": "=A2*10", "B4": "=A4&0", "C1": "=SUM(INDEX(B1:B2,A3,0))", "C2": '=C1&"!"'}
    found = evaluation(cells)
    other = found.cells.copy()
    other.put(place(found, "A1"), 7.0)

    again = found.at(other)

    assert [shown(again, one) for one in ("B1", "B2", "B4", "C1", "C2")] == [70.0, 20.0, "50", 70.0, "70!"]
    assert [shown(found, one) for one in ("B1", "C1", "C2")] == [10.0, 10.0, "10!"]


def test_one_formula_means_in_each_workbook_what_the_names_there_stand_for() -> None:
    cells = {"A1": 2.0, "A2": 5.0, "B1": "=rate*10"}

    found = [evaluation(cells, {"rate": f"S!$A${row}"}) for row in (1, 2, 1)]

    assert [shown(one, "B1") for one in found] == [20.0, 50.0, 20.0]


def test_beyond_what_two_ranges_of_as_many_cells_have_in_common_is_an_error() -> None:
    ones = {f"{column}{row}": 1.0 for column in "ABC" for row in (1, 2, 3)}

    found = evaluation({**ones, "E1": "=SUMPRODUCT(--ISERROR(A1:B3*A1:C2))"})

    assert shown(found, "E1") == 9 - 4
