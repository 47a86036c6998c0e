"""Data outside the workbook: a file that it names, and the SHA-256 that tells this state of the file from another.

A workbook may come from a stranger, so that the file has to lie below the workbook's folder, or in one that the person
at the command line allows.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from sheetnet.errors import FileError, SheetnetError
from sheetnet.sheet.tables.sources import files_of, read_table
from sheetnet.sheet.tables.table import Table
from sheetnet.sheet.tables.text import UNUSUAL

FOLDERS = "SHEETNET_DATA_FOLDERS"  # other folders with data, as PATH has them for programs
_MOST = 2**32  # bytes of a file with data


def digest_of(source: str | Path) -> str:
    """The SHA-256 of a file in hexadecimal; of pictures with their labels beside them, that of both, in this order."""
    digest = hashlib.sha256()
    for path in files_of(source):
        try:
            if path.exists() and not path.is_file():
                raise FileError(UNUSUAL, book=path.name)
            size = path.stat().st_size
            if size > _MOST:
                raise FileError(f"the file has more than {_MOST:,} bytes", book=path.name)
            with path.open("rb") as file:
                while chunk := file.read(2**20):
                    size -= len(chunk)
                    if size < 0:  # the system's own files give more than they say, some without end
                        raise FileError(UNUSUAL, book=path.name)
                    digest.update(chunk)
        except FileNotFoundError:
            raise FileError("no such file", book=path.name) from None
        except OSError as error:
            raise FileError(f"cannot read the file: {error.strerror}", book=path.name) from None
        except ValueError:
            raise FileError(f"expected the name of a file, found {str(path)!r}") from None
    return digest.hexdigest()


def read_outside(
    source: str, digest: str, relative_to: Path, place: str, read: Callable[[str], Table] = read_table
) -> Table:
    """The table that a workbook refers to; `read` makes it from the source, once that is known to be what it was.

    A name that is not absolute is taken from the folder `relative_to`. Raises FileError, its place the workbook's cell
    `place`, where the file is missing or has changed, and for what a workbook from a stranger could use: a file on
    another machine, which this one would call, and one outside of the workbook's folder and of those that are allowed.
    """
    if "://" in source or source.replace("\\", "/").startswith("//"):
        raise FileError(
            f"expected a file on this machine, found '{source}'", place=place, remedy="copy it beside the workbook"
        )
    path = str(relative_to / source)
    if "\0" not in path and not _is_allowed(Path(path), relative_to):
        raise FileError(
            f"expected data below the workbook's folder, found '{source}'",
            place=place,
            remedy="move the file there, or allow its folder with --data-folder",
        )
    try:
        found = digest_of(path)
    except SheetnetError as error:
        raise FileError(
            f"expected the data in '{source}': {error.problem}",
            place=place,
            remedy="" if Path(source).is_absolute() else f"put it into {relative_to}",
        ) from None
    if found != digest.strip().lower():
        raise FileError(
            f"the data in '{source}' have changed: their SHA-256 is not {digest.strip()[:12]}... any more",
            place=place,
            remedy="bring back the file as it was, or make the workbook anew from this one",
        )
    return read(path)


def _is_allowed(path: Path, home: Path) -> bool:
    """Whether a file lies, links followed, below the workbook's folder or below one that is allowed."""
    folders = [home, *(Path(one) for one in os.environ.get(FOLDERS, "").split(os.pathsep) if one)]
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in folders)
