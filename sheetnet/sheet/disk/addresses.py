"""What a path or a URL means: a file on this machine, or one that fsspec reaches."""

from pathlib import Path

from sheetnet.errors import FileError
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location


def location_of(path: "str | Path | Location") -> Location:
    """The location that a path or a URL names."""
    if isinstance(path, str) and "://" in path:
        from sheetnet.sheet.disk.remote import RemoteFile, path_on_this_machine

        here = path_on_this_machine(path)
        return RemoteFile(path) if here is None else LocalFile(here)
    if path == "":
        raise FileError("expected the name of a workbook, found nothing")
    return LocalFile(Path(path)) if isinstance(path, str | Path) else path
