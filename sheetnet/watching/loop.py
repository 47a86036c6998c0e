"""Looking at a workbook again and again, until somebody says stop."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event as Signal

from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.blocks.details import Detail
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location
from sheetnet.watching.events import Report
from sheetnet.watching.watched import Stopped, Watched, signs

_TICK = 1000  # milliseconds after which the file is looked at, even if the system has reported nothing


def watch(
    book: str | Path,
    *,
    output: str | Path | None = None,
    trace: str | None = None,
    every: int = 1,
    must_undo: bool = False,
    report: Report,
    stop: Signal | None = None,
    force_polling: bool | None = None,
) -> None:
    """Train a workbook, in place or into `output`, each time that it is saved with other inputs, until `stop` is set.

    At the start it is trained if the counter is not the number of iterations (of `output`, where that is given), which
    says that it never was, or with other settings; else a change is waited for. While another program has the file open
    that is to be written, training waits. `force_polling` is for folders of which the system reports no changes; where
    it is None, WATCHFILES_FORCE_POLLING decides. A run that is stopped writes nothing.
    """
    stop = stop or Signal()
    Detail.of(trace, every, 1)
    target = location_of(book if output is None else output)
    path = _file(book, target)
    watched = Watched(
        path, target, {"trace": trace, "every": every, "output": output, "must_undo": must_undo}, report, stop
    )
    with suppress(Stopped):
        for _ in _looks(path, stop, force_polling=force_polling):
            watched.look()


def _file(book: str | Path, target: Location) -> Path:
    """The file that is watched; refuses what cannot be, and an output of another kind."""
    place = location_of(book)
    if not isinstance(place, LocalFile):
        raise FileError("only a file on a disk can be watched", book=place.name)
    if target.suffix != place.suffix:
        told = f"expected a name that ends in {place.suffix} for the output, found '{target.name}'"
        raise FileError(told, book=place.name)
    try:
        place.open()[0].close()
    except FileError as error:
        raise error.in_book(place.name) from None
    return place.path


def _looks(path: Path, stop: Signal, *, force_polling: bool | None) -> Iterator[None]:
    """Now, whenever the file or a sign that it is open has changed, and every second."""
    try:
        import watchfiles
    except ImportError:
        raise SettingError(
            "watching a workbook needs watchfiles, the extra 'watch'", remedy='python -m pip install "sheetnet[watch]"'
        ) from None
    yield
    real = Path(os.path.realpath(path))
    names = {path.name, real.name, *(sign.name for sign in signs(path))}
    for _ in watchfiles.watch(
        *{path.parent, real.parent},
        watch_filter=lambda change, changed: Path(changed).name in names,
        step=100,  # a program that saves in place pauses for less
        stop_event=stop,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        force_polling=force_polling,
        recursive=False,
    ):
        yield
