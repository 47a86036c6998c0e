"""The encoding of an XML part: parts in an older one are read as UTF-8, and become UTF-8 once they are edited."""

import re

from sheetnet.errors import FileError

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BEGINNINGS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([\w.-]+)[\"']", re.ASCII)
_CODECS = {
    "iso-8859-1": "latin-1",
    "iso8859-1": "latin-1",
    "iso_8859-1": "latin-1",
    "latin1": "latin-1",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
_REMEDY = "save the file once in a spreadsheet program"


def as_utf8(part: str, xml: bytes) -> bytes:
    """The part in UTF-8, its declaration adjusted; the same object when it was UTF-8 already.

    UTF-16, ISO-8859-1, US-ASCII and windows-1252 are understood.
    """
    codec = _MARKS.get(xml[:2])
    if codec:
        return _transcoded(part, xml[2:], codec, codec)
    codec = _BEGINNINGS.get(xml[:2])
    if codec:
        return _transcoded(part, xml, codec, codec)
    declared = _DECLARED.match(xml, 0, 1000)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in ("utf-8", "utf8"):
        return xml
    codec = _CODECS.get(name)
    if codec is None or xml.startswith(b"\xef\xbb\xbf"):
        raise FileError(f"{part} says that it is encoded as {name}, which is not read or not true", remedy=_REMEDY)
    return _transcoded(part, xml, codec, name)


def _transcoded(part: str, xml: bytes, codec: str, name: str) -> bytes:
    try:
        utf8 = xml.decode(codec).encode("utf-8")
    except UnicodeError:
        raise FileError(f"{part} says that it is encoded as {name}, and is not: the file is damaged") from None
    declared = _DECLARED.match(utf8, 0, 1000)
    return utf8[: declared.start(1)] + b"UTF-8" + utf8[declared.end(1) :] if declared else utf8
