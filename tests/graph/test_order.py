import pytest

from sheetnet.graph import order
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.trouble import TooMuch
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Unsaved
from sheetnet.sheet.grid import MemoryGrid

SUMS = MemoryGrid({"S": {(1, 1): 1.0, **{(row, 1): Unsaved(f"=SUM(A$1:A{row - 1})") for row in range(2, 6)}}})


def test_sums_from_the_first_row_down_are_computed_one_after_the_other() -> None:
    cells = Evaluation(contents(SUMS)).cells

    assert [cells.value(cells.index("S", row, 1)) for row in range(1, 6)] == [1.0, 1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(("most", "refused"), [(10, False), (9, True)])
def test_formulas_that_read_too_much_together_are_refused_before_it_is_listed(
    monkeypatch: pytest.MonkeyPatch, most: int, refused: bool
) -> None:
    monkeypatch.setattr(order, "_MOST", most)  # the four sums read 1 + 2 + 3 + 4 cells

    if refused:
        with pytest.raises(TooMuch, match="more than 9 cells together"):
            Evaluation(contents(SUMS))
    else:
        assert Evaluation(contents(SUMS)).trouble == {}
