"""A table from IDX files, the form of MNIST: pictures in one file, their labels in another beside it."""

import gzip
import re
import struct
import zlib
from contextlib import ExitStack
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.tables.arrays import table_of_arrays
from sheetnet.sheet.tables.columns import Wanted
from sheetnet.sheet.tables.table import MOST_NUMBERS, Table
from sheetnet.sheet.xlsx.archive import is_bomb

_BYTES = b"\0\0\x08"  # two zeros, then the code of unsigned bytes


def is_idx(path: Path, start: bytes) -> bool:
    """Whether a file is of this kind by its name, or by its first bytes."""
    named = re.search(r"idx\d-ubyte|\.idx\d?(\.gz)?$", path.name, re.IGNORECASE) is not None
    return named or start.startswith((_BYTES, b"\x1f\x8b"))


def table_of_idx(path: Path, wanted: Wanted) -> Table:
    """The table of a file of pictures, whose bytes are divided by 255, and of the labels beside it."""
    if wanted.split_column:
        raise LayoutError(
            f"expected a column '{wanted.split_column}' that says which cases are for training, found pictures",
            book=path.name,
        )
    pictures = _read(path)
    if pictures.ndim == 1:
        raise LayoutError("expected pictures, found labels", book=path.name, remedy="name the file of the pictures")
    labels = _read(labels_beside(path))
    if labels.ndim != 1:
        raise LayoutError("expected labels, found pictures", book=labels_beside(path).name)
    if wanted.outputs == 1:
        count = len(np.unique(labels))
        raise LayoutError(
            f"there are {count} different labels, and the network has 1 output",
            book=path.name,
            remedy=f"use {count} outputs",
        )
    names = (path.name, labels_beside(path).name)
    shape = pictures.shape if pictures.ndim > 2 else (*pictures.shape, 1)
    # a label is a class, whatever its number and whatever the outputs can reach
    return table_of_arrays(path.name, names, pictures.reshape(shape), labels.astype(np.str_), wanted)


def labels_beside(path: Path) -> Path:
    """The file of the labels that belongs to one of pictures: its name says labels for images, and idx1 for idx3."""
    name = re.sub("images", "labels", path.name, flags=re.IGNORECASE)
    name = re.sub(r"idx\d", "idx1", name, flags=re.IGNORECASE)
    plain = re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)
    if name == path.name:
        raise LayoutError(
            "expected a name with 'images', such as train-images-idx3-ubyte, beside which the labels lie",
            book=path.name,
        )
    for one in (name, plain, f"{plain}.gz"):
        if path.with_name(one).is_file():
            return path.with_name(one)
    raise FileError(f"expected the labels beside it in {plain} or {plain}.gz, found no such file", book=path.name)


def _read(path: Path) -> NDArray[np.uint8]:
    """The bytes of one file in their shape; never more than its head declares."""
    try:
        with ExitStack() as stack:
            raw = stack.enter_context(path.open("rb"))
            packed = raw.read(2) == b"\x1f\x8b"
            length = raw.seek(0, 2)
            raw.seek(0)
            file: Any = stack.enter_context(gzip.open(raw)) if packed else raw
            shape = _shape(path, file, length if packed else 0)
            size = prod(shape)
            content = file.read(size)
            if len(content) != size or file.read(1):
                found = "more" if len(content) == size else f"{len(content):,}"
                raise FileError(f"expected {size:,} bytes behind the head, found {found}", book=path.name)
    except FileNotFoundError:
        raise FileError("no such file", book=path.name) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise FileError("the file is cut short or damaged", book=path.name) from None
    except OSError as error:
        raise FileError(f"cannot read the file: {error.strerror}", book=path.name) from None
    return np.frombuffer(content, np.uint8).reshape(shape)


def _shape(path: Path, file: Any, packed: int) -> tuple[int, ...]:
    """The shape that the head declares; `packed` is the length of the file if it is compressed."""
    start = file.read(4)
    axes = start[3] if len(start) == 4 else 0
    if not start.startswith(_BYTES) or not 1 <= axes <= 4:
        raise FileError(
            f"expected an IDX file of bytes, whose first bytes are 00 00 08 and the number of axes, found "
            f"{start.hex(' ') or 'nothing'}",
            book=path.name,
        )
    lengths = file.read(4 * axes)
    if len(lengths) != 4 * axes:
        raise FileError("the file is cut short or damaged", book=path.name)
    shape: tuple[int, ...] = struct.unpack(f">{axes}I", lengths)
    size = prod(shape)
    if size > MOST_NUMBERS:
        raise FileError(f"expected at most {MOST_NUMBERS:,} bytes, and the head says {size:,}", book=path.name)
    if packed and is_bomb(size, packed):
        raise FileError("the head says more than the file can hold; the file is refused", book=path.name)
    return shape
