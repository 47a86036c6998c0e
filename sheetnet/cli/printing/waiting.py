"""That a long command is at work: on a terminal one line that counts seconds, and is gone when the work is done."""

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from sheetnet.cli.printing.terminal import quiet
from sheetnet.saying import said

_MOMENT = 1.0  # seconds, as long as which nobody waits
_TICK = 0.5


class Waiting:
    """A line on the terminal: the workbook, the seconds that it takes, and the iterations that are done."""

    def __init__(self, book: str) -> None:
        self._book, self._begun, self._iteration = Path(book).name, monotonic(), ""
        self._shown = 0

    def steps(self, steps: Iterable[Any], iterations: int) -> Iterator[Any]:
        """The steps of a search, counted."""
        for number, step in enumerate(steps):
            self._iteration = said("iteration {} of {}", number, iterations)
            yield step

    def show(self) -> None:
        told = [said("{}: {} s", self._book, f"{monotonic() - self._begun:.0f}"), self._iteration]
        text = "sheetnet: " + ", ".join(filter(None, told))
        print("\r" + text.ljust(self._shown), end="", file=sys.stderr, flush=True)
        self._shown = len(text)

    def clear(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def waiting(book: str) -> Iterator[Waiting]:
    """Show that a command is at work, on a terminal and only where it takes longer than a moment."""
    line = Waiting(book)
    if quiet() or not sys.stderr.isatty():
        yield line
        return
    over = threading.Event()

    def tell() -> None:
        pause = _MOMENT
        while not over.wait(pause):
            line.show()
            pause = _TICK

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield line
    finally:
        over.set()
        teller.join()
        line.clear()
