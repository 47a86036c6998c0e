"""Compound files, [MS-CFB] version 3: the streams in ``vbaProject.bin``, by path. olefile reads them, this writes."""

import struct
from dataclasses import dataclass, field
from io import BytesIO

Path = tuple[str, ...]
Streams = dict[Path, bytes]

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096  # streams below the cutoff lie in small sectors, all these in one stream
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_MOST_FATS = 109  # that the header lists: 7 MB of sectors


def read(raw: bytes) -> Streams:
    """Every stream of a compound file; raises ValueError where it is none, or damaged."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(BytesIO(raw)) as file:
            paths = file.listdir()
            if sum(file.get_size(path) for path in paths) > len(raw):
                raise ValueError("its streams share their bytes")
            return {tuple(path): file.openstream(path).read() for path in paths}
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError) as error:
        raise ValueError(str(error)) from None


def write(streams: Streams) -> bytes:
    """A compound file of these streams, the same bytes whenever it is made."""
    nodes = _tree(streams)
    sectors = _Sectors(_SECTOR)
    small = _Sectors(_SMALL)
    for node in nodes[1:]:
        if node.kind == _STREAM:
            node.start = (small if len(node.content) < _CUTOFF else sectors).add(node.content)
    root = nodes[0]
    root.content = b"".join(small.content)
    root.start = sectors.add(root.content)
    small_fat = sectors.add(_padded(_numbers(small.following), b"\xff"))
    small_fats = -(-4 * len(small.following) // _SECTOR)
    directory = sectors.add(b"".join(node.entry() for node in nodes))
    fats = _fats(len(sectors.content))
    first_fat = len(sectors.content)
    fat = _padded(_numbers([*sectors.following, *[_FAT] * fats]), b"\xff")
    places = _numbers([*range(first_fat, first_fat + fats), *[_FREE] * (_MOST_FATS - fats)])
    header = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fats, directory, 0, _CUTOFF, small_fat, small_fats, _END, 0,
    )  # fmt: skip
    return header + places + b"".join(sectors.content) + fat


def _fats(sectors: int) -> int:
    """How many sectors the table takes that has a number for every sector, its own ones too."""
    fats = -(-sectors // (_SECTOR // 4 - 1))
    if fats > _MOST_FATS:
        raise ValueError("the streams take more than 7 MB")
    return fats


class _Sectors:
    """Pieces of one size, and of each the number of the one that follows in its stream."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.content: list[bytes] = []
        self.following: list[int] = []

    def add(self, stream: bytes) -> int:
        """Append a stream; returns the number of its first piece."""
        if not stream:
            return _END
        first = len(self.content)
        for start in range(0, len(stream), self._size):
            self.content.append(stream[start : start + self._size].ljust(self._size, b"\0"))
            self.following.append(len(self.content))
        self.following[-1] = _END
        return first


@dataclass
class _Node:
    """One entry of the directory: a stream or a storage, with its place in the tree of its siblings."""

    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    color: int = _BLACK
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = 0

    def entry(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.kind else b""
        links = (len(name), self.kind, self.color, self.left, self.right, self.child)
        return struct.pack("<64sHBB3I36xIQ", name, *links, self.start, len(self.content))


def _tree(streams: Streams) -> list[_Node]:
    """The entries of all streams and of the storages that hold them, linked; filled up to whole sectors."""
    nodes = [_Node("Root Entry", _ROOT)]
    numbers: dict[Path, int] = {(): 0}
    for path, content in streams.items():
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            if part not in numbers:
                if not 0 < len(part[-1].encode("utf-16-le")) <= 62:
                    raise ValueError(f"{part[-1]!r} is no name of a stream")
                numbers[part] = len(nodes)
                nodes[numbers[part[:-1]]].children.append(len(nodes))
                nodes.append(_Node(part[-1], _STORAGE))
        nodes[numbers[path]].kind, nodes[numbers[path]].content = _STREAM, content
    for node in nodes:
        children = sorted(node.children, key=lambda number: _order(nodes[number].name))
        levels = len(children).bit_length()
        node.child = _linked(nodes, children, levels if len(children) + 1 < 1 << levels else 0)
    return nodes + [_Node("", 0)] * (-len(nodes) % 4)


def _linked(nodes: list[_Node], siblings: list[int], red: int) -> int:
    """Siblings as a balanced tree; its level `red`, counted from 1, is red: the last one, unless it is full."""
    if not siblings:
        return _FREE
    middle = len(siblings) // 2
    node = nodes[siblings[middle]]
    node.left = _linked(nodes, siblings[:middle], red - 1)
    node.right = _linked(nodes, siblings[middle + 1 :], red - 1)
    node.color = _RED if red == 1 else _BLACK
    return siblings[middle]


def _order(name: str) -> tuple[int, str]:
    """Shorter names come first, names of one length by their capitals ([MS-CFB] 2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper()


def _numbers(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _padded(content: bytes, filling: bytes) -> bytes:
    return content + filling * (-len(content) % _SECTOR)
