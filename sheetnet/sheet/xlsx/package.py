"""An .xlsx or .xlsm file as a package of parts, patched: what is not changed keeps its very bytes."""

import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sheetnet.errors import FileError
from sheetnet.sheet.disk.addresses import location_of
from sheetnet.sheet.disk.local import LocalFile
from sheetnet.sheet.disk.location import Location, Stamp
from sheetnet.sheet.xlsx.archive import BROKEN, Archive, Packed, pack, write_directory

Moment = tuple[int, int, int, int, int, int]
EPOCH: Moment = (1980, 1, 1, 0, 0, 0)  # the date of parts that we make: the same workbook is always the same file
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of one file, read where they lie; `save` writes the whole package anew, in one atomic step.

    Part names are as the package spells them, with slashes; like in Excel, upper and lower case are alike.
    """

    def __init__(self, source: bytes | Location) -> None:
        self._changed: dict[str, bytes | Packed] = {}
        self.unsaved = False
        self._stale = False  # saved since it was loaded: a file that is there now must not be called a failure
        self._load(source)

    def _load(self, source: bytes | Location) -> None:
        self.place: Location | None = None
        self._seen: Stamp | None = None
        if isinstance(source, bytes):
            content = source
        else:
            self.place = source
            file, self._seen = source.open()
            with file:
                content = b"" if isinstance(source, LocalFile) else file.read()  # what is far away is fetched once
        self._open = self._reopened if isinstance(source, LocalFile) else lambda: BytesIO(content)
        with self._open() as file:
            ole = file.read(8) == _OLE  # an old workbook may have a zip file in it
        try:
            self._archive = Archive(self._open)
        except BROKEN:
            raise self._not_a_package() from None
        if ole:
            raise self._not_a_package()
        self._known = {member.filename.replace("\\", "/"): member for member in self._archive.members}
        self._spelled = {name.casefold(): name for name in self._known}
        self._refuse_odd_members()

    @classmethod
    def open(cls, path: str | Path) -> "Package":
        """The package at a path or URL; raises FileError when it is no workbook in the .xlsx or .xlsm format."""
        return cls(location_of(path))

    @property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        if self._stale and self.place:
            self._stale = False
            self._changed.clear()
            self._load(self.place)
        return self._known

    def _reopened(self) -> BinaryIO:
        assert self.place is not None  # noqa: S101 - only a place is opened again
        file, stamp = self.place.open()
        if stamp != self._seen:
            file.close()
            raise FileError("another program changed the file meanwhile; nothing was written", remedy="run again")
        return file

    def _not_a_package(self) -> FileError:
        with self._open() as file:
            head = file.read(8)
            if head == _OLE:
                if "EncryptedPackage".encode("utf-16-le") in file.read(64 * 2**20):
                    return FileError("the workbook is protected by a password", remedy="save a copy without one")
                return FileError("this is an old .xls workbook", remedy="save it as .xlsx in a spreadsheet program")
        if head.startswith(b"PK"):
            return FileError("the file is cut short or damaged: its zip directory is missing or broken")
        return FileError("this is not a workbook", remedy="expected an .xlsx or .xlsm file")

    def _refuse_odd_members(self) -> None:
        if len(self._spelled) != len(self._archive.members):
            raise FileError("the package has two parts of one name: the file is damaged")
        if self._archive.overlapping():
            raise FileError("the package has parts that share their bytes; the file is refused")
        for name, member in self._members.items():
            if member.flag_bits & 0x1:
                raise FileError("the package has encrypted parts", remedy="save a copy without a password")
            if name.startswith("/") or ".." in name.split("/"):
                raise FileError(f"the package has a part with the path {name!r}; the file is refused")
        if "mimetype" in self and self.read("mimetype").startswith(b"application/vnd.oasis"):
            raise FileError("this is an OpenDocument file (.ods)", remedy="save it as .xlsx in a spreadsheet program")
        if "[Content_Types].xml" not in self:
            raise FileError("this is a zip file, but not a workbook", remedy="expected an .xlsx or .xlsm file")

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order of the package."""
        return list(self._members) + [name for name in self._changed if name not in self._members]

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._spelled

    @property
    def signed(self) -> bool:
        """Whether the package carries a digital signature, which any change would break."""
        return any(name.startswith("_xmlsignatures/") for name in self._spelled)

    def read(self, part: str) -> bytes:
        """The content of a part, as changed so far."""
        members = self._members
        name = self._spelled.get(part.casefold())
        if name is None:
            raise FileError(f"the part {part} is missing: the file is damaged")
        changed = self._changed.get(name)
        if changed is None:
            return self._archive.read(members[name])
        return changed.content() if isinstance(changed, Packed) else changed

    def size(self, part: str) -> int:
        """How many bytes a part has unpacked, as the package declares; 0 of one that is not there."""
        name = self._spelled.get(part.casefold(), part)
        changed = self._changed.get(name)
        if changed is not None:
            return changed.size if isinstance(changed, Packed) else len(changed)
        return self._members[name].file_size if name in self._members else 0

    def write(self, part: str, content: bytes) -> None:
        """Replace or add a part; the same bytes again change nothing."""
        members = self._members
        name = self._spelled.setdefault(part.casefold(), part)
        same_size = name in self._changed or (name in members and members[name].file_size == len(content))
        if not same_size or self.read(name) != content:
            self._changed[name] = content
            self.unsaved = True

    def write_packed(self, part: str, content: Packed) -> None:
        """Replace a part that is there by content that is compressed already; the same bytes again change nothing."""
        members = self._members
        name = self._spelled[part.casefold()]
        alike = name in self._changed or (members[name].CRC, members[name].file_size) == (content.crc, content.size)
        if not alike or self.read(name) != content.content():
            self._changed[name] = content
            self.unsaved = True

    def remove(self, part: str) -> None:
        """Take a part out of the package; one that is not there is no matter."""
        members = self._members
        name = self._spelled.pop(part.casefold(), None)
        if name is not None:
            members.pop(name, None)
            self._changed.pop(name, None)
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
        now = moment or time.localtime()[:6]
        entries = []
        for part in self.parts:
            member = self._members.get(part)
            if part in self._changed:
                name = member.orig_filename if member else part
                entries.append(pack(name, self._changed[part], member or zipfile.ZipInfo(part), now, out))
            else:
                entries.append(self._archive.copy(self._members[part], out))
        write_directory(entries, self._archive.comment, out)

    def rewrite(self) -> None:
        """Mark every part as changed, so that all are compressed and dated alike."""
        for part in self.parts:
            self._changed[part] = self.read(part)
        self.unsaved = True

    def save(
        self,
        target: str | Path | Location | None = None,
        moment: Moment | None = None,
        *,
        backup: bool = False,
        must_undo: bool = False,
        about_to: Callable[[str], None] = lambda digest: None,
    ) -> None:
        """Write the package to `target`, or over the file that it came from, in one atomic step (see `places`).

        Raises FileError, and leaves the target as it was, when it is read-only, open in another program, or has
        changed since it was read.
        """
        place = self.place if target is None else location_of(target)
        if place is None:
            raise ValueError("a package that came from no file needs a target")
        ours = self.place is not None and place == self.place
        place.replace(
            lambda out: self.write_to(out, moment),
            self._seen if ours else None,
            backup=backup,
            must_undo=must_undo,
            about_to=about_to,
        )
        if ours:
            self.unsaved = False
            self._stale = True
