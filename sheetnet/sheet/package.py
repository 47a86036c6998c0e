"""An .xlsx or .xlsm file as a package of parts, patched in place.

What is not changed is copied with its compressed bytes as they were. Saving is one atomic replace: a temporary file in
the same folder, flushed to the disk, then renamed over the target, whose permissions it keeps.
"""

import os
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sheetnet.sheet.errors import FileError, did_you_mean

PART_LIMIT = 256 * 2**20
Moment = tuple[int, int, int, int, int, int]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEVEL = 3  # of zlib: half the time of 6 for 8 % more bytes on the letters book
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class Package:
    """The parts of one file. Reading it touches the disk once; `save` writes the whole package anew."""

    def __init__(self, data: bytes, path: Path | None = None, *, seen: os.stat_result | None = None) -> None:
        self.path = path
        self._seen = seen
        self._data = data
        self._changed: dict[str, bytes] = {}
        self.unsaved = False
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error, OSError):
            raise self._not_a_package() from None
        self._refuse_odd_members()

    @classmethod
    def open(cls, path: Path) -> "Package":
        """The package at `path`; raises FileError when it is no workbook in the .xlsx or .xlsm format."""
        try:
            if path.exists() and not path.is_dir() and not path.is_file():
                raise FileError("this is a device or a pipe, expected a workbook")
            with path.open("rb") as file:
                seen = os.fstat(file.fileno())
                return cls(file.read(), path, seen=seen)
        except FileNotFoundError:
            raise FileError(_no_such_file(path)) from None
        except IsADirectoryError:
            raise FileError("this is a folder, expected a workbook") from None
        except PermissionError:
            if path.is_dir():  # what Windows says of a folder
                raise FileError("this is a folder, expected a workbook") from None
            raise FileError("no permission to read the file", remedy="ask its owner, or copy it") from None
        except OSError as error:
            raise FileError(f"cannot read the file: {error.strerror}") from None

    def _not_a_package(self) -> FileError:
        data = self._data
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                return FileError("the workbook is protected by a password", remedy="save a copy without one")
            return FileError("this is an old .xls workbook", remedy="save it as .xlsx in a spreadsheet program")
        if data.startswith(b"PK"):
            return FileError("the file is cut short or damaged: its zip directory is missing or broken")
        return FileError("this is not a workbook", remedy="expected an .xlsx or .xlsm file")

    def _refuse_odd_members(self) -> None:
        infos = self._zip.infolist()
        names = {info.filename.casefold() for info in infos}
        if len(names) != len(infos):
            raise FileError("the package has two parts of one name: the file is damaged")
        for info in infos:
            if info.flag_bits & 0x1:
                raise FileError("the package has encrypted parts", remedy="save a copy without a password")
            if info.filename.startswith("/") or ".." in info.filename.split("/"):
                raise FileError(f"the package has a part with the path {info.filename!r}; the file is refused")
        if "mimetype" in self._members and self.read("mimetype").startswith(b"application/vnd.oasis"):
            raise FileError("this is an OpenDocument file (.ods)", remedy="save it as .xlsx in a spreadsheet program")
        if "[Content_Types].xml" not in self._members:
            raise FileError("this is a zip file, but not a workbook", remedy="expected an .xlsx or .xlsm file")

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order of the package."""
        return list(self._members) + [name for name in self._changed if name not in self._members]

    @property
    def signed(self) -> bool:
        """Whether the package carries a digital signature, which any change would break."""
        return any(name.startswith("_xmlsignatures/") for name in self._members)

    def read(self, part: str) -> bytes:
        """The content of a part, as changed so far."""
        if part in self._changed:
            return self._changed[part]
        info = self._members.get(part)
        if info is None:
            raise FileError(f"the part {part} is missing: the file is damaged")
        if info.file_size > PART_LIMIT:
            raise FileError(
                f"the part {part} unpacks to {info.file_size / 2**20:.0f} MB, more than {PART_LIMIT >> 20} MB"
            )
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, struct.error):
            raise FileError(f"the part {part} cannot be unpacked: the file is damaged") from None

    def write(self, part: str, content: bytes) -> None:
        """Replace or add a part; the same bytes again change nothing."""
        size = self._members[part].file_size if part in self._members and part not in self._changed else len(content)
        if part not in self.parts or size != len(content) or self.read(part) != content:
            self._changed[part] = content
            self.unsaved = True

    @property
    def changed(self) -> list[str]:
        """The parts that `save` will write anew."""
        return list(self._changed)

    def bytes(self, moment: Moment | None = None) -> bytes:
        """The whole package as a zip file; changed parts carry the time `moment` (now)."""
        out = BytesIO()
        self.write_to(out, moment)
        return out.getvalue()

    def write_to(self, out: BinaryIO, moment: Moment | None = None) -> None:
        """Write the package as a zip file, part by part, from where `out` stands (its beginning)."""
        directory = []
        now = moment or time.localtime()[:6]
        for part in self.parts:
            entry = self._packed(part, now) if part in self._changed else self._copied(self._members[part])
            directory.append(entry.central(out.tell()))
            out.write(entry.local())
            out.write(entry.content)
        start = out.tell()
        if start >= 0xFFFFFFFF or len(directory) >= 0xFFFF:
            raise FileError("the package would need the ZIP64 format, which is not written")
        for record in directory:
            out.write(record)
        out.write(_END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), out.tell() - start, start, 0))

    def rewrite(self) -> None:
        """Mark every part as changed, so that all are compressed and dated alike."""
        for part in self.parts:
            self._changed[part] = self.read(part)
        self.unsaved = True

    def _packed(self, part: str, now: tuple[int, ...]) -> "_Entry":
        content = self._changed[part]
        squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        packed = squeeze.compress(content) + squeeze.flush()
        info = self._members.get(part) or zipfile.ZipInfo(part)
        made = (20, 0 if part.isascii() else 0x800, zipfile.ZIP_DEFLATED, *_dos(now))
        sizes = (zlib.crc32(content), len(packed), len(content))
        return _Entry(part.encode("utf-8"), made, sizes, info.create_system, info.external_attr, packed)

    def _copied(self, info: zipfile.ZipInfo) -> "_Entry":
        at = info.header_offset
        header = self._data[at : at + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
            raise FileError(f"the part {info.filename} has no header: the file is damaged")
        *_, name_length, extra_length = _LOCAL.unpack(header)
        start = at + _LOCAL.size + name_length + extra_length
        content = self._data[start : start + info.compress_size]
        if len(content) != info.compress_size:
            raise FileError(f"the part {info.filename} is cut short: the file is damaged")
        name = info.filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
        made = (max(20, info.extract_version), info.flag_bits & 0x806, info.compress_type, *_dos(info.date_time))
        sizes = (info.CRC, info.compress_size, info.file_size)
        return _Entry(name, made, sizes, info.create_system, info.external_attr, content)

    def save(self, target: Path | None = None, moment: Moment | None = None) -> None:
        """Write the package to `target`, or over the file that it came from, in one atomic replace.

        Raises FileError, and leaves the target as it was, when it is read-only, or has changed since it was read.
        """
        target = target or self.path
        if target is None:
            raise ValueError("a package that came from no file needs a target")
        target = Path(os.path.realpath(target))
        if not target.parent.is_dir():
            raise FileError(f"there is no folder {target.parent.name!r} to save in", remedy="make it first")
        mode = self._mode_to_keep(target)
        temporary = target.with_name(f".~sheetnet-{os.getpid()}-{time.monotonic_ns():x}.tmp")
        try:
            write_atomically(
                lambda out: self.write_to(out, moment), temporary, target, mode, lambda: self._mode_to_keep(target)
            )
        except PermissionError:
            raise FileError(
                "no permission to write the file", remedy="close it in other programs, or save elsewhere with -o"
            ) from None
        except OSError as error:
            raise FileError(f"cannot write the file: {error.strerror}; nothing was changed") from None
        if self.path and Path(os.path.realpath(self.path)) == target:
            self._seen = target.stat()
            self.unsaved = False

    def _mode_to_keep(self, target: Path) -> int | None:
        try:
            now = target.stat()
        except FileNotFoundError:
            return None
        if stat.S_ISDIR(now.st_mode):
            raise FileError("this is a folder, expected the name of a workbook")
        if not stat.S_ISREG(now.st_mode):
            raise FileError("this is a device or a pipe, expected the name of a workbook")
        if not now.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise FileError("no permission to write the file: it is read-only", remedy="save elsewhere with -o")
        if self.path and self._seen and Path(os.path.realpath(self.path)) == target:
            before = self._seen
            if (before.st_size, before.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
                raise FileError("another program changed the file meanwhile; nothing was written", remedy="run again")
        return stat.S_IMODE(now.st_mode)


def write_atomically(
    write: Callable[[BinaryIO], None],
    temporary: Path,
    target: Path,
    mode: int | None = None,
    check: Callable[[], object] = lambda: None,
) -> None:
    """Let `write` make the file at `target`, or leave it as it is: a temporary file, flushed, then one replace.

    `check` may raise, at the last moment before the replace.
    """
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        check()
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network folders cannot be flushed; the file is in its place by now
                os.fsync(folder)
        finally:
            os.close(folder)


class _Entry(NamedTuple):
    """One member of the zip file: what its two headers say, and its compressed bytes."""

    name: bytes
    made: tuple[int, ...]  # version needed, flags, method, time, date
    sizes: tuple[int, ...]  # CRC, packed, unpacked
    system: int
    external: int
    content: bytes

    def local(self) -> bytes:
        return _LOCAL.pack(b"PK\3\4", *self.made, *self.sizes, len(self.name), 0) + self.name

    def central(self, offset: int) -> bytes:
        version = self.system << 8 | 20
        lengths = (len(self.name), 0, 0, 0, 0)
        return _CENTRAL.pack(b"PK\1\2", version, *self.made, *self.sizes, *lengths, self.external, offset) + self.name


def _dos(moment: tuple[int, ...]) -> tuple[int, int]:
    """(time, date) as zip headers write them."""
    year, month, day, hour, minute, second = moment[:6]
    return hour << 11 | minute << 5 | second // 2, max(year - 1980, 0) << 9 | month << 5 | day


def _no_such_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f"no such file; there is no folder '{path.parent}'"
    books = [other.name for other in path.parent.iterdir() if other.suffix.lower() in (".xlsx", ".xlsm")]
    return "no such file" + did_you_mean(path.name, books, 0.8)
