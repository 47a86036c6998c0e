import pytest

from sheetnet.inspecting.checking import check, inspect
from sheetnet.inspecting.inspection import inspected
from tests.inspecting.books import ARCHITECTURES, LAYOUTS, SHEET, book

QUICK = {
    ("2-2-2", "rows"),
    ("3-2-1", "block"),
    ("3-4-3 softmax", "arrays"),
    ("2-3-2 relu", "block"),
    ("1-1 line", "rows"),
}
BOOKS = [
    pytest.param(name, layout, marks=() if (name, layout) in QUICK else pytest.mark.full)
    for name in ARCHITECTURES
    for layout in LAYOUTS
]


@pytest.mark.parametrize(("name", "layout"), BOOKS)
def test_the_parts_of_a_network_are_found_where_they_were_put(name: str, layout: str) -> None:
    made = book(name, layout)

    (learning,) = inspected(made.grid()).learnings

    workings = inspected(made.grid()).workings
    weights = {at for role, lines in made.roles.items() if role[0] == "w" for line in lines for at in line}
    found = {workings.cells.address(pair.parameter)[1:] for pair in learning.match.pairs}
    assert learning.match.hits == len(learning.match.pairs)
    assert learning.match.factor == 1.0
    assert workings.cells.address(learning.match.loss.cell or 0) == (SHEET, *made.roles["E"][0][0])
    assert weights & found == {at for at in weights if layout != "rows" or at[0] == 6}
    assert learning.alike == (3 if layout == "rows" else 0)  # the last of five rows has no row after it


@pytest.mark.parametrize(("name", "layout"), BOOKS)
def test_no_good_workbook_is_accused(name: str, layout: str) -> None:
    outcome = check(book(name, layout).grid())

    assert outcome.agrees
    assert [(one.wrong, one.factor) for one in outcome.checked] == [(0, 1.0)]


@pytest.mark.parametrize(("rewrite", "factor"), [("=2*({})", "2"), ("=({})/6", "1/6")])
def test_a_common_factor_is_said_and_nobody_accused(rewrite: str, factor: str) -> None:
    made = book("3-2-1", "block")
    for role in ("gw1", "gb1", "gw2", "gb2"):
        for line in made.roles[role]:
            for at in line:
                made.cells[at] = rewrite.format(str(made.cells[at])[1:])

    found = inspect(made.grid())

    assert check(made.grid()).agrees
    assert {dict(one.facts)["factor"] for one in found} == {factor}


@pytest.mark.full
def test_two_hundred_rows_of_steps_are_one_step_and_its_count() -> None:
    made = book("2-1", "rows")
    for row in range(11, 210):  # as if the last row were copied down
        for (at, column), value in list(made.cells.items()):
            if at == 10:
                made.cells[row, column] = moved_down(value, row - 10)

    (learning,) = inspected(made.grid()).learnings

    assert learning.alike == 202
    assert learning.match.hits == 3


def moved_down(value: float | str, rows: int) -> float | str:
    from tests.inspecting.mutants import REF

    if not isinstance(value, str):
        return value
    return REF.sub(lambda found: found[0] if found[3] else f"{found[1]}{found[2]}{int(found[4]) + rows}", value)
