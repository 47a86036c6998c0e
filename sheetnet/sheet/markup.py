"""XML as bytes: checked once by expat, then searched as text, so that what is not changed stays byte for byte.

In a well-formed document without comments and CDATA every ``<`` starts a tag, and no attribute holds one. Regular
expressions then find tags without doubt, and an order of magnitude faster than a parser that calls Python.
"""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from sheetnet.sheet.errors import FileError

ATTRIBUTES = rb'((?:[^>"\'/]++|"[^"]*+"|\'[^\']*+\'|/(?!>))*+)'
PREFIX = rb"((?:[\w.-]+:)?)"
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));")
_NO_XML = "[\x00-\x08\x0b-\x1f\ufffe\uffff]"  # a carriage return too: a parser would make a line feed of it
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NOT_MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.S)


def check_xml(part: str, xml: bytes) -> None:
    """Raise FileError unless `xml` is well-formed UTF-8 and declares no DOCTYPE (so that no entity can expand)."""

    def refuse(*_: object) -> None:
        raise FileError(f"{part} declares a DOCTYPE, which no spreadsheet program writes; the file is refused")

    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or re.match(
        rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", xml[:200], re.I
    ):
        raise FileError(f"{part} is not encoded as UTF-8", remedy="save the file once in a spreadsheet program")
    if b"\0" in xml[:200]:
        raise FileError(f"{part} is not encoded as UTF-8", remedy="save the file once in a spreadsheet program")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise FileError(f"{part} is not well-formed XML ({error}): the file is damaged") from None


def attributes(raw: bytes) -> dict[str, str]:
    """The attributes of a start tag, unescaped."""
    return {
        name.decode(): unescape((double or single).decode("utf-8")) for name, double, single in _ATTRIBUTE.findall(raw)
    }


def integer(part: str, given: Mapping[str, str], name: str, missing: str = "0") -> int:
    """An attribute that has to be a whole number; `missing` where there is none."""
    text = given.get(name, missing)
    if not re.fullmatch(r"\s*\d{1,9}\s*", text):
        raise FileError(f"{part}: expected a whole number for {name}, found '{text}': the file is damaged")
    return int(text)


def elements(xml: bytes, tag: str) -> Iterator[dict[str, str]]:
    """The attributes of every element of that local name, comments and the like left out."""
    for match in re.finditer(rb"<(?:[\w.-]+:)?" + tag.encode() + rb"(?=[\s/>])" + ATTRIBUTES, without_comments(xml)):
        yield attributes(match[1])


def without_comments(xml: bytes) -> bytes:
    """`xml` less comments, CDATA sections and processing instructions."""
    return _NOT_MARKUP.sub(b"", xml) if b"<!" in xml or b"<?" in xml else xml


def unescape(text: str) -> str:
    """Entities and character references as the characters that they stand for."""
    if "&" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name:
            return _NAMED.get(name, match[0])
        return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))

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
    text = re.sub(rf"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NO_XML}))", "_x005F_", text)
    text = re.sub(_NO_XML, lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)
