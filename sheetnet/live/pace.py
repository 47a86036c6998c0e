"""Training that can be watched: the cells follow the run at a pace for people."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Event as Signal

from sheetnet.session import Step
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.live import LiveGrid

SECONDS = 5.0  # that a run takes which is to be watched: long enough to see, and short enough to press again
FRAME = 0.1  # seconds: what a recalculation of the letters takes in LibreOffice, and quick enough to look like motion
FRAMES = 40

_SHOWN = ("current", "counter", "updates", "state_1", "state_2")  # what a frame of a run consists of


def frames(updates: int, count: int = FRAMES) -> list[int]:
    """The updates after which a run is shown: 0, the last, and between them by equal steps of the logarithm.

    A network changes most in its first updates, so that they take most of the time: of 500, the first 80 take 28 of 40
    frames. Small numbers fall together; they are made up for by finer steps.
    """
    if updates < count:
        return list(range(updates + 1))
    found: set[int] = set()
    for steps in range(count, 20 * count):
        found = {0, *(round(updates ** (step / steps)) for step in range(steps + 1))}
        if len(found) >= count:
            break
    return sorted(found)


class Pace:
    """Passes the steps of a run on and shows them in the sheet meanwhile, over about `seconds`.

    About 40 frames, each as long as the others, which are left out where the program is too slow for them. Every frame
    writes the current block and the counter, and the sheet's formulas follow; the last state is written by the run
    itself. `put_back` writes what was there before, for a run that fails. When `stop` is set, the run ends
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
        order = {update: number for number, update in enumerate(frames(total))}
        for done, step in enumerate(steps):
            yield step
            if self._stop.is_set():
                raise KeyboardInterrupt
            if done not in order:
                continue
            due = start + self._seconds * order[done] / max(len(order) - 1, 1)
            if self._stop.wait(max(due - self._clock(), 0)):
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
