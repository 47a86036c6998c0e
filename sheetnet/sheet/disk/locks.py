"""Who else is at a workbook: another run of sheetnet, or a program that has it open."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from time import monotonic, sleep
from zlib import crc32

from sheetnet.errors import FileError

_LOCK_SECONDS, _AGAIN = 10.0, 0.02


def beside(target: Path, kind: str) -> Path:
    """A name for us alone in the folder of the target; always the same, so that the next run tidies up."""
    return target.with_name(f".~sheetnet-{crc32(os.fsencode(target.name)):08x}.{kind}")


class _Held(local):
    """The lock files that this thread holds."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()


_held = _Held()


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of a file, which is another file beside it; the same thread may hold it twice.

    Nothing is ever written to the lock file, and a link in its place is refused: where others can write to a folder,
    they can only keep us from working there.
    """
    path = beside(target, "lock")
    if path in _held.paths:
        yield
        return
    release = _take(path)
    _held.paths.add(path)
    try:
        for kind in ("tmp", "bak"):  # of a run that was killed; the lock says that no other one has it
            with suppress(OSError):
                beside(target, kind).unlink(missing_ok=True)
        yield
    finally:
        _held.paths.discard(path)
        with suppress(
            OSError
        ):  # while it is held: who waits for it sees that and asks again; Windows does it by itself
            if os.name == "posix":
                path.unlink()
        release()


def _take(path: Path) -> Callable[[], object]:
    """Take a lock, waiting for it a while; returns what gives it back."""
    if sys.platform != "win32":
        try:
            return _flock(path)
        except ImportError:  # Pyodide
            pass
        except OSError as error:
            if error.errno != errno.ENOSYS:  # a file system without such locks
                raise
    from filelock import FileLock, Timeout  # a dozen milliseconds, which a run needs just where the system has no flock

    lock = FileLock(path, timeout=_LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire(poll_interval=_AGAIN)
    except Timeout:
        raise _busy() from None
    return lock.release


def _busy() -> FileError:
    return FileError("another run of sheetnet is working on this workbook", remedy="run again when it has ended")


if sys.platform != "win32":

    def _flock(path: Path) -> Callable[[], object]:
        """`_take` by flock(2), as filelock takes it."""
        from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock

        until = monotonic() + _LOCK_SECONDS
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)

            def release(file: int = file) -> None:
                flock(file, LOCK_UN)  # which closing does not do where a child of this process has the file too
                os.close(file)

            try:
                flock(file, LOCK_EX | LOCK_NB)
            except (BlockingIOError, PermissionError):  # another has it
                os.close(file)
                if monotonic() >= until:
                    raise _busy() from None
                sleep(_AGAIN)
            except BaseException:
                os.close(file)
                raise
            else:
                if _is_at(file, path):  # its last holder has not taken it away meanwhile
                    return release
                release()


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except FileNotFoundError:
        return False


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
