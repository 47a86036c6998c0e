"""Zip files from strangers: what is no workbook, lies or is damaged is refused, and what is large has wide headers."""

import struct
import warnings
import zipfile
import zlib
from io import BytesIO, RawIOBase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.errors import FileError, SheetnetError
from sheetnet.sheet.xlsx import archive as module
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.workbook import Workbook
from tests.sheet.xlsx.parts import area, by_message, zipped
from tests.sheet.xlsx.test_package import NEW, PARTS, SHEET


def test_a_part_over_the_limit_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART_LIMIT", 2**20)
    package = Package(zipped(PARTS | {"xl/big.xml": bytes(3 * 2**20)}))
    monkeypatch.setattr(zlib, "decompressobj", lambda *_: pytest.fail("the part was unpacked"))

    with pytest.raises(FileError) as error:
        package.read("xl/big.xml")

    assert str(error.value) == "the part xl/big.xml unpacks to 3 MB, more than 1 MB"


def test_a_part_that_claims_to_be_smaller_than_it_is_is_refused() -> None:
    data = bytearray(zipped({**PARTS, "xl/bomb.xml": bytes(10**6)}))
    directory = data.rindex(b"xl/bomb.xml") - 46
    assert data[directory : directory + 4] == b"PK\1\2"
    data[directory + 24 : directory + 28] = struct.pack("<L", 1000)

    with pytest.raises(FileError, match=r"^the part xl/bomb\.xml cannot be unpacked: the file is damaged$"):
        Package(bytes(data)).read("xl/bomb.xml")


def test_a_checksum_that_lies_is_noticed() -> None:
    stored = zipped(PARTS, zipfile.ZIP_STORED)
    data = stored.replace(b"<v>1</v>", b"<v>7</v>")
    assert data != stored

    with pytest.raises(FileError, match="cannot be unpacked: the file is damaged"):
        Package(data).read(SHEET)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)


NOT_A_WORKBOOK = "this is not a workbook; expected an .xlsx or .xlsm file"


ONLY_A_ZIP = "this is a zip file, but not a workbook; expected an .xlsx or .xlsm file"


CUT_SHORT = "the file is cut short or damaged: its zip directory is missing or broken"


WITHOUT_TYPES = {name: content for name, content in PARTS.items() if name != "[Content_Types].xml"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", NOT_A_WORKBOOK),
        (b"label,p01\nA,1\n", NOT_A_WORKBOOK),
        (b"\x89PNG\r\n\x1a\n", NOT_A_WORKBOOK),
        (b"PK", CUT_SHORT),
        (zipped(PARTS)[:-1], CUT_SHORT),
        (zipped(PARTS)[:-300], CUT_SHORT),
        (zipped(PARTS)[: len(zipped(PARTS)) // 2], CUT_SHORT),
        (ole("Workbook"), "this is an old .xls workbook; save it as .xlsx in a spreadsheet program"),
        (ole("EncryptedPackage"), "the workbook is protected by a password; save a copy without one"),
        (zipped({"a.txt": b"a"}), ONLY_A_ZIP),
        (zipped(WITHOUT_TYPES), ONLY_A_ZIP),
        (zipped({}), ONLY_A_ZIP),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
            "this is an OpenDocument file (.ods); save it as .xlsx in a spreadsheet program",
        ),
        (
            zipped(PARTS | {"../evil.xml": b""}),
            "the package has a part with the path '../evil.xml'; the file is refused",
        ),
        (
            zipped(PARTS | {"xl/../../evil.xml": b""}),
            "the package has a part with the path 'xl/../../evil.xml'; the file is refused",
        ),
        (zipped(PARTS | {"/etc/evil": b""}), "the package has a part with the path '/etc/evil'; the file is refused"),
        (zipped(PARTS | {"XL/Styles.xml": b""}), "the package has two parts of one name: the file is damaged"),
    ],
    ids=by_message,
)
def test_a_file_that_is_no_workbook_is_told_what_it_is(content: bytes, message: str) -> None:
    with pytest.raises(FileError) as error:
        Package(content)

    assert str(error.value) == message


def test_two_parts_of_one_name_are_refused() -> None:
    stream = BytesIO(zipped(PARTS))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as package:
        warnings.simplefilter("ignore", UserWarning)
        package.writestr(SHEET, NEW)

    with pytest.raises(FileError, match=r"^the package has two parts of one name: the file is damaged$"):
        Package(stream.getvalue())


def test_encrypted_parts_are_refused() -> None:
    data = bytearray(zipped(PARTS))
    directory = data.rindex(SHEET.encode()) - 46
    data[directory + 8] |= 1

    with pytest.raises(FileError, match=r"^the package has encrypted parts; save a copy without a password$"):
        Package(bytes(data))


def test_a_binary_workbook_is_told_what_it_is() -> None:
    parts = PARTS | {
        "_rels/.rels": PARTS["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
        "xl/workbook.bin": b"",
    }

    with pytest.raises(FileError) as error:
        Workbook(Package(zipped(parts)))

    assert str(error.value) == "this is a binary workbook (.xlsb); save it as .xlsx in a spreadsheet program"


SMALL = zipped(PARTS)


@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=4))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_damage_anywhere_is_refused_in_words_or_does_no_harm(at: int, junk: bytes) -> None:
    data = SMALL[:at] + junk + SMALL[at + len(junk) :]

    try:
        book = Workbook(Package(data))
        read = [book.worksheet(name).read(area("A1:B2", name)) for name in book.sheets]
        book.package.write(SHEET, NEW)
        written = book.package.bytes()
    except SheetnetError:
        pass  # in words: any other exception is a failure here
    else:
        assert len(read) == len(book.sheets)
        assert zipfile.ZipFile(BytesIO(written)).read(SHEET) == NEW


@given(st.integers(0, len(SMALL) - 1))
@settings(deadline=None, derandomize=True)
def test_a_file_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(FileError):
        Package(SMALL[:length])


class Sparse(RawIOBase):
    """A file that begins with five gigabytes of nothing, which take no room."""

    start = 5 * 2**30

    def __init__(self) -> None:
        self.content = bytearray()
        self.at = self.start

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.start + len(self.content))[whence]
        return self.at

    def write(self, content: Any) -> int:
        assert self.at == self.start + len(self.content)
        self.content += content
        self.at += len(content)
        return len(content)

    def read(self, size: int = -1) -> bytes:
        first = self.at - self.start
        piece = bytes(self.content[first : None if size < 0 else first + size])
        self.at += len(piece)
        return piece


def test_a_package_of_more_than_four_gigabytes_is_written_in_the_zip64_form() -> None:
    out = Sparse()
    package = Package(zipped(PARTS))
    package.write(SHEET, NEW)

    package.write_to(out)  # type: ignore[arg-type]

    with zipfile.ZipFile(out) as written:  # type: ignore[arg-type]
        assert written.testzip() is None
        assert written.read(SHEET) == NEW
        assert all(info.header_offset >= 5 * 2**30 for info in written.infolist())


@pytest.mark.full
def test_a_package_of_more_than_65535_members_is_written_in_the_zip64_form() -> None:
    members = PARTS | {f"customXml/item{number}.xml": b"" for number in range(70_000)}
    package = Package(zipped(members))
    package.write(SHEET, NEW)

    with zipfile.ZipFile(BytesIO(package.bytes())) as written:
        assert written.namelist() == list(members)
        assert written.read(SHEET) == NEW


def test_a_member_of_more_than_four_gigabytes_has_wide_headers() -> None:
    """Its two headers as zipfile reads them; the content itself would take the test's memory."""
    entry = module.Entry(b"xl/media/film.bin", (20, 0, 8, 0, 33), (7, 6 * 2**30, 9 * 2**30), 0, 0, 5 * 2**30)
    directory = entry.central()
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(directory), 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(directory), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), 0, 0)

    (info,) = zipfile.ZipFile(BytesIO(directory + end + locator + last)).infolist()

    assert (info.compress_size, info.file_size, info.header_offset) == (6 * 2**30, 9 * 2**30, 5 * 2**30)
    sizes = entry.local()[-16:]
    assert struct.unpack("<2Q", sizes) == (9 * 2**30, 6 * 2**30)
