"""A table from an .npz file, a zip file of numpy arrays; none is unpacked before its size is known."""

import zipfile
from contextlib import ExitStack
from math import prod
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from sheetnet.errors import FileError, LayoutError
from sheetnet.sheet.tables.arrays import numbers, table_of_arrays
from sheetnet.sheet.tables.columns import Wanted
from sheetnet.sheet.tables.table import MOST_NUMBERS, Table, counted
from sheetnet.sheet.xlsx.archive import BROKEN, Archive, is_bomb

_NAMES = (("x", "t"), ("x", "y"), ("X", "y"), ("images", "labels"))
_SPLIT_NAMES = ("x_train", "y_train", "x_test", "y_test")
_BROKEN = (RuntimeError, MemoryError, SyntaxError, TokenError, TypeError)  # what numpy makes of the head of an array


def table_of_npz(path: Path, wanted: Wanted) -> Table:
    """The table of arrays x and t, X and y, or images and labels; or of these in two sets, x_train to y_test.

    `split_column` of what is wanted names an array of 1 for each training case and 0 for each test case.
    """
    with ExitStack() as stack:
        arrays = _Arrays(path, stack)
        for names in _NAMES:
            if arrays.has(names):
                x, y = map(arrays.read, names)
                return table_of_arrays(path.name, names, x, y, wanted, _training(arrays, len(x), wanted.split_column))
        if arrays.has(_SPLIT_NAMES):
            if wanted.split_column:
                raise _no_split(path, wanted.split_column)
            return _of_two_sets(arrays, wanted)
    expected = ", ".join(" and ".join(names) for names in _NAMES)
    found = ", ".join(sorted(arrays.members)) or "none"
    raise LayoutError(
        f"expected arrays {expected}, or {', '.join(_SPLIT_NAMES)}, found {found}",
        book=path.name,
        remedy="save them with np.savez(path, x=x, t=t)",
    )


def _of_two_sets(arrays: "_Arrays", wanted: Wanted) -> Table:
    x_train, y_train, x_test, y_test = map(arrays.read, _SPLIT_NAMES)
    if x_train.shape[1:] != x_test.shape[1:] or y_train.shape[1:] != y_test.shape[1:] or not len(x_train):
        raise LayoutError(
            f"expected cases of one shape for training and for testing, found {x_train.shape} and {x_test.shape}, "
            f"{y_train.shape} and {y_test.shape}",
            book=arrays.path.name,
        )
    x, y = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    training = (1,) * len(x_train) + (0,) * len(x_test)
    return table_of_arrays(arrays.path.name, ("x_train and x_test", "y_train and y_test"), x, y, wanted, training)


def _training(arrays: "_Arrays", cases: int, name: str) -> tuple[int, ...]:
    if not name:
        return ()
    if name not in arrays.members:
        raise _no_split(arrays.path, name)
    marks = numbers(arrays.path.name, name, arrays.read(name))
    if marks.shape != (cases,) or not np.isin(marks, (0.0, 1.0)).all() or not marks.any():
        raise LayoutError(
            f"expected 1 for each training case and 0 for each test case, {cases} in all and at least one 1",
            book=arrays.path.name,
            place=name,
        )
    return tuple(int(mark) for mark in marks.tolist())


def _no_split(path: Path, name: str) -> LayoutError:
    return LayoutError(f"expected an array '{name}' that says which cases are for training, found none", book=path.name)


class _Arrays:
    """The arrays of an .npz file by their names."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        try:
            if Archive(lambda: path.open("rb")).overlapping():
                raise FileError("parts of the file share bytes; the file is refused", book=path.name)
            self._zip = stack.enter_context(zipfile.ZipFile(path))
        except BROKEN:
            raise FileError("this is not an .npz file, or it is damaged", book=path.name) from None
        self.members = {
            one.filename.removesuffix(".npy"): one for one in self._zip.infolist() if one.filename.endswith(".npy")
        }

    def has(self, names: tuple[str, ...]) -> bool:
        return set(names) <= set(self.members)

    def read(self, name: str) -> NDArray[Any]:
        """An array of numbers or words; refused where it would be larger than a table may be."""
        member = self.members[name]
        try:
            with self._zip.open(member) as file:
                shape, dtype = self._head(name, file, member)
            with self._zip.open(member) as file:
                array: NDArray[Any] = npy.read_array(file, allow_pickle=False)
        except (*BROKEN, *_BROKEN):
            raise FileError("the array cannot be read: the file is damaged", book=self.path.name, place=name) from None
        if array.shape != shape or array.dtype != dtype:
            raise FileError("the file changed while it was read", book=self.path.name, place=name)
        return array

    def _head(self, name: str, file: Any, member: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any]]:
        """Shape and type as the head of the array declares them, once they are known to be bearable."""
        version = npy.read_magic(file)
        read_head = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read_head(file)
        if dtype.kind not in "biufU":
            raise FileError(f"expected numbers or words, found {dtype}", book=self.path.name, place=name)
        if not shape:
            raise LayoutError(
                "expected one row or one label a case, found a single value", book=self.path.name, place=name
            )
        size = prod(shape)
        if size > MOST_NUMBERS:
            raise FileError(
                f"expected at most {MOST_NUMBERS:,} numbers, found {size:,}", book=self.path.name, place=name
            )
        if size * dtype.itemsize > member.file_size - file.tell():
            raise FileError("the array is cut short: the file is damaged", book=self.path.name, place=name)
        if is_bomb(member.file_size, member.compress_size):
            times = member.file_size // max(member.compress_size, 1)
            raise FileError(
                f"the array unpacks to {counted(times, 'time')} its size, as no data do; the file is refused",
                book=self.path.name,
                place=name,
            )
        return shape, dtype
