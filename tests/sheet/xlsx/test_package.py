"""The zip package: the unchanged is copied as it is, the untrusted refused; saving is all or nothing."""

import errno
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from sheetnet.errors import FileError
from sheetnet.sheet.xlsx.package import Package
from tests.sheet.xlsx.parts import parts_of_book, sheet_xml, zipped

PARTS = parts_of_book({"S": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), "T": sheet_xml("")})
SHEET = "xl/worksheets/sheet1.xml"
NEW = sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>')
posix = pytest.mark.skipif(os.name != "posix", reason="permissions and symbolic links of POSIX systems")


class Raw(NamedTuple):
    """One member as its bytes lie in the file."""

    method: int
    crc: int
    size: int
    date: tuple[int, ...]
    name: bytes
    packed: bytes


def raw(data: bytes) -> dict[str, Raw]:
    members = {}
    with zipfile.ZipFile(BytesIO(data)) as package:
        for info in package.infolist():
            assert package.fp is not None
            start = info.header_offset
            name, extra = struct.unpack("<2H", data[start + 26 : start + 30])
            content = start + 30 + name + extra
            members[info.filename] = Raw(
                info.compress_type,
                info.CRC,
                info.file_size,
                info.date_time,
                data[start + 30 : start + 30 + name],
                data[content : content + info.compress_size],
            )
    return members


class Stream(RawIOBase):
    """A stream that cannot go back, as a pipe: zip members then carry data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def streamed(parts: dict[str, bytes]) -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return bytes(stream.data)


def mixed(parts: dict[str, bytes]) -> bytes:
    """Every second member stored, the others deflated at several levels, each with another date."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for n, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (2000 + n, 2, 3, 4, 5, 6))
            info.compress_type = zipfile.ZIP_STORED if n % 2 else zipfile.ZIP_DEFLATED
            package.writestr(info, content, compresslevel=1 + n)
    return stream.getvalue()


def in_zip64(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            with package.open(name, "w", force_zip64=True) as member:
                member.write(content)
    return stream.getvalue()


KINDS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "deflated": zipped,
    "stored": lambda parts: zipped(parts, zipfile.ZIP_STORED),
    "mixed": mixed,
    "data descriptors": streamed,
    "zip64 headers": in_zip64,
    "bytes before the zip": lambda parts: b"#!/bin/sh\n" + zipped(parts),
}


@pytest.fixture(params=KINDS)
def data(request: pytest.FixtureRequest) -> bytes:
    return KINDS[request.param](PARTS | {"xl/media/": b"", "xl/media/image1.png": bytes(range(256)) * 9})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(PARTS))
    return path


def edited(path: Path) -> Package:
    package = Package.open(path)
    package.write(SHEET, NEW)
    return package


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


# copying


def test_an_unchanged_package_keeps_every_member_with_its_compressed_bytes(data: bytes) -> None:
    copy = Package(data).bytes()

    assert raw(copy) == raw(data)
    assert list(raw(copy)) == list(raw(data))


def test_a_changed_part_leaves_the_compressed_bytes_of_all_others(data: bytes) -> None:
    package = Package(data)

    package.write(SHEET, NEW)

    before, after = raw(data), raw(package.bytes())
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}


def test_a_patched_package_is_a_sound_zip_and_a_workbook(data: bytes) -> None:
    package = Package(data)

    package.write(SHEET, NEW)
    package.write("xl/new.xml", b"<new/>")

    with zipfile.ZipFile(BytesIO(package.bytes())) as written:
        assert written.testzip() is None
        assert written.read(SHEET) == NEW
        assert written.read("xl/new.xml") == b"<new/>"
        assert written.namelist() == [*raw(data), "xl/new.xml"]
    assert load_workbook(BytesIO(package.bytes()))["S"]["A1"].value == 2


def test_the_written_package_can_be_patched_again(data: bytes) -> None:
    package = Package(data)
    package.write(SHEET, NEW)

    written = package.bytes()
    again = Package(written)

    assert {name: again.read(name) for name in again.parts} == {name: package.read(name) for name in package.parts}
    assert raw(again.bytes()) == raw(written)


def test_no_member_of_the_copy_needs_a_data_descriptor() -> None:
    streamed_infos = zipfile.ZipFile(BytesIO(streamed(PARTS))).infolist()
    assert all(info.flag_bits & 0x8 for info in streamed_infos)

    copied = zipfile.ZipFile(BytesIO(Package(streamed(PARTS)).bytes())).infolist()

    assert not any(info.flag_bits & 0x8 for info in copied)


def test_names_in_unicode_are_kept() -> None:
    name = "xl/media/画像é.png"

    package = Package(zipped(PARTS | {name: b"1"}))
    package.write(SHEET, NEW)

    assert package.read(name) == b"1"
    assert raw(package.bytes())[name].name == name.encode()


def test_names_in_the_old_code_page_are_kept() -> None:
    data = zipped(PARTS | {"xl/media/XX.png": b"1"}).replace(b"media/XX", b"media/\x82\x9b")

    package = Package(data)
    package.write(SHEET, NEW)
    package.write("xl/media/é¢.png", b"2")

    assert raw(package.bytes())["xl/media/é¢.png"].packed != raw(data)["xl/media/é¢.png"].packed
    assert zipfile.ZipFile(BytesIO(package.bytes())).read("xl/media/é¢.png") == b"2"
    assert raw(Package(data).bytes()) == raw(data)


def test_the_permissions_of_a_member_are_kept() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for n, (name, content) in enumerate(PARTS.items()):
            info = zipfile.ZipInfo(name)
            info.external_attr, info.create_system = (0o100600 + n) << 16, 3
            package.writestr(info, content)

    copy = Package(stream.getvalue())
    copy.write(SHEET, NEW)

    before, after = (zipfile.ZipFile(BytesIO(one)).infolist() for one in (stream.getvalue(), copy.bytes()))
    assert [(i.external_attr, i.create_system) for i in before] == [(i.external_attr, i.create_system) for i in after]


def test_a_changed_part_carries_the_time_it_is_given() -> None:
    package = Package(mixed(PARTS))
    package.write(SHEET, NEW)

    members = raw(package.bytes((2024, 12, 31, 23, 59, 58)))

    assert members[SHEET].date == (2024, 12, 31, 23, 59, 58)
    assert members["_rels/.rels"].date == (2001, 2, 3, 4, 5, 6)
    assert package.bytes((2024, 12, 31, 23, 59, 58)) == package.bytes((2024, 12, 31, 23, 59, 58))


# parts


def test_a_part_is_read_as_changed_so_far() -> None:
    package = Package(zipped(PARTS))
    assert package.read(SHEET) == PARTS[SHEET]

    package.write(SHEET, b"a")
    package.write(SHEET, b"b")

    assert package.read(SHEET) == b"b"
    assert package.changed == [SHEET]


def test_the_same_bytes_again_are_no_change() -> None:
    package = Package(zipped(PARTS))

    package.write(SHEET, PARTS[SHEET])

    assert package.changed == []


def test_parts_are_listed_in_the_order_of_the_package_and_new_ones_last() -> None:
    package = Package(zipped(PARTS))
    package.write("xl/new.xml", b"")
    package.write(SHEET, NEW)

    assert package.parts == [*PARTS, "xl/new.xml"]


def test_a_rewritten_package_has_the_same_parts_compressed_and_dated_alike() -> None:
    package = Package(mixed(PARTS))
    package.rewrite()

    members = raw(package.bytes((1980, 1, 1, 0, 0, 0)))

    assert {member.date for member in members.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.method for member in members.values()} == {zipfile.ZIP_DEFLATED}
    assert {name: Package(package.bytes()).read(name) for name in PARTS} == PARTS


def test_a_part_that_is_removed_is_gone_and_can_come_again() -> None:
    package = Package(zipped(PARTS))

    package.remove("XL/sharedstrings.xml")
    package.remove("xl/nothing.xml")

    saved = Package(package.bytes())
    assert package.parts == saved.parts == [name for name in PARTS if name != "xl/sharedStrings.xml"]
    assert package.unsaved
    assert "xl/sharedStrings.xml" not in package
    package.write("xl/sharedStrings.xml", b"<new/>")
    assert Package(package.bytes()).read("xl/sharedStrings.xml") == b"<new/>"


def test_a_signature_is_noticed() -> None:
    assert Package(zipped(PARTS | {"_xmlsignatures/origin.sigs": b""})).signed
    assert not Package(zipped(PARTS)).signed


def test_a_missing_part_is_named() -> None:
    with pytest.raises(FileError, match=r"^the part xl/no\.xml is missing: the file is damaged$"):
        Package(zipped(PARTS)).read("xl/no.xml")


# what is no package


# opening


def test_a_file_that_is_not_there_brings_the_nearest_name(path: Path) -> None:
    with pytest.raises(FileError) as error:
        Package.open(path.with_name("bok.xlsx"))
    assert str(error.value) == "no such file - did you mean 'book.xlsx'?"

    with pytest.raises(FileError) as error:
        Package.open(path.with_name("something else.xlsx"))
    assert str(error.value) == "no such file"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError) as error:
        Package.open(tmp_path / "nowhere" / "book.xlsx")

    assert str(error.value) == f"no such file; there is no folder '{tmp_path / 'nowhere'}'"


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^this is a folder, expected a workbook$"):
        Package.open(tmp_path)


# saving


def test_saving_replaces_the_file(path: Path) -> None:
    edited(path).save()

    assert Package.open(path).read(SHEET) == NEW
    assert files(path.parent) == ["book.xlsx"]


def test_saving_elsewhere_leaves_the_file_as_it_was(path: Path) -> None:
    edited(path).save(path.with_name("other.xlsx"))

    assert path.read_bytes() == zipped(PARTS)
    assert Package.open(path.with_name("other.xlsx")).read(SHEET) == NEW


def test_a_package_can_be_saved_again_and_again(path: Path) -> None:
    package = edited(path)
    package.save()

    package.write(SHEET, NEW.replace(b"<v>2</v>", b"<v>3000000</v>"))
    package.save()

    assert b"<v>3000000</v>" in Package.open(path).read(SHEET)


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize(("where", "what"), [(os, "fsync"), (Path, "replace"), (Path, "chmod")])
def test_a_failure_while_saving_leaves_the_original_and_no_other_file(
    where: Any, what: str, number: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    package = edited(path)
    kept = what == "replace" and number == errno.EACCES  # another program has it open: see test_places

    with monkeypatch.context() as patch:
        patch.setattr(where, what, failing(number))
        with pytest.raises(FileError) as error:
            package.save()

    assert path.read_bytes() == before
    assert files(path.parent) == (["book.new.xlsx", "book.xlsx"] if kept else ["book.xlsx"])
    assert str(error.value) == (
        "book.xlsx: no permission to replace the file; the result is in book.new.xlsx beside it; "
        "close the workbook in other programs and run again"
        if kept
        else "book.xlsx: no permission to write the file; close it in other programs, or save elsewhere with -o"
        if number == errno.EACCES
        else f"book.xlsx: cannot write the file: {os.strerror(number)}; nothing was changed"
        + ("; make room on the disk" if number == errno.ENOSPC else "")
    )


def test_an_interruption_while_saving_leaves_the_original_and_no_other_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = path.read_bytes()
    package = edited(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            package.save()

    assert path.read_bytes() == before
    assert files(path.parent) == ["book.xlsx"]


def test_the_new_file_is_complete_and_on_the_disk_before_it_takes_the_name(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def watched_fsync(descriptor: int) -> None:
        events.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def watched_replace(self: Path, target: Path) -> Path:
        if target != path:  # what undo keeps
            return replace(self, target)
        events.append("replace")
        assert self.parent == path.parent
        assert Package.open(self).read(SHEET) == NEW
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    edited(path).save()

    assert events == (["file", "replace", "folder"] if os.name == "posix" else ["file", "replace"])


@posix
def test_a_folder_that_cannot_be_flushed_is_no_failure_after_the_file_was_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network folders answer EINVAL; the file has its new content then, and "nothing was changed" is untrue."""
    fsync = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_on_folders)

    edited(path).save()

    assert Package.open(path).read(SHEET) == NEW


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_permissions_of_the_file_are_kept(mode: int, path: Path) -> None:
    path.chmod(mode)

    edited(path).save()

    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_has_the_permissions_of_any_new_file(path: Path) -> None:
    edited(path).save(path.with_name("new.xlsx"))

    path.with_name("any").write_bytes(b"")
    assert path.with_name("new.xlsx").stat().st_mode == path.with_name("any").stat().st_mode


def test_a_read_only_file_is_refused(path: Path) -> None:
    before = path.read_bytes()
    package = edited(path)
    path.chmod(0o444)

    with pytest.raises(FileError) as error:
        package.save()

    path.chmod(0o644)
    assert str(error.value) == "book.xlsx: no permission to write the file: it is read-only; save elsewhere with -o"
    assert path.read_bytes() == before
    assert files(path.parent) == ["book.xlsx"]


def test_a_file_that_another_program_changed_is_not_overwritten(path: Path) -> None:
    package = edited(path)
    path.write_bytes(b"another program was here")

    with pytest.raises(FileError) as error:
        package.save()

    assert str(error.value) == "book.xlsx: another program changed the file meanwhile; nothing was written; run again"
    assert path.read_bytes() == b"another program was here"
    assert files(path.parent) == ["book.xlsx"]


def test_a_change_that_keeps_the_size_is_noticed_by_its_time(path: Path) -> None:
    package = edited(path)
    changed = path.stat()
    os.utime(path, ns=(changed.st_atime_ns, changed.st_mtime_ns + 10**9))

    with pytest.raises(FileError, match="another program changed the file meanwhile"):
        package.save()


def test_another_target_may_have_changed(path: Path) -> None:
    package = edited(path)
    other = path.with_name("other.xlsx")
    other.write_bytes(b"old")

    package.save(other)

    assert Package.open(other).read(SHEET) == NEW


@posix
def test_a_symbolic_link_is_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "link.xlsx"
    link.symlink_to(path)

    edited(link).save()

    assert link.is_symlink()
    assert Package.open(path).read(SHEET) == NEW
    assert files(tmp_path / "links") == ["link.xlsx"]


@posix
def test_a_change_behind_a_symbolic_link_is_noticed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    package = edited(link)
    path.write_bytes(b"another program was here")

    with pytest.raises(FileError, match="another program changed the file meanwhile"):
        package.save()


def test_a_folder_that_is_missing_is_named_when_saving(path: Path) -> None:
    with pytest.raises(FileError, match=r"^book.xlsx: there is no folder 'nowhere' to save in; make it first$"):
        edited(path).save(path.parent / "nowhere" / "book.xlsx")


def test_a_folder_is_not_replaced_by_a_file(path: Path) -> None:
    (path.parent / "folder.xlsx").mkdir()

    with pytest.raises(FileError, match=r"^folder\.xlsx: this is a folder, expected the name of a workbook$"):
        edited(path).save(path.parent / "folder.xlsx")


def test_a_package_from_no_file_needs_a_target() -> None:
    with pytest.raises(ValueError, match="needs a target"):
        Package(zipped(PARTS)).save()


# ZIP64
