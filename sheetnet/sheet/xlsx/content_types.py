"""What the parts of a package hold: ``[Content_Types].xml``, read and added to."""

from collections.abc import Collection

from sheetnet.sheet.xlsx.elements import Element, appended, top_elements, without
from sheetnet.sheet.xlsx.markup import refuse_many
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import MOST_PARTS, meant
from sheetnet.sheet.xlsx.wellformed import check_xml

_PART = "[Content_Types].xml"


def types(package: Package) -> dict[str, str]:
    """Part in lower case -> what is said of it alone."""
    return {_key(package, one): one.given.get("ContentType", "") for one in _overrides(_read(package))}


def set_type(package: Package, part: str, content_type: str) -> None:
    """Say of one part what it holds, in place of what is said of it now."""
    xml = _read(package)
    for one in _overrides(xml):
        if _key(package, one) == part.casefold():
            start, end, new = one.with_attribute(xml, "ContentType", content_type.encode())
            package.write(_PART, xml[:start] + new + xml[end:])
            return
    _append(package, xml, f'Override PartName="/{part}" ContentType="{content_type}"')


def set_default_type(package: Package, extension: str, content_type: str) -> None:
    """Say what parts with an ending hold, where nothing is said of it."""
    xml = _read(package)
    known = {one.given.get("Extension", "").casefold() for one in top_elements(xml, name="Default")}
    if extension not in known:
        _append(package, xml, f'Default Extension="{extension}" ContentType="{content_type}"')


def remove_types(package: Package, parts: Collection[str]) -> None:
    """Take away what is said of some parts."""
    names = {part.casefold() for part in parts}
    xml = _read(package)
    package.write(_PART, without(xml, [one for one in _overrides(xml) if _key(package, one) in names]))


def _read(package: Package) -> bytes:
    xml = check_xml(_PART, package.read(_PART))
    refuse_many(_PART, xml, "Override", MOST_PARTS)
    return xml


def _append(package: Package, xml: bytes, element: str) -> None:
    package.write(_PART, appended(_PART, xml, "Types", element))


def _overrides(xml: bytes) -> list[Element]:
    return top_elements(xml, name="Override")


def _key(package: Package, override: Element) -> str:
    return meant(package, "", override.given.get("PartName", "")).casefold()
