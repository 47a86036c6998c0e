"""The curve `minima`: where descent ends."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.making.curves.made import made, saved


def test_the_start_decides_which_minimum(tmp_path: Path) -> None:
    ends = saved(made(tmp_path, "minima"), "minima", "ends")

    assert [round(row[0], 10) for row in ends[:4]] == [1.1309011236, -1.3008395659, -1.3008395659, 1.1309010548]
    assert ends[4][0] == pytest.approx(0.16993844, abs=5e-9)


def test_a_larger_rate_jumps_into_the_deeper_valley_then_hops_then_overflows(tmp_path: Path) -> None:
    path = made(tmp_path, "minima")

    ends, verdicts = saved(path, "minima", "ends"), saved(path, "minima", "verdicts")

    assert [round(ends[row][0], 8) for row in (5, 6)] == [1.13090112, -1.30083957]
    assert [text for (text,) in verdicts[5:]] == [
        "settles in the local minimum",
        "settles in the global minimum",
        "hops to and fro, never settles",
        "overflows at step 7",
    ]
    assert ends[8] == ["–"] * 3


def test_the_slope_is_0_at_two_minima_and_at_the_maximum_between(tmp_path: Path) -> None:
    zeros = saved(made(tmp_path, "minima"), "minima", "zeros")

    assert [round(x, 8) for x, _, _ in zeros] == [-1.30083957, 0.16993844, 1.13090112]
    assert all(abs(slope) < 1e-14 for _, _, slope in zeros)


def test_what_overflows_is_said_once_and_then_nothing(tmp_path: Path) -> None:
    steps = saved(made(tmp_path, "minima", "ja"), "minima", "path")

    x, f = ([row[column] for row in steps] for column in (18, 19))
    assert x[8:] == ["桁あふれ", *[""] * 192]
    assert f[7:] == ["桁あふれ", *[""] * 193]
    assert all(isinstance(value, float) for value in [*x[:8], *f[:7]])


def test_it_has_its_inputs_checks_and_charts(tmp_path: Path) -> None:
    path = made(tmp_path, "minima")

    book = load_workbook(path)
    inputs = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.style == "Input"]
    assert len([cell for cell in inputs if cell.data_type == "n"]) == 22
    assert sum(len(saved(path, "minima", block)) for block in ("checks", "zero_checks")) == 12
    assert sum(len(sheet._charts) for sheet in book) == 3
