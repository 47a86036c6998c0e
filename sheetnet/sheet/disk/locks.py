"""Who else is at a workbook: another run of sheetnet, or a program that has it open."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from zlib import crc32

from sheetnet.errors import FileError

_LOCK_SECONDS = 10.0
_POLL_SECONDS = 0.02


def beside(target: Path, kind: str) -> Path:
    """A name for us alone in the folder of the target; always the same, so that the next run tidies up."""
    return target.with_name(f".~sheetnet-{crc32(os.fsencode(target.name)):08x}.{kind}")


class _Held(local):
    """The lock files that a thread holds."""

    def __init__(self) -> None:
        self.places: set[Path] = set()


_held = _Held()


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of a file, which is another file beside it; the same thread may hold it twice.

    The system lets go of it when a process ends, however it ends. Nothing is ever written to the file, and a link in
    its place is refused: where others can write to a folder, they can only keep us from working there.
    """
    place = beside(target, "lock")
    if place in _held.places:
        yield
        return
    descriptor = _acquired(place)
    _held.places.add(place)
    try:
        for kind in ("tmp", "bak"):  # of a run that was killed; the lock says that no other one has it
            with suppress(OSError):
                beside(target, kind).unlink(missing_ok=True)
        yield
    finally:
        _held.places.discard(place)
        _release(descriptor, place)


def _acquired(place: Path) -> int:
    """The open lock file, once no other process or thread has its lock."""
    until = time.monotonic() + _LOCK_SECONDS
    while True:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            if _try(descriptor) and _is_there(descriptor, place):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() > until:
            raise FileError("another run of sheetnet is working on this workbook", remedy="run again when it has ended")
        time.sleep(_POLL_SECONDS)


def _is_there(descriptor: int, place: Path) -> bool:
    """Whether the file is still the one of that name: who had the lock before has deleted its own."""
    try:
        return os.path.samestat(os.fstat(descriptor), place.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _release(descriptor: int, place: Path) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        os.close(descriptor)
        with suppress(OSError):  # another run has it by now
            place.unlink()

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int, place: Path) -> None:
        with suppress(OSError):  # while it is held: who waits sees that the file is gone, and asks again
            place.unlink()
        os.close(descriptor)


def signs(path: Path) -> dict[str, Path]:
    """What programs lay beside a workbook while they have it open."""
    return {"Excel": path.with_name(f"~${path.name}"), "LibreOffice": path.with_name(f".~lock.{path.name}#")}


def refuse_open_elsewhere(target: Path) -> None:
    """Raise FileError when a program has the workbook open."""
    for program, sign in signs(target).items():
        if os.path.lexists(sign):  # False too where that name would be too long to exist
            raise FileError(
                f"the workbook is open in {program}",
                remedy=f"close it there, or save elsewhere with -o (if no program has it open, delete {sign.name})",
            )
