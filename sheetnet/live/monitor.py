"""What a person sees and can do while a long run goes on: the status bar, a stop cell, a time limit."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from sheetnet.errors import SettingError, SheetnetError
from sheetnet.live.language import language_in
from sheetnet.saying import told_in
from sheetnet.session import Step
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grids.live import LiveGrid

INTERVAL = 0.3  # seconds between two looks: often enough to follow, seldom enough to cost nothing
Clock = Callable[[], float]


class Monitor:
    """Passes the steps of a run on, and about three times a second tells where it is and asks whether to stop.

    A run ends before its last step when the workbook's cell `stop` holds anything, or after `max_seconds` (the
    workbook's cell of that name where none are given). What it did until then is its result.
    """

    def __init__(self, grid: LiveGrid, max_seconds: float | None = None, clock: Clock = time.monotonic) -> None:
        self._grid = grid
        self._clock = clock
        self._stop = named_cell(grid, "stop")
        self._limit = seconds_limit(grid) if max_seconds is None else max_seconds
        if self._limit is not None and not self._limit > 0:
            raise SettingError(f"expected a number of seconds above 0, found {self._limit:g}")
        self.stopped = ""
        self._mark = grid.read(self._stop)[0][0] if self._stop else None  # left by a stop when nothing ran

    def __call__(self, steps: Iterable[Step], total: int) -> Iterator[Step]:
        start = looked = self._clock()
        first = None
        for step in steps:
            first = step.number if first is None else first
            yield step
            now = self._clock()
            if self._limit is not None and now - start >= self._limit:
                self.stopped = f"stopped by the limit of {self._limit:g} s"
                return
            if now - looked >= INTERVAL:
                looked = now
                self._tell(step, step.number - first, total, now - start)
                mark = self._grid.value_now(self._stop) if self._stop else None
                if mark is not None and mark != self._mark:
                    self._mark = mark
                    self.stopped = "stopped by the stop cell"
                    return
                self._mark = mark

    def tidy(self) -> None:
        """Empty the stop cell, when the run has been written: that it cannot be emptied undoes nothing."""
        if self._stop and self._mark is not None:
            with suppress(SheetnetError):
                self._grid.put_now(self._stop, [[None]])

    @cached_property
    def _language(self) -> str:
        """Asked for when there is something to tell: most runs are over before that."""
        return language_in(self._grid)

    def _tell(self, step: Step, done: int, total: int, seconds: float) -> None:
        left = seconds / done * (total - done) if done else 0.0
        text = f"sheetnet: iteration {done:,} of {total:,}, E = {step.loss:.4g}, about {_duration(left)} left"
        with suppress(Exception):  # not every program has one
            self._grid.book.app.status_bar = told_in(self._language, text)


def named_cell(grid: LiveGrid, name: str) -> Area | None:
    """The cell of a workbook's defined name, if there is one that can be written: one cell, and no formula in it."""
    named = {key.casefold(): text for key, text in grid.names().items()}
    area = parse_area(named.get(name, ""))
    if area is None or area.size != 1 or area.sheet not in grid.sheets() or grid.formulas(area)[0][0]:
        return None
    return area


def seconds_limit(grid: LiveGrid) -> float | None:
    """The number in the workbook's cell `max_seconds`; None where there is no such cell, or nothing in it."""
    cell = named_cell(grid, "max_seconds")
    value: Any = grid.read(cell)[0][0] if cell else None
    if cell is None or value is None:
        return None
    return transfer.number(value, cell, what="a number of seconds above 0, or an empty cell")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
