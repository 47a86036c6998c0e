"""What a workbook holds, told by zipfile and expat alone: its sheets, rows and cells as bytes; and what ails a file."""

import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

_PART_LIMIT = 256 * 2**20
_TAG = re.compile(rb"<(?>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
Place = tuple[int, int]  # row, column
DAMAGES = (
    expat.ExpatError, LookupError, ValueError, StopIteration, zipfile.BadZipFile, zlib.error, EOFError, struct.error,
)  # fmt: skip


class Element(NamedTuple):
    """An element of a document: its local name and attributes, and where it lies in the bytes."""

    name: str
    given: dict[str, str]
    depth: int
    start: int
    inner: int
    inner_end: int
    end: int


def scan(xml: bytes) -> list[Element]:
    """All elements in the order of their start tags, as expat finds them; attributes keep their namespace."""
    found: list[Any] = []
    unfinished: list[int] = []

    def opened(name: str, given: dict[str, str]) -> None:
        unfinished.append(len(found))
        found.append((name.rpartition(" ")[2], given, len(unfinished), parser.CurrentByteIndex))

    def closed(_: str) -> None:
        index = unfinished.pop()
        name, given, depth, start = found[index]
        tag = _TAG.match(xml, start)
        inner = tag.end() if tag else start
        at = parser.CurrentByteIndex
        empty = xml[inner - 2 : inner] == b"/>"
        found[index] = Element(name, given, depth, start, inner, *((inner, inner) if empty else _end_tag(xml, at)))

    def doctype(*_: object) -> None:
        raise DoctypeError("a DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = opened, closed, doctype
    parser.Parse(xml, True)
    return found


def _end_tag(xml: bytes, at: int) -> tuple[int, int]:
    return at, xml.index(b">", at) + 1


def utf8(xml: bytes) -> bytes:
    """A document in another encoding as UTF-8, and said to be; one in UTF-8 as it is."""
    declared = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", xml)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif xml[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if xml[1] == 0 else "utf-16-be"
    if encoding in ("utf-8", "utf8"):
        return xml
    text = xml.decode(encoding).removeprefix("\ufeff")
    return re.sub(r"^(<\?xml[^>]*encoding\s*=\s*[\"'])[\w.-]+", r"\g<1>UTF-8", text).encode()


def members(file: zipfile.ZipFile) -> dict[str, str]:
    """The name of each member as relationships would say it (upper and lower case alike, no backslash) -> its own."""
    return {plain(name): name for name in reversed(file.namelist())}


def plain(name: str) -> str:
    """A member's name in lower case, with slashes: some programs write `xl\\workbook.xml`."""
    return name.replace("\\", "/").casefold()


def read(file: zipfile.ZipFile, part: str) -> bytes:
    """A part by its name as relationships say it."""
    return file.read(members(file)[plain(part)])


class Book:
    """The workbook part of a package, its worksheets, and the parts that register a sheet."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        roots = scan(utf8(read(file, "_rels/.rels")))
        target = next(one.given["Target"] for one in roots if one.given.get("Type", "").endswith("/officeDocument"))
        self.part = _joined("", target)
        folder, _, name = self.part.rpartition("/")
        self.relations_part = f"{folder}/_rels/{name}.rels".lstrip("/")
        self.relations = {
            one.given["Id"]: one.given
            for one in scan(utf8(read(file, self.relations_part)))
            if one.name == "Relationship" and one.given.get("TargetMode") != "External"
        }
        self.xml = utf8(read(file, self.part))
        self.elements = scan(self.xml)
        self.sheets = {}
        for sheet in self.elements:
            identifier = next((value for name, value in sheet.given.items() if name.endswith("relationships id")), "")
            relation = self.relations.get(identifier, {})
            if sheet.name == "sheet" and relation.get("Type", "").endswith("/worksheet"):
                self.sheets[sheet.given["name"]] = _joined(folder, relation["Target"])


def _joined(folder: str, target: str) -> str:
    parts: list[str] = [] if target.startswith("/") else folder.split("/")
    for part in target.split("/"):
        parts = parts[:-1] if part == ".." else parts if part in ("", ".") else [*parts, part]
    return "/".join(part for part in parts if part)


class Stored(NamedTuple):
    """A cell as it stands in the bytes."""

    raw: bytes
    given: dict[str, str]
    formula: bytes | None
    value: bytes | None

    @property
    def number(self) -> bool:
        return self.formula is None and self.value is not None and self.given.get("t", "n") == "n"


class Sheet:
    """A worksheet part: its cells, its rows, and the bytes around them."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml = utf8(xml)
        elements = scan(xml)
        if elements[0].name != "worksheet":
            raise ValueError("no worksheet")
        data = next(one for one in elements if one.name == "sheetData" and one.depth == 2)
        self.tail = xml[data.end :]
        self.dimension = next((one for one in elements if one.name == "dimension" and one.depth == 2), None)
        self.head = without(xml[: data.start], [self.dimension] if self.dimension else [])
        self.merged = [box(one.given["ref"]) for one in elements if one.name == "mergeCell" and one.depth == 3]
        self.column_styles = [
            (int(one.given["min"]), int(one.given["max"]), one.given["style"])
            for one in elements
            if one.name == "col" and one.depth == 3 and "style" in one.given
        ]
        self.rows: list[tuple[int, dict[str, str]]] = []
        self.cells: dict[Place, Stored] = {}
        self.arrays: list[tuple[int, int, int, int]] = []
        self._read(data, [one for one in elements if data.start < one.start < data.end])

    def _read(self, data: Element, elements: list[Element]) -> None:
        pieces: list[bytes] = []  # what stands between rows and cells
        at, row, column = data.inner, 0, 0
        for index, one in enumerate(elements):
            if one.name == "row" and one.depth == 3:
                row, column = int(one.given.get("r", row + 1)), 0
                if row < 1:
                    raise ValueError(f"row {row}")
                self.rows.append((row, {name: value for name, value in one.given.items() if name != "r"}))
                pieces.append(self.xml[at : one.start].removesuffix(b"</row>"))
                at = one.inner
            elif one.name == "c" and one.depth == 4:
                place = coordinate_to_tuple(one.given["r"]) if "r" in one.given else (row, column + 1)
                column = place[1]
                pieces.append(self.xml[at : one.start])
                at = one.end
                self._add(
                    place, one, itertools.takewhile(lambda inner: inner.depth > 4, elements[index + 1 : index + 9])
                )
        pieces.append(self.xml[at : data.inner_end])
        self.between = re.sub(rb"</(?:[\w.-]+:)?row\s*>", b"", b"".join(pieces))

    def _add(self, place: Place, cell: Element, children: Iterable[Element]) -> None:
        formula = value = None
        for child in children:
            if child.depth == 5 and child.name == "f":
                formula = self.xml[child.start : child.end]
                if child.given.get("t") in ("array", "dataTable") and "ref" in child.given:
                    self.arrays.append(box(child.given["ref"]))
            elif child.depth == 5 and child.name == "v":
                value = self.xml[child.inner : child.inner_end]
        before = self.cells[place].raw if place in self.cells else b""  # a cell that stands there twice
        self.cells[place] = Stored(before + self.xml[cell.start : cell.end], cell.given, formula, value)

    def closed_to_values(self, place: Place) -> bool:
        """Whether the cell holds a formula, or lies inside a merged cell or the range of an array formula."""
        if place in self.cells and self.cells[place].formula is not None:
            return True
        inside_merged = any(inside(place, box) and place != box[:2] for box in self.merged)
        return inside_merged or any(inside(place, box) and box[:2] != box[2:] for box in self.arrays)

    def style(self, place: Place) -> str:
        """The style that a cell has, or would have if there were one: its own, its row's, its column's."""
        if place in self.cells:
            return self.cells[place].given.get("s", "0")
        for row, given in self.rows:
            if row == place[0] and given.get("customFormat") in ("1", "true") and given.get("s", "0") != "0":
                return given["s"]
        return next((style for first, last, style in self.column_styles if first <= place[1] <= last), "0")


def box(reference: str) -> tuple[int, int, int, int]:
    """(top, left, bottom, right)."""
    left, top, right, bottom = range_boundaries(reference.replace("$", ""))
    return top or 1, left or 1, bottom or 1_048_576, right or 16_384


def inside(place: Place, box: tuple[int, int, int, int]) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def without(xml: bytes, elements: Iterable[Element]) -> bytes:
    for one in sorted(elements, key=lambda one: -one.start):
        xml = xml[: one.start] + xml[one.end :]
    return xml


class DoctypeError(ValueError):
    """A document declares a DOCTYPE, and so may declare entities."""


def why_not(path: Path) -> str:
    """Why a file is none that can be patched: damaged, encrypted, signed, ...; nothing when it is one."""
    data = path.read_bytes()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old binary format (.xls)"
    if not data.startswith(b"PK"):
        return "not a workbook" if data else "damaged (empty)"
    try:
        with zipfile.ZipFile(path) as file:
            return _why_not_package(file)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, EOFError, NotImplementedError):
        return "damaged (zip)"


def _why_not_package(file: zipfile.ZipFile) -> str:
    infos = file.infolist()
    names = members(file)
    if any(info.flag_bits & 1 for info in infos):
        return "encrypted"
    if any(name.startswith("_xmlsignatures/") for name in names):
        return "signed"
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in names):
        return "binary (.xlsb)"
    if "[content_types].xml" not in names or b"spreadsheetml" not in utf8(read(file, "[Content_Types].xml")):
        return "not a workbook"
    if len(names) != len(infos):
        return "damaged (two parts of one name)"
    if any(info.file_size > _PART_LIMIT for info in infos):
        return "a part of more than 256 MB"
    try:
        bad = file.testzip()
    except Exception as error:  # zipfile raises many kinds
        return f"damaged ({type(error).__name__})"
    return f"damaged ({bad})" if bad else _why_not_book(file)


def _why_not_book(file: zipfile.ZipFile) -> str:
    try:
        scan(utf8(read(file, "[Content_Types].xml")))
        book = Book(file)
        if not book.sheets:
            return "no worksheet"
        for part in book.sheets.values():
            Sheet(read(file, part))
    except DoctypeError:
        return "hostile (DOCTYPE)"
    except DAMAGES as error:
        return f"damaged ({error})"
    return ""
