"""What a person or the system asks of a command that goes on and on: to end."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal

from sheetnet.cli.printing.terminal import say


@contextmanager
def stopping_gently(jobs: int) -> Iterator[None]:
    """Ctrl-C stops a run in several processes after the workbooks at hand, and says so; again, it stops at once.

    Each workbook is written wholly or not at all, and the other processes end with this one.
    """
    if jobs == 1 or threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        if asked:
            say("stopped at once; every workbook is as it was or wholly done; --resume goes on from here")
            os._exit(130)
        asked = True
        say("stopping after the workbooks at hand; again to stop at once")
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
