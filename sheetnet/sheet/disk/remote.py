"""Workbooks at a URL, on object storage or any other file system that fsspec knows.

What holds there: a workbook is read in one piece, refused if it changed between reading and writing, and written in one
piece. Object storage (S3, Google Cloud Storage, Azure) takes such a piece wholly or not at all. There is no lock, so
that two runs on one workbook at the same moment are not noticed, and nothing is kept for `undo`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from sheetnet.errors import FileError
from sheetnet.sheet.disk.location import Stamp


def path_on_this_machine(url: str) -> Path | None:
    """The path of a URL that names a file of this machine (``file://``), which has all its guarantees; else None."""
    system, path = _system(url)
    protocols = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
    return Path(path) if "file" in protocols else None


def remote_books(url: str, *, recursive: bool = False) -> list[str]:
    """The URLs of the workbooks that a pattern names, or that lie in a folder."""
    system, path = _system(url)
    with _in_words(PurePosixPath(path).name):
        if any(sign in path for sign in "*?[") and not system.exists(path):
            found = system.glob(path)
        elif system.isdir(path):
            found = system.find(path, maxdepth=None if recursive else 1)
        else:
            return [url]
        return sorted(system.unstrip_protocol(one) for one in found)


def is_folder(url: str) -> bool:
    """Whether a URL names a folder."""
    system, path = _system(url)
    with _in_words(PurePosixPath(path).name):
        return bool(system.isdir(path))


@dataclass(frozen=True)
class RemoteFile:
    """A workbook at a URL."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.url).suffix.lower()

    def open(self) -> tuple[BinaryIO, Stamp]:
        system, path = _system(self.url)
        with _in_words(self.name):
            before = _state(system, path)
            content = system.cat_file(path)
            if _state(system, path) != before:
                raise FileError("another program is changing the file", book=self.name, remedy="run again")
        return BytesIO(content), before

    def lock(self, *, must_undo: bool = False) -> AbstractContextManager[None]:
        return nullcontext()

    def replace(
        self,
        write: Callable[[BinaryIO], None],
        seen: Stamp | None,
        *,
        backup: bool = False,
        must_undo: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        system, path = _system(self.url)
        made = BytesIO()
        write(made)
        with _in_words(self.name):
            if seen and (not system.exists(path) or _state(system, path) != seen):
                raise FileError("another program changed the file meanwhile; nothing was written", remedy="run again")
            if backup and system.exists(path):
                system.cp_file(path, path.removesuffix(self.suffix) + f".bak{self.suffix}")
            about_to(sha256(made.getbuffer()).hexdigest())
            system.pipe_file(path, made.getvalue())

    def undo(self) -> None:
        raise FileError(
            "sheetnet keeps earlier states of files on this machine only", book=self.name, remedy="use --backup"
        )


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError:
        raise FileError("a URL needs fsspec", book=url, remedy='pip install "sheetnet[remote]"') from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:  # fsspec says what to install, or that it does not know the protocol
        raise FileError(str(error), book=url) from None
    return system, path


def _state(system: Any, path: str) -> Stamp:
    system.invalidate_cache()
    return (system.ukey(path),)


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """What the drivers raise as what a user can read; each has exceptions of its own."""
    try:
        yield
    except FileError as error:
        raise error.in_book(name) from None
    except FileNotFoundError:
        raise FileError("no such file", book=name) from None
    except PermissionError as error:
        raise FileError(f"no permission: {error}", book=name) from None
    except Exception as error:
        raise FileError(f"the storage says: {type(error).__name__}: {error}", book=name) from None
