"""Data outside the workbook: a file that it names, and the SHA-256 that tells this state of the file from another."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from sheetnet.errors import FileError, SheetnetError
from sheetnet.sheet.tables.sources import files_of, read_table
from sheetnet.sheet.tables.table import Table


def digest_of(source: str | Path) -> str:
    """The SHA-256 of a file in hexadecimal; of pictures with their labels beside them, that of both, in this order."""
    digest = hashlib.sha256()
    for path in files_of(source):
        try:
            if path.exists() and not path.is_file():
                raise FileError("this is no file with data in it", book=path.name)
            with path.open("rb") as file:
                while chunk := file.read(2**20):
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
    `place`, where the file is missing or has changed, and for the name of a file on another machine, which a workbook
    from a stranger could use to make this one call there.
    """
    if "://" in source or source.replace("\\", "/").startswith("//"):
        raise FileError(
            f"expected a file on this machine, found '{source}'", place=place, remedy="copy it beside the workbook"
        )
    path = str(relative_to / source)
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
            f"the data in '{source}' have changed: expected SHA-256 {digest.strip()[:12]}..., found {found[:12]}...",
            place=place,
            remedy="bring back the file as it was, or make the workbook anew from this one",
        )
    return read(path)
