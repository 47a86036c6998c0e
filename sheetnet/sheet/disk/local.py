"""A file on a disk, replaced wholly or not at all.

A temporary file in the same folder, flushed, then one rename over the target, all under a lock that other
runs of sheetnet respect.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from sheetnet.errors import FileError, did_you_mean
from sheetnet.sheet.disk import undo
from sheetnet.sheet.disk.location import Stamp
from sheetnet.sheet.disk.locks import beside, locked, refuse_open_elsewhere
from sheetnet.sheet.disk.writing import (
    PRIVATE,
    copy_into,
    flush_folder,
    keep_attributes,
    keep_backup,
    replace_file,
    written,
)

_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class LocalFile:
    """A file on a disk, or on what the system shows as one; a symbolic link stands for what it points to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalFile) and os.path.realpath(self.path) == os.path.realpath(other.path)

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
            gone = "this is a link to a file that is not there" if path.is_symlink() else _no_such_file(path)
            raise FileError(gone) from None
        except IsADirectoryError:
            raise FileError("this is a folder, expected a workbook") from None
        except PermissionError:
            if os.path.isdir(path):  # noqa: PTH112 - what Windows says of a folder; Path.is_dir may fail as well
                raise FileError("this is a folder, expected a workbook") from None
            raise FileError("no permission to read the file", remedy="ask its owner, or copy it") from None
        except OSError as error:
            raise FileError(f"cannot read the file: {error.strerror}") from None
        except ValueError:
            raise FileError(f"expected the name of a file, found {str(path)!r}") from None

    @contextmanager
    def lock(self, *, must_undo: bool = False) -> Iterator[None]:
        with ExitStack() as held:
            with self._in_words():
                target = self._target()
                held.enter_context(locked(target))
                if self._state(target, None) and must_undo:
                    undo.refuse_where_nothing_is_kept(target)
            yield

    def replace(
        self,
        write: Callable[[BinaryIO], None],
        seen: Stamp | None,
        *,
        backup: bool = False,
        must_undo: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        with self._in_words(), ExitStack() as held:
            target = self._target()
            held.enter_context(locked(target))
            old = self._state(target, seen)
            temporary = beside(target, "tmp")
            try:
                digest = written(temporary, write, PRIVATE if old else 0o666)
                if old:
                    keep_attributes(temporary, old)
                    undo.keep(target, digest, must=must_undo)
                    if backup:
                        keep_backup(target)
                self._state(target, seen)
                about_to(digest)
                replace_file(temporary, target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            flush_folder(target.parent)
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
            try:
                self.replace(lambda out: copy_into(before, out), None, must_undo=True)
            except undo.NotKeptError as error:
                error.remedy = f"what it was before is kept in {before}"
                raise

    def _state(self, target: Path, seen: Stamp | None) -> os.stat_result | None:
        """What the system knows of the target, None if there is none; refuses one that must not be replaced."""
        refuse_open_elsewhere(target)
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
