"""What ties the parts of a package together: relationships, read and added to."""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from sheetnet.sheet.xlsx.elements import Element, appended, top_elements, without
from sheetnet.sheet.xlsx.markup import refuse_many
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.wellformed import check_xml

NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
MOST_PARTS = 2**17  # ways from a part, and parts; Excel takes 65,530 links on a sheet
_NONE = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{NAMESPACE}"></Relationships>'


class Relationship(NamedTuple):
    """One way from a part: its id, its type, and the part that it leads to; of one that leads outside, its address."""

    identifier: str
    type: str
    target: str
    external: bool
    given: Mapping[str, str]  # all of its attributes

    def is_a(self, kind: str) -> bool:
        """Whether the type is that of the transitional or of the strict standard that ends in a word."""
        return self.type.rpartition("/")[2] == kind


def relationships(package: Package, part: str) -> list[Relationship]:
    """All relationships of a part; "" stands for the package."""
    path = relationships_part(part)
    if path not in package:
        return []
    found = []
    xml = check_xml(path, package.read(path))
    refuse_many(path, xml, "Relationship", MOST_PARTS)
    for given in (one.given for one in _elements(xml)):
        external = given.get("TargetMode", "").casefold() == "external"
        target = given.get("Target", "")
        name = target if external else meant(package, part, target)
        found.append(Relationship(given.get("Id", ""), given.get("Type", ""), name, external, given))
    return found


def _elements(xml: bytes) -> list[Element]:
    return top_elements(xml, name="Relationship")


def meant(package: Package, part: str, target: str) -> str:
    """The name of the part that a target means, seen from a part (ECMA-376 part 2, 6.2 and annex A).

    It may be relative or absolute, and have percent signs that the name in the package lacks, or the other way round;
    some programs write backslashes. What stands behind # is a place inside the part.
    """
    path = target.replace("\\", "/").partition("#")[0]
    if not path:
        return part
    name = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")
    return next((one for one in (name, unquote(name), quote(name)) if one in package), name)


def related(package: Package, part: str, kind: str = "") -> Iterator[tuple[str, str]]:
    """(id, part) of the relationships of one part whose type ends in ``/kind`` (all)."""
    for one in relationships(package, part):
        if not one.external and (not kind or one.is_a(kind)):
            yield one.identifier, one.target


def relate(
    package: Package, part: str, kind: str, target: str, *, absolute: bool = False, taken: Collection[str] = ()
) -> str:
    """Add a relationship from a part to another; returns its id, none of those that are `taken` elsewhere."""
    path = relationships_part(part)
    xml = check_xml(path, package.read(path) if path in package else _NONE.encode())
    used = {one.identifier.casefold() for one in relationships(package, part)} | {one.casefold() for one in taken}
    identifier = next(name for name in (f"rId{n}" for n in range(1, len(used) + 2)) if name.casefold() not in used)
    way = "/" + target if absolute else posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
    element = f'Relationship Id="{identifier}" Type="{kind}" Target="{way}"'
    package.write(path, appended(path, xml, "Relationships", element))
    return identifier


def unrelate(package: Package, part: str, identifiers: Collection[str]) -> None:
    """Take relationships away from a part."""
    path = relationships_part(part)
    xml = check_xml(path, package.read(path))
    package.write(path, without(xml, [one for one in _elements(xml) if one.given.get("Id", "") in identifiers]))


def relationships_part(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")
