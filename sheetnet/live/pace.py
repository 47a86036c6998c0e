"""Training that can be watched: the cells follow the run at a pace for people."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Event as Signal

from sheetnet.session import Step
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.live import LiveGrid

FRAME = 0.1  # seconds: what a recalculation of the letters takes in LibreOffice, and quick enough to look like motion


_SHOWN = ("current", "counter", "updates", "state_1", "state_2")  # what a frame of a run consists of


class Pace:
    """Passes the steps of a run on and shows them in the sheet meanwhile, spread over about `seconds`.

    Every frame writes the current block and the counter, and the sheet's formulas follow; the last state is written by
    the run itself. `put_back` writes what was there before, for a run that fails. When `stop` is set, the run ends
    between two requests to the program, with KeyboardInterrupt.
    """

    def __init__(
        self,
        grid: LiveGrid,
        seconds: float,
        stop: Signal | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._grid = grid
        self._seconds = seconds
        self._stop = stop or Signal()
        self._clock = clock
        self._layout = find(grid)
        self._names = [name for name in _SHOWN if name in self._layout]
        self._before = {name: grid.read(self._layout[name]) for name in self._names}

    def __call__(self, steps: Iterable[Step], total: int) -> Iterator[Step]:
        start = self._clock()
        shown = start - FRAME
        for step in steps:
            yield step
            due = start + self._seconds * step.number / max(total, 1)
            now = self._clock()
            if self._stop.wait(max(due - now, 0)):
                raise KeyboardInterrupt
            now = self._clock()
            if now - shown >= FRAME:
                shown = now
                self._show(step)

    def put_back(self) -> None:
        """What the cells held before the run, where they are now; a block that has lost rows or columns stays."""
        for name, rows in self._before.items():
            with suppress(Exception):  # the program may be gone, and the first error is the one to tell
                area = self._grid.place_now(name) or self._layout[name]
                if (area.height, area.width) == (len(rows), len(rows[0])):
                    self._grid.put_now(area, rows)

    def _show(self, step: Step) -> None:
        self._grid.refuse_moved(*self._names)
        vectors = {"current": step.parameters} | {f"state_{n}": one for n, one in enumerate(step.state, 1)}
        for name in self._names:
            if name in vectors:
                rows = transfer.block_with(self._before[name], self._layout.geometry, vectors[name].tolist())
                self._grid.put_now(self._layout[name], rows)
            elif not name.startswith("state"):
                self._grid.put_now(self._layout[name], [[step.number]])
