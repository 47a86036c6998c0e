"""The scroll bars of a workbook that are linked to a cell: how far they go, and where they stand.

Each is told twice: as properties of a form control, and in the drawing by which Excel 2007 and LibreOffice show it.
That is no XML where Excel wrote it, so it is searched as it stands, under whatever prefix.
"""

import re

from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.xlsx.elements import top_elements
from sheetnet.sheet.xlsx.encoding import as_utf8
from sheetnet.sheet.xlsx.markup import ATTRIBUTES, PREFIX, attributes, integer, mask, plain, spliced, unescape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import related
from sheetnet.sheet.xlsx.wellformed import check_xml

_CONTROL = re.compile(
    rb"<" + PREFIX + rb"ClientData(?=\s)" + ATTRIBUTES + rb">(.*?)(?:</(?:[^\s<>/:]++:)?ClientData\s*>|\Z)", re.DOTALL
)
_PROPERTY = re.compile(rb"<" + PREFIX + rb"(FmlaLink|Min|Max|Val)(?:\s[^<>]*+)?>([^<]*+)<")


def bound(package: Package, part: str, cell: Area, most: int, at: int) -> None:
    """Let the bars of a worksheet part that are linked to a cell end at a number and stand at another."""
    for _, one in related(package, part, "ctrlProp"):
        xml = check_xml(one, package.read(one))
        (root,) = top_elements(xml, depth=1)
        if root.given.get("objectType") == "Scroll" and _is(cell, root.given.get("fmlaLink", "")):
            values = _values(integer(one, root.given, "min"), most, at)
            for name, value in values.items():
                (root,) = top_elements(xml, depth=1)
                xml = spliced(xml, [root.with_attribute(xml, name, b"%d" % value)])
            package.write(one, xml)
    for _, one in related(package, part, "vmlDrawing"):
        vml = as_utf8(one, package.read(one))
        changes = _changes(vml, cell, most, at)
        if changes:
            package.write(one, spliced(vml, changes))


def _is(cell: Area, link: str) -> bool:
    return parse_area(link, cell.sheet) == cell


def _values(least: int, most: int, at: int) -> dict[str, int]:
    most = max(most, least)
    return {"max": most, "val": min(max(at, least), most)}


def _changes(vml: bytes, cell: Area, most: int, at: int) -> list[tuple[int, int, bytes]]:
    changes = []
    seen = mask(vml)
    for control in _CONTROL.finditer(seen):
        if attributes(control[2]).get("ObjectType") != "Scroll":
            continue
        told = {one[2].decode(): one.span(3) for one in _PROPERTY.finditer(seen, *control.span(3))}
        said = {name: unescape(plain(vml[slice(*place)]).decode("utf-8", "replace")) for name, place in told.items()}
        if _is(cell, said.get("FmlaLink", "").strip()):
            least = said.get("Min", "").strip()
            for name, value in _values(int(least) if re.fullmatch(r"[0-9]{1,6}", least) else 0, most, at).items():
                if name.capitalize() in told:
                    changes.append((*told[name.capitalize()], b"%d" % value))
    return sorted(changes)
