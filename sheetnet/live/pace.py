"""Training that can be watched: the cells follow the run at a pace for people."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Event as Signal

from sheetnet.session import Step
from sheetnet.sheet import transfer
from sheetnet.sheet.finding import find
from sheetnet.sheet.live import LiveGrid

FRAME = 0.1  # seconds: what a recalculation of the letters takes in LibreOffice, and quick enough to look like motion


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
        self._block, self._counter = self._layout["current"], self._layout["counter"]
        self._before = {name: grid.read(self._layout[name]) for name in ("current", "counter")}

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
        self._grid.refuse_moved("current", "counter")
        rows = transfer.block_with(self._before["current"], self._layout.geometry, step.parameters.tolist())
        self._grid.put_now(self._block, rows)
        self._grid.put_now(self._counter, [[step.number]])
