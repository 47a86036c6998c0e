import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.buttons import compound

NAMES = st.text("abcXYZ019_ 学習é", min_size=1, max_size=31)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
CONTENTS = st.one_of(st.binary(max_size=200), st.integers(0, 20_000).map(lambda size: b"\x07" * size))


def without_clashes(streams: dict[tuple[str, ...], bytes]) -> dict[tuple[str, ...], bytes]:
    """Only the streams whose path is not that of a storage, upper and lower case alike."""
    kept: dict[tuple[str, ...], bytes] = {}
    spelled: dict[tuple[str, ...], tuple[str, ...]] = {}
    for path, content in streams.items():
        parts = [path[:depth] for depth in range(1, len(path) + 1)]
        folded = [tuple(name.upper() for name in part) for part in parts]
        if all(spelled.get(fold, part) == part for fold, part in zip(folded, parts, strict=True)):
            if any(part in kept for part in parts) or folded[-1] in spelled:
                continue
            spelled.update(zip(folded, parts, strict=True))
            kept[path] = content
    return kept


STREAMS = st.dictionaries(PATHS, CONTENTS, max_size=25).map(without_clashes)


@given(STREAMS)
def test_olefile_reads_every_stream_that_was_written(streams: dict[tuple[str, ...], bytes]) -> None:
    raw = compound.write(streams)

    with olefile.OleFileIO(BytesIO(raw), raise_defects=olefile.DEFECT_UNSURE) as file:
        found = {tuple(path): file.openstream(path).read() for path in file.listdir()}
    assert found == streams
    assert not file.parsing_issues
    assert len(raw) % 512 == 0


@given(st.lists(NAMES, max_size=40, unique_by=str.upper))
def test_the_names_of_a_storage_are_a_red_black_tree_in_the_order_of_the_standard(names: list[str]) -> None:
    raw = compound.write({(name,): b"x" for name in names})

    with olefile.OleFileIO(BytesIO(raw)) as file:
        entries = file.direntries
        root = entries[0].sid_child
        found = [entry.name for entry in in_order(entries, root)]
        black_heights(entries, root)
    assert found == sorted(names, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))


def in_order(entries: Any, number: int) -> Iterator[Any]:
    if number != olefile.NOSTREAM:
        yield from in_order(entries, entries[number].sid_left)
        yield entries[number]
        yield from in_order(entries, entries[number].sid_right)


def black_heights(entries: Any, number: int, parent: int = 1) -> int:
    """The number of black entries on every way down; fails where it differs, or where red follows red."""
    if number == olefile.NOSTREAM:
        return 0
    entry = entries[number]
    assert parent or entry.color
    left, right = (black_heights(entries, side, entry.color) for side in (entry.sid_left, entry.sid_right))
    assert left == right
    return left + int(entry.color)


def test_large_streams_and_the_table_of_sectors_take_more_than_one_sector() -> None:
    streams = {("large",): bytes(range(256)) * 4000, ("small",): b"s"}

    assert compound.read(compound.write(streams)) == streams


@pytest.mark.parametrize("sectors", [*range(120, 132), *range(248, 260)])
def test_the_table_has_a_number_for_every_sector_its_own_ones_too(sectors: int) -> None:
    raw = compound.write({("s",): bytes(512 * sectors)})

    (fats,) = struct.unpack_from("<I", raw, 44)
    assert 128 * (fats - 1) < len(raw) // 512 - 1 <= 128 * fats


def test_more_than_the_header_can_list_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 7 MB"):
        compound.write({("huge",): bytes(8 * 2**20)})


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)])
def test_what_is_no_compound_file_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        compound.read(raw)
