"""Whether an XML part can be trusted: well-formed, without a DOCTYPE, and of a shape that no parser suffers from."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING
from xml.parsers import expat

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.encoding import as_utf8
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, TAG, mask

if TYPE_CHECKING:
    from sheetnet.sheet.xlsx.namespaces import Binding

DEEPEST = 10_000  # expat keeps some 100 bytes for each open tag; spreadsheet programs stay below 20
MOST_BINDINGS = 10_000  # of prefixes to namespaces; programs stay below 100
LONGEST = 8 * 2**20  # bytes from one tag to the next; expat reads a tag anew with every MB that it gets of it
_WINDOW = 2**14
_PIECE = 2**16
_EMPTY = rb"<[^\s<>/!?\"'=]++" + ATTRIBUTES + rb"/>"


def check_xml(part: str, xml: bytes) -> bytes:
    """The part as UTF-8, what is in its root's namespace under one prefix.

    Raises FileError unless it is well-formed and declares no DOCTYPE (no entity can expand).
    """
    xml = as_utf8(part, xml)
    if len(xml) > DEEPEST * len(b"<a></a>"):  # what is shorter is not so deep
        _refuse_monsters(part, xml)
    bound: set[Binding] = set()
    root: list[str] = []

    def refuse(*_: object) -> None:
        raise FileError(f"{part} declares a DOCTYPE, which no spreadsheet program writes; the file is refused")

    def declared(prefix: str | None, namespace: str | None) -> None:
        bound.add((prefix or "", namespace or ""))
        if len(bound) > MOST_BINDINGS:
            raise FileError(f"{part} declares more than {MOST_BINDINGS:,} namespaces; the file is refused")

    def opened(name: str, _: object) -> None:
        parser.StartElementHandler = None  # of the root alone: all others pass without a call of Python
        namespace, _, local = name.rpartition(" ")
        tag = TAG.match(xml, parser.CurrentByteIndex)
        spelled = tag[0][1:].decode().partition(local)[0] if tag else ""
        root.extend((spelled.removesuffix(":"), namespace))

    parser = expat.ParserCreate("utf-8", " ")  # in UTF-8, whatever a declaration says that `as_utf8` did not see
    parser.StartDoctypeDeclHandler = refuse
    parser.StartNamespaceDeclHandler = declared
    parser.StartElementHandler = opened
    try:
        for at in range(0, len(xml), _PIECE):  # expat keeps a copy of what it is given
            parser.Parse(xml[at : at + _PIECE], False)  # noqa: FBT003 - expat takes no keywords
        parser.Parse(b"", True)  # noqa: FBT003
        parser.StartNamespaceDeclHandler = parser.StartElementHandler = None  # which may know the parser
    except expat.ExpatError as error:
        raise FileError(f"{part} is not well-formed XML ({error}): the file is damaged") from None
    prefix, namespace = root
    ambiguous, alternatives = _ambiguous(xml, prefix, namespace, bound), b"AlternateContent" in xml
    if ambiguous or alternatives:
        from sheetnet.sheet.xlsx.namespaces import refuse_alternatives, with_one_prefix  # few files need it

        xml = with_one_prefix(part, xml, bound) if ambiguous else xml
        refuse_alternatives(part, xml)
    return xml


def _ambiguous(xml: bytes, prefix: str, namespace: str, bound: "Collection[Binding]") -> bool:
    """Whether the root's prefix does not tell what is in its namespace."""
    others = [name for name, space in bound if space == namespace and name != prefix]
    used = any(not name or b"<%b:" % name.encode() in xml for name in others)
    return used or any(name == prefix and space != namespace for name, space in bound)


def _refuse_monsters(part: str, xml: bytes) -> None:
    """Raise FileError for nesting deeper than `DEEPEST`, give or take a window, and for endless tags.

    Counting is many times faster than following the tags. Elements without an end tag are only told from others where
    all together would be too deep.
    """
    xml = mask(xml)
    open_, start, counted = 0, 0, 0
    while start < len(xml):
        end = xml.find(b"<", start + _WINDOW)  # windows of whole tags
        end = end if end >= 0 else len(xml)
        if end - start > LONGEST:
            raise FileError(f"{part} has {LONGEST >> 20} MB without a tag, or in one tag; the file is refused")
        open_ += xml.count(b"<", start, end) - 2 * xml.count(b"</", start, end)
        if open_ > DEEPEST:
            open_ -= re.subn(_EMPTY, b"", xml[counted:end])[1]
            counted = end
            if open_ > DEEPEST:
                raise FileError(f"{part} nests its elements deeper than {DEEPEST}; the file is refused")
        start = end
