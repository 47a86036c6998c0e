"""MNIST's files: pictures and the labels beside them; and what is wrong with some."""

import gzip
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.tables import read_table

PICTURES = np.arange(3 * 2 * 2, dtype=np.uint8).reshape(3, 2, 2) * 20
LABELS = np.array([7, 1, 7], np.uint8)
NAME = "train-images-idx3-ubyte"


def idx(array: np.ndarray) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(idx(PICTURES))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(LABELS))
    return tmp_path / NAME


def message(path: Path, inputs: int | None = 4, outputs: int | None = 2) -> str:
    with pytest.raises(SheetnetError) as error:
        read_table(path, inputs, outputs)
    return str(error.value)


def test_pixels_are_divided_by_255_and_labels_lie_beside(pictures: Path) -> None:
    found = read_table(pictures, 4, 2)

    assert found.features.tolist() == (PICTURES.reshape(3, 4) / 255).tolist()
    assert found.labels == ("7", "1", "7")
    assert found.classes == (1.0, 7.0)
    assert found.targets.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    assert read_table(pictures).classes == found.classes


def packed(content: bytes) -> bytes:
    """Without the time of packing, which would give the tests of each worker other names."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
        ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte"),
        ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz"),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("my-images.bin", "my-labels.bin"),
    ],
)
def test_either_may_be_compressed_and_named_in_the_usual_ways(tmp_path: Path, images: str, labels: str) -> None:
    for name, array in ((images, PICTURES), (labels, LABELS)):
        content = idx(array)
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    assert read_table(tmp_path / images, 4, 2).labels == ("7", "1", "7")


def test_labels_that_are_not_there_are_asked_for_by_name(pictures: Path) -> None:
    pictures.with_name("train-labels-idx1-ubyte").unlink()

    assert message(pictures) == (
        f"{NAME}: expected the labels beside it in train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, "
        "found no such file"
    )


def test_the_file_of_the_labels_is_not_that_of_the_pictures(pictures: Path) -> None:
    assert message(pictures.with_name("train-labels-idx1-ubyte")) == (
        "train-labels-idx1-ubyte: expected pictures, found labels; name the file of the pictures"
    )


def test_one_output_cannot_tell_the_labels_apart(pictures: Path) -> None:
    assert message(pictures, 4, 1) == (
        f"{NAME}: there are 2 different labels, and the network has 1 output; use 2 outputs"
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "expected a table of numbers, found an empty file"),
        (b"\0\0\x0d\3", "found 00 00 0d 03"),
        (b"\0\0\x08\0", "found 00 00 08 00"),
        (b"\0\0\x08\xff", "found 00 00 08 ff"),
        (b"x,y\n1,2\n", "found 78 2c 79 0a"),
        (b"\0\0\x08\3\0\0", "the file is cut short or damaged"),
        (idx(PICTURES)[:-1], "expected 12 bytes behind the head, found 11"),
        (idx(PICTURES) + b"x", "expected 12 bytes behind the head, found more"),
        (b"\0\0\x08\3" + b"\xff" * 12, "expected at most 134,217,728 bytes, and the head says 79,228,162,458,"),
        (packed(idx(PICTURES))[:-12], "the file is cut short or damaged"),
        (packed(idx(PICTURES))[:10] + b"\xff" * 30, "the file is cut short or damaged"),
        (
            packed(b"\0\0\x08\3" + struct.pack(">3I", 100_000, 30, 30) + bytes(30_000_000)),
            "the head says more than the file can hold; the file is refused",
        ),
        (packed(b"\0\0\x08\1" + struct.pack(">I", 4) + bytes(30_000_000)), "behind the head, found more"),
    ],
)
def test_a_file_that_is_damaged_or_made_to_harm_costs_nothing(pictures: Path, content: bytes, expected: str) -> None:
    pictures.write_bytes(content)

    tracemalloc.start()
    found = message(pictures)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.startswith(f"{NAME}: ")
    assert expected in found
    assert peak < 8e6


def test_as_many_labels_as_pictures(pictures: Path) -> None:
    pictures.with_name("train-labels-idx1-ubyte").write_bytes(idx(LABELS[:2]))

    assert message(pictures) == (
        f"{NAME}: expected as many cases in {NAME} as in train-labels-idx1-ubyte, at least one, found 3 and 2"
    )
