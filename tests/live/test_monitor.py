"""What is told of a long run, and what ends it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

import sheetnet
from sheetnet import excel, session
from sheetnet.live.monitor import Monitor, named_cell
from sheetnet.net.training import Step
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.live import LiveGrid
from tests.readers import memory


class Clock:
    """A clock that goes on by `step` seconds whenever it is looked at."""

    def __init__(self, step: float) -> None:
        self.step, self.now = step, 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
def grid(engine: memory.Engine, letters: Path) -> LiveGrid:
    return LiveGrid(xlwings.Book(letters))


def run(grid: LiveGrid, monitor: Any, iterations: int = 100) -> session.TrainResult:
    return session.train(grid, iterations=iterations, progress=monitor)


def told(grid: LiveGrid) -> list[str]:
    return [value for name, value in grid.book.app.impl.settings if name == "status_bar"]


def test_a_short_run_tells_nothing(grid: LiveGrid) -> None:
    run(grid, Monitor(grid, clock=Clock(0.001)))

    assert told(grid) == []


def test_a_long_run_tells_three_times_a_second_where_it_is(grid: LiveGrid) -> None:
    result = run(grid, Monitor(grid, clock=Clock(0.125)))

    texts = told(grid)
    assert len(texts) == 101 // 3  # 101 steps of an eighth of a second, told when 0.3 have gone by
    loss = f"{result.loss[50]:.4g}"
    assert texts[16] == f"sheetnet: iteration 50 of 100, E = {loss}, about 6 s left"


def test_of_a_japanese_workbook_the_status_bar_is_japanese(engine: memory.Engine, tmp_path: Path) -> None:
    sheetnet.new(tmp_path / "ja.xlsx", plain=True, lang="ja")
    grid = LiveGrid(xlwings.Book(tmp_path / "ja.xlsx"))
    result = run(grid, Monitor(grid, clock=Clock(400.0)), 10)

    assert told(grid)[1] == f"sheetnet: 10 回のうち 1 回目、E = {result.loss[1]:.4g}、残り約 2 時間 0 分"


def test_the_time_left_is_told_in_minutes_and_hours(grid: LiveGrid) -> None:
    run(grid, Monitor(grid, clock=Clock(400.0)), 10)

    assert [text.partition("about ")[2] for text in told(grid)[:2]] == ["0 s left", "2 h 0 min left"]
    assert [text.partition("about ")[2] for text in told(grid)[-2:]] == ["7 min 24 s left", "0 s left"]


def test_a_mark_in_the_stop_cell_ends_the_run_with_what_it_has_reached(grid: LiveGrid) -> None:
    monitor = Monitor(grid, clock=Clock(0.1))
    cell = named_cell(grid, "stop")
    assert cell == Area("BP", 10, 9, 10, 9)

    def marking(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for step in monitor(steps, total):
            yield step
            if step.number == 40:
                grid.put_now(cell, [["x"]])

    result = run(grid, marking)

    assert 40 <= result.updates <= 44
    assert monitor.stopped == "stopped by the stop cell"
    monitor.tidy()
    assert grid.value_now(cell) is None
    assert list(result.iterations) == list(range(result.updates + 1))


def test_a_stop_counts_although_one_was_left_from_before(grid: LiveGrid) -> None:
    excel.stop(grid.book)
    grid = LiveGrid(grid.book)
    monitor = Monitor(grid, clock=Clock(0.1))

    def stopping(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for step in monitor(steps, total):
            yield step
            if step.number == 40:
                excel.stop(grid.book)

    assert 40 <= run(grid, stopping).updates <= 44


def test_a_stop_cell_that_cannot_be_emptied_undoes_nothing(grid: LiveGrid, engine: memory.Engine) -> None:
    grid.book.sheets["BP"]["I10"].value = "x"
    grid = LiveGrid(grid.book)
    monitor = Monitor(grid, clock=Clock(0.1))
    run(grid, monitor, 5)

    def refuse(what: str, place: str) -> None:
        raise RuntimeError("gone")

    engine.before_call = refuse
    monitor.tidy()

    assert engine.calls


def test_a_stopped_run_is_the_run_of_that_many_iterations(grid: LiveGrid, letters: Path) -> None:
    stopped = run(grid, Monitor(grid, max_seconds=3.05, clock=Clock(0.1)))
    whole = run(LiveGrid(grid.book), None, stopped.updates)

    assert stopped.updates == 30
    assert (stopped.after.parameters == whole.after.parameters).all()
    assert (stopped.loss == whole.loss).all()


def test_a_thinned_trace_ends_with_the_last_iteration_of_a_stopped_run(grid: LiveGrid) -> None:
    from sheetnet.sheet.blocks.details import Detail

    detail = Detail(("gradients",), every=7)
    monitor = Monitor(grid, max_seconds=3.05, clock=Clock(0.1))
    result = session.train(grid, iterations=100, trace=detail, progress=monitor)

    assert list(result.iterations) == [0, 7, 14, 21, 28, 30]
    assert len(result.gradients) == len(result.loss) == 6
    assert result.loss[-1] == result.after.loss
    assert (result.gradients[-1] == result.after.gradient).all()


def test_the_limit_comes_from_the_workbook_where_none_is_given(grid: LiveGrid) -> None:
    grid.book.sheets["BP"]["I12"].value = 2.05
    result = run(grid, Monitor(LiveGrid(grid.book), clock=Clock(0.1)))

    assert result.updates == 20


def test_a_program_without_a_status_bar_is_no_reason_to_fail(grid: LiveGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, name: str, value: Any) -> None:
        raise NotImplementedError

    monkeypatch.setattr(memory.App, "__setattr__", refuse)

    assert run(grid, Monitor(grid, clock=Clock(0.1))).updates == 100
