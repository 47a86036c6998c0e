"""A finished sheet of one workbook put into another: cells, styles, drawings and charts; all else there stays.

The sheet comes from a scratch workbook that openpyxl has made, which has no other. A defined name says which sheet an
earlier graft has put there: that one is replaced, wherever the user has moved it and whatever it is called now.
"""

import posixpath
import re

from sheetnet.errors import LayoutError
from sheetnet.sheet.cells import parse_area, quoted
from sheetnet.sheet.xlsx.content_types import set_type
from sheetnet.sheet.xlsx.defined_names import Name, defined_names, position, with_names
from sheetnet.sheet.xlsx.elements import top_elements
from sheetnet.sheet.xlsx.markup import elements, escape, unescape
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.related_parts import copy_related_parts, remove_parts, remove_related_parts
from sheetnet.sheet.xlsx.relationships import relate, related, unrelate
from sheetnet.sheet.xlsx.styles import merge
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.workbook import Workbook

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_STYLES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_NO_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# as openpyxl writes them: without prefix, and without ">" in an attribute
_BARE_CELL = re.compile(rb'(<c r="[A-Z]+\d+")(?! s=)')
_STYLE = re.compile(rb'(<(?:c|row)\s[^<>]*?\bs="|<col\s[^<>]*?\bstyle=")(\d+)(?=")')
_RULE = re.compile(rb'(\sdxfId=")(\d+)(?=")')
_SHARED = re.compile(rb'<c\s[^<>]*?\bt="s"')
_SELECTED = re.compile(rb'(<sheetView\b[^<>]*?)\stabSelected="(?:1|true)"')
_FORMULA = re.compile(rb"(<(?:\w+:)?(?:f|formula\d?)>)([^<]*)")
_NAMESPACE = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/(?=\w)")


def graft(package: Package, name: str, scratch: Package) -> str:
    """Put the sheet of `scratch` behind the others, or in place of the one that `name` leads to; returns its title.

    The scratch workbook defines `name` for a range of its sheet. Raises LayoutError where a sheet that sheetnet did not
    make has the title, or where the name is in use for something else.
    """
    book, source = Workbook(package), Workbook(scratch)
    (title,) = source.sheets
    sheet = _earlier(book, name)
    selected = sheet is not None and _selected(book.worksheet(sheet).xml)
    if sheet is None:
        sheet = _new_sheet(book, title)
    else:
        _clear(book, sheet)
    move = _Move(book, title, sheet)
    part, old = book.worksheet(sheet).part, source.worksheet(title)
    xml = _styled(move, source, _SELECTED.sub(rb"\1", old.xml))
    copy_related_parts(scratch, old.part, package, part, move.xml)
    package.write(part, move.xml(xml.replace(b"<sheetView ", b'<sheetView tabSelected="1" ') if selected else xml))
    _define(move, source, name)
    return sheet


def _selected(xml: bytes) -> bool:
    return any(view.get("tabSelected") in ("1", "true") for view in elements(xml, "sheetView"))


def _earlier(book: Workbook, name: str) -> str | None:
    """The sheet that a name leads to; None where there is no such name, or its sheet was deleted."""
    text = next((text for known, text in book.names.items() if known.casefold() == name.casefold()), "#REF!")
    if "#REF!" in text.upper():
        return None
    area = parse_area(text)
    sheets = {sheet.casefold(): sheet for sheet in book.sheets}
    if area is None or area.sheet.casefold() not in sheets:
        raise LayoutError(
            f"the name '{name}' refers to '{text}', and sheetnet needs it for a sheet", remedy="rename it, or delete it"
        )
    return sheets[area.sheet.casefold()]


def _new_sheet(book: Workbook, title: str) -> str:
    for sheet in elements(check_xml(book.part, book.package.read(book.part)), "sheet"):
        if sheet.get("name", "").casefold() == title.casefold():
            raise LayoutError(
                f"there is a sheet '{sheet['name']}' already, which sheetnet did not make",
                remedy="give it another name, and run this again",
            )
    book.add_sheet(title)
    return title


def _clear(book: Workbook, sheet: str) -> None:
    """Take out what belongs to a sheet alone; Excel's list of all formulas goes too if some stand there."""
    worksheet, package = book.worksheet(sheet), book.package
    if any(worksheet.all_formulas()):
        chains = dict(related(package, book.part, "calcChain"))
        unrelate(package, book.part, chains)
        remove_parts(package, chains.values())
    remove_related_parts(package, worksheet.part)


class _Move:
    """What changes in the parts of a sheet on its way into another workbook."""

    def __init__(self, book: Workbook, title: str, sheet: str) -> None:
        self.package, self.workbook, self.sheet = book.package, book.part, sheet
        root = top_elements(check_xml(book.part, book.package.read(book.part)), depth=1)[0]
        self._strict = "purl.oclc.org/ooxml" in root.namespace
        self._reference = re.compile(rf"(?<![\w.'])(?:'{re.escape(title)}'|{re.escape(title)})(?=!)")
        self._renamed = sheet != title

    def xml(self, xml: bytes) -> bytes:
        """A part with the namespaces of that workbook, and with the name that the sheet has there."""
        if self._strict:
            xml = _NAMESPACE.sub(rb"http://purl.oclc.org/ooxml/\1/", xml)
        if self._renamed:
            xml = _FORMULA.sub(lambda match: match[1] + escape(self.formula(unescape(match[2].decode()))), xml)
        return xml

    def formula(self, text: str) -> str:
        """A formula, or the text of a name, with the name that the sheet has there."""
        return self._reference.sub(lambda _: quoted(self.sheet), text)


def _styled(move: _Move, source: Workbook, xml: bytes) -> bytes:
    """The sheet with its styles in the styles part of the workbook."""
    if _SHARED.search(xml):
        raise ValueError("the texts of the sheet stand in another part")
    xml = _BARE_CELL.sub(rb'\1 s="0"', xml)
    ((_, other),) = related(source.package, source.part, "styles")
    part = _styles_part(move)
    old = check_xml(part, move.package.read(part))
    cells, rules = ({int(match[2]) for match in pattern.finditer(xml)} for pattern in (_STYLE, _RULE))
    styles = merge(part, old, source.package.read(other), cells, rules)
    if styles.xml != old:
        move.package.write(part, styles.xml)
    xml = _STYLE.sub(lambda match: match[1] + b"%d" % styles.cells[int(match[2])], xml)
    return _RULE.sub(lambda match: match[1] + b"%d" % styles.rules[int(match[2])], xml)


def _styles_part(move: _Move) -> str:
    """The styles part of the workbook, which need not have one."""
    package = move.package
    part = next((part for _, part in related(package, move.workbook, "styles")), None)
    if part is None:
        folder = posixpath.dirname(move.workbook)
        names = (posixpath.join(folder, f"styles{number}.xml") for number in ("", *range(2, 100)))
        part = next(name for name in names if name not in package)
        relate(package, move.workbook, move.xml(_STYLES_RELATION.encode()).decode(), part)
    if part not in package:
        package.write(part, move.xml(_NO_STYLES))
        set_type(package, part, _STYLES_TYPE)
    return part


def _define(move: _Move, source: Workbook, name: str) -> None:
    """Give the workbook the name that leads to the sheet, and the names of its own that the sheet comes with."""
    xml = check_xml(move.workbook, move.package.read(move.workbook))
    number = position(move.workbook, xml, move.sheet)
    names = []
    for given, text in defined_names(source.package.read(source.part)):
        if "localSheetId" in given or given["name"] == name:
            local = {"localSheetId": str(number)} if "localSheetId" in given else {}
            names.append(Name(given | local, move.formula(text)))
    if name not in {given["name"] for given, _ in names}:
        raise ValueError(f"the scratch workbook does not define the name {name}")
    move.package.write(move.workbook, with_names(xml, names, number))
