"""The parts that a part leads to through relationships: a sheet's drawings, their charts, and so on."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import count

from sheetnet.sheet.xlsx.content_types import remove_types, set_type, types
from sheetnet.sheet.xlsx.markup import escape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import NAMESPACE, related, relationships, relationships_part

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def remove_related_parts(package: Package, part: str) -> None:
    """Take out what only this part leads to, and its relationships; the part itself stays."""
    inside = _reached(package, (target for _, target in related(package, part)), closed=part)
    outside = _reached(package, [""], closed=part)
    names = {name.casefold(): name for name in package.parts}
    remove_parts(package, [names[one] for one in inside - outside if one in names and one != part.casefold()])
    package.remove(relationships_part(part))


def remove_parts(package: Package, parts: Collection[str]) -> None:
    """Take parts out of the package, with their relationships and what is said of them."""
    remove_types(package, parts)
    for part in parts:
        package.remove(part)
        package.remove(relationships_part(part))


def _reached(package: Package, starts: Iterable[str], closed: str) -> set[str]:
    """The parts that are reached from some, in lower case, without a way through the closed one."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        part = waiting.pop()
        if part.casefold() not in found and part.casefold() != closed.casefold():
            found.add(part.casefold())
            waiting += (target for _, target in related(package, part))
    return found


def copy_related_parts(
    source: Package, part: str, package: Package, target: str, change: Callable[[bytes], bytes]
) -> None:
    """Copy what a part leads to into another package, under free names, for `target` to lead to.

    `change` makes of the bytes of an XML part those that go into the package.
    """
    names = {part.casefold(): target}
    waiting, taken = [part], types(package)
    kinds = types(source)
    while waiting:
        part = waiting.pop()
        for _, other in related(source, part):
            if other.casefold() not in names:
                name = next(one for one in _numbered(other) if one not in package and one.casefold() not in taken)
                names[other.casefold()] = name
                package.write(name, change(source.read(other)))
                set_type(package, name, kinds[other.casefold()])
                waiting.append(other)
        if relationships_part(part) in source:
            xml = _relations(source, part, names)
            package.write(relationships_part(names[part.casefold()]), change(xml))


def _numbered(name: str) -> Iterator[str]:
    stem, suffix = posixpath.splitext(name)
    return (f"{stem.rstrip('0123456789')}{number}{suffix}" for number in count(1))


def _relations(source: Package, part: str, names: dict[str, str]) -> bytes:
    """The relationships of a part, to the same under their new names."""
    pieces = []
    for one in relationships(source, part):
        given = dict(one.given)
        if not one.external:
            given["Target"] = "/" + names[one.target.casefold()]
        values = b"".join(b' %b="%b"' % (key.encode(), escape(value)) for key, value in given.items())
        pieces.append(b"<Relationship%b/>" % values)
    return _HEAD + b'<Relationships xmlns="%b">%b</Relationships>' % (NAMESPACE.encode(), b"".join(pieces))
