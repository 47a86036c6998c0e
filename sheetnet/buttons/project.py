"""A VBA project, [MS-OVBA]: the modules in ``vbaProject.bin``, and the same project with another source in one."""

import codecs
import struct
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sheetnet.buttons import compound
from sheetnet.buttons.compression import compress, decompress

_DIR, _CACHE = ("VBA", "dir"), ("VBA", "_VBA_PROJECT")
# version 0xFFFF: nothing compiled in this file is valid, the sources are (2.3.4.1)
_NO_CACHE = b"\xcc\x61\xff\xff\x00\x01\x00"
_CODE_PAGE, _VERSION, _COUNT, _NAME, _STREAM, _OFFSET, _END = 0x03, 0x09, 0x0F, 0x19, 0x1A, 0x31, 0x2B
_PROJECT, _NAMES = ("PROJECT",), ("PROJECTwm",)


class Module(NamedTuple):
    """A module, and where its source stands. `document` is one that belongs to the workbook or to a sheet."""

    name: str
    document: bool
    source: str
    stream: compound.Path
    offset: int  # where `dir` says how many bytes of compiled code stand before the source

    @property
    def code(self) -> str:
        """The source without what only the editor's files show."""
        lines = self.source.splitlines()
        return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def modules(vba: bytes) -> dict[str, Module]:
    """The modules of a project by name; raises ValueError where it cannot be read."""
    return _modules(compound.read(vba))


def with_source(vba: bytes, name: str, source: str) -> bytes:
    """The project with another source in one module, and nothing compiled that could contradict it.

    Streams of all other modules stay as they are. Raises KeyError when there is no such module.
    """
    streams = compound.read(vba)
    module = _modules(streams)[name]
    directory = bytearray(decompress(streams[_DIR]))
    struct.pack_into("<I", directory, module.offset, 0)
    encoded = "\r\n".join(source.splitlines()).encode("ascii") + b"\r\n"
    changed = {_DIR: compress(bytes(directory)), _CACHE: _NO_CACHE, module.stream: compress(encoded)}
    kept = {path: content for path, content in streams.items() if not path[-1].startswith("__SRP_")}
    return compound.write(kept | changed)


def without_modules(vba: bytes, names: Collection[str]) -> bytes:
    """The project without some modules, which no other may need. Raises KeyError where one is not there."""
    streams = compound.read(vba)
    found = _modules(streams)
    gone = {found[name].stream for name in names}
    changed = {
        _DIR: compress(_list_without(decompress(streams[_DIR]), {name.encode("ascii") for name in names})),
        _CACHE: _NO_CACHE,
        _PROJECT: _lines_without(streams[_PROJECT], {name.encode("ascii") for name in names}),
        _NAMES: _names_without(streams[_NAMES], {name.encode("ascii") for name in names}),
    }
    return compound.write({path: content for path, content in (streams | changed).items() if path not in gone})


def _list_without(directory: bytes, names: Collection[bytes]) -> bytes:
    """The list of modules, and their number, without some (2.3.4.2.3)."""
    kept, module, name = bytearray(), bytearray(), b""
    for record, at, content in _records(directory):
        raw = directory[at - 6 : at + len(content)]
        if record == _COUNT:
            raw = raw[:6] + struct.pack("<H", int.from_bytes(content, "little") - len(names))
        if record == _NAME:
            name = content
        if not name:
            kept += raw
            continue
        module += raw
        if record == _END:
            kept += module if name not in names else b""
            module, name = bytearray(), b""
    return bytes(kept)


def _lines_without(text: bytes, names: Collection[bytes]) -> bytes:
    """What the editor is told of a project, without the lines about some modules (2.3.1)."""
    about = {key + b"=" + name for name in names for key in (b"Module", b"Class")}
    lines = text.splitlines(keepends=True)
    return b"".join(line for line in lines if line.strip() not in about and line.partition(b"=")[0] not in names)


def _names_without(pairs: bytes, names: Collection[bytes]) -> bytes:
    """The names of modules, each in the code page and in UTF-16, without some (2.3.3)."""
    for name in names:
        pairs = pairs.replace(name + b"\0" + name.decode("ascii").encode("utf-16-le") + b"\0\0", b"", 1)
    return pairs


def _modules(streams: compound.Streams) -> dict[str, Module]:
    if _DIR not in streams:
        raise ValueError("there is no list of modules")
    directory = decompress(streams[_DIR])
    spelled = {tuple(part.casefold() for part in path): path for path in streams}
    codec, name, stream, offset = "latin-1", "", "", 0
    found: dict[str, Module] = {}
    read: set[compound.Path] = set()
    documents = _documents(streams)
    for record, at, content in _records(directory):
        if record == _CODE_PAGE:
            codec = _codec(int.from_bytes(content, "little"))
        elif record == _NAME:
            name = content.decode(codec, "replace")
        elif record == _STREAM:
            stream = content.decode(codec, "replace").casefold()
        elif record == _OFFSET:
            offset = at
        elif record == _END:
            path = spelled.get(("vba", stream))
            if path is None:
                raise ValueError(f"the module {name} is missing")
            if path in read:
                raise ValueError(f"two modules have the source of {name}")
            read.add(path)
            (start,) = struct.unpack_from("<I", directory, offset)
            source = decompress(streams[path][start:]).decode(codec, "replace")
            found[name] = Module(name, name.encode(codec, "replace") in documents, source, path, offset)
    return found


def _records(directory: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(kind, place of the content, content) of every record of the list of modules (2.3.4.2)."""
    at = 0
    while at + 6 <= len(directory):
        record, size = struct.unpack_from("<HI", directory, at)
        if record == _VERSION:
            size = 6  # what it says itself is 4
        content = directory[at + 6 : at + 6 + size]
        if len(content) < size:
            raise ValueError("the list of modules is cut short")
        yield record, at + 6, content
        at += 6 + size


def _documents(streams: compound.Streams) -> set[bytes]:
    """The names of the modules that belong to the workbook or to a sheet (2.3.1.4)."""
    lines = streams.get(_PROJECT, b"").splitlines()
    return {line[len(b"Document=") :].partition(b"/")[0] for line in lines if line.startswith(b"Document=")}


def _codec(page: int) -> str:
    """Python's name of a code page; latin-1, which reads anything, for one that it does not know."""
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "latin-1"
