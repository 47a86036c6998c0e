"""Ranges of cells, row by row; what arrays and merged cells do is pinned with the reader and the worksheet."""

from sheetnet.sheet.cells import Area
from sheetnet.sheet.xlsx.cell_ranges import columns_of


def test_the_columns_of_a_row_are_those_of_every_area_that_reaches_it() -> None:
    areas = [Area("S", 2, 2, 3, 4), Area("S", 3, 4, 5, 6), Area("S", 3, 9, 3, 9)]

    found = {row: set(columns_of(areas)(row)) for row in range(1, 7)}

    assert found == {1: set(), 2: {2, 3, 4}, 3: {2, 3, 4, 5, 6, 9}, 4: {4, 5, 6}, 5: {4, 5, 6}, 6: set()}
