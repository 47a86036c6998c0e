"""What connects the parts of a package: relationships and content types, read and added to."""

import posixpath
import re
from collections.abc import Collection, Iterator

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, PREFIX, attribute_place, attributes, elements, mask, spliced
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.wellformed import check_xml

_TYPES = "[Content_Types].xml"
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_NAMESPACE}"></Relationships>'
)


def related(package: Package, part: str, kind: str = "") -> Iterator[tuple[str, str]]:
    """(id, part) of the relationships of one part whose type ends in ``/kind`` (all)."""
    path = relations(part)
    if path in package:
        for given in elements(check_xml(path, package.read(path)), "Relationship"):
            if given.get("TargetMode") != "External" and given.get("Type", "").endswith(f"/{kind}" if kind else ""):
                target = posixpath.join("/", posixpath.dirname(part), given.get("Target", ""))
                yield given.get("Id", ""), posixpath.normpath(target).lstrip("/")


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """Add a relationship from a part to another; returns its id."""
    path = relations(part)
    xml = check_xml(path, package.read(path) if path in package else _NO_RELATIONS.encode())
    taken = {given.get("Id", "").casefold() for given in elements(xml, "Relationship")}
    identifier = next(name for name in (f"rId{n}" for n in range(1, 100_000)) if name.casefold() not in taken)
    way = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
    element = f'Relationship Id="{identifier}" Type="{kind}" Target="{way}"'
    package.write(path, _appended(path, xml, "Relationships", element))
    return identifier


def set_type(package: Package, part: str, content_type: str) -> None:
    """Say of one part what it holds, in place of what is said of it now."""
    xml = check_xml(_TYPES, package.read(_TYPES))
    for match in re.finditer(rb"<" + PREFIX + rb"Override(?=\s)" + ATTRIBUTES, mask(xml)):
        if attributes(match[2]).get("PartName", "").casefold() == f"/{part}".casefold():
            start, end = (match.start(2) + at for at in attribute_place(match[2], b"ContentType"))
            package.write(_TYPES, spliced(xml, [(start, end, content_type.encode())]))
            return
    element = f'Override PartName="/{part}" ContentType="{content_type}"'
    package.write(_TYPES, _appended(_TYPES, xml, "Types", element))


def types(package: Package) -> dict[str, str]:
    """Part in lower case -> what is said of it alone."""
    given = elements(check_xml(_TYPES, package.read(_TYPES)), "Override")
    return {one.get("PartName", "").lstrip("/").casefold(): one.get("ContentType", "") for one in given}


def remove(package: Package, parts: Collection[str]) -> None:
    """Take parts out of the package, with their relationships and what is said of them."""
    names = {part.casefold() for part in parts}
    for part in parts:
        package.remove(part)
        package.remove(relations(part))
    xml = check_xml(_TYPES, package.read(_TYPES))
    gone = [
        (match.start(), match.end(), b"")
        for match in _whole_elements(xml, "Override")
        if attributes(match[2]).get("PartName", "").lstrip("/").casefold() in names
    ]
    package.write(_TYPES, spliced(xml, gone))


def unrelate(package: Package, part: str, identifiers: Collection[str]) -> None:
    """Take relationships away from a part."""
    path = relations(part)
    xml = check_xml(path, package.read(path))
    matches = _whole_elements(xml, "Relationship")
    gone = [(one.start(), one.end(), b"") for one in matches if attributes(one[2]).get("Id") in identifiers]
    package.write(path, spliced(xml, gone))


def set_default_type(package: Package, extension: str, content_type: str) -> None:
    """Say what parts with an ending hold, where nothing is said of it."""
    xml = check_xml(_TYPES, package.read(_TYPES))
    if extension not in {given.get("Extension", "").casefold() for given in elements(xml, "Default")}:
        element = f'Default Extension="{extension}" ContentType="{content_type}"'
        package.write(_TYPES, _appended(_TYPES, xml, "Types", element))


def _whole_elements(xml: bytes, name: str) -> Iterator[re.Match[bytes]]:
    """The elements of a name that have nothing inside."""
    tag = PREFIX + name.encode()
    return re.finditer(rb"<" + tag + rb"(?=\s)" + ATTRIBUTES + rb"(?:/>|>\s*</" + tag + rb"\s*>)", mask(xml))


def relations(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _appended(part: str, xml: bytes, root: str, element: str) -> bytes:
    name = PREFIX + root.encode()
    seen = mask(xml)
    empty = re.search(rb"<" + name + ATTRIBUTES + rb"/>", seen)
    if empty:
        inside = b"<%b%b/></%b%b>" % (empty[1], element.encode(), empty[1], root.encode())
        return spliced(xml, [(empty.end() - 2, empty.end(), b">" + inside)])
    ends = list(re.finditer(rb"</" + name + rb"\s*>", seen))
    if not ends:
        raise FileError(f"{part} is not what it should be: the file is damaged")
    end = ends[-1]
    return spliced(xml, [(end.start(), end.start(), b"<%b%b/>" % (end[1], element.encode()))])
