import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.buttons.compression import CHUNK, compress, decompress
from tests.buttons.reading import decompressed

SHRINKING = st.lists(st.sampled_from([b"Sub ", b"End Sub\r\n", b"a", b"\0", b"abc", b"xyz" * 50]), max_size=900)


@given(SHRINKING.map(b"".join))
def test_what_is_compressed_is_read_back_by_olevba(source: bytes) -> None:
    container = compress(source)

    assert decompressed(container) == source
    assert decompress(container) == source


@given(st.binary(max_size=3640))
def test_any_bytes_are_read_back(source: bytes) -> None:
    container = compress(source)

    assert decompressed(container) == source
    assert decompress(container) == source


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_chunks_that_do_not_shrink_are_stored_as_they_are(size: int) -> None:
    source = random.Random(1).randbytes(size)

    container = compress(source)

    assert decompressed(container).rstrip(b"\0") == source.rstrip(b"\0")
    assert decompress(container).rstrip(b"\0") == source.rstrip(b"\0")


def test_text_shrinks() -> None:
    source = b'    RunPython "import sheetnet.excel; sheetnet.excel.train()"\r\n' * 40

    assert len(compress(source)) < len(source) / 10


def test_the_example_of_the_standard_is_read_and_compressed_as_well_as_there() -> None:
    """[MS-OVBA] 3.2.2; of two copies of one length any may be taken."""
    source = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    example = bytes.fromhex(
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 "
        "70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    )

    assert decompress(example) == source
    assert len(compress(source)) == len(example)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_container_are_refused_or_read(container: bytes) -> None:
    try:
        read = decompress(b"\x01" + container)
    except ValueError:
        return

    assert isinstance(read, bytes)
