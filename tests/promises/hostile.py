"""Workbooks made to harm whoever opens them; each is small on the disk but for the ones that have to be large."""

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.sheet.xlsx.parts import HEAD, MAIN, sheet_xml, zipped

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
with zipfile.ZipFile(Path(__file__).parent.parent.parent / "workbooks" / "aple.xlsx") as _letters:
    _PARTS = {name: _letters.read(name) for name in _letters.namelist()}  # SHEET is BP, which every command reads


def _with(path: Path, part: str, pieces: Iterator[bytes]) -> None:
    """A workbook with one part streamed into it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _PARTS.items():
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


def _repeated(piece: bytes, times: int) -> Iterator[bytes]:
    yield from (piece for _ in range(times))


def zip_bomb(path: Path) -> None:
    """A sheet of 1 GB of zeros, 1 MB packed."""
    _with(path, SHEET, _repeated(bytes(2**20), 1024))


def bomb_that_lies(path: Path) -> None:
    """A member that declares 1 KB and unpacks to 500 MB."""
    _with(path, SHEET, _repeated(bytes(2**20), 500))
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 24 : at + 28] = struct.pack("<L", 1000)
    path.write_bytes(data)


def bomb_of_names(path: Path) -> None:
    """A directory that lists one member 300,000 times."""
    start = zipped(_PARTS)
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
    data = zipped(_PARTS)
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
    path.write_bytes(zipped({**_PARTS, SHEET: text.encode() + _text_cell("&l9;")}))


def external_entity(path: Path) -> None:
    """An entity that reads a file of the system."""
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    path.write_bytes(zipped({**_PARTS, SHEET: text.encode() + _text_cell("&file;")}))


def deep_nesting(path: Path) -> None:
    """Two million elements, each in the one before."""
    _with(path, SHEET, _sheet(_repeated(b"<row>" * 10_000, 200)))


def nested_in_text(path: Path) -> None:
    """Deep nesting, with text that looks like the ends of elements."""
    _with(path, SHEET, _sheet(_repeated(b"<a>/>" * 10_000, 200)))


def gigabyte_cell(path: Path) -> None:
    """One cell with a text of a gigabyte."""
    text = _repeated(bytes(range(65, 91)) * 2**14, 2460)

    def pieces() -> Iterator[bytes]:
        yield b'<row r="1"><c r="A1" t="str"><v>'
        yield from text
        yield b"</v></c></row>"

    _with(path, SHEET, _sheet(pieces()))


def random_cell(path: Path) -> None:
    """One cell with 60 MB of text that does not pack."""
    rng = random.Random(0)

    def pieces() -> Iterator[bytes]:
        yield b'<row r="1"><c r="A1" t="str"><v>'
        for _ in range(60):
            yield rng.randbytes(2**19).hex().encode()
        yield b"</v></c></row>"

    _with(path, SHEET, _sheet(pieces()))


def million_attributes(path: Path) -> None:
    """One element with a million attributes."""

    def pieces() -> Iterator[bytes]:
        yield b"<row "
        for number in range(1_000_000):
            yield b'a%d="" ' % number
        yield b"/>"

    _with(path, SHEET, _sheet(pieces()))


def rows_beyond_the_sheet(path: Path) -> None:
    """A row with the number four thousand million."""
    path.write_bytes(zipped({**_PARTS, SHEET: sheet_xml('<row r="4000000000"><c r="A4000000000"/></row>')}))


def unclosed_cells(path: Path) -> None:
    """Half a million cells that are opened and never closed."""
    _with(path, SHEET, _sheet(_repeated(b'<c r="A1">' * 5_000, 100)))


def path_traversal(path: Path) -> None:
    """A member that would be unpacked outside."""
    path.write_bytes(zipped({**_PARTS, "../../etc/cron.d/evil": b"x"}))


def absolute_path(path: Path) -> None:
    """A member with a path from the root."""
    path.write_bytes(zipped({**_PARTS, "/etc/cron.d/evil": b"x"}))


def many_names(path: Path) -> None:
    """100,000 defined names, each in terms of the next."""
    names = b"".join(b'<definedName name="n%d">n%d</definedName>' % (n, n + 1) for n in range(100_000))
    book = _PARTS[BOOK].replace(b"</definedNames>", names + b"</definedNames>")
    path.write_bytes(zipped({**_PARTS, BOOK: book}))


def claims_to_be_small(path: Path) -> None:
    """A stored member whose header claims more bytes than the file has."""
    data = bytearray(zipped(_PARTS))
    at = data.rindex(SHEET.encode()) - 46
    data[at + 20 : at + 24] = struct.pack("<L", 0x7FFFFFFF)
    path.write_bytes(data)


def quoted_in_comment(path: Path) -> None:
    """A comment that never ends, in 50 MB of the beginnings of comments."""
    _with(path, SHEET, _sheet(_repeated(b"<!-" * 10_000, 1700)))


HOSTILE: dict[str, Callable[[Path], None]] = {
    make.__name__: make
    for make in (
        zip_bomb, bomb_that_lies, bomb_of_names, overlapping_members, billion_laughs, external_entity, deep_nesting,
        nested_in_text, gigabyte_cell, random_cell, million_attributes, rows_beyond_the_sheet, unclosed_cells,
        path_traversal, absolute_path, claims_to_be_small, quoted_in_comment,
    )
}  # fmt: skip


def million_rows(path: Path) -> None:
    """A network on a sheet that declares all its 1,048,576 rows, which is lawful."""
    before, end, after = _PARTS[SHEET].partition(b"</sheetData>")
    last = int(before[before.rindex(b'<row r="') + 8 :].partition(b'"')[0])
    more = b"".join(b'<row r="%d"/>' % number for number in range(last + 1, 1_048_577))
    _with(path, SHEET, iter((before, more, end, after)))


LAWFUL: dict[str, Callable[[Path], None]] = {"million_rows": million_rows, "many_names": many_names}
