"""Which workbooks a command line means: names, patterns, folders and URLs."""

import os
import re
from collections.abc import Iterable
from glob import glob, has_magic  # unlike Path.glob it takes a whole path
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.disk.addresses import location_of

_SUFFIXES = (".xlsx", ".xlsm")


class Source(NamedTuple):
    """A workbook as the user named it, and its name within an output folder."""

    path: str
    inside: str


def find_books(arguments: Iterable[str], *, recursive: bool = False) -> list[Source]:
    """The workbooks that arguments name, each once, those of a folder or pattern in the order of their names.

    Patterns are read here too, for shells that do not (Windows). In folders and by patterns no backups (name.bak.xlsx)
    and no lock files are found. Raises FileError when an argument names nothing.
    """
    found: dict[str, Source] = {}
    for argument in arguments:
        books = _remote(argument, recursive) if "://" in argument else _local(argument, recursive)
        if not books:
            raise FileError("no workbook here", book=argument, remedy="expected .xlsx or .xlsm files")
        for book in books:
            key = book.path if "://" in book.path else os.path.normcase(os.path.realpath(book.path))
            found.setdefault(key, book)
    return list(found.values())


def is_many(arguments: list[str]) -> bool:
    """Whether arguments may mean other than one workbook that is named outright."""
    if len(arguments) != 1:
        return True
    if "://" in arguments[0]:
        return _magic(arguments[0]) or not arguments[0].lower().endswith(_SUFFIXES)
    path = Path(arguments[0])
    return (not path.exists() and has_magic(arguments[0])) or (path.is_dir() and not _is_book(path.name))


def _local(argument: str, recursive: bool) -> list[Source]:  # noqa: FBT001
    path = Path(argument)
    if path.is_dir():
        names = path.rglob("*") if recursive else path.iterdir()
        inside = [one for one in names if _is_book(one.name) and one.is_file()]
        return [Source(str(one), one.relative_to(path).as_posix()) for one in sorted(inside, key=_natural)]
    if path.exists() or not has_magic(argument):
        return [Source(argument, path.name)]  # whether it is there is said when it is opened
    matches = [Path(one) for one in glob(argument, recursive=True)]  # noqa: PTH207
    return [Source(str(one), one.name) for one in sorted(matches, key=_natural) if _is_book(one.name) and one.is_file()]


def _remote(argument: str, recursive: bool) -> list[Source]:  # noqa: FBT001
    from sheetnet.sheet.disk.remote import is_folder, remote_books

    if not _magic(argument) and not is_folder(argument):
        return [Source(argument, PurePosixPath(argument).name)]
    base = "" if _magic(argument) else argument.rstrip("/").partition("://")[2] + "/"
    books = [one for one in remote_books(argument, recursive=recursive) if _is_book(PurePosixPath(one).name)]
    return [Source(one, one.partition(base)[2] if base and base in one else PurePosixPath(one).name) for one in books]


def _magic(url: str) -> bool:
    return has_magic(url.partition("://")[2])


def _is_book(name: str) -> bool:
    lower = name.lower()
    hidden = name.startswith((".", "~$"))
    return lower.endswith(_SUFFIXES) and not hidden and not lower.removesuffix(lower[-5:]).endswith(".bak")


def _natural(path: Path) -> list[tuple[int, int | str]]:
    """The order that people expect: book 2 before book 10."""
    return [(0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in re.split(r"(\d+)", str(path))]


def outputs(books: list[Source], folder: str, *, make: bool = True) -> dict[str, str]:
    """Where each workbook goes in an output folder, which is made if it has to be; two must not go to one name."""
    remote = "://" in folder
    targets: dict[str, str] = {}
    taken: dict[str, str] = {}
    for book in books:
        target = f"{folder.rstrip('/')}/{book.inside}" if remote else str(Path(folder) / book.inside)
        other = taken.setdefault(os.path.normcase(target), book.path)
        if other != book.path:
            raise SettingError(
                f"'{other}' and '{book.path}' would both be written to '{target}'",
                remedy="name the folder that holds both, with --recursive",
            )
        if location_of(target) == location_of(book.path):
            raise SettingError(f"the output folder is the one that '{book.path}' lies in")
        targets[book.path] = target
    if make and not remote:
        for target in targets.values():
            try:
                Path(target).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileError(f"cannot make the folder: {error.strerror}", book=str(Path(target).parent)) from None
    return targets
