"""The version of an xlwings add-in, read from the VBA text inside it."""

import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

from sheetnet.buttons.compression import chunks

_VERSION = re.compile(rb'XLWINGS_VERSION As String = "([^"]+)"')
_START = re.compile(rb"\x01(?=.[\xb0-\xbf])", re.DOTALL)  # of compressed text: [MS-OVBA] 2.4.1


def addin_version(addin: Path) -> str:
    """``0.37.8``, or nothing where the text cannot be read.

    Every place where compressed text may begin is tried, so that the file system around it need not be understood.
    """
    with ZipFile(addin) as package:
        project = package.read("xl/vbaProject.bin")
    for start in _START.finditer(project):
        found = _VERSION.search(decompressed(project, start.end()))
        if found:
            return found[1].decode("ascii", "replace")
    return ""


def decompressed(data: bytes, at: int, most: int = 3) -> bytes:
    """The first chunks of the text that is compressed from `at` on, as far as they make sense."""
    text = b""
    with suppress(ValueError):
        for chunk in islice(chunks(data, at), most):
            text += chunk
    return text
