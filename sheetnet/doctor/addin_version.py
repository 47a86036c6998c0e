"""The version of an xlwings add-in, read from the VBA text inside it."""

import re
from pathlib import Path
from zipfile import ZipFile

_VERSION = re.compile(rb'XLWINGS_VERSION As String = "([^"]+)"')
_START = re.compile(rb"\x01(?=.[\xb0-\xbf])", re.DOTALL)  # of compressed text: [MS-OVBA] 2.4.1
_CHUNK = 4096


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
    for _ in range(most):
        header = int.from_bytes(data[at : at + 2], "little")
        if header >> 12 != 0b1011:
            break
        end = at + 3 + (header & 0xFFF)
        chunk = _chunk(data[at + 2 : end])
        text += chunk
        if len(chunk) < _CHUNK:
            break
        at = end
    return text


def _chunk(data: bytes) -> bytes:
    """One chunk: bytes as they are, and copies of what stands before, eight of them after each byte of flags."""
    out = bytearray()
    at = 0
    while at < len(data) and len(out) < _CHUNK:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            token = int.from_bytes(data[at : at + 2], "little")
            at += 2
            bits = max(4, (len(out) - 1).bit_length())
            back = (token >> (16 - bits)) + 1
            if back > len(out):
                return bytes(out)
            for _ in range((token & (0xFFFF >> bits)) + 3):
                out.append(out[-back])
    return bytes(out)
