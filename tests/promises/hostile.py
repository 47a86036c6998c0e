"""Workbooks made to harm whoever opens them; each is small on the disk but for the ones that have to be large."""

import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sheetnet.buttons import compound
from sheetnet.buttons.compression import compress
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import standard_areas
from tests.sheet.xlsx.parts import HEAD, MAIN, OFFICE, RELATIONS, sheet_xml, zipped

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
with zipfile.ZipFile(Path(__file__).parent.parent.parent / "workbooks" / "aple.xlsx") as _letters:
    PARTS = {name: _letters.read(name) for name in _letters.namelist()}  # SHEET is BP, which every command reads


def with_part(path: Path, part: str, pieces: Iterator[bytes]) -> None:
    """A workbook with one part streamed into it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            if name != part:
                package.writestr(name, content)
        member = zipfile.ZipInfo(part)
        member.compress_type = zipfile.ZIP_DEFLATED
        with package.open(member, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)


def _sheet(pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield from pieces
    yield b"</sheetData></worksheet>"


def repeated(piece: bytes, times: int) -> Iterator[bytes]:
    """A part of one piece over and over."""
    yield from (piece for _ in range(times))


def zip_bomb(path: Path) -> None:
    """A sheet of 1 GB of zeros, 1 MB packed."""
    with_part(path, SHEET, repeated(bytes(2**20), 1024))


def bomb_that_lies(path: Path) -> None:
    """A member that declares 1 KB and unpacks to 500 MB."""
    with_part(path, SHEET, repeated(bytes(2**20), 500))
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 24 : at + 28] = struct.pack("<L", 1000)
    path.write_bytes(data)


def bomb_of_names(path: Path) -> None:
    """A directory that lists one member 300,000 times."""
    start = zipped(PARTS)
    end = start.rindex(b"PK\5\6")
    first = start.index(b"PK\1\2")
    size = 46 + sum(struct.unpack("<3H", start[first + 28 : first + 34]))
    entry = start[first : first + size]
    directory = entry * 300_000
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(directory), first, 0)
    path.write_bytes(start[:first] + directory + last)
    assert end > first


def overlapping_members(path: Path) -> None:
    """Members that share one block of packed bytes."""
    data = zipped(PARTS)
    entries, at = [], data.index(b"PK\1\2")
    while data[at : at + 4] == b"PK\1\2":
        size = 46 + sum(struct.unpack("<3H", data[at + 28 : at + 34]))
        entries.append(bytearray(data[at : at + size]))
        at += size
    for entry in entries[1:]:
        entry[42:46] = entries[0][42:46]
    directory = b"".join(entries)
    start = data.index(b"PK\1\2")
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), start, 0)
    path.write_bytes(data[:start] + directory + last)


def _text_cell(text: str) -> bytes:
    return sheet_xml(f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>').removeprefix(HEAD.encode())


def billion_laughs(path: Path) -> None:
    """Entities that expand to three gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    path.write_bytes(zipped({**PARTS, SHEET: text.encode() + _text_cell("&l9;")}))


def external_entity(path: Path) -> None:
    """An entity that reads a file of the system."""
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    path.write_bytes(zipped({**PARTS, SHEET: text.encode() + _text_cell("&file;")}))


def deep_nesting(path: Path) -> None:
    """Two million elements, each in the one before."""
    with_part(path, SHEET, _sheet(repeated(b"<row>" * 10_000, 200)))


def nested_in_text(path: Path) -> None:
    """Deep nesting, with text that looks like the ends of elements."""
    with_part(path, SHEET, _sheet(repeated(b"<a>/>" * 10_000, 200)))


def gigabyte_cell(path: Path) -> None:
    """One cell with a text of a gigabyte."""
    text = repeated(bytes(range(65, 91)) * 2**14, 2460)

    def pieces() -> Iterator[bytes]:
        yield b'<row r="1"><c r="A1" t="str"><v>'
        yield from text
        yield b"</v></c></row>"

    with_part(path, SHEET, _sheet(pieces()))


def random_cell(path: Path) -> None:
    """One cell with 60 MB of text that does not pack."""
    rng = random.Random(0)

    def pieces() -> Iterator[bytes]:
        yield b'<row r="1"><c r="A1" t="str"><v>'
        for _ in range(60):
            yield rng.randbytes(2**19).hex().encode()
        yield b"</v></c></row>"

    with_part(path, SHEET, _sheet(pieces()))


def million_attributes(path: Path) -> None:
    """One element with a million attributes."""

    def pieces() -> Iterator[bytes]:
        yield b"<row "
        for number in range(1_000_000):
            yield b'a%d="" ' % number
        yield b"/>"

    with_part(path, SHEET, _sheet(pieces()))


def rows_beyond_the_sheet(path: Path) -> None:
    """A row with the number four thousand million."""
    path.write_bytes(zipped({**PARTS, SHEET: sheet_xml('<row r="4000000000"><c r="A4000000000"/></row>')}))


def unclosed_cells(path: Path) -> None:
    """Half a million cells that are opened and never closed."""
    with_part(path, SHEET, _sheet(repeated(b'<c r="A1">' * 5_000, 100)))


def path_traversal(path: Path) -> None:
    """A member that would be unpacked outside."""
    path.write_bytes(zipped({**PARTS, "../../etc/cron.d/evil": b"x"}))


def absolute_path(path: Path) -> None:
    """A member with a path from the root."""
    path.write_bytes(zipped({**PARTS, "/etc/cron.d/evil": b"x"}))


def many_names(path: Path) -> None:
    """100,000 defined names, each in terms of the next."""
    names = b"".join(b'<definedName name="n%d">n%d</definedName>' % (n, n + 1) for n in range(100_000))
    book = PARTS[BOOK].replace(b"</definedNames>", names + b"</definedNames>")
    path.write_bytes(zipped({**PARTS, BOOK: book}))


def claims_to_be_small(path: Path) -> None:
    """A stored member whose header claims more bytes than the file has."""
    data = bytearray(zipped(PARTS))
    at = data.rindex(SHEET.encode()) - 46
    data[at + 20 : at + 24] = struct.pack("<L", 0x7FFFFFFF)
    path.write_bytes(data)


def quoted_in_comment(path: Path) -> None:
    """A comment that never ends, in 50 MB of the beginnings of comments."""
    with_part(path, SHEET, _sheet(repeated(b"<!-" * 10_000, 1700)))


def edited(path: Path, part: str, *edits: tuple[bytes, bytes], add: dict[str, bytes] | None = None) -> None:
    """The letters with a part in which some bytes are others; each has to be there."""
    content = PARTS[part]
    for old, new in edits:
        assert old in content, old
        content = content.replace(old, new, 1)
    path.write_bytes(zipped({**PARTS, **(add or {}), part: content}))


def many_sheets(path: Path) -> None:
    """100,000 sheets."""
    numbers = range(1000, 101_000)
    entries = b"".join(b'<sheet name="n%d" sheetId="%d" r:id="m%d"/>' % (n, n, n) for n in numbers)
    entries = entries.replace(b"r:id", b'xmlns:r="%b" r:id' % OFFICE.encode())
    kind = f"{OFFICE}/worksheet".encode()
    ways = b"".join(b'<Relationship Id="m%d" Type="%b" Target="worksheets/n%d.xml"/>' % (n, kind, n) for n in numbers)
    rels = PARTS[RELS].replace(b"</Relationships>", ways + b"</Relationships>")
    edited(path, BOOK, (b"</sheets>", entries + b"</sheets>"), add={RELS: rels})


def _more_rows(path: Path, rows: bytes) -> None:
    edited(path, SHEET, (b"</sheetData>", rows + b"</sheetData>"))


def long_formulas(path: Path) -> None:
    """30 formulas of a million characters; Excel takes 8,192."""
    formula = b"+".join([b"C15"] * 250_000)
    _more_rows(path, b"".join(b'<row r="%d"><c r="A%d"><f>%b</f></c></row>' % (n, n, formula) for n in range(900, 930)))


def long_formulas_by_the_thousand(path: Path) -> None:
    """20,000 formulas of 8,000 characters, which Excel takes, in a file of a megabyte."""
    cell = b'<row r="%d"><c r="A%d"><f>%b</f><v>1</v></c></row>'
    formula = b"+".join([b"C15"] * 2_000)
    _more_rows(path, b"".join(cell % (n, n, formula) for n in range(1_000, 21_000)))


def long_formula(path: Path) -> None:
    """One formula just below a megabyte."""
    formula = b"(" * 500_000 + b"1" + b")" * 500_000
    _more_rows(path, b'<row r="900"><c r="A900"><f>%b</f></c></row>' % formula)


def million_merged_ranges(path: Path) -> None:
    """A million merged ranges."""
    ranges = b"".join(b'<mergeCell ref="XA%d:XB%d"/>' % (n, n) for n in range(1, 1_000_001))
    edited(path, SHEET, (b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"))


def many_cell_styles(path: Path) -> None:
    """400,000 cell styles; Excel takes 65,490."""
    more = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 400_000
    edited(path, STYLES, (b"</cellXfs>", more + b"</cellXfs>"))


def many_fonts(path: Path) -> None:
    """200,000 fonts."""
    more = b'<font><sz val="11"/><name val="Calibri"/></font>' * 200_000
    edited(path, STYLES, (b"</fonts>", more + b"</fonts>"))


def empty_network(path: Path) -> None:
    """A network of 16,000 inputs, declared over rows that are empty, with names of the right sizes."""
    geometry = Geometry((16_000, 3, 4), (1, 16_000))
    names = b"".join(
        b'<definedName name="%b">%b</definedName>' % (name.encode(), f"{area.sheet}!{area.range}".encode())
        for name, area in standard_areas(geometry, 100_000).items()
    )
    names += b'<definedName name="network">BP!$A$900</definedName><definedName name="picture">BP!$A$901</definedName>'
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%b</t></is></c></row>' % (row, row, text)
        for row, text in ((900, b"16000-3-4"), (901, b"1x16000"))
    )
    before, _, rest = PARTS[BOOK].partition(b"<definedNames>")
    book = before + b"<definedNames>" + names + b"</definedNames>" + rest.partition(b"</definedNames>")[2]
    edited(path, SHEET, (b"</sheetData>", cells + b"</sheetData>"), add={BOOK: book})


def two_sheets_of_one_part(path: Path) -> None:
    """Two sheets in one part."""
    entry = b'<sheet name="Again" sheetId="99" xmlns:r="%b" r:id="rId1"/></sheets>' % OFFICE.encode()
    edited(path, BOOK, (b"</sheets>", entry))


def sheets_of_other_case(path: Path) -> None:
    """A sheet bp beside BP, which are one sheet to every spreadsheet program."""
    way = b'<Relationship Id="h1" Type="%b/worksheet" Target="worksheets/twin.xml"/></Relationships>' % OFFICE.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", way)
    entry = b'<sheet name="bp" sheetId="99" xmlns:r="%b" r:id="h1"/></sheets>' % OFFICE.encode()
    edited(path, BOOK, (b"</sheets>", entry), add={RELS: rels, "xl/worksheets/twin.xml": sheet_xml("")})


def deep_fonts(path: Path) -> None:
    """A font of 300,000 elements, each in the one before."""
    edited(path, STYLES, (b"</fonts>", b"<font>" * 300_000 + b"</font>" * 300_000 + b"</fonts>"))


def many_number_formats(path: Path) -> None:
    """100,000 number formats; Excel takes less than 65,490."""
    more = b"".join(b'<numFmt numFmtId="%d" formatCode="0.0%d"/>' % (n + 300, n) for n in range(100_000))
    edited(path, STYLES, (b"</numFmts>", more + b"</numFmts>"))


def many_namespaces(path: Path) -> None:
    """Half a million prefixes, each for the namespace of the sheet."""
    rows = (b'<p%d:row xmlns:p%d="%b"/>' % (n, n, MAIN.encode()) for n in range(500_000))
    with_part(path, SHEET, _sheet(rows))


def merged_over_each_other(path: Path) -> None:
    """90,000 merged ranges over each other beside the cells that are written."""
    ranges = b'<mergeCell ref="XA1:XB34"/>' * 90_000
    sheet = re.sub(rb"<mergeCells.*?</mergeCells>", b"", PARTS[SHEET], flags=re.S)
    sheet = sheet.replace(b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>")
    path.write_bytes(zipped({**PARTS, SHEET: sheet}))


HOSTILE: dict[str, Callable[[Path], None]] = {
    make.__name__: make
    for make in (
        zip_bomb, bomb_that_lies, bomb_of_names, overlapping_members, billion_laughs, external_entity, deep_nesting,
        nested_in_text, gigabyte_cell, random_cell, million_attributes, rows_beyond_the_sheet, unclosed_cells,
        path_traversal, absolute_path, claims_to_be_small, quoted_in_comment, many_sheets, long_formulas, long_formula,
        long_formulas_by_the_thousand,
        million_merged_ranges, many_cell_styles, many_fonts, empty_network, two_sheets_of_one_part, many_namespaces,
        merged_over_each_other, sheets_of_other_case, deep_fonts, many_number_formats,
    )
}  # fmt: skip


def million_rows(path: Path) -> None:
    """A network on a sheet that declares all its 1,048,576 rows, which is lawful."""
    before, end, after = PARTS[SHEET].partition(b"</sheetData>")
    last = int(before[before.rindex(b'<row r="') + 8 :].partition(b'"')[0])
    more = b"".join(b'<row r="%d"/>' % number for number in range(last + 1, 1_048_577))
    with_part(path, SHEET, iter((before, more, end, after)))


def _with_drawing(path: Path, kind: str, name: str, content: bytes, element: bytes, **more: bytes) -> None:
    """The letters with another drawing on the sheet that every command reads."""
    rels = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="h1" Type="{OFFICE}/{kind}" Target="/{name}"/>'
    added = {"xl/worksheets/_rels/sheet1.xml.rels": f"{rels}</Relationships>".encode(), name: content, **more}
    tag = b'<%b xmlns:h="%b" h:id="h1"/></worksheet>' % (element, OFFICE.encode())
    sheet = re.sub(rb"<drawing[^>]*>", b"", PARTS[SHEET])
    path.write_bytes(zipped({**PARTS, **added, SHEET: sheet.replace(b"</worksheet>", tag)}))


def endless_macros(path: Path) -> None:
    """Macros of 8 MB whose list of modules unpacks to gigabytes."""
    chunk = b"\x03\xb0\x02a\xfc\x0f"  # a literal, and a copy of it over the rest of the chunk
    streams = {("VBA", "dir"): b"\x01" + chunk * 800_000, ("PROJECT",): b""}
    macros = compound.write(streams)
    way = f'<Relationship Id="h1" Type="{VBA}" Target="vbaProject.bin"/></Relationships>'.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", way)
    path.write_bytes(zipped({**PARTS, RELS: rels, "xl/vbaProject.bin": macros}))


def many_modules_of_one_stream(path: Path) -> None:
    """Macros whose list names one stream 50,000 times."""
    record = struct.pack("<HI", 0x1A, 1) + b"m" + struct.pack("<HII", 0x31, 4, 0) + struct.pack("<HI", 0x2B, 0)
    source = compress(b"x" * 4096 * 200)
    macros = compound.write({("VBA", "dir"): compress(record * 5_000), ("VBA", "m"): source, ("PROJECT",): b""})
    way = f'<Relationship Id="h1" Type="{VBA}" Target="vbaProject.bin"/></Relationships>'.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", way)
    path.write_bytes(zipped({**PARTS, RELS: rels, "xl/vbaProject.bin": macros}))


def shapes_without_anchors(path: Path) -> None:
    """200,000 controls in a VML drawing that say nowhere where they are."""
    shape = b'<v:shape><x:ClientData ObjectType="Button"></v:shape>'
    vml = b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    _with_drawing(path, "vmlDrawing", "xl/drawings/h.vml", vml + shape * 200_000 + b"</xml>", b"legacyDrawing")


def drawing_without_rows(path: Path) -> None:
    """100,000 anchors of a drawing that say a column and no row."""
    uri = b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    anchor = b"<d:twoCellAnchor><d:from><d:col>3</d:col></d:from></d:twoCellAnchor>" * 100_000
    _with_drawing(path, "drawing", "xl/drawings/h.xml", b'<d:wsDr xmlns:d="%b">%b</d:wsDr>' % (uri, anchor), b"drawing")


def many_anchors(path: Path) -> None:
    """100,000 anchors of a drawing, each with all its corners."""
    uri = b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    corner = b"<d:col>%d</d:col><d:colOff>0</d:colOff><d:row>%d</d:row><d:rowOff>0</d:rowOff>"
    anchor = (
        b"<d:twoCellAnchor><d:from>"
        + corner
        + b"</d:from><d:to>"
        + corner
        + b"</d:to><d:clientData/></d:twoCellAnchor>"
    )
    anchors = b"".join(anchor % (3, n, 5, n + 3) for n in range(100_000))
    _with_drawing(
        path, "drawing", "xl/drawings/h.xml", b'<d:wsDr xmlns:d="%b">%b</d:wsDr>' % (uri, anchors), b"drawing"
    )


def overlapping_merged_cells(path: Path) -> None:
    """50,000 merged ranges over each other, all across the sheet."""
    ranges = b"".join(b'<mergeCell ref="A1000:XFD%d"/>' % n for n in range(1001, 51_001))
    edited(path, SHEET, (b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"))


def merged_cells_beside_the_settings(path: Path) -> None:
    """50,000 merged ranges over each other in the rows of the settings."""
    ranges = b"".join(b'<mergeCell ref="R2:XFD%d"/>' % n for n in range(3, 50_003))
    edited(path, SHEET, (b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"))


def hidden_rows(path: Path) -> None:
    """A sheet whose rows are hidden unless something else is said, with a cell in its last corner."""
    edited(
        path, SHEET,
        (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        (b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" '),
    )  # fmt: skip


def columns_over_each_other(path: Path) -> None:
    """50,000 descriptions of all columns at once."""
    cols = b"<cols>" + b'<col min="1" max="16384" width="9"/>' * 50_000 + b"</cols>"
    sheet = re.sub(rb"<cols>.*?</cols>", cols, PARTS[SHEET], flags=re.S)
    path.write_bytes(zipped({**PARTS, SHEET: sheet}))


# what `button` alone reads, and whether it refuses it
DRAWN: dict[str, tuple[Callable[[Path], None], bool]] = {
    make.__name__: (make, refused)
    for make, refused in (
        (endless_macros, True), (many_modules_of_one_stream, True), (shapes_without_anchors, False),
        (drawing_without_rows, True), (many_anchors, True), (overlapping_merged_cells, False),
        (merged_cells_beside_the_settings, False),
        (hidden_rows, False), (columns_over_each_other, True),
    )
}  # fmt: skip


def _number_format(path: Path, code: bytes) -> None:
    """The letters with a number format in the style of every cell."""
    formats = b'<numFmts count="1"><numFmt numFmtId="190" formatCode="%b"/></numFmts>' % code
    styles = re.sub(rb"<numFmts.*?</numFmts>", b"", PARTS[STYLES], flags=re.S)
    styles = re.sub(rb'numFmtId="\d+"', b'numFmtId="190"', styles)
    first = re.search(rb"<styleSheet[^>]*>", styles)
    assert first
    styles = styles[: first.end()] + formats + styles[first.end() :]
    path.write_bytes(zipped({**PARTS, STYLES: styles}))


def format_of_brackets(path: Path) -> None:
    """A number format of a hundred thousand brackets."""
    _number_format(path, b"[" * 100_000)


def format_of_quotes(path: Path) -> None:
    """A number format of a hundred thousand quotes and one more."""
    _number_format(path, b"&quot;" * 100_001)


def format_of_words(path: Path) -> None:
    """A number format of many pieces that are nearly a date."""
    _number_format(path, b"0" + b"\\[\\]" * 50_000)


def shared_formulas(path: Path) -> None:
    """2,000 shared formulas, each with nine cells that follow it."""
    rows = []
    for n in range(1000, 3_000):
        first = b'<c r="A%d"><f t="shared" ref="A%d:J%d" si="%d">$C$15*%d</f></c>' % (n, n, n, n, n)
        rest = b"".join(b'<c r="%c%d"><f t="shared" si="%d"/></c>' % (column, n, n) for column in b"BCDEFGHIJ")
        rows.append(b'<row r="%d">%b%b</row>' % (n, first, rest))
    _more_rows(path, b"".join(rows))


def _shared(first: int, last: int, text: bytes) -> bytes:
    """Rows with one shared formula in column A."""
    start = b'<row r="%d"><c r="A%d"><f t="shared" ref="A%d:A%d" si="77">%b</f><v>1</v></c></row>'
    rest = (
        b'<row r="%d"><c r="A%d"><f t="shared" si="77"/><v>1</v></c></row>' % (n, n) for n in range(first + 1, last + 1)
    )
    return start % (first, first, first, last, text) + b"".join(rest)


def followers_of_a_long_formula(path: Path) -> None:
    """One shared formula of 8,000 characters, and 20,000 cells that follow it."""
    _more_rows(path, _shared(1_000, 20_999, b"+".join([b"C15"] * 2_000)))


def followers_of_brackets(path: Path) -> None:
    """A shared formula of 4,000 pairs of brackets, which refer into tables, and 2,000 cells that follow it."""
    _more_rows(path, _shared(1_000, 2_999, b"[]" * 4_000))


def many_shared_formulas(path: Path) -> None:
    """50,000 cells with one shared formula each."""
    cell = b'<row r="%d"><c r="A%d"><f t="shared" ref="A%d" si="%d">C15*%d</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, n, n, n) for n in range(1_000, 51_000)))


def many_other_workbooks(path: Path) -> None:
    """50,000 formulas, each with a cell of another workbook."""
    cell = b'<row r="%d"><c r="A%d"><f>[%d]Sheet1!A1+C15</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, n) for n in range(1_000, 51_000)))


def sums_of_the_whole_sheet(path: Path) -> None:
    """5,000 sums, each of nearly all the cells that a sheet can have."""
    cell = b'<row r="%d"><c r="A%d"><f>SUM(B1:XFD1048576)+SUM($C$15:$G$34)</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n) for n in range(1_000, 6_000)))


def brackets_and_signs(path: Path) -> None:
    """600 formulas of 8,000 characters: brackets in brackets, and one minus after another."""
    formulas = [b"(" * 4_000 + b"C15" + b")" * 4_000, b"-" * 8_000 + b"C15"]
    cell = b'<row r="%d"><c r="A%d"><f>%b</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, formulas[n % 2]) for n in range(1_000, 1_600)))


def chain_of_formulas(path: Path) -> None:
    """30,000 formulas that need the one below, the last of them a weight."""
    cell = b'<row r="%d"><c r="A%d"><f>%b+1</f><v>1</v></c></row>'
    _more_rows(
        path, b"".join(cell % (n, n, b"A%d" % (n + 1)) for n in range(1_000, 30_999)) + cell % (30_999, 30_999, b"C15")
    )


def sums_from_the_top(path: Path) -> None:
    """20,000 sums, each over all those above."""
    cell = b'<row r="%d"><c r="A%d"><f>SUM(A$999:A%d)</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, n - 1) for n in range(1_000, 21_000)))


def names_of_names(path: Path) -> None:
    """5,000 names, each in terms of the next, and a formula with each."""
    names = b"".join(b'<definedName name="n%d">n%d+1</definedName>' % (n, n + 1) for n in range(5_000))
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><f>n%d</f><v>1</v></c></row>' % (n, n, n - 1_000) for n in range(1_000, 6_000)
    )
    book = PARTS[BOOK].replace(b"</definedNames>", names + b"</definedNames>")
    edited(path, SHEET, (b"</sheetData>", rows + b"</sheetData>"), add={BOOK: book})


def colons_in_a_quote(path: Path) -> None:
    """500 formulas that begin a sheet's name and go on with 8,000 colons."""
    cell = b'<row r="%d"><c r="A%d"><f>\'%b</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, b":" * (8_000 - n % 7)) for n in range(1_000, 1_500)))


def before_margins(path: Path, elements: bytes) -> None:
    """The letters with other elements before those of the printed page."""
    before, margins, after = PARTS[SHEET].partition(b"<pageMargins")
    assert margins
    path.write_bytes(zipped({**PARTS, SHEET: before + elements + margins + after}))


def many_rules_of_colour(path: Path) -> None:
    """150,000 conditional formats."""
    rule = b'<conditionalFormatting sqref="XA%d"><cfRule type="expression" priority="%d"><formula>1</formula></cfRule>'
    rules = (rule % (n, n + 1_000) + b"</conditionalFormatting>" for n in range(1, 150_001))
    before, first, after = PARTS[SHEET].partition(b"<conditionalFormatting")
    path.write_bytes(zipped({**PARTS, SHEET: before + b"".join(rules) + first + after}))


def many_links(path: Path) -> None:
    """150,000 hyperlinks."""
    links = b"".join(b'<hyperlink ref="XA%d" location="BP!A1"/>' % n for n in range(1, 150_001))
    before_margins(path, b"<hyperlinks>" + links + b"</hyperlinks>")


def name_of_a_megabyte(path: Path) -> None:
    """A defined name whose formula has a megabyte."""
    name = b'<definedName name="big">%b</definedName></definedNames>' % b"+".join([b"BP!$C$15"] * 110_000)
    edited(path, BOOK, (b"</definedNames>", name))


def many_runs(path: Path) -> None:
    """A shared string of 400,000 runs, which no cell shows, among a hundred thousand strings."""
    strings = b"<si>" + b"<r><rPr><b/></rPr><t>x</t></r>" * 400_000 + b"</si>" + b"<si><t>a</t></si>" * 100_000
    way = b'<Relationship Id="h1" Type="%b/sharedStrings" Target="sharedStrings.xml"/>' % OFFICE.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", way + b"</Relationships>")
    table = f'{HEAD}<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>"
    path.write_bytes(zipped({**PARTS, RELS: rels, "xl/sharedStrings.xml": table}))


def chain_of_calculation(path: Path) -> None:
    """A calculation chain of half a million cells that are empty."""
    cells = b"".join(b'<c r="A%d" i="1"/>' % n for n in range(1, 500_001))
    way = b'<Relationship Id="h1" Type="%b/calcChain" Target="calcChain.xml"/></Relationships>' % OFFICE.encode()
    rels = PARTS[RELS].replace(b"</Relationships>", way)
    chain = f'{HEAD}<calcChain xmlns="{MAIN}">'.encode() + cells + b"</calcChain>"
    path.write_bytes(zipped({**PARTS, RELS: rels, "xl/calcChain.xml": chain}))


LAWFUL: dict[str, Callable[[Path], None]] = {
    make.__name__: make
    for make in (
        million_rows, many_names, format_of_brackets, format_of_quotes, format_of_words, shared_formulas,
        followers_of_a_long_formula, followers_of_brackets, many_shared_formulas, chain_of_formulas, sums_from_the_top,
        names_of_names, colons_in_a_quote, many_rules_of_colour, many_links, name_of_a_megabyte, many_runs,
        many_other_workbooks, sums_of_the_whole_sheet, brackets_and_signs, chain_of_calculation,
    )
}  # fmt: skip


def copies_far_down(path: Path) -> None:
    """200,000 cells of one shared formula, on a sheet of 77 columns."""
    _more_rows(path, _shared(1_000, 200_999, b"$C$15*2+D15"))


def cells_far_to_the_right(path: Path) -> None:
    """300 rows, each with a number in the first and in the last column that there is."""
    cells = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="XFD%d"><v>1</v></c></row>'
    _more_rows(path, b"".join(cells % (n, n, n) for n in range(1_000, 1_300)))


def a_thousand_long_formulas(path: Path) -> None:
    """1,100 formulas of 8,000 characters, no two of which are copies."""
    formula = b"+".join([b"C15"] * 2_000)
    cell = b'<row r="%d"><c r="A%d"><f>%b</f><v>1</v></c></row>'
    _more_rows(path, b"".join(cell % (n, n, formula) for n in range(1_000, 2_100)))


UNFATHOMED: dict[str, tuple[Callable[[Path], None], str]] = {
    "copies_far_down": (copies_far_down, "too many empty cells"),
    "cells_far_to_the_right": (cells_far_to_the_right, "too many empty cells"),
    "chain_of_formulas": (chain_of_formulas, "too many empty cells"),
    "a_thousand_long_formulas": (a_thousand_long_formulas, "characters together"),
}
"""Lawful workbooks whose formulas are too much to be computed one by one: how they are made, and what is said."""
