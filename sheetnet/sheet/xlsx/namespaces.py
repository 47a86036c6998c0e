"""The namespaces of an XML part: one that stands under two prefixes is brought under one, so that spelling is meaning.

The prefix of the root is kept. What stood under another becomes part of the file once the part is edited; a part that
is not edited keeps its bytes.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from xml.parsers import expat

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.markup import PREFIX, TAG, attribute_name, mask, root_prefix, spliced

Binding = tuple[str, str]  # (prefix, namespace)
_ALTERNATIVES = re.compile(rb"<(/?)" + PREFIX + rb"AlternateContent(?=[\s/>])[^<>]*?(/?)>")
# what is read or changed by where it stands; programs put others into alternatives: controls, paths, legacyDrawing
_NOWHERE_ELSE = (
    rb"(?:Relationship|Override|sheets?|definedNames?|calcPr|workbookPr|sheetData|row|[cfvt]|is|si|mergeCells?|cols?|"
    rb"drawing|tableParts?|cellXfs|numFmts?)(?=[\s/>])"
)
_NO_NAMESPACE = ""


def with_one_prefix(part: str, xml: bytes, bound: Collection[Binding]) -> bytes:
    """The part with the elements of its root's namespace under the root's prefix, and no others under that one.

    `bound` are all prefixes that the part declares somewhere. Raises FileError where that cannot be without a change
    of what attributes say: where the root's prefix, not being the empty one, stands for another namespace inside.
    """
    return spliced(xml, _Renaming(part, xml, bound).changes())


def refuse_alternatives(part: str, xml: bytes) -> None:
    """Raise FileError where programs have a choice of what we read (``mc:AlternateContent``, ECMA-376 part 3)."""
    seen, depth, start = mask(xml), 0, 0
    needed = re.compile(rb"<" + re.escape(root_prefix(xml)) + rb"(" + _NOWHERE_ELSE + rb")")
    for tag in _ALTERNATIVES.finditer(seen):
        start = start if depth else tag.end()
        depth += -1 if tag[1] else 0 if tag[3] else 1
        found = needed.search(seen, start, tag.start()) if tag[1] and not depth else None
        if found:
            raise FileError(
                f"{part} has <{found[1].decode()}> among alternatives, of which each program takes another",
                remedy="save it once in a spreadsheet program",
            )


class _Renaming:
    """One pass through a part, with the prefixes that hold at each place."""

    def __init__(self, part: str, xml: bytes, bound: Collection[Binding]) -> None:
        self._part, self._xml = part, xml
        taken = {prefix for prefix, _ in bound}
        self._free: Iterator[str] = (name for name in (f"ns{n}" for n in count(1)) if name not in taken)
        self._scopes: list[Mapping[str, str]] = [{}]
        self._new: list[str] = [""]  # what the root's prefix is called where it stands for another namespace
        self._renamed: list[tuple[int, bytes] | None] = []  # of each end tag to come: (length of its prefix, new one)
        self._changes: list[tuple[int, int, bytes]] = []
        self._root, self._main = "", ""

    def changes(self) -> list[tuple[int, int, bytes]]:
        """What changes in the bytes, in the order of the places."""
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._opened, self._closed
        self._parser.Parse(self._xml, True)  # noqa: FBT003 - expat takes no keywords
        return self._changes

    def _opened(self, name: str, given: Mapping[str, str]) -> None:
        declared = {
            one.partition(":")[2]: space for one, space in given.items() if one == "xmlns" or one.startswith("xmlns:")
        }
        scope = {**self._scopes[-1], **declared} if declared else self._scopes[-1]
        prefix, colon, _ = name.rpartition(":")
        if len(self._scopes) == 1:
            self._root, self._main = prefix, scope.get(prefix, _NO_NAMESPACE)
        start = self._parser.CurrentByteIndex + 1
        other = self._new[-1]
        if self._root in declared:
            other = "" if scope[self._root] == self._main else self._other_name(scope[self._root])
        self._scopes.append(scope)
        self._new.append(other)
        wanted = prefix
        if scope.get(prefix, _NO_NAMESPACE) == self._main:
            wanted = self._root
        elif prefix == self._root:
            wanted = other
        self._renamed.append(None)
        if wanted == prefix and not (other and self._root in declared):
            return
        tag = TAG.match(self._xml, start - 1)
        assert tag  # noqa: S101 - expat has seen one here
        if wanted != prefix:
            length, new = len((prefix + colon).encode()), (wanted + ":" if wanted else "").encode()
            if not tag[0].endswith(b"/>"):
                self._renamed[-1] = (length, new)
            self._changes.append((start, start + length, new))
        if other and self._root in declared:
            begin, end = (tag.start(1) + at for at in attribute_name(tag[1], b"xmlns"))
            self._changes.append((begin, end, b"xmlns:" + other.encode()))

    def _other_name(self, namespace: str) -> str:
        if self._root or not namespace:
            raise FileError(
                f"{self._part} uses one prefix for two namespaces", remedy="save it once in a spreadsheet program"
            )
        return next(self._free)

    def _closed(self, _: str) -> None:
        self._scopes.pop()
        self._new.pop()
        renamed = self._renamed.pop()
        at = self._parser.CurrentByteIndex
        if renamed:
            length, new = renamed
            self._changes.append((at + 2, at + 2 + length, new))
