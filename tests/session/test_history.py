"""The recorded steps of a run, as sheet Trace keeps and draws them."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

import sheetnet
from sheetnet.errors import CellError, SheetnetError
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.file import FileGrid
from tests.conftest import parts
from tests.readers.ironcalc import saved


def header(path: Path, row: int) -> list[Any]:
    sheet = load_workbook(path)["Trace"]
    return [sheet.cell(row, column).value for column in range(18, sheet.max_column + 1)]


def test_the_trace_holds_every_iteration_with_named_columns(letters: Path) -> None:
    result = sheetnet.train(letters, iterations=12, trace="all", picture=3)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 18, 182))
    assert [row[0] for row in rows] == list(range(13))
    assert [row[1] for row in rows] == result.loss.tolist()
    assert [row[2] for row in rows] == result.accuracy.tolist()
    assert [row[3] for row in rows] == pytest.approx(np.linalg.norm(result.gradients, axis=1))
    details = np.array([row[17:] for row in rows], dtype=float)
    np.testing.assert_array_equal(details[:, :79], result.parameters)
    np.testing.assert_array_equal(details[:, 79:158], result.gradients)
    np.testing.assert_array_equal(details[:, 158:], result.deltas)
    upper, lower = header(letters, 4), header(letters, 5)
    assert len(upper) == 79 + 79 + 7
    assert (upper[0], lower[0]) == ("H1", "r1c1")
    assert (upper[19], lower[19]) == ("H1", "r5c4")
    assert (upper[20], lower[20]) == ("H1", "θ")
    assert (upper[63], lower[63]) == ("O1", "h1")
    assert (upper[79], lower[79]) == ("∂E/∂ H1", "r1c1")
    assert upper[158:] == ["δ H1", "δ H2", "δ H3", "δ O1", "δ O2", "δ O3", "δ O4"]
    assert saved(letters, "Trace", 2, 4) == 3


def test_the_deltas_of_a_picture_are_those_on_calc(letters: Path) -> None:
    sheetnet.train(letters, iterations=4, trace="deltas", picture=3)

    grid = sheetnet.open(letters)
    traced = grid.read(Area("Trace", 10, 18, 10, 24))[0]
    layout = find(grid)
    shown = grid.read(layout["deltas_1"].part(2, 0, 1, 3))[0] + grid.read(layout["deltas_2"].part(2, 0, 1, 4))[0]
    assert traced == shown


def test_a_thinned_trace_keeps_every_kth_iteration_and_the_last(letters: Path) -> None:
    sheetnet.train(letters, iterations=25, every=10)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 12, 1))
    assert [row[0] for row in rows] == [0, 10, 20, 25, None, None, None]


def test_a_shorter_trace_leaves_nothing_of_a_longer_one(letters: Path) -> None:
    sheetnet.train(letters, iterations=40, trace="gradients")

    sheetnet.train(letters, iterations=3, trace="basic")

    grid = sheetnet.open(letters)
    rows = grid.read(Area("Trace", 4, 1, *grid.used("Trace")))
    assert [row[0] for row in rows[2:]] == [0, 1, 2, 3] + [None] * (len(rows) - 6)
    assert all(value is None for row in rows[2:] for value in row[16:])
    assert all(value is None for row in rows for value in row[17:])


def test_step_appends_to_the_trace_with_its_columns(letters: Path) -> None:
    sheetnet.train(letters, iterations=5, trace="gradients")

    result = sheetnet.step(letters, 3)

    rows = sheetnet.open(letters).read(Area("Trace", 6, 1, 15, 96))
    assert [row[0] for row in rows] == [0, 1, 2, 3, 4, 5, 6, 7, 8, None]
    assert rows[8][17:96] == result.gradients[-1].tolist()
    assert rows[5][17:96] == result.gradients[0].tolist()


def test_the_deltas_are_those_of_the_case_of_that_number(letters: Path) -> None:
    with FileGrid(letters) as grid:
        grid.write(find(grid)["training"].part(0, 0), [[0]])
        grid.save()

    sheetnet.train(letters, iterations=4, trace="deltas", picture=3)

    grid = sheetnet.open(letters)
    assert grid.read(Area("Trace", 10, 18, 10, 20)) == grid.read(find(grid)["deltas_1"].part(2, 0, 1, 3))
    with pytest.raises(SheetnetError, match="case 1 is a test case, which has no deltas; choose a training case"):
        sheetnet.train(letters, trace="deltas", picture=1)


@pytest.mark.few(1)
@pytest.mark.parametrize("cell", ["A700", "W2", "T700", "L40", "R2", "B530"])
def test_a_users_note_on_trace_stays(cell: str, letters: Path) -> None:
    row, column = int(cell[1:]), ord(cell[0]) - 64
    with FileGrid(letters) as grid:
        grid.write(Area("Trace", row, column, row, column), [["mine"]])
        grid.save()

    sheetnet.train(letters, iterations=10)
    sheetnet.step(letters, 2)
    sheetnet.train(letters, iterations=3)
    sheetnet.reset(letters)

    assert saved(letters, "Trace", row, column) == "mine"


@pytest.mark.parametrize(("cell", "trace"), [("A300", "basic"), ("W4", "gradients"), ("Z10", "all")])
def test_a_trace_does_not_grow_over_a_users_note(cell: str, trace: str, letters: Path) -> None:
    row, column = int(cell[1:]), ord(cell[0]) - 64
    sheetnet.train(letters, iterations=1, trace="basic")
    with FileGrid(letters) as grid:
        grid.write(Area("Trace", row, column, row, column), [["mine"]])
        grid.save()
    before = letters.read_bytes()

    message = f'letters.xlsx: Trace!{cell}: the trace needs this cell, and found text "mine" in it; move that elsewhere'
    with pytest.raises(CellError, match=re.escape(message)):
        sheetnet.train(letters, trace=trace)

    assert letters.read_bytes() == before


def test_the_chart_follows_the_trace(letters: Path) -> None:
    sheetnet.train(letters, iterations=560)

    chart = parts(letters)["xl/charts/chart1.xml"].decode()
    assert "'Trace'!$B$6:$B$566" in chart
    assert "'Trace'!$A$6:$A$566" in chart
    assert "$G$2:$H$2" in chart


def test_the_curves_on_bp_and_play_follow_it_too(whole: Path) -> None:
    sheetnet.train(whole, iterations=560)

    for number in (1, 2, 3):
        chart = parts(whole)[f"xl/charts/chart{number}.xml"].decode()
        assert "'Trace'!$B$6:$B$566" in chart
        assert "'Trace'!$A$6:$A$566" in chart


def test_the_chart_reaches_as_far_as_the_workbooks_iterations(letters: Path) -> None:
    """In an open workbook it cannot be stretched; empty rows draw nothing."""
    assert "'Trace'!$B$6:$B$506" in parts(letters)["xl/charts/chart1.xml"].decode()

    sheetnet.train(letters, iterations=20)

    assert "'Trace'!$B$6:$B$506" in parts(letters)["xl/charts/chart1.xml"].decode()
