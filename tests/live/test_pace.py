"""A run that can be watched: the cells follow it, and end where the run ends."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event as Signal

import pytest
import xlwings

import sheetnet
from sheetnet import session
from sheetnet.errors import SheetnetError
from sheetnet.live.pace import Pace, frames
from sheetnet.live.press import agreement, press
from sheetnet.sheet.cells import Area
from sheetnet.sheet.grids.live import LiveGrid
from tests.live.conftest import everything
from tests.readers import memory


class Time(Signal):
    """A clock that moves only while somebody waits for this signal."""

    now = 0.0

    def clock(self) -> float:
        return self.now

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0.0
        return self.is_set()


@pytest.mark.parametrize("updates", [100, 500, 20_000, 10**7])
def test_a_run_is_shown_in_about_forty_frames_most_of_them_of_its_beginning(updates: int) -> None:
    shown = frames(updates)

    assert shown == sorted(set(shown))
    assert shown[:4] == [0, 1, 2, 3]
    assert shown[-1] == updates
    assert len(shown) in (40, 41)
    assert sum(n <= updates**0.7 for n in shown) > len(shown) / 2
    assert all(second / first <= 2 for first, second in pairwise(shown[1:]))


@pytest.mark.parametrize("updates", [0, 1, 7, 39])
def test_a_short_run_is_shown_in_every_update(updates: int) -> None:
    assert frames(updates) == list(range(updates + 1))


def test_the_cells_follow_the_run_over_the_seconds_asked_for(engine: memory.Engine, letters: Path) -> None:
    grid, time = LiveGrid(xlwings.Book(letters)), Time()
    bp = grid.sheets().index("BP")
    counters: list[float] = []
    weights: list[float] = []

    def look(what: str, place: str) -> None:
        """What the write before left, and the weight that belongs to it."""
        if (what, place) == ("write", "BP!C15:G34"):
            counters.append(grid.book.impl.model.get_cell_value(bp, 5, 4))
            weights.append(grid.book.impl.model.get_cell_value(bp, 15, 3))

    engine.before_call = look
    pace = Pace(grid, 1.0, time, time.clock)
    result = press(grid, lambda grid: session.train(grid, iterations=500, progress=pace, keep=["parameters"]), {})

    assert time.now == pytest.approx(1.0)
    assert len(counters) == pytest.approx(11, abs=2)  # ten a second, and the end
    assert sum(n <= 80 for n in counters) > len(counters) / 2  # most time for the updates that change most
    assert counters == sorted(counters)
    assert weights[1:] == [result.parameters[int(n)][0] for n in counters[1:]]
    assert grid.book.sheets["BP"]["D5"].value == 500
    assert grid.book.sheets["BP"]["C15"].value == result.after.parameters[0]


@pytest.mark.full
def test_a_run_that_ends_where_the_cells_were_before_leaves_no_frame_behind(
    engine: memory.Engine, letters: Path
) -> None:
    """The last state is what was read at first, and yet it has to be written: frames were put in between."""
    book, time = xlwings.Book(letters), Time()
    grid = LiveGrid(book)
    first = press(grid, lambda grid: session.train(grid, iterations=500), {})
    grid = LiveGrid(book)
    pace = Pace(grid, 1.0, time, time.clock)
    press(grid, lambda grid: session.train(grid, iterations=500, progress=pace), {})

    assert book.sheets["BP"]["D5"].value == 500
    assert book.sheets["BP"]["C15"].value == first.after.parameters[0]
    assert agreement(grid, first.after).startswith("sheet and engine agree")


def test_cells_that_do_not_hold_what_was_written_are_told(engine: memory.Engine, letters: Path) -> None:
    grid = LiveGrid(xlwings.Book(letters))
    result = press(grid, lambda grid: session.train(grid, iterations=5), {})
    grid.book.sheets["BP"]["D16"].value = 0.5

    assert agreement(grid, result.after) == (
        "BP!C15:G34: the cells do not hold what was written; somebody changes them"
    )


def test_a_run_as_fast_as_it_goes_never_sleeps(engine: memory.Engine, letters: Path) -> None:
    grid, time = LiveGrid(xlwings.Book(letters)), Time()
    press(grid, lambda grid: session.train(grid, iterations=50, progress=Pace(grid, 0.0, time, time.clock)), {})

    assert time.now == 0.0


def test_a_run_that_fails_on_the_way_puts_back_what_was_there(engine: memory.Engine, letters: Path) -> None:
    grid, time = LiveGrid(xlwings.Book(letters)), Time()
    before = everything(grid.book)
    pace = Pace(grid, 1.0, time, time.clock)

    def interrupted(steps: Iterable[session.Step], total: int) -> Iterator[session.Step]:
        for step in pace(steps, total):
            yield step
            if step.number == 300:
                time.set()

    with pytest.raises(KeyboardInterrupt):
        press(grid, lambda grid: session.train(grid, iterations=500, progress=interrupted), {})
    assert grid.book.sheets["BP"]["D5"].value == pytest.approx(300, abs=120)
    pace.put_back()

    assert engine.count("write") > 2
    assert everything(grid.book) == before


@pytest.mark.full
def test_a_block_that_is_moved_meanwhile_ends_the_run_before_anything_else_is_written(
    engine: memory.Engine, letters: Path
) -> None:
    """As by a person who inserts or deletes rows while the cells follow the run."""
    grid, time = LiveGrid(xlwings.Book(letters)), Time()
    pace = Pace(grid, 5.0, time, time.clock)
    model = grid.book.impl.model

    def moving(steps: Iterable[session.Step], total: int) -> Iterator[session.Step]:
        for step in pace(steps, total):
            yield step
            if step.number == 100:
                model.update_defined_name("current", None, "current", None, "BP!$C$18:$G$37")
                engine.calls.clear()

    with pytest.raises(SheetnetError, match=r"^letters.xlsx: the block 'current' was moved while the run went on"):
        press(grid, lambda grid: session.train(grid, iterations=500, progress=moving), {})

    assert engine.count("write") == 0
    before = sheetnet.open(letters).read(Area("BP", 15, 3, 34, 7))
    pace.put_back()  # where the block is now, and nowhere else
    assert {place for what, place in engine.calls if what == "write"} == {"BP!C18:G37", "BP!D5"}
    assert grid.book.sheets["BP"]["C18:G37"].options(ndim=2).value == before


def test_a_block_that_has_lost_a_row_meanwhile_is_not_put_back_over_others(
    engine: memory.Engine, letters: Path
) -> None:
    grid = LiveGrid(xlwings.Book(letters))
    pace = Pace(grid, 5.0)
    grid.book.impl.model.update_defined_name("current", None, "current", None, "BP!$C$15:$G$33")
    engine.calls.clear()
    pace.put_back()

    assert [place for what, place in engine.calls if what == "write"] == ["BP!D5"]
