"""Who else is at a workbook: another run of sheetnet, or a program that has it open."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

from sheetnet.errors import FileError

_LOCK_SECONDS = 10.0


def beside(target: Path, kind: str) -> Path:
    """A name for us alone in the folder of the target; always the same, so that the next run tidies up."""
    return target.with_name(f".~sheetnet-{crc32(os.fsencode(target.name)):08x}.{kind}")


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the lock of a file, which is another file beside it; the same thread may hold it twice.

    Nothing is ever written to the lock file, and a link in its place is refused: where others can write to a folder,
    they can only keep us from working there.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(beside(target, "lock"), timeout=_LOCK_SECONDS, mode=0o600, is_singleton=True)
    try:
        lock.acquire(poll_interval=0.02)
    except Timeout:
        raise FileError(
            "another run of sheetnet is working on this workbook", remedy="run again when it has ended"
        ) from None
    try:
        if lock.lock_counter == 1:
            for kind in ("tmp", "bak"):  # of a run that was killed; the lock says that no other one has it
                with suppress(OSError):
                    beside(target, kind).unlink(missing_ok=True)
        yield
    finally:
        with suppress(OSError):  # while it is held: filelock sees that and asks again; Windows does it by itself
            if lock.lock_counter == 1 and os.name == "posix":
                Path(lock.lock_file).unlink()
        lock.release()


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
