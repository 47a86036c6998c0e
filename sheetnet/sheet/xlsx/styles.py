"""The styles part (``xl/styles.xml``), added to: styles of another workbook, each once, behind those that are there."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.elements import Element as Found
from sheetnet.sheet.xlsx.elements import top_elements
from sheetnet.sheet.xlsx.markup import attribute_place, escape, integer, spliced
from sheetnet.sheet.xlsx.number_formats import MOST_STYLES, refuse_many_styles

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_ITEMS = {"numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
_DEFAULTS = {  # the first ones are those of a cell without a style, and two fills are reserved
    "fonts": '<x><font><sz val="11"/><name val="Calibri"/></font></x>',
    "fills": '<x><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></x>',
    "borders": "<x><border/></x>",
    "cellXfs": '<x><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></x>',
}
_APPLIED = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")
_FIRST_OWN = 164  # number formats below are built in
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 49: "@"}
Key = tuple[str, tuple[tuple[str, str], ...], tuple["Key", ...]]


class Merged(NamedTuple):
    """A styles part, and the numbers that another part's styles of cells (xf) and of rules (dxf) have in it."""

    xml: bytes
    cells: dict[int, int]
    rules: dict[int, int]


def merge(part: str, xml: bytes, other: bytes, cells: Collection[int], rules: Collection[int]) -> Merged:
    """Some styles of another styles part; what is there already is not added again.

    All of them count as changes of the named style Normal. Raises FileError where Excel's limit would be passed.
    """
    refuse_many_styles(part, xml)
    try:
        mine, theirs = _Styles(part, xml), _Styles("styles", other)
    except RecursionError:
        raise FileError(f"{part} nests its elements deeper than any program does; the file is refused") from None
    formats = {index: mine.cell(theirs, index) for index in sorted(cells)}
    differences = {index: mine.rule(theirs, index) for index in sorted(rules)}
    if len(mine.sections["cellXfs"].items) > MOST_STYLES:
        raise FileError(f"{part} has {MOST_STYLES:,} cell styles, and Excel takes no more", remedy="delete some")
    return Merged(mine.with_additions(xml), formats, differences)


class _Section:
    """The items of one kind; new ones go to the end."""

    def __init__(self, items: Iterable[Element]) -> None:
        self.items = list(items)
        self.known = len(self.items)
        self._numbers: dict[Key, int] = {}
        for number, item in enumerate(self.items):
            self._numbers.setdefault(_key(item), number)

    def place(self, item: Element) -> int:
        """The number of an item, added where there is none like it."""
        number = self._numbers.setdefault(_key(item), len(self.items))
        if number == len(self.items):
            self.items.append(item)
        return number


class _Styles:
    def __init__(self, part: str, xml: bytes) -> None:
        self._part = part
        root = fromstring(xml)
        main = root.tag.rpartition("}")[0]
        found = {_local(child): child for child in reversed(root) if child.tag.rpartition("}")[0] == main}
        self.sections: dict[str, _Section] = {}
        for name, item in _ITEMS.items():
            section = _Section(child for child in found.get(name, ()) if _local(child) == item)
            if not section.items and name in _DEFAULTS:
                for child in fromstring(_DEFAULTS[name]):
                    section.items.append(child)
            self.sections[name] = section
        self._normal = self._number_of_normal(found) if "cellStyleXfs" in found else None
        given = [child.attrib for child in self.sections["numFmts"].items]
        self.codes = {integer(part, one, "numFmtId"): one.get("formatCode", "") for one in given}

    def _number_of_normal(self, found: dict[str, Element]) -> int:
        styles = found.get("cellStyles", ())
        return next((integer(self._part, one.attrib, "xfId") for one in styles if one.get("builtinId") == "0"), 0)

    def cell(self, other: "_Styles", index: int) -> int:
        """The number that a cell style of another part has here."""
        theirs = other.sections["cellXfs"].items[index]
        style = Element("xf", {"numFmtId": str(self._format(other, int(theirs.get("numFmtId", "0"))))})
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            item = other.sections[name].items[int(theirs.get(attribute, "0"))]
            style.set(attribute, str(self.sections[name].place(item)))
        if self._normal is not None:
            style.set("xfId", str(self._normal))
        if theirs.get("quotePrefix", "0") in ("1", "true"):
            style.set("quotePrefix", "1")
        style.attrib.update(dict.fromkeys(_APPLIED, "1"))
        style.extend(theirs)
        return self.sections["cellXfs"].place(style)

    def rule(self, other: "_Styles", index: int) -> int:
        """The number that the style of a conditional format of another part has here."""
        style = Element("dxf")
        for child in other.sections["dxfs"].items[index]:
            code = child.get("formatCode") if _local(child) == "numFmt" else None
            if code is None:
                style.append(child)
            else:
                SubElement(style, "numFmt", {"numFmtId": str(self._own_format(code)), "formatCode": code})
        return self.sections["dxfs"].place(style)

    def _format(self, other: "_Styles", number: int) -> int:
        code = other.codes.get(number, _BUILT_IN.get(number, ""))
        built_in = number not in other.codes and number not in self.codes  # some programs give those numbers away
        return number if built_in or not code else self._own_format(code)

    def _own_format(self, code: str) -> int:
        for number, known in self.codes.items():
            if known == code:
                return number
        number = 1 + max([_FIRST_OWN - 1, *self.codes])
        self.codes[number] = code
        self.sections["numFmts"].place(Element("numFmt", {"numFmtId": str(number), "formatCode": code}))
        return number

    def with_additions(self, xml: bytes) -> bytes:
        """The part that this was read from, with the new items in it."""
        root, *places = top_elements(xml)
        if root.empty:
            xml = spliced(xml, [(root.start, root.end, root.filled(root.attributes(xml), b""))])
            root, *places = top_elements(xml)
        there = {place.name: place for place in reversed(places)}
        changes = [
            self._change(xml, root, there, name)
            for name, section in self.sections.items()
            if len(section.items) > section.known
        ]
        return spliced(xml, sorted((change for some in changes for change in some), key=lambda change: change[:2]))

    def _change(self, xml: bytes, root: Found, there: dict[str, Found], name: str) -> list[tuple[int, int, bytes]]:
        section, prefix = self.sections[name], root.prefix
        count = b"%d" % len(section.items)
        new = b"".join(_written(item, prefix) for item in section.items[section.known :])
        place = there.get(name)
        if place is None:
            before = [there[one].end for one in _ORDER[: _ORDER.index(name)] if one in there]
            at = max(before, default=root.inner)
            tag = prefix + name.encode()
            return [(at, at, b'<%b count="%b">%b</%b>' % (tag, count, new, tag))]
        if place.empty:
            raw = place.attributes(xml)
            start, end = attribute_place(raw, b"count")
            return [(place.start, place.end, place.filled(raw if end < 0 else raw[:start] + count + raw[end:], new))]
        counted = [place.with_attribute(xml, "count", count)] if "count" in place.given else []
        return [*counted, (place.inner_end, place.inner_end, new)]


def _local(item: Element) -> str:
    return item.tag.rpartition("}")[2]


def _key(item: Element) -> Key:
    """What two items that look alike have in common, whatever their namespace and order."""
    given = tuple(sorted((name.rpartition("}")[2], value) for name, value in item.attrib.items()))
    return _local(item), given, tuple(sorted(_key(child) for child in item))


def _written(item: Element, prefix: bytes) -> bytes:
    tag = prefix + _local(item).encode()
    given = b"".join(b' %b="%b"' % (name.encode(), escape(value)) for name, value in item.attrib.items())
    inside = b"".join(_written(child, prefix) for child in item)
    return b"<%b%b>%b</%b>" % (tag, given, inside, tag) if inside else b"<%b%b/>" % (tag, given)
