"""Where the elements just below the root of an XML part stand in its bytes, whatever their prefix."""

import re
from typing import NamedTuple
from xml.parsers import expat

from sheetnet.sheet.xlsx.markup import ATTRIBUTES

_TAG = re.compile(rb"<[^\s<>/!?\"'=]++" + ATTRIBUTES + rb"/?>")


class Element(NamedTuple):
    """An element: its local name, its attributes, its prefix with the colon, and where it and its inside lie.

    An element of the form ``<a/>`` has its inside where it ends.
    """

    name: str
    given: dict[str, str]
    prefix: bytes
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def empty(self) -> bool:
        return self.inner == self.end

    def filled(self, attributes: bytes, inside: bytes) -> bytes:
        """The element with other attributes and another inside."""
        tag = self.prefix + self.name.encode()
        return b"<%b%b>%b</%b>" % (tag, attributes, inside, tag)


def outline(xml: bytes, depth: int = 2) -> list[Element]:
    """The root and the elements below it, down to some depth, in the order of their start tags.

    `xml` is a part that `check_xml` has passed.
    """
    found: list[tuple[str, dict[str, str], int]] = []
    ends: dict[int, int] = {}
    open_: list[int] = []
    deep = 0

    def opened(name: str, given: dict[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep <= depth:
            open_.append(len(found))
            found.append((name, given, parser.CurrentByteIndex))

    def closed(_: str) -> None:
        nonlocal deep
        if deep <= depth:
            ends[open_.pop()] = parser.CurrentByteIndex
        deep -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    return [_element(xml, *one, ends[number]) for number, one in enumerate(found)]


def _element(xml: bytes, name: str, given: dict[str, str], start: int, end: int) -> Element:
    tag = _TAG.match(xml, start)
    assert tag  # noqa: S101 - expat has seen one here
    prefix, colon, local = name.rpartition(":")
    inner = tag.end()
    if tag[0].endswith(b"/>"):
        return Element(local, given, (prefix + colon).encode(), start, inner, inner, inner)
    return Element(local, given, (prefix + colon).encode(), start, inner, end, xml.index(b">", end) + 1)
