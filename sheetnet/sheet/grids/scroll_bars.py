"""The scroll bars of a workbook that are linked to a cell: how far they go, and where they stand.

Each is told twice: as properties of a form control, and in the drawing by which Excel 2007 and LibreOffice show it.
That is no XML where Excel wrote it, so it is searched as it stands.
"""

import re

from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.xlsx.elements import top_elements
from sheetnet.sheet.xlsx.markup import integer, spliced, unescape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import related
from sheetnet.sheet.xlsx.wellformed import check_xml

_DATA = re.compile(rb"<x:ClientData\s[^<>]*?[\"']Scroll[\"'][^<>]*+>(.*?)</x:ClientData", re.DOTALL)
_LINK = re.compile(rb"<x:FmlaLink>([^<]*+)<")


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
        vml = package.read(one)
        package.write(one, spliced(vml, _changes(vml, cell, most, at)))


def _is(cell: Area, link: str) -> bool:
    return parse_area(link, cell.sheet) == cell


def _values(least: int, most: int, at: int) -> dict[str, int]:
    most = max(most, least)
    return {"max": most, "val": min(max(at, least), most)}


def _changes(vml: bytes, cell: Area, most: int, at: int) -> list[tuple[int, int, bytes]]:
    changes = []
    for control in _DATA.finditer(vml):
        link = _LINK.search(control[1])
        if link and _is(cell, unescape(link[1].decode("utf-8", "replace"))):
            least = re.search(rb"<x:Min>(\d{1,6})<", control[1])
            for name, value in _values(int(least[1]) if least else 0, most, at).items():
                told = re.search(rb"<x:%b>(\d*+)<" % name.capitalize().encode(), control[1])
                if told:
                    start, end = (control.start(1) + place for place in told.span(1))
                    changes.append((start, end, b"%d" % value))
    return sorted(changes)
