"""What a reader opens from a report."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from sheetnet.report.wording import clean

_PLAIN = re.compile(r"[\w./~()!,'=$-]")  # in a link; the rest as %XX, so that # and ? and : stay part of a file's name
_OPENED = ("http", "https", "ftp", "ftps", "sftp", "file", "s3", "gs", "gcs", "abfs", "abfss", "az", "smb")
_LONGEST_LINK = 2000  # Excel calls a workbook with a longer one damaged


def link(target: str, folder: Path) -> str | None:
    """What to open from a report in `folder`: a URL as it is, a file below the folder relative, any other absolute."""
    if "://" in target:
        target = clean(target)
        safe = target.partition("://")[0].lower() in _OPENED
        return target if safe and len(target) <= _LONGEST_LINK else None
    here, path = Path(os.path.abspath(folder)), Path(os.path.abspath(target))  # noqa: PTH100 - resolve() follows links
    if path.is_relative_to(here):
        found = _quoted(path.relative_to(here).as_posix())
    else:
        posix = path.as_posix()
        drive = path.drive if path.drive.endswith(":") else ""
        root = "file:" if posix.startswith("//") else "file:///" if drive else "file://"
        found = f"{root}{drive}{_quoted(posix.removeprefix(drive))}"
    return found if len(found) <= _LONGEST_LINK else None


def _quoted(path: str) -> str:
    """A path as part of a link; Japanese letters stay readable, and Excel understands them so."""
    return "".join(c if _PLAIN.fullmatch(c) and c.isprintable() else quote(os.fsencode(c)) for c in path)
