"""The defined names in the bytes of a workbook part, replaced and added to."""

from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.elements import Element, top_elements
from sheetnet.sheet.xlsx.markup import escape, spliced

_BEFORE = ("sheets", "functionGroups", "externalReferences")  # what may stand right before the names
_BUILT_IN = "_xlnm."  # print areas and the like
MOST_NAMES = 200_000


class Name(NamedTuple):
    """A defined name: its attributes, and what it refers to."""

    given: dict[str, str]
    text: str

    @property
    def key(self) -> tuple[str, str | None]:
        """What no two names of a workbook have in common."""
        return self.given.get("name", "").casefold(), self.given.get("localSheetId")


def defined_names(xml: bytes) -> list[Name]:
    """The names of a workbook part, those of single sheets too."""
    if xml.count(b"definedName") > 2 * MOST_NAMES:  # its start tags and its end tags
        raise FileError(f"the workbook defines more than {MOST_NAMES:,} names; the file is refused")
    return [_read(xml, one) for one in top_elements(xml, 3, "definedName")]


def position(part: str, xml: bytes, sheet: str) -> int:
    """The number of a sheet among all, charts too, by which names of its own refer to it."""
    sheets = [one.given.get("name", "") for one in top_elements(xml, 3, "sheet")]
    if sheet not in sheets:
        raise FileError(f"{part} has no sheet '{sheet}': the file is damaged")
    return sheets.index(sheet)


def with_names(xml: bytes, names: Sequence[Name], sheet: int) -> bytes:
    """The workbook part with some names, in place of those of their kind; of a sheet the built-in ones are these."""
    keys = {name.key for name in names}
    _, *places = top_elements(xml, depth=3)
    changes = []
    for place in places:
        if place.name == "definedName":
            known, local = _read(xml, place).key
            if (known, local) in keys or (local == str(sheet) and known.startswith(_BUILT_IN)):
                changes.append((place.start, place.end, b""))
    holder = next((place for place in places if place.name == "definedNames"), None)
    if holder and not holder.empty:
        added = _written(names, holder.prefix)
        return spliced(xml, [*changes, (holder.inner_end, holder.inner_end, added)])
    if holder:
        return spliced(xml, [(holder.start, holder.end, holder.filled(b"", _written(names, holder.prefix)))])
    before = [place for place in places if place.name in _BEFORE][-1]
    tag = before.prefix + b"definedNames"
    added = b"<%b>%b</%b>" % (tag, _written(names, before.prefix), tag)
    return spliced(xml, [(before.end, before.end, added)])


def without_name(xml: bytes, name: str) -> bytes:
    """The workbook part without the workbook's own name of that spelling, upper and lower case alike."""
    places = top_elements(xml, 3, "definedName")
    gone = [(place.start, place.end, b"") for place in places if _read(xml, place).key == (name.casefold(), None)]
    return spliced(xml, gone)


def _read(xml: bytes, place: Element) -> Name:
    return Name(place.given, place.text(xml))


def _written(names: Sequence[Name], prefix: bytes) -> bytes:
    tag = prefix + b"definedName"
    pieces = []
    for name in names:
        given = b"".join(b' %b="%b"' % (key.encode(), escape(value)) for key, value in name.given.items())
        pieces.append(b"<%b%b>%b</%b>" % (tag, given, escape(name.text), tag))
    return b"".join(pieces)
