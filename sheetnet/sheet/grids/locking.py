"""A workbook of which some cells alone can be changed: the others are locked, without a password."""

from collections.abc import Collection, Sequence
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from sheetnet.sheet.cells import Area
from sheetnet.sheet.xlsx.elements import top_elements
from sheetnet.sheet.xlsx.markup import spliced
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.relationships import related
from sheetnet.sheet.xlsx.styles import merge
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

_AFTER = ("sheetCalcPr", "sheetData")  # what protection stands behind, the last first


def lock(package: Package, but: Sequence[Area], colour: str) -> None:
    """Protect every sheet; the cells of some areas can be changed, and get a colour. All else of them stays."""
    recolour(package, but, colour, locked=False)
    book = Workbook(package)
    for sheet in book.sheets:
        part = book.worksheet(sheet).part
        package.write(part, _protected(check_xml(part, package.read(part))))


def recolour(package: Package, areas: Sequence[Area], colour: str, *, locked: bool | None = None) -> None:
    """Give cells a colour (RRGGBB), and say whether they can be changed where their sheet is protected."""
    book = Workbook(package)
    used = {style for area in areas for line in book.worksheet(area.sheet).styles(area) for style in line}
    part = next(part for _, part in related(package, book.part, "styles"))
    old = check_xml(part, package.read(part))
    styles = merge(part, old, _filled(old, used, colour, locked), used, ())
    if styles.xml != old:
        package.write(part, styles.xml)
    for area in areas:
        book.worksheet(area.sheet).restyle(area, styles.cells)
    book.commit()


def _filled(styles: bytes, used: Collection[int], colour: str, locked: bool | None) -> bytes:  # noqa: FBT001
    """The styles part with a fill of that colour in some of the cells' styles."""
    root = fromstring(styles)
    space = root.tag.rpartition("}")[0] + "}"
    fills, formats = (_child(root, space + name) for name in ("fills", "cellXfs"))
    pattern = SubElement(SubElement(fills, f"{space}fill"), f"{space}patternFill", {"patternType": "solid"})
    SubElement(pattern, f"{space}fgColor", {"rgb": f"FF{colour}"})
    SubElement(pattern, f"{space}bgColor", {"indexed": "64"})
    for number in used:
        style = formats[number]
        style.set("fillId", str(len(fills) - 1))
        if locked is not None:
            for one in style.findall(f"{space}protection"):
                style.remove(one)
            SubElement(style, f"{space}protection", {"locked": str(int(locked))})
    return bytes(tostring(root, "utf-8"))


def _child(root: Element, tag: str) -> Element:
    found = root.find(tag)
    return SubElement(root, tag) if found is None else found


def _protected(xml: bytes) -> bytes:
    """A worksheet part with protection, unless it has some."""
    there = {one.name: one for one in top_elements(xml)}
    if "sheetProtection" in there:
        return xml
    before = next(there[name] for name in _AFTER if name in there)
    added = b'<%bsheetProtection sheet="1" objects="1" scenarios="1"/>' % before.prefix
    return spliced(xml, [(before.end, before.end, added)])
