"""Parts in another encoding than UTF-8, against the parser of the standard library."""

from xml.etree import ElementTree

import pytest

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.sheet_reader import Context
from sheetnet.sheet.xlsx.wellformed import check_xml
from sheetnet.sheet.xlsx.worksheet import Worksheet
from tests.sheet.xlsx.parts import area, put, sheet_xml, values_by_openpyxl, worksheet

ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "us-ascii", "windows-1252", "UTF-8", "utf-8-sig"]
LETTERS = {"us-ascii": "e", "iso-8859-1": "é", "windows-1252": "€"}


def declared(encoding: str, letter: str) -> bytes:
    name = "UTF-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{name}' standalone='yes'?>\n<a b='{letter}'>{letter}</a>"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    return mark + text.encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_part_in_an_older_encoding_becomes_utf_8_and_says_so(encoding: str) -> None:
    letter = LETTERS.get(encoding, "日😀")
    xml = declared(encoding, letter)

    utf8 = check_xml("part.xml", xml)

    root = ElementTree.fromstring(utf8)
    assert (root.text, root.get("b")) == (letter, letter)
    assert ElementTree.tostring(root) == ElementTree.tostring(ElementTree.fromstring(xml))
    assert f"<a b='{letter}'>{letter}</a>".encode() in utf8
    if encoding.lower().startswith("utf-8"):
        assert utf8 is xml  # its byte-order mark with it
    else:
        assert utf8.startswith(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n")


def test_utf_16_without_a_declaration_is_told_by_its_mark() -> None:
    assert check_xml("part.xml", "<a>日</a>".encode("utf-16")) == "<a>日</a>".encode()


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (b"<?xml version='1.0' encoding='shift_jis'?><a/>", "says that it is encoded as shift_jis, which is not read"),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", "says that it is encoded as utf-7, which is not read"),
        (b"<?xml version='1.0' encoding='UTF-16'?><a/>", "encoded as utf-16, which is not read or not true; save"),
        (
            b"\xef\xbb\xbf<?xml version='1.0' encoding='latin1'?><a/>",
            "encoded as latin1, which is not read or not true",
        ),
        (
            b"<?xml version='1.0' encoding='us-ascii'?><a>\xe9</a>",
            "encoded as us-ascii, and is not: the file is damaged",
        ),
        (b"<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>", "encoded as windows-1252, and is not"),
        (b"\xff\xfe<\0a", "encoded as utf-16-le, and is not"),
        (b"\xff\xfe<\0a\0/\0>", "encoded as utf-16-le, and is not: the file is damaged"),
        (b"\xff\xfe\0\xd8", "encoded as utf-16-le, and is not"),
        ("<a/>".encode("utf-32"), "xl/part.xml"),
        (b"<?xml version='1.0'" + b" " * 2000 + b"encoding='latin1'?><a>\xe9</a>", "not well-formed"),
    ],
)
def test_an_encoding_that_is_not_known_or_not_true_is_refused(xml: bytes, message: str) -> None:
    with pytest.raises(FileError) as error:
        check_xml("xl/part.xml", xml)

    assert str(error.value).startswith("xl/part.xml ")
    assert message in str(error.value)


SHEET = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c><c r="B1"><v>1</v></c></row>')


def transcoded(encoding: str) -> bytes:
    return SHEET.decode().replace("UTF-8", encoding).encode(encoding)


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "windows-1252"])
def test_a_sheet_in_an_older_encoding_is_written_as_utf_8_once_it_is_edited(encoding: str) -> None:
    sheet = worksheet(transcoded(encoding))

    put(sheet, "B1", 2.0)

    assert sheet.read(area("A1:B1")) == [["é", 2.0]]
    assert sheet.xml == SHEET.replace(b"<v>1</v>", b"<v>2.0</v>")
    assert values_by_openpyxl(sheet.xml) == {(1, 1): "é", (1, 2): 2}


@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1"])
def test_a_sheet_in_an_older_encoding_whose_edits_change_nothing_is_not_written(encoding: str) -> None:
    sheet = Worksheet("S", "part.xml", transcoded(encoding), Context(lambda n: "", lambda: frozenset()))

    put(sheet, "B1", 1.0)

    assert sheet.edited
    assert not sheet.changed()


def test_a_byte_order_mark_of_utf_8_is_kept() -> None:
    assert put(worksheet(b"\xef\xbb\xbf" + SHEET), "B1", 2.0).xml.startswith(b"\xef\xbb\xbf<?xml")
