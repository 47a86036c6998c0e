"""The curve `race`: where six optimisers are after 30 steps."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.making.curves.made import made, saved


@pytest.mark.parametrize(
    ("row", "x", "y"),
    [
        (0, -0.350393, 0.08478232),
        (1, 0.896413858494, 0.088085601715),
        (3, -0.120162322, 2.49e-17),
        (4, -0.69742031, 1.48e-8),
        (5, 0.136007, 0.318245),
    ],
)
def test_the_race_ends_where_the_seeds_say(row: int, x: float, y: float, tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "race"), "race", "ends")

    assert ends[row][0] == pytest.approx(x, rel=4e-6)
    assert ends[row][1] == pytest.approx(y, rel=3e-3)


def test_it_has_its_inputs_checks_and_charts(tmp_path: Path) -> None:
    path = made(tmp_path, "race")

    book = load_workbook(path)
    inputs = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.style == "Input"]
    assert len([cell for cell in inputs if cell.data_type == "n"]) == 16
    assert sum(len(saved(path, "race", block)) for block in ("checks",)) == 6
    assert sum(len(sheet._charts) for sheet in book) == 8
