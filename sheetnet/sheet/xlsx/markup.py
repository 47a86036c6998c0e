"""XML as bytes: checked once by expat, then searched as text, so that what is not changed stays byte for byte.

In a well-formed document without comments and CDATA every ``<`` starts a tag, and no attribute holds one. Regular
expressions then find tags without doubt, and an order of magnitude faster than a parser that calls Python. Of a
document with comments and the like its `mask` is searched, where they are blank and all else stands where it stood.

An expression that looks for an end tag takes the end of the text instead, if there is none: otherwise a thousand start
tags without end would each look through all of the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from sheetnet.errors import FileError

# a repeated group is made atomic by (?>...), not by *+, which Python before 3.11.4 gets wrong (CPython issue 101955)
ATTRIBUTES = rb'((?>(?:[^<>"\'/]++|"[^"<]*+"|\'[^\'<]*+\'|/(?!>))*))'
_NAME = rb"[^\s<>/!?\"'=:]++"
PREFIX = rb"((?>(?:" + _NAME + rb":)?))"
TAG = re.compile(
    rb"<(?>(?:" + _NAME + rb":)?)" + _NAME + ATTRIBUTES + rb"/?>"
)  # a start tag, its attributes as a group
_ROOT = re.compile(rb"<" + PREFIX + _NAME)
_ATTRIBUTE = re.compile(rb"([^\s=\"'/]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));")
_NO_XML = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"  # a carriage return too: a parser would make a line feed of it
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_BEGINS_ODD = re.compile(rb"<(?:\?|!(?:--|\[CDATA\[))")
_ODD = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.S)


def attributes(raw: bytes) -> dict[str, str]:
    """The attributes of a start tag, unescaped."""
    found = _ATTRIBUTE.findall(raw)
    return {name.decode("utf-8"): unescape((double or single).decode("utf-8")) for name, double, single in found}


def attribute_place(raw: bytes, name: bytes) -> tuple[int, int]:
    """Where in a start tag the value of an attribute stands, without its quotes; (-1, -1) where it has none."""
    found = (match for match in _ATTRIBUTE.finditer(raw) if match[1] == name)
    match = next(found, None)
    return match.span(2 if match[2] is not None else 3) if match else (-1, -1)


def attribute_name(raw: bytes, name: bytes) -> tuple[int, int]:
    """Where in a start tag the name of an attribute stands that it has."""
    return next(match.span(1) for match in _ATTRIBUTE.finditer(raw) if match[1] == name)


def integer(part: str, given: Mapping[str, str], name: str, missing: str = "0") -> int:
    """An attribute that has to be a whole number; `missing` where there is none."""
    text = given.get(name) or missing  # some programs write s=""
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise FileError(f"{part}: expected a whole number for {name}, found {text[:40]!r}: the file is damaged")
    return int(text)


def root_prefix(xml: bytes) -> bytes:
    """The prefix of the root of a part, with its colon; `check_xml` has put all of its namespace under it."""
    root = _ROOT.search(mask(xml))
    return root[1] if root else b""


def elements(xml: bytes, tag: str, start: int = 0, end: int | None = None) -> Iterator[dict[str, str]]:
    """The attributes of every element of that name in the namespace of a part's root; comments are left out."""
    pattern = re.compile(rb"<" + re.escape(root_prefix(xml)) + tag.encode() + rb"(?=[\s/>])" + ATTRIBUTES)
    for match in pattern.finditer(mask(xml), start, len(xml) if end is None else end):
        yield attributes(match[1])


def count_elements(xml: bytes, tag: str, start: int = 0, end: int | None = None) -> int:
    """How many elements of that name in the namespace of its root a part has; it costs no memory."""
    pattern = re.compile(rb"<" + re.escape(root_prefix(xml)) + tag.encode() + rb"(?=[\s/>])")
    return sum(1 for _ in pattern.finditer(xml, start, len(xml) if end is None else end))


def refuse_many(part: str, xml: bytes, name: str, most: int) -> None:
    """Raise FileError where a part has more elements of a name than any program writes."""
    found = count_elements(xml, name)
    if found > most:
        raise FileError(f"{part} has {found:,} elements <{name}>, and no program writes more than {most:,}")


def mask(xml: bytes) -> bytes:
    """`xml` with blanks over comments, CDATA sections and processing instructions; itself when it has none."""
    declared = xml.startswith((b"<?", b"\xef\xbb\xbf<?"))
    start = xml.find(b"?>") + 2 if declared else 0
    if not _BEGINS_ODD.search(xml, start):  # which takes half the time of looking for two bytes
        return xml
    return _ODD.sub(lambda odd: b" " * len(odd[0]), xml)


def plain(xml: bytes) -> bytes:
    """`xml` without comments and processing instructions, and with CDATA sections as escaped text."""
    if b"<!" not in xml and b"<?" not in xml:
        return xml

    def escaped(odd: re.Match[bytes]) -> bytes:
        return odd[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;") if odd[1] else b""

    return _ODD.sub(escaped, xml)


def spliced(xml: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """`xml` with other bytes from one place to another, in the order of the places."""
    view = memoryview(xml)  # slices of it are no copies
    pieces: list[bytes | memoryview] = []
    at = 0
    for start, end, new in changes:
        pieces += (view[at:start], new)
        at = end
    return b"".join((*pieces, view[at:]))


def unescape(text: str) -> str:
    """Entities and character references as the characters that they stand for."""
    if "&" not in text:
        return text
    if "&#" not in text:  # quickly; the last may begin what looks like another
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
        return text.replace("&apos;", "'").replace("&amp;", "&")

    def character(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name:
            return _NAMED.get(name, match[0])
        return chr(int(hexadecimal, 16) if hexadecimal else int(decimal.lstrip("0") or "0"))  # int() takes 4300 digits

    return _ENTITY.sub(character, text)


def escape(text: str) -> bytes:
    """Text as XML content or attribute value."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.encode("utf-8")


def line_ends(text: str) -> str:
    """Line ends as a parser hands them on (XML 1.0, 2.11)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def cell_text(text: str) -> str:
    """Text of a cell, once unescaped, with _x000D_ and the like as characters (ECMA-376 part 1, 22.4.2.4)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escape_cell_text(text: str) -> bytes:
    """Text of a cell as XML content; characters that XML cannot hold become _x0001_ and the like."""
    if "_x" in text:
        text = re.sub(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NO_XML}))", "_x005F_", text)
    if not text.isprintable():
        text = re.sub(_NO_XML, lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)
