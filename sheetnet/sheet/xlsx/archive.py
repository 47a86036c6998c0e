"""A zip file, member by member: what is not changed is copied with its compressed bytes as they were.

The directory is read by zipfile. Members are read and copied here, from the file where they lie, so that a workbook
of any size costs the memory of the parts that are looked at, and no member can unpack to more than it declares.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple

from sheetnet.errors import FileError

PART_LIMIT = 256 * 2**20
_SUSPECT, _RATIO = 32 * 2**20, 200  # unpacked bytes, times the packed ones; sheets pack 10 to 50 times
_DIRECTORY_LIMIT = 16 * 2**20  # some 200,000 members
_CHUNK = 2**14
_LEVEL = 2  # of zlib: a third of the time of 6 for a tenth more bytes on the letters book
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_MOST = 0xFFFFFFFF  # in the place of a number that stands in a ZIP64 record
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, struct.error)
BROKEN = (*_DAMAGED, OSError, OverflowError)


def is_bomb(size: int, packed_size: int) -> bool:
    """Whether data claim to unpack to so many bytes as no data do."""
    return size > max(_SUSPECT, _RATIO * packed_size)


class Archive:
    """The members of a zip file that `open_` opens; raises one of `BROKEN` if it is none."""

    def __init__(self, open_: Callable[[], BinaryIO]) -> None:
        self._open = open_
        with open_() as file:
            self._refuse_huge_directory(file)
            directory = zipfile.ZipFile(file)
            self.members = directory.infolist()
            self.comment = directory.comment
            self._end = directory.start_dir

    def _refuse_huge_directory(self, file: BinaryIO) -> None:
        size = file.seek(0, 2)
        file.seek(max(size - 66_000, 0))
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at >= 0 and len(tail) - at >= _END.size:
            wide = tail.rfind(b"PK\6\6", 0, at)
            declared = _END.unpack_from(tail, at)[5]
            if declared == _MOST and wide >= 0 and at - wide >= _END_64.size:
                declared = _END_64.unpack_from(tail, wide)[8]
            if _DIRECTORY_LIMIT < declared <= size:
                raise FileError("the package lists more parts than any workbook has; the file is refused")

    def overlapping(self) -> bool:
        """Whether two members share bytes, or one lies in the directory, as in zip bombs."""
        end = 0
        for member in sorted(self.members, key=lambda member: member.header_offset):
            if member.header_offset < end:
                return True
            end = member.header_offset + _LOCAL.size + member.compress_size
        return end > self._end

    def read(self, member: zipfile.ZipInfo) -> bytes:
        """The content of a member, never more than it declares."""
        name, size, packed_size = member.filename, member.file_size, member.compress_size
        if size > PART_LIMIT:
            raise FileError(f"the part {name} unpacks to {size / 2**20:.0f} MB, more than {PART_LIMIT >> 20} MB")
        if is_bomb(size, packed_size):
            raise FileError(
                f"the part {name} unpacks to {size // max(packed_size, 1)} times its size, as no workbook does; "
                "the file is refused"
            )
        try:
            with self._open() as file:
                self._to_content(file, member)
                content = _unpacked(member, file)
        except (*_DAMAGED, OSError):
            raise FileError(f"the part {name} cannot be unpacked: the file is damaged") from None
        return content

    def _to_content(self, file: BinaryIO, member: zipfile.ZipInfo) -> None:
        file.seek(member.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
            raise FileError(f"the part {member.filename} has no header: the file is damaged")
        *_, name_length, extra_length = _LOCAL.unpack(header)
        file.seek(name_length + extra_length, 1)

    def copy(self, member: zipfile.ZipInfo, out: BinaryIO) -> "Entry":
        """Write a member as it is, with a plain header."""
        name = member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")
        made = (
            max(20, member.extract_version),
            member.flag_bits & 0x806,
            member.compress_type,
            *_dos(member.date_time),
        )
        sizes = (member.CRC, member.compress_size, member.file_size)
        entry = Entry(name, made, sizes, member.create_system, member.external_attr, out.tell())
        out.write(entry.local())
        with self._open() as file:
            self._to_content(file, member)
            left = member.compress_size
            while left:
                chunk = file.read(min(left, _CHUNK))
                if not chunk:
                    raise FileError(f"the part {member.filename} is cut short: the file is damaged")
                out.write(chunk)
                left -= len(chunk)
        return entry


def _unpacked(member: zipfile.ZipInfo, file: BinaryIO) -> bytes:
    """The content of a member that begins here; piece by piece, so that it is in memory once."""
    if member.compress_type == zipfile.ZIP_STORED:
        content = file.read(member.compress_size)
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        unpack, out, left = zlib.decompressobj(-15), BytesIO(), member.compress_size
        while left and not unpack.eof and out.tell() <= member.file_size:
            packed = file.read(min(left, _CHUNK))
            left = left - len(packed) if packed else 0
            while packed and out.tell() <= member.file_size:
                out.write(unpack.decompress(packed, _CHUNK))
                packed = unpack.unconsumed_tail
        out.write(unpack.flush(_CHUNK) if out.tell() <= member.file_size else b"")
        content = out.getvalue()
    else:
        raise NotImplementedError
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise zipfile.BadZipFile
    return content


class Packed(NamedTuple):
    """The content of a member, compressed."""

    crc: int
    size: int
    pieces: list[bytes]

    @classmethod
    def of(cls, content: Iterable[bytes | memoryview]) -> "Packed":
        """Compress content that comes in pieces; however it is cut, the same content becomes the same bytes."""
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        crc = size = 0
        pieces = []
        for chunk in _chunks(content):  # each of which is there until the next one is asked for
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
            pieces.append(squeeze.compress(chunk))
        pieces.append(squeeze.flush())
        return cls(crc, size, [piece for piece in pieces if piece])

    def content(self) -> bytes:
        """The content as it was."""
        return zlib.decompress(b"".join(self.pieces), -15, self.size)


def _chunks(content: Iterable[bytes | memoryview]) -> Iterator[bytes | bytearray | memoryview]:
    """The same bytes in pieces of one size."""
    waiting = bytearray()
    for piece in content:
        if len(waiting) + len(piece) < _CHUNK:
            waiting += piece
            continue
        view = memoryview(piece)  # slices of it are no copies
        at = min(len(view), _CHUNK - len(waiting)) if waiting else 0
        waiting += view[:at]
        if len(waiting) == _CHUNK:
            yield waiting
            waiting.clear()
        while len(view) - at >= _CHUNK:
            yield view[at : at + _CHUNK]
            at += _CHUNK
        waiting += view[at:]
    if waiting:
        yield waiting


def pack(name: str, content: bytes | Packed, like: zipfile.ZipInfo, moment: tuple[int, ...], out: BinaryIO) -> "Entry":
    """Write a member anew; what the system noted of it is taken from `like`."""
    packed = content if isinstance(content, Packed) else Packed.of((content,))
    made = (20, 0 if name.isascii() else 0x800, zipfile.ZIP_DEFLATED, *_dos(moment))
    sizes = (packed.crc, sum(map(len, packed.pieces)), packed.size)
    entry = Entry(name.encode("utf-8"), made, sizes, like.create_system, like.external_attr, out.tell())
    out.write(entry.local())
    for piece in packed.pieces:
        out.write(piece)
    return entry


def write_directory(entries: list["Entry"], comment: bytes, out: BinaryIO) -> None:
    """The central directory behind the members, in the ZIP64 form where a number needs it."""
    start = out.tell()
    for entry in entries:
        out.write(entry.central())
    end, count = out.tell(), len(entries)
    size = end - start
    if count >= 0xFFFF or start >= _MOST or size >= _MOST:
        out.write(_END_64.pack(b"PK\6\6", _END_64.size - 12, 45, 45, 0, 0, count, count, size, start))
        out.write(_LOCATOR_64.pack(b"PK\6\7", 0, end, 1))
    count = min(count, 0xFFFF)
    out.write(_END.pack(b"PK\5\6", 0, 0, count, count, min(size, _MOST), min(start, _MOST), len(comment)) + comment)


class Entry(NamedTuple):
    """One member of the zip file as it was written: what its two headers say, and where it starts."""

    name: bytes
    made: tuple[int, ...]  # version needed, flags, method, time, date
    sizes: tuple[int, ...]  # CRC, packed, unpacked
    system: int
    external: int
    offset: int

    def local(self) -> bytes:
        _, packed, unpacked = self.sizes
        wide = max(packed, unpacked) >= _MOST
        return self._header(_LOCAL, b"PK\3\4", (), wide, (unpacked, packed) if wide else (), ())

    def central(self) -> bytes:
        _, packed, unpacked = self.sizes
        wide = max(packed, unpacked) >= _MOST
        numbers = [number for number in (unpacked, packed) if wide] + [self.offset] * (self.offset >= _MOST)
        tail = (0, 0, 0, self.external, min(self.offset, _MOST))
        return self._header(_CENTRAL, b"PK\1\2", (self.system << 8 | (45 if numbers else 20),), wide, numbers, tail)

    def _header(
        self,
        form: struct.Struct,
        mark: bytes,
        version: tuple[int, ...],
        wide: bool,  # noqa: FBT001
        numbers: "tuple[int, ...] | list[int]",
        tail: tuple[int, ...],
    ) -> bytes:
        extra = struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
        crc, packed, unpacked = self.sizes
        sizes = (crc, _MOST, _MOST) if wide else (crc, packed, unpacked)
        made = (max(self.made[0], 45), *self.made[1:]) if numbers else self.made
        return form.pack(mark, *version, *made, *sizes, len(self.name), len(extra), *tail) + self.name + extra


def _dos(moment: tuple[int, ...]) -> tuple[int, int]:
    """(time, date) as zip headers write them."""
    year, month, day, hour, minute, second = moment[:6]
    return hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day
