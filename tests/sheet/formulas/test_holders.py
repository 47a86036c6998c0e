"""Which areas hold a cell, told in a few look-ups."""

from hypothesis import given
from hypothesis import strategies as st

from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, Area
from sheetnet.sheet.formulas.holders import Holders

_SIDES = st.tuples(st.integers(1, 40), st.integers(1, 40)).map(sorted)
_AREAS = st.builds(lambda rows, columns: Area("s", rows[0], columns[0], rows[1], columns[1]), _SIDES, _SIDES)


@given(st.lists(_AREAS, max_size=12), st.integers(1, 40), st.integers(1, 40))
def test_told_are_the_numbers_of_all_areas_that_hold_a_cell_and_each_once(
    areas: list[Area], row: int, column: int
) -> None:
    holders = Holders()
    for number, area in enumerate(areas):
        holders.add(area, number)

    told = sorted(holders.of(row, column))

    assert told == [n for n, one in enumerate(areas) if (row, column) in set(one.cells())]
    assert list(holders.of(row, column)) == []


def test_a_whole_sheet_and_its_corners_are_areas_like_others() -> None:
    holders = Holders()
    holders.add(Area("s", 1, 1, LAST_ROW, LAST_COLUMN), 1)
    holders.add(Area("s", LAST_ROW, LAST_COLUMN, LAST_ROW, LAST_COLUMN), 2)
    holders.add(Area("s", 1, 1, LAST_ROW, 1), 3)

    assert sorted(holders.of(LAST_ROW, LAST_COLUMN)) == [1, 2]
    assert sorted(holders.of(7, 1)) == [3]


def test_a_long_range_is_kept_in_few_pieces() -> None:
    assert Holders().add(Area("s", 2, 1, LAST_ROW - 1, 1), 1) == 38  # 2 x (20 - 1): one of each length at both ends
