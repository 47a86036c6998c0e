import pytest

from sheetnet.errors import SheetnetError
from sheetnet.inspecting import by_value
from sheetnet.inspecting.checking import check, inspect
from sheetnet.sheet.cells import Unsaved, Value, parse_area
from sheetnet.sheet.grid import MemoryGrid

NETWORK: dict[str, str | float] = {
    "A1": 0.05, "A2": 0.1, "A3": 0.9,
    "B1": 0.15, "B2": 0.2, "B3": 0.25, "B4": 0.3, "B5": 0.4, "B6": 0.45, "B7": 0.35, "B8": 0.6,
    "D1": "=1/(1+EXP(-(A1*B1+A2*B2+B7)))", "D2": "=1/(1+EXP(-(A1*B3+A2*B4+B7)))",
    "D3": "=1/(1+EXP(-(D1*B5+D2*B6+B8)))", "C4": "error", "D4": "=0.5*(A3-D3)^2",
    "F1": "=(D3-A3)*D3*(1-D3)", "F2": "=F1*B5*D1*(1-D1)", "F3": "=F1*B6*D2*(1-D2)",
    "G1": "=F1*D1", "G2": "=F1*D2", "G3": "=F1",
    "H1": "=F2*A1", "H2": "=F2*A2", "H3": "=F3*A1", "H4": "=F3*A2", "H5": "=F2+F3",
}  # fmt: skip
LINE: dict[str, str | float] = {
    "A1": 1.0, "A2": 2.0, "A3": 4.0, "B1": 2.5, "B2": 3.0, "B3": 7.5, "D1": 0.5, "D2": 0.1,
    **{f"E{row}": f"=(B{row}-D1*A{row}-D2)^2" for row in (1, 2, 3)}, "C4": "loss", "D4": "=SUM(E1:E3)",
    "F1": "=-2*SUMPRODUCT(B1:B3-D1*A1:A3-D2,A1:A3)", "F2": "=-2*(SUM(B1:B3)-D1*SUM(A1:A3)-3*D2)",
}  # fmt: skip


def grid(cells: dict[str, str | float]) -> MemoryGrid:
    values: dict[tuple[int, int], Value] = {}
    for place, value in cells.items():
        area = parse_area(f"S!{place}")
        assert area is not None
        values[area.top, area.left] = Unsaved(value) if isinstance(value, str) and value[0] == "=" else value
    return MemoryGrid({"S": values})


def test_the_gradient_of_a_shared_bias_below_those_of_the_weights_is_nobody_elses() -> None:
    outcome = check(grid(NETWORK))

    assert outcome.agrees
    assert [(one.cells, one.wrong) for one in outcome.checked] == [(8, 0)]


def test_beside_blocks_that_meet_a_wrong_gradient_is_still_found() -> None:
    outcome = check(grid(NETWORK | {"H4": "=F3*A1"}))

    assert [(one.cell, one.formula) for one in outcome.diagnoses] == [("S!H4", "F3*A2")]


def test_two_gradients_suffice_where_a_cell_is_called_the_loss() -> None:
    found = {one.role: one.places for one in inspect(grid(LINE))}

    assert found == {"loss": ("S!D4",), "parameters": ("S!D1:D2",), "gradients": ("S!F1:F2",)}


def test_a_workbook_too_large_for_the_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_value, "MOST_FORMULAS", 5)

    (*_, told) = inspect(grid(LINE))
    with pytest.raises(SheetnetError, match="no updates were found, and 6 formulas with 8 numbers are more than"):
        check(grid(LINE))

    assert (told.role, told.sure, dict(told.facts)["formulas"]) == ("gradients", "not searched", "6")
