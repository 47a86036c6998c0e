"""What the system asks of a command that goes on and on: to end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal


@contextmanager
def stopped_by_signals() -> Iterator[Signal]:
    """An event that Ctrl-C and a request to end set; what is being written meanwhile is written."""
    stop = Signal()
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
