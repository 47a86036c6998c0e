"""The defined names in the bytes of a workbook part, replaced and added to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.elements import each_element, top_elements
from sheetnet.sheet.xlsx.markup import escape, spliced

_BEFORE = ("sheets", "functionGroups", "externalReferences")  # what may stand right before the names
_BUILT_IN = "_xlnm."  # print areas and the like
MOST_NAMES = 200_000


class Name(NamedTuple):
    """A defined name: its attributes, and what it refers to."""

    given: dict[str, str]
    text: str


def defined_names(xml: bytes) -> list[Name]:
    """The names of a workbook part, those of single sheets too."""
    if xml.count(b"definedName") > 2 * MOST_NAMES:  # its start tags and its end tags
        raise FileError(f"the workbook defines more than {MOST_NAMES:,} names; the file is refused")
    return [Name(one.given, one.text(xml)) for one in each_element(xml, 3, "definedName")]


def position(part: str, xml: bytes, sheet: str) -> int:
    """The number of a sheet among all, charts too, by which names of its own refer to it."""
    sheets = [one.given.get("name", "") for one in top_elements(xml, 3, "sheet")]
    if sheet not in sheets:
        raise FileError(f"{part} has no sheet '{sheet}': the file is damaged")
    return sheets.index(sheet)


def with_names(xml: bytes, names: Sequence[Name], sheet: int) -> bytes:
    """The workbook part with some names, in place of those of their kind; of a sheet the built-in ones are these."""
    keys = {_key(name.given) for name in names}
    places = top_elements(xml)
    changes = []
    for place in each_element(xml, 3, "definedName"):
        known, local = _key(place.given)
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
    places = each_element(xml, 3, "definedName")
    gone = [(place.start, place.end, b"") for place in places if _key(place.given) == (name.casefold(), None)]
    return spliced(xml, gone)


def _key(given: Mapping[str, str]) -> tuple[str, str | None]:
    """What no two names of a workbook have in common."""
    return given.get("name", "").casefold(), given.get("localSheetId")


def _written(names: Sequence[Name], prefix: bytes) -> bytes:
    tag = prefix + b"definedName"
    pieces = []
    for name in names:
        given = b"".join(b' %b="%b"' % (key.encode(), escape(value)) for key, value in name.given.items())
        pieces.append(b"<%b%b>%b</%b>" % (tag, given, escape(name.text), tag))
    return b"".join(pieces)
