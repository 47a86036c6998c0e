"""Where the elements just below the root of an XML part stand in its bytes, by their namespace."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.markup import TAG, attribute_place, mask, plain, spliced, unescape

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROWS = 2  # how deep the element is that holds the rows of a worksheet
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Element(NamedTuple):
    """An element: its name, its attributes, its prefix with the colon, where it and its inside lie, what prefixes mean.

    The name is the local one in the namespace of the root, and ``{namespace}name`` in another. An element of the form
    ``<a/>`` has its inside where it ends.
    """

    name: str
    given: dict[str, str]
    prefix: bytes
    start: int
    inner: int
    inner_end: int
    end: int
    scope: Mapping[str, str]

    @property
    def empty(self) -> bool:
        return self.inner == self.end

    @property
    def namespace(self) -> str:
        return self.scope.get(self.prefix.decode().rstrip(":"), "")

    @property
    def relationship(self) -> str:
        """The id of the relationship that the element leads through; nothing where it leads through none."""
        for name, value in self.given.items():
            prefix, _, local = name.rpartition(":")
            if local == "id" and prefix and self.scope.get(prefix) in (TRANSITIONAL, STRICT):
                return value
        return ""

    def attributes(self, xml: bytes) -> bytes:
        """The attributes as they are spelled."""
        return xml[slice(*self._attributes_place(xml))]

    def _attributes_place(self, xml: bytes) -> tuple[int, int]:
        tag = TAG.match(xml, self.start)
        assert tag  # noqa: S101 - expat has seen one here
        return tag.span(1)

    def with_attribute(self, xml: bytes, name: str, value: bytes) -> tuple[int, int, bytes]:
        """The change that gives the element an attribute, in place of one of that name."""
        start, end = self._attributes_place(xml)
        begins, ends = attribute_place(xml[start:end], name.encode())
        if ends < 0:
            return end, end, b' %b="%b"' % (name.encode(), value)
        return start + begins, start + ends, value

    def filled(self, attributes: bytes, inside: bytes) -> bytes:
        """The element with other attributes and another inside."""
        tag = self.prefix + self.name.encode()
        return b"<%b%b>%b</%b>" % (tag, attributes, inside, tag)

    def text(self, xml: bytes) -> str:
        """The text of an element that has no others in it."""
        return unescape(plain(xml[self.inner : self.inner_end]).decode("utf-8"))


def top_elements(xml: bytes, depth: int = 2, name: str = "") -> list[Element]:
    """The root and the elements below it, down to some depth, in the order of their start tags; those of a name only.

    `xml` is a part that `check_xml` has passed.
    """
    start, end = _rows_of_cells(xml) if depth <= _ROWS else (0, 0)
    if start >= end:
        return list(each_element(xml, depth, name))
    return [_shifted(one, start, end - start) for one in each_element(xml[:start] + xml[end:], depth, name)]


def _rows_of_cells(xml: bytes) -> tuple[int, int]:
    """From where to where the rows of a worksheet stand, which are deeper: nearly all of its bytes."""
    start = xml.find(b"<sheetData>") + len(b"<sheetData>")
    known = start > len(b"<sheetData>") - 1 and mask(xml) is xml  # else it may be in a comment
    return (start, xml.rfind(b"</sheetData>")) if known else (0, 0)


def _shifted(one: Element, place: int, by: int) -> Element:
    """An element where it stands when so many bytes have come in at a place."""
    return one._replace(
        start=one.start + by * (one.start > place),
        inner=one.inner + by * (one.inner > place),
        inner_end=one.inner_end + by * (one.inner_end >= place),
        end=one.end + by * (one.end >= place),
    )


def each_element(xml: bytes, depth: int, name: str) -> Iterator[Element]:
    """The elements that `top_elements` finds, one after the other: a hundred thousand at once take much memory."""
    found = _found(xml, lambda deep, spelled: deep <= depth and name in ("", spelled.rpartition(":")[2]))
    return (one for one in found if name in ("", one.name))


def named_elements(xml: bytes, name: str) -> list[Element]:
    """The elements of a local name, in whatever namespace and however deep, none of them in another."""
    return list(_found(xml, lambda _, spelled: spelled.rpartition(":")[2] == name))


def _found(xml: bytes, wanted: Callable[[int, str], bool]) -> Iterator[Element]:
    found: list[tuple[str, dict[str, str], int, Mapping[str, str]]] = []
    ends: list[int] = []
    open_: list[int] = []  # of every open element its number among the found, or -1
    scopes: list[Mapping[str, str]] = [{}]
    main = None

    def opened(name: str, given: dict[str, str]) -> None:
        nonlocal main
        scope = scopes[-1]
        if any(one.startswith("xmlns") for one in given):
            declared = {one[6:]: value for one, value in given.items() if one == "xmlns" or one.startswith("xmlns:")}
            scope = {**scope, **declared}
        scopes.append(scope)
        if main is None:
            main = scope.get(name.rpartition(":")[0], "")
        if wanted(len(scopes) - 1, name):
            open_.append(len(found))
            found.append((name, given, parser.CurrentByteIndex, scope))
            ends.append(0)
        else:
            open_.append(-1)

    def closed(_: str) -> None:
        scopes.pop()
        number = open_.pop()
        if number >= 0:
            ends[number] = parser.CurrentByteIndex

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    parser.StartElementHandler = parser.EndElementHandler = None  # which know the parser: it would stay in memory
    found.reverse()
    for end in ends:
        yield _element(xml, main or "", *found.pop(), end)


def _element(
    xml: bytes, main: str, name: str, given: dict[str, str], start: int, scope: Mapping[str, str], end: int
) -> Element:
    tag = TAG.match(xml, start)
    assert tag  # noqa: S101 - expat has seen one here
    prefix, colon, local = name.rpartition(":")
    namespace = scope.get(prefix, "")
    known = local if namespace == main else f"{{{namespace}}}{local}"
    inner = tag.end()
    if tag[0].endswith(b"/>"):
        return Element(known, given, (prefix + colon).encode(), start, inner, inner, inner, scope)
    closing = xml.index(b">", end) + 1
    return Element(known, given, (prefix + colon).encode(), start, inner, end, closing, scope)


def appended(part: str, xml: bytes, root_name: str, element: str) -> bytes:
    """A part with one more element, without an inside, as the last one below its root."""
    root = top_elements(xml, depth=1)[0]
    if root.name != root_name:
        raise FileError(f"{part} is not what it should be: the file is damaged")
    added = b"<%b%b/>" % (root.prefix, element.encode())
    if root.empty:
        inside = b">%b</%b%b>" % (added, root.prefix, root_name.encode())
        return spliced(xml, [(root.end - 2, root.end, inside)])
    return spliced(xml, [(root.inner_end, root.inner_end, added)])


def without(xml: bytes, gone: list[Element]) -> bytes:
    """A part without some of its elements."""
    return spliced(xml, [(one.start, one.end, b"") for one in gone])
