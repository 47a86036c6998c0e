"""Where a workbook lies, and how its file is replaced there: wholly, or not at all.

On a disk: a temporary file in the same folder, flushed, then one rename over the target, all under a lock that other
runs of sheetnet respect. A URL is handled by `remote`.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from zlib import crc32

from sheetnet.sheet import undo
from sheetnet.sheet.errors import FileError, did_you_mean

Stamp = tuple[object, ...]
_LOCK_SECONDS = 10.0
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class Place(Protocol):
    """A file that can be read, and replaced in one step. `name` is what messages call it."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str:
        """``.xlsx``, in lower case."""

    def open(self) -> tuple[BinaryIO, Stamp]:
        """The file for reading, and what tells this state of it from another."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep other runs of sheetnet from the file; refuse one that cannot be written or is open elsewhere."""

    def replace(
        self,
        write: Callable[[BinaryIO], None],
        seen: Stamp | None,
        *,
        backup: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        """Let `write` make the file anew, or leave it as it is.

        Refused if the file is no longer as it was `seen`. `backup` keeps the old one beside it as name.bak.xlsx.
        `about_to` is told the digest of the new file when nothing is left to do but the last step.
        """

    def undo(self) -> None:
        """Bring back what the file was before the last run; what it is now can be brought back in the same way."""


def place_of(path: "str | Path | Place") -> Place:
    """The place that a path or a URL names."""
    if isinstance(path, str) and "://" in path:
        from sheetnet.sheet.remote import remote_place

        return remote_place(path)
    if path == "":
        raise FileError("expected the name of a workbook, found nothing")
    return LocalPlace(Path(path)) if isinstance(path, str | Path) else path


@dataclass(frozen=True)
class LocalPlace:
    """A file on a disk, or on what the system shows as one; a symbolic link stands for what it points to."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalPlace) and os.path.realpath(self.path) == os.path.realpath(other.path)

    def __hash__(self) -> int:
        return hash(os.path.realpath(self.path))

    @property
    def name(self) -> str:
        return self.path.name or str(self.path)

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    def open(self) -> tuple[BinaryIO, Stamp]:
        path = self.path
        try:
            if path.exists() and not path.is_dir() and not path.is_file():
                raise FileError("this is a device or a pipe, expected a workbook")
            file = path.open("rb")
            return file, _stamp(os.fstat(file.fileno()))
        except FileNotFoundError:
            raise FileError(_no_such_file(path)) from None
        except IsADirectoryError:
            raise FileError("this is a folder, expected a workbook") from None
        except PermissionError:
            if path.is_dir():  # what Windows says of a folder
                raise FileError("this is a folder, expected a workbook") from None
            raise FileError("no permission to read the file", remedy="ask its owner, or copy it") from None
        except OSError as error:
            raise FileError(f"cannot read the file: {error.strerror}") from None
        except ValueError:
            raise FileError(f"expected the name of a file, found {str(path)!r}") from None

    @contextmanager
    def lock(self) -> Iterator[None]:
        with ExitStack() as held:
            with self._in_words():
                target = self._target()
                held.enter_context(_locked(target))
                self._state(target, None)
            yield

    def replace(
        self,
        write: Callable[[BinaryIO], None],
        seen: Stamp | None,
        *,
        backup: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        with self._in_words(), ExitStack() as held:
            target = self._target()
            held.enter_context(_locked(target))
            old = self._state(target, seen)
            temporary = _beside(target, "tmp")
            try:
                digest = _written(temporary, write)
                if old:
                    _keep_attributes(temporary, old)
                    undo.keep(target, digest)
                    if backup:
                        _keep_backup(target)
                self._state(target, seen)
                about_to(digest)
                _replace(temporary, target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            _flush_folder(target.parent)
            undo.forget_all_but(target, digest)

    def _target(self) -> Path:
        target = Path(os.path.realpath(self.path))
        if not target.parent.is_dir():
            raise FileError(f"there is no folder {target.parent.name!r} to save in", remedy="make it first")
        return target

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Errors of the system as what a user can read and mend."""
        try:
            yield
        except FileError as error:
            raise error.in_book(self.name) from None
        except PermissionError:
            raise FileError(
                "no permission to write the file",
                book=self.name,
                remedy="close it in other programs, or save elsewhere with -o",
            ) from None
        except OSError as error:
            raise FileError(
                f"cannot write the file: {error.strerror}; nothing was changed",
                book=self.name,
                remedy="make room on the disk" if error.errno in _NO_ROOM else "",
            ) from None

    def undo(self) -> None:
        self.open()[0].close()
        with self.lock(), self._in_words():
            before = undo.previous(self._target())
            self.replace(lambda out: copy_into(before, out), None)

    def _state(self, target: Path, seen: Stamp | None) -> os.stat_result | None:
        """What the system knows of the target, None if there is none; refuses one that must not be replaced."""
        _refuse_open_elsewhere(target)
        try:
            now = target.stat()
        except FileNotFoundError:
            if seen:
                raise FileError("the file was moved or deleted meanwhile; nothing was written") from None
            return None
        if stat.S_ISDIR(now.st_mode):
            raise FileError("this is a folder, expected the name of a workbook")
        if not stat.S_ISREG(now.st_mode):
            raise FileError("this is a device or a pipe, expected the name of a workbook")
        if not now.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise FileError("no permission to write the file: it is read-only", remedy="save elsewhere with -o")
        if seen and seen != _stamp(now):
            raise FileError("another program changed the file meanwhile; nothing was written", remedy="run again")
        return now


def _stamp(state: os.stat_result) -> Stamp:
    return state.st_size, state.st_mtime_ns


def _no_such_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f"no such file; there is no folder '{path.parent}'"
    books = {other.stem: other.name for other in path.parent.iterdir() if other.suffix.lower() in (".xlsx", ".xlsm")}
    hint = did_you_mean(path.stem, list(books), 0.75)
    for stem, name in books.items():
        hint = hint.replace(f"'{stem}'", f"'{name}'")
    return f"no such file{hint}"


def _beside(target: Path, kind: str) -> Path:
    """A name for us alone in the folder of the target; always the same, so that the next run tidies up."""
    return target.with_name(f".~sheetnet-{crc32(os.fsencode(target.name)):08x}.{kind}")


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold the lock of a file, which is another file beside it; the same thread may hold it twice."""
    from filelock import FileLock, Timeout

    lock = FileLock(_beside(target, "lock"), timeout=_LOCK_SECONDS, is_singleton=True)
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
                    _beside(target, kind).unlink(missing_ok=True)
        yield
    finally:
        with suppress(OSError):  # while it is held: filelock sees that and asks again; Windows does it by itself
            if lock.lock_counter == 1 and os.name == "posix":
                Path(lock.lock_file).unlink()
        lock.release()


def _refuse_open_elsewhere(target: Path) -> None:
    """The files that Excel and LibreOffice lay beside a workbook while they have it open."""
    for program, name in (("Excel", f"~${target.name}"), ("LibreOffice", f".~lock.{target.name}#")):
        sign = target.with_name(name)
        if os.path.lexists(sign):  # False too where that name would be too long to exist
            raise FileError(
                f"the workbook is open in {program}",
                remedy=f"close it there, or save elsewhere with -o (if no program has it open, delete {name})",
            )


class _Digesting:
    """A file that is written once from front to back, and the digest of what went through."""

    def __init__(self, file: BinaryIO) -> None:
        from hashlib import sha256

        self._file, self._digest = file, sha256()
        self.tell = file.tell

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        return self._file.write(content)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _written(temporary: Path, write: Callable[[BinaryIO], object]) -> str:
    """Write a new file to the disk, through to the platter; returns its digest."""
    with temporary.open("xb") as file:
        through = _Digesting(file)
        write(through)  # type: ignore[arg-type]  # `write` and `tell` are all that is asked of it
        file.flush()
        os.fsync(file.fileno())
    return through.hexdigest()


def _keep_attributes(temporary: Path, old: os.stat_result) -> None:
    """Owner where the system allows it, then the permissions (a change of owner takes some away)."""
    now = temporary.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(stat.S_IMODE(old.st_mode))


def _keep_backup(target: Path) -> None:
    """name.bak.xlsx beside name.xlsx, itself made wholly or not at all."""
    backup = target.with_name(f"{target.stem}.bak{target.suffix}")
    temporary = _beside(target, "bak")
    temporary.unlink(missing_ok=True)
    try:
        _written(temporary, lambda out: copy_into(target, out))
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(backup)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def copy_into(source: Path, out: BinaryIO) -> None:
    """The bytes of a file, in pieces."""
    with source.open("rb") as file:
        while piece := file.read(2**20):
            out.write(piece)


def _replace(temporary: Path, target: Path) -> None:
    """The one step. Where another program holds the old file (Windows), the new one is kept under a name beside it."""
    try:
        temporary.replace(target)
    except PermissionError:
        kept = next(name for name in _free_names(target) if not name.exists())
        try:
            temporary.rename(kept)
        except OSError:
            raise PermissionError from None
        raise FileError(
            f"no permission to replace the file; the result is in {kept.name} beside it",
            remedy="close the workbook in other programs and run again",
        ) from None


def _free_names(target: Path) -> Iterator[Path]:
    yield target.with_name(f"{target.stem}.new{target.suffix}")
    for number in range(2, 100_000):
        yield target.with_name(f"{target.stem}.new{number}{target.suffix}")


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):  # some network folders cannot be flushed; the file is in its place by now
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` make a file of our own at `path`, wholly or not at all, over what may be there; raises OSError."""
    temporary = _beside(path, "tmp")
    temporary.unlink(missing_ok=True)
    try:
        _written(temporary, write)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
