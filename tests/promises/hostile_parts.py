"""Hostile workbooks, one for each part or mechanism of the file format that the kinds of `hostile` leave out."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.promises.hostile import BOOK, PARTS, RELS, SHEET, STYLES, before_margins, edited, repeated, with_part
from tests.sheet.xlsx.parts import HEAD, MAIN, OFFICE, RELATIONS, zipped

TYPES = "[Content_Types].xml"
OF_SHEET = "xl/worksheets/_rels/sheet1.xml.rels"


def _related(kind: str, target: str, count: int = 1, uri: str = OFFICE) -> bytes:
    way = '<Relationship Id="h%d" Type="' + f'{uri}/{kind}" Target="{target}"/>'
    return b"".join((way % n).encode() for n in range(count))


def _to_sheet(path: Path, ways: bytes, more: dict[str, bytes], element: bytes = b"") -> None:
    """The letters with relationships of the sheet that every command reads, and an element at its end."""
    rels = PARTS[OF_SHEET].replace(b"</Relationships>", ways + b"</Relationships>")
    edited(path, SHEET, (b"</worksheet>", element + b"</worksheet>"), add={**more, OF_SHEET: rels})


def names_in_a_circle(path: Path) -> None:
    """Two thousand names in a circle, and a formula with each."""
    names = b"".join(b'<definedName name="n%d">n%d+1</definedName>' % (n, (n + 1) % 2_000) for n in range(2_000))
    row = b'<row r="%d"><c r="A%d"><f>n%d+C15</f><v>1</v></c></row>'
    rows = b"".join(row % (n, n, n - 1_000) for n in range(1_000, 3_000))
    book = PARTS[BOOK].replace(b"</definedNames>", names + b"</definedNames>")
    edited(path, SHEET, (b"</sheetData>", rows + b"</sheetData>"), add={BOOK: book})


def many_validations(path: Path) -> None:
    """150,000 rules for what may be typed; Excel takes 65,534."""
    rule = b'<dataValidation type="list" sqref="XA%d"><formula1>$A$1:$A$9</formula1></dataValidation>'
    rules = b"".join(rule % n for n in range(1, 150_001))
    before_margins(path, b"<dataValidations>" + rules + b"</dataValidations>")


def many_comments(path: Path) -> None:
    """200,000 comments."""
    comment = b'<comment ref="XA%d" authorId="0"><text><t>x</t></text></comment>'
    comments = b"".join(comment % n for n in range(1, 200_001))
    text = b'%b<comments xmlns="%b"><authors><author>a</author></authors><commentList>%b</commentList></comments>'
    part = text % (HEAD.encode(), MAIN.encode(), comments)
    _to_sheet(path, _related("comments", "/xl/comments1.xml"), {"xl/comments1.xml": part})


def many_replies(path: Path) -> None:
    """200,000 replies in a thread of comments."""
    uri = b"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    reply = b'<threadedComment ref="XA1" id="{%d}" parentId="{%d}"><text>x</text></threadedComment>'
    part = b'<ThreadedComments xmlns="%b">%b</ThreadedComments>'
    part %= (uri, b"".join(reply % (n, n + 1) for n in range(200_000)))
    ways = _related("threadedComment", "/xl/threadedComments/t.xml", uri="http://schemas.microsoft.com/office/2017/10")
    _to_sheet(path, ways, {"xl/threadedComments/t.xml": part})


def many_books_referred_to(path: Path) -> None:
    """100,000 references to other workbooks, all through one relationship."""
    link = b'<externalLink xmlns="%b"/>' % MAIN.encode()
    entry = b'<externalReference xmlns:q="%b" q:id="h0"/>' % OFFICE.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", _related("externalLink", "links/l.xml") + b"</Relationships>")
    book = (b"</sheets>", b"</sheets><externalReferences>" + entry * 100_000 + b"</externalReferences>")
    edited(path, BOOK, book, add={RELS: rels, "xl/links/l.xml": link})


def many_differential_styles(path: Path) -> None:
    """300,000 styles of conditional formats."""
    before, _, rest = PARTS[STYLES].partition(b"</dxfs>")
    more = b"<dxf><font><b/></font></dxf>" * 300_000
    path.write_bytes(zipped({**PARTS, STYLES: before + more + b"</dxfs>" + rest}))


def deep_extensions(path: Path) -> None:
    """300,000 extensions of the workbook, each in the one before."""
    nested = b"<ext>" * 300_000 + b"</ext>" * 300_000
    edited(path, BOOK, (b"</workbook>", b"<extLst>" + nested + b"</extLst></workbook>"))


def long_name_of_a_sheet(path: Path) -> None:
    """A sheet whose name has eight million letters; Excel takes 31."""
    entry = b'<sheet name="%b" sheetId="99" xmlns:q="%b" q:id="nowhere"/></sheets>'
    edited(path, BOOK, (b"</sheets>", entry % (b"n" * 8_000_000, OFFICE.encode())))


def twin_members(path: Path) -> None:
    """A zip file with two members of one name, so that what is read depends on who reads."""
    other = PARTS[SHEET].replace(b"<sheetData>", b"<sheetData >", 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (*PARTS.items(), (SHEET.replace("sheet1", "sheet\0"), other)):
            package.writestr(name.replace("\0", "X"), content)
    path.write_bytes(path.read_bytes().replace(b"sheetX.xml", b"sheet1.xml"))


def endless_zip64(path: Path) -> None:
    """A member whose sizes stand in a field for large files, and are 2**62 bytes."""
    data = bytearray(zipped(PARTS))
    at = data.rindex(SHEET.encode()) - 46
    size = struct.unpack_from("<H", data, at + 28)[0]
    data[at + 20 : at + 28] = b"\xff" * 8
    struct.pack_into("<H", data, at + 30, 20)
    data[at + 46 + size : at + 46 + size] = struct.pack("<HHQQ", 1, 16, 2**62, 2**62)
    end = data.rindex(b"PK\5\6")
    struct.pack_into("<L", data, end + 12, struct.unpack_from("<L", data, end + 12)[0] + 20)
    path.write_bytes(data)


def many_columns_of_a_table(path: Path) -> None:
    """A table of a million columns; a sheet has 16,384."""
    columns = b"".join(b'<tableColumn id="%d" name="n%d"/>' % (n, n) for n in range(1_000_000))
    table = b'%b<table xmlns="%b" id="1" name="t" displayName="t" ref="XA1:XB9"><tableColumns>%b</tableColumns></table>'
    element = b'<tableParts count="1"><tablePart xmlns:q="%b" q:id="h0"/></tableParts>' % OFFICE.encode()
    parts = {"xl/tables/t.xml": table % (HEAD.encode(), MAIN.encode(), columns)}
    _to_sheet(path, _related("table", "/xl/tables/t.xml"), parts, element)


def many_items_of_a_pivot(path: Path) -> None:
    """The cache of a pivot table with a million items."""
    items = b'<s v="x"/>' * 1_000_000
    field = b'<cacheFields count="1"><cacheField name="a"><sharedItems>%b</sharedItems></cacheField></cacheFields>'
    cache = b'%b<pivotCacheDefinition xmlns="%b">%b</pivotCacheDefinition>'
    cache %= (HEAD.encode(), MAIN.encode(), field % items)
    ways = _related("pivotCacheDefinition", "pivotCache/p.xml")
    rels = PARTS[RELS].replace(b"</Relationships>", ways + b"</Relationships>")
    entry = b'<pivotCaches><pivotCache cacheId="1" xmlns:q="%b" q:id="h0"/></pivotCaches></workbook>' % OFFICE.encode()
    edited(path, BOOK, (b"</workbook>", entry), add={RELS: rels, "xl/pivotCache/p.xml": cache})


def bomb_that_nobody_reads(path: Path) -> None:
    """300 MB of zeros, packed into little, in a part of custom XML that no command reads."""
    with_part(path, "customXml/item1.xml", repeated(bytes(2**20), 300))


def many_relationships(path: Path) -> None:
    """200,000 relationships of a sheet to one picture."""
    _to_sheet(path, _related("image", "/xl/media/i.png", 200_000), {"xl/media/i.png": b""})


def many_types(path: Path) -> None:
    """300,000 types of parts that are not there."""
    entry = b'<Override PartName="/n%d.xml" ContentType="application/xml"/>'
    more = b"".join(entry % n for n in range(300_000))
    edited(path, TYPES, (b"</Types>", more + b"</Types>"))


assert RELATIONS.encode() in PARTS[OF_SHEET], "the sheet has relationships to begin with"
ALL = "train button"
# what no command looks for, or few do; and the commands that refuse it
PARTLY: dict[str, tuple[Callable[[Path], None], str]] = {
    make.__name__: (make, refused)
    for make, refused in (
        (names_in_a_circle, ""), (many_validations, ""), (many_comments, ""), (many_replies, ""),
        (many_books_referred_to, ""), (many_differential_styles, ALL), (deep_extensions, ALL),
        (long_name_of_a_sheet, ""), (twin_members, ALL), (endless_zip64, ALL), (many_columns_of_a_table, ""),
        (many_items_of_a_pivot, ""), (bomb_that_nobody_reads, ""), (many_relationships, "train button"),
        (many_types, "button"),
    )
}  # fmt: skip
