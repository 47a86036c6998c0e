"""The encoding of a text file, told by its bytes, all of them.

UTF-8, UTF-16 and UTF-32 prove themselves. Of the rest, two encodings are read: that of Windows in Japan (cp932, which
has Shift-JIS in it) and that of Windows in western Europe (cp1252, which has ISO 8859-1 in it). A text that neither
suits is refused, rather than read as letters that nobody wrote.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import NamedTuple

from sheetnet.errors import FileError

_MARKS = {  # that of UTF-32 begins as that of UTF-16 does
    BOM_UTF8: "utf-8-sig",
    BOM_UTF32_LE: "utf-32",
    BOM_UTF32_BE: "utf-32",
    BOM_UTF16_LE: "utf-16",
    BOM_UTF16_BE: "utf-16",
}
_START = 4096  # bytes in which UTF-16 without a mark shows itself
_IN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_IN_CP932 = re.compile(rb"([\x81-\x9f][\x40-\x7e\x80-\xfc])|[\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_REMEDY = "save it as 'CSV UTF-8' in Excel"


class Decoded(NamedTuple):
    """A text, and what is to be said of its encoding, if it was not certain."""

    text: str
    note: str = ""


def decoded(data: bytes, book: str) -> Decoded:
    """The text of a file's bytes; raises FileError where no encoding gives one."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding, book).lstrip("\ufeff"))  # some programs write it twice
    zeros = data[:_START].count(0)
    if zeros:  # every other byte of ASCII letters in UTF-16
        even = data[:_START:2].count(0)
        return Decoded(_strictly(data, "utf-16-be" if even > zeros - even else "utf-16-le", book))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _of_windows(data, error.start, book)


def _strictly(data: bytes, encoding: str, book: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong(data, error.start, encoding.removesuffix("-sig").upper(), book) from None


def _of_windows(data: bytes, wrong: int, book: str) -> Decoded:
    """The text in one of the two encodings, if one of them suits; `wrong` is the first byte that is not UTF-8."""
    in_utf8 = _IN_UTF8.findall(data)
    strange = sum(map(len, _HIGH.findall(data))) - sum(map(len, in_utf8))
    if len(in_utf8) > 2 * strange:
        raise _wrong(data, wrong, "UTF-8", book)
    if _is_japanese(data):
        return Decoded(data.decode("cp932"), "it is read as Shift-JIS (cp932), as it is not in UTF-8")
    if not in_utf8 and _is_european(data):
        return Decoded(data.decode("cp1252"), "it is read as Windows-1252, as it is not in UTF-8")
    raise _wrong(data, wrong, "UTF-8, UTF-16, Shift-JIS or Windows-1252", book)


def _is_japanese(data: bytes) -> bool:
    """Whether most letters beyond ASCII are kana or frequent kanji, whose first bytes are no letters in Europe."""
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return False
    frequent = [bool(found) for found in _IN_CP932.findall(data)]
    return 2 * sum(frequent) > len(frequent) and not any("\ue000" <= letter <= "\uf8ff" for letter in set(text))


def _is_european(data: bytes) -> bool:
    """Whether letters with accents stand among others: no word has three of them in a row."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(len(run) < 3 for run in _HIGH.findall(data))


def _wrong(data: bytes, at: int, encoding: str, book: str) -> FileError:
    line = data.count(b"\n", 0, at) + 1
    return FileError(f"this is not a CSV file in {encoding}", book=book, place=f"line {line}", remedy=_REMEDY)
