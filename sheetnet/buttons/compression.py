"""The compression of VBA source, [MS-OVBA] 2.4.1: chunks of 4096 bytes, each of literals and of copies of what stood
before in the chunk."""

import struct
from collections.abc import Iterator

CHUNK = 4096
LONGEST = 2**20  # bytes of a module, unpacked
_SIGNATURE = b"\x01"  # of the container
_COMPRESSED, _RAW = 0xB000, 0x3000  # of a chunk: the upper four bits of its header
_SHORTEST = 3  # bytes of a copy


def compress(source: bytes) -> bytes:
    """A compressed container.

    A last chunk of 3641 bytes or more that does not shrink comes back filled up with zeros (2.4.1.3.10); text shrinks.
    """
    chunks = (source[start : start + CHUNK] for start in range(0, len(source), CHUNK))
    return _SIGNATURE + b"".join(map(_compressed_chunk, chunks))


def decompress(container: bytes) -> bytes:
    """What a compressed container holds; raises ValueError where it is none."""
    if not container.startswith(_SIGNATURE):
        raise ValueError("no signature of a compressed container")
    out = bytearray()
    for chunk in chunks(container, 1):
        out += chunk
        if len(out) > LONGEST:
            raise ValueError(f"a module unpacks to more than {LONGEST >> 20} MB, and an editor takes 64 KB")
    return bytes(out)


def chunks(container: bytes, at: int) -> Iterator[bytes]:
    """What each chunk from `at` on holds; raises ValueError at the first that is none."""
    while at < len(container):
        if len(container) - at < 2:
            raise ValueError("a chunk is cut short")
        (header,) = struct.unpack_from("<H", container, at)
        end = at + 3 + (header & 0xFFF)
        body = container[at + 2 : end]
        if header & 0x7000 != _RAW or len(body) != end - at - 2:
            raise ValueError("a chunk is cut short, or none")
        yield _decompressed_chunk(body) if header & 0x8000 else body
        at = end


def _compressed_chunk(chunk: bytes) -> bytes:
    body = bytearray()
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if at == len(chunk):
                break
            offset, length = _copy(chunk, at)
            if length:
                flags |= 1 << bit
                tokens += struct.pack("<H", (offset - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))
            else:
                tokens.append(chunk[at])
            at += length or 1
        body.append(flags)
        body += tokens
    if len(body) > CHUNK:
        return struct.pack("<H", _RAW | (CHUNK - 1)) + chunk.ljust(CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | (len(body) - 1)) + body


def _copy(chunk: bytes, at: int) -> tuple[int, int]:
    """(how far back, how long) the longest earlier copy of what stands at a place; length 0 where there is none."""
    longest = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(chunk) - at)
    offset = length = 0
    for wanted in range(_SHORTEST, longest + 1):
        found = chunk.rfind(chunk[at : at + wanted], 0, at + wanted - 1)  # it may run on into itself
        if found < 0:
            break
        offset, length = at - found, wanted
    return offset, length


def _decompressed_chunk(body: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            if len(body) - at < 2:
                raise ValueError("a copy is cut short")
            (token,) = struct.unpack_from("<H", body, at)
            at += 2
            bits = _offset_bits(len(out))
            offset, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + _SHORTEST
            if offset > len(out) or len(out) + length > CHUNK:
                raise ValueError("a copy leaves its chunk")
            for _ in range(length):
                out.append(out[-offset])
    return bytes(out)


def _offset_bits(at: int) -> int:
    """How many of the 16 bits of a copy tell how far back it lies, at a place in a chunk (2.4.1.3.19.1)."""
    return max(4, (at - 1).bit_length())
