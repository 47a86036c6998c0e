"""Which workbooks a command line means: names, patterns, folders and URLs."""

import os
import re
from collections.abc import Iterable
from glob import escape, glob, has_magic  # unlike Path.glob it takes a whole path
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sheetnet.errors import FileError, SettingError
from sheetnet.sheet.disk.addresses import location_of

_SUFFIXES = (".xlsx", ".xlsm")
OTHERS = (".xls", ".xlsb", ".ods", ".fods", ".numbers", ".gsheet")
"""Sheets of other kinds, which cannot be read: where everybody's file matters they are looked for, and told."""


class Source(NamedTuple):
    """A workbook as the user named it, and its name within an output folder.

    A folder that could not be searched is one too, with the `problem`; so is a linked one, which is not gone into.
    """

    path: str
    inside: str
    problem: str = ""
    linked: bool = False


def find_books(
    arguments: Iterable[str],
    *,
    recursive: bool = False,
    output_folder: str | None = None,
    also: tuple[str, ...] = (),
) -> list[Source]:
    """The workbooks that arguments name, each once, those of a folder or pattern in the order of their names.

    Patterns are read here too, for shells that do not (Windows). In folders and by patterns nothing is found that
    sheetnet wrote itself beside the workbooks: no backups (name.bak.xlsx), no lock files, no reports, and nothing in an
    `output_folder` that lies within the folder. Files that end in one of `also` are found beside them. Raises FileError
    when an argument names nothing.
    """
    suffixes = (*_SUFFIXES, *also)
    found: dict[str, Source] = {}
    for argument in arguments:
        search = _remote if "://" in argument else _local
        books = search(argument, recursive, suffixes)
        if [argument] != [book.path for book in books]:
            books = _but_our_own(books, argument, output_folder)
        if not books:
            raise FileError("no workbook here", book=argument, remedy="expected .xlsx or .xlsm files")
        for book in books:
            key = book.path if "://" in book.path else os.path.normcase(os.path.realpath(book.path))
            found.setdefault(key, book)
    return list(found.values())


def whole(name: str) -> str:
    """A name that means the same file in any folder of any machine that sees it."""
    return name if not name or "://" in name else os.path.abspath(name)  # noqa: PTH100 - without a detour by `..`


def is_many(arguments: list[str]) -> bool:
    """Whether arguments may mean other than one workbook that is named outright."""
    if len(arguments) != 1:
        return True
    if "://" in arguments[0]:
        return _magic(arguments[0]) or not arguments[0].lower().endswith(_SUFFIXES)
    path = arguments[0]
    missing = not os.path.exists(path)  # noqa: PTH110 - of Path it fails where a folder cannot be entered
    return (missing and has_magic(path)) or (os.path.isdir(path) and not _is_book(Path(path).name))  # noqa: PTH112


def _local(argument: str, recursive: bool, suffixes: tuple[str, ...]) -> list[Source]:  # noqa: FBT001
    path = Path(argument)
    if os.path.isdir(argument):  # noqa: PTH112 - of Path it fails where a folder cannot be entered
        return _in_folder(path, recursive, suffixes)
    if os.path.exists(argument) or not has_magic(argument):  # noqa: PTH110
        return [Source(argument, path.name)]  # whether it is there is said when it is opened
    pattern = _pattern(argument)
    matches = glob(pattern, recursive=True) or glob(pattern.replace("[", "[[]"), recursive=True)  # noqa: PTH207
    books = [Path(one) for one in matches if _is_book(Path(one).name, suffixes) and _is_there(one)]
    return [*_unreadable(pattern), *(Source(str(one), one.name) for one in sorted(books, key=_natural))]


def _unreadable(pattern: str) -> list[Source]:
    """The folders that a pattern means and that cannot be searched; glob passes them over in silence."""
    above = list(Path(pattern).parents)
    searched = sum(has_magic(str(one)) for one in above)  # those below them, and the last one that is named as it is
    places = [os.path.join(one, "") for one in above[: searched + 1]]  # noqa: PTH118
    folders = {os.path.normpath(one) for place in places for one in glob(place, recursive=True)}  # noqa: PTH207
    closed = sorted(one for one in folders if not os.access(one, os.R_OK | os.X_OK))
    return [_shut(one, "Permission denied") for one in closed]


def _is_there(path: str | Path) -> bool:
    """Whether it is a file, or a link that leads nowhere: somebody's file was to be there."""
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))  # noqa: PTH110, PTH113, PTH114


def _shut(folder: str, why: str) -> Source:
    return Source(folder, "", f"cannot read the folder: {why}")


def _pattern(argument: str) -> str:
    """The pattern whose leading folders that exist stand for themselves: brackets in their names are no pattern."""
    first, *parts = Path(argument).parts
    known = Path(first) if Path(first).exists() or not has_magic(first) else None
    if known is None:
        return argument
    while parts and os.path.exists(known / parts[0]):  # noqa: PTH110
        known /= parts.pop(0)
    return str(Path(escape(str(known)), *parts))


def _in_folder(folder: Path, recursive: bool, suffixes: tuple[str, ...]) -> list[Source]:  # noqa: FBT001
    """The workbooks in a folder, and the folders within it that cannot be searched or are links."""
    unread: list[Source] = []
    found: list[Path] = []

    def note(error: OSError) -> None:
        unread.append(_shut(str(error.filename), error.strerror or "?"))

    for place, folders, names in os.walk(folder, onerror=note):
        if not os.access(place, os.X_OK):  # its names can be read, and none of its files
            unread.append(_shut(place, "Permission denied"))
            folders.clear()
            continue
        found += [one for name in names if _is_book(name, suffixes) and _is_there(one := Path(place, name))]
        if not recursive:
            break
        linked = [str(one) for name in folders if (one := Path(place, name)).is_symlink()]
        unread += [Source(one, "", linked=True) for one in sorted(linked)]
    books = [Source(str(one), one.relative_to(folder).as_posix()) for one in sorted(found, key=_natural)]
    return [*unread, *books]


def _but_our_own(books: list[Source], argument: str, output_folder: str | None) -> list[Source]:
    """Without what lies in an output folder within the folder that was searched, and without reports."""
    from sheetnet.report.earlier import is_report  # one workbook that is named needs no search

    if output_folder and "://" not in output_folder:
        out = os.path.realpath(output_folder)
        if not within(argument, out):
            books = [one for one in books if not within(one.path, out)]
    return [one for one in books if one.problem or one.linked or "://" in one.path or not is_report(Path(one.path))]


def within(path: str, folder: str) -> bool:
    """Whether a path is in a folder, which is named by its real path, or is the folder."""
    real = os.path.realpath(path)
    return real == folder or real.startswith(os.path.join(folder, ""))  # noqa: PTH118


def _remote(argument: str, recursive: bool, suffixes: tuple[str, ...]) -> list[Source]:  # noqa: FBT001
    from sheetnet.sheet.disk.remote import is_folder, remote_books

    if not _magic(argument) and not is_folder(argument):
        return [Source(argument, PurePosixPath(argument).name)]
    base = "" if _magic(argument) else argument.rstrip("/").partition("://")[2] + "/"
    names = remote_books(argument, recursive=recursive)
    books = [one for one in names if _is_book(PurePosixPath(one).name, suffixes)]
    return [Source(one, one.partition(base)[2] if base and base in one else PurePosixPath(one).name) for one in books]


def _magic(url: str) -> bool:
    return has_magic(url.partition("://")[2])


def _is_book(name: str, suffixes: tuple[str, ...] = _SUFFIXES) -> bool:
    lower = name.lower()
    hidden = name.startswith((".", "~$"))
    return lower.endswith(suffixes) and not hidden and not lower.rpartition(".")[0].endswith(".bak")


def _natural(path: Path) -> list[tuple[int, int | str]]:
    """The order that people expect: book 2 before book 10."""
    return [(0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in re.split(r"(\d+)", str(path))]


def outputs(books: list[Source], folder: str, *, make: bool = True) -> dict[str, str]:
    """Where each workbook goes in an output folder, which is made if it has to be; two must not go to one name."""
    remote = "://" in folder
    targets: dict[str, str] = {}
    taken: dict[str, str] = {}
    for book in books:
        if book.problem:
            continue
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
