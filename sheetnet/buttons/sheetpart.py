"""The few places of the workbook part and of a worksheet part that macros and buttons change."""

import re
from collections.abc import Sequence

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.elements import STRICT, TRANSITIONAL
from sheetnet.sheet.xlsx.markup import (
    ATTRIBUTES,
    PREFIX,
    attribute_place,
    attributes,
    elements,
    mask,
    root_prefix,
    spliced,
)

# what may follow a legacyDrawing (ECMA-376 part 1, 18.3.1.99); Excel wraps controls and oleObjects in the last one
_LATER = (
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts",
    b"extLst", b"AlternateContent",
)  # fmt: skip
_TAG = re.compile(rb"<(/?)" + PREFIX + rb"([^\s<>/!?\"'=:]++)" + ATTRIBUTES + rb"(/?)>")


def relation_types(xml: bytes) -> str:
    """What the types of relationships begin with, in a part of the strict or of the transitional kind."""
    root, given = _root(xml)
    prefix = root[1].decode().rstrip(":")
    return STRICT if "purl.oclc.org" in given.get(f"xmlns:{prefix}" if prefix else "xmlns", "") else TRANSITIONAL


def code_name(xml: bytes, element: str) -> str:
    """The code name that a part gives itself; nothing where it has none."""
    return next((given.get("codeName", "") for given in elements(xml, element)), "")


def with_code_name(xml: bytes, element: str, name: str, after: Sequence[str] = ()) -> bytes:
    """The part with a code name in its `element`, which stands first or behind those that may come before it."""
    seen = mask(xml)
    prefix = re.escape(root_prefix(xml))
    match = re.search(rb"<" + prefix + element.encode() + rb"(?=[\s/>])" + ATTRIBUTES, seen)
    if match:
        start, end = (match.start(1) + at for at in attribute_place(match[1], b"codeName"))
        if start < match.start(1):
            place = match.start(1)
            return spliced(xml, [(place, place, b' codeName="%b"' % name.encode())])
        return spliced(xml, [(start, end, name.encode())])
    root, _ = _root(xml)
    place = root.end()
    for other in after:
        for found in re.finditer(rb"<" + prefix + other.encode() + rb"(?=[\s/>])" + ATTRIBUTES + rb"/>", seen):
            place = max(place, found.end())
    return spliced(xml, [(place, place, b'<%b%b codeName="%b"/>' % (root[1], element.encode(), name.encode()))])


def legacy_drawing(xml: bytes) -> str:
    """The id of the relationship to the drawing with a worksheet's notes and form controls; nothing without one."""
    _, declared = _root(xml)
    given = next(elements(xml, "legacyDrawing"), {})
    meaning = declared | given
    for name, value in given.items():
        prefix, _, local = name.rpartition(":")
        if local == "id" and prefix and meaning.get(f"xmlns:{prefix}") in (TRANSITIONAL, STRICT):
            return value
    return ""


def with_legacy_drawing(xml: bytes, identifier: str) -> bytes:
    """The worksheet part with a drawing of that relationship, at its place among the other elements."""
    root, given = _root(xml)
    kind = relation_types(xml)
    prefix = next((name[6:] for name, value in given.items() if name.startswith("xmlns:") and value == kind), "")
    declared = "" if prefix else f' xmlns:r="{kind}"'
    element = f'legacyDrawing{declared} {prefix or "r"}:id="{identifier}"'
    place = _place_of_drawing(xml)
    return spliced(xml, [(place, place, b"<%b%b/>" % (root[1], element.encode()))])


def _place_of_drawing(xml: bytes) -> int:
    seen = mask(xml)
    name = re.escape(root_prefix(xml)) + rb"sheetData"
    data = re.search(rb"</" + name + rb"\s*>|<" + name + rb"(?=[\s/])" + ATTRIBUTES + rb"/>", seen)
    if data:
        depth = 0
        for tag in _TAG.finditer(seen, data.end()):
            closing, _, name, _, empty = tag.groups()
            if depth == 0 and (closing or name in _LATER):
                return tag.start()
            depth += -1 if closing else 0 if empty else 1
    raise FileError("a worksheet without data or end: the file is damaged")


def _root(xml: bytes) -> tuple[re.Match[bytes], dict[str, str]]:
    root = re.search(rb"<" + PREFIX + rb"(?:workbook|worksheet)(?=[\s/>])" + ATTRIBUTES + rb">", mask(xml))
    if not root:
        raise FileError("a part is no workbook and no worksheet: the file is damaged")
    return root, attributes(root[2])
