"""Tables from .npz files, among them some made to harm."""

import io
import re
import struct
import tracemalloc
import zipfile
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sheetnet.errors import SheetnetError
from sheetnet.sheet.tables import read_table

X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.npz"


def message(path: Path, inputs: int | None = 2, outputs: int | None = 2, **more: Any) -> str:
    with pytest.raises(SheetnetError) as error:
        read_table(path, inputs, outputs, **more)
    return str(error.value)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_features_and_targets_are_read_bit_for_bit(path: Path, save: Any) -> None:
    x = np.random.default_rng(0).standard_normal((5, 3))
    t = np.random.default_rng(1).random((5, 2))
    save(path, x=x, t=t)

    found = read_table(path, 3, 2)

    assert found.features.tobytes() == x.tobytes()
    assert found.targets.tobytes() == t.tobytes()
    assert found.feature_names == ("x1", "x2", "x3")
    assert found.classes == ("t1", "t2")
    assert (found.labels, found.training) == ((), ())


@pytest.mark.parametrize("dtype", ["f4", "i2", "u1", "?", ">f8", "<i8"])
def test_numbers_of_any_type_become_floats(path: Path, dtype: str) -> None:
    np.savez(path, x=np.asfortranarray(np.array([[1, 0], [0, 1]]).astype(dtype)), t=np.array([[0.0], [1.0]]))

    assert read_table(path, 2, 1).features.tolist() == [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    ("labels", "classes", "words"),
    [
        (np.array(["b", "a", "b"]), ("a", "b"), ("b", "a", "b")),
        (np.array([9, 2, 9]), (2.0, 9.0), ("9", "2", "9")),
        (np.array([[0.5], [-1.0], [0.5]]), (-1.0, 0.5), ("0.5", "-1", "0.5")),
    ],
)
def test_labels_become_outputs_in_sorted_order(path: Path, labels: Any, classes: Any, words: Any) -> None:
    np.savez(path, X=X, y=labels)

    found = read_table(path, 2, 2)

    assert found.classes == classes
    assert found.labels == words
    assert found.targets.argmax(axis=1).tolist() == [classes.index(classes[int(t[1])]) for t in found.targets]
    assert [found.classes[k] for k in found.targets.argmax(axis=1)] == [
        word if word in found.classes else float(word) for word in found.labels
    ]


def test_one_number_a_case_is_the_target_of_a_single_output(path: Path) -> None:
    np.savez(path, X=X, y=np.array([7.0, -8.0, 9.0]))

    assert read_table(path, 2, 1, lowest=-inf, highest=inf).targets.tolist() == [[7.0], [-8.0], [9.0]]


def test_pictures_of_bytes_are_divided_by_255(path: Path) -> None:
    pictures = np.array([[[0, 255], [51, 102]], [[1, 2], [3, 4]]], np.uint8)
    np.savez(path, images=pictures, labels=np.array([3, 1]))

    found = read_table(path, 4, 2)

    assert found.features.tolist() == (pictures.reshape(2, 4) / 255.0).tolist()
    assert found.features[0].tolist() == [0.0, 1.0, 0.2, 0.4]


def test_numbers_that_are_no_pictures_stay_as_they_are(path: Path) -> None:
    np.savez(path, images=np.array([[0, 255]], np.uint8), labels=np.array([[1.0, 0.0]]))

    assert read_table(path, 2, 2).features.tolist() == [[0.0, 255.0]]


def test_two_sets_are_training_and_test_cases(path: Path) -> None:
    np.savez(path, x_train=X, y_train=np.array([1, 0, 1]), x_test=X[:1] + 0.5, y_test=np.array([0]))

    found = read_table(path, 2, 2)

    assert found.training == (1, 1, 1, 0)
    assert found.features.tolist() == [*X.tolist(), [1.5, 2.5]]
    assert found.labels == ("1", "0", "1", "0")


def test_an_array_says_which_cases_are_for_training(path: Path) -> None:
    np.savez(path, x=X, t=X * 0, set=np.array([True, False, True]))

    assert read_table(path, 2, 2, split_column="set").training == (1, 0, 1)


@pytest.mark.parametrize(
    ("arrays", "expected"),
    [
        (
            {"a": X, "b": X},
            "data.npz: expected arrays x and t, x and y, X and y, images and labels, or "
            "x_train, y_train, x_test, y_test, "
            "found a, b; save them with np.savez(path, x=x, t=t)",
        ),
        (
            {},
            "data.npz: expected arrays x and t, x and y, X and y, images and labels, or "
            "x_train, y_train, x_test, y_test, "
            "found none; save them with np.savez(path, x=x, t=t)",
        ),
        ({"x": X, "t": X[:2]}, "data.npz: expected as many cases in x as in t, at least one, found 3 and 2"),
        ({"x": X[:0], "t": X[:0]}, "data.npz: expected as many cases in x as in t, at least one, found 0 and 0"),
        ({"x": np.zeros((3, 4)), "t": X}, "data.npz: x: expected 2 features in x, found 4; use a network of 4 inputs"),
        (
            {"x": X, "t": np.zeros((3, 3))},
            "data.npz: t: expected 2 target columns or labels in t, found 3 columns",
        ),
        (
            {"x": X, "t": X / 3},
            "data.npz: t[1, 1]: expected a target between 0 and 1, which a sigmoid output can reach, found 1.33333; "
            "use --head identity+squared --scaling standard --reduction mean, which reaches every number",
        ),
        ({"x": np.where(X == 4, np.nan, X), "t": X}, "data.npz: x[1, 1]: expected a number, found nan"),
        ({"x": np.where(X == 5, inf, X), "t": X}, "data.npz: x[2, 0]: expected a number, found inf"),
        ({"x": X, "t": np.array([1.0, np.nan, 0.0])}, "data.npz: t[1]: expected a number, found nan"),
        ({"x": X + 1j, "t": X}, "data.npz: x: expected numbers or words, found complex128"),
        ({"x": X.astype(str), "t": X}, "data.npz: x: expected numbers in x, found <U32"),
        ({"x": np.array(5.0), "t": X}, "data.npz: x: expected one row or one label a case, found a single value"),
        ({"x": X, "t": np.array(["a", " ", "b"])}, "data.npz: t[1]: expected a label, found an empty word"),
        (
            {"x": X, "t": np.array(["a", "b", "c"])},
            "data.npz: the label column has 3 different labels (a, b, c), and the network 2 outputs; use 3 outputs",
        ),
    ],
)
def test_arrays_that_fit_no_network_are_refused_in_one_line(path: Path, arrays: Any, expected: str) -> None:
    np.savez(path, **arrays)

    assert message(path) == expected


def test_a_pickle_is_never_loaded(path: Path, tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "harmed",))

    np.savez(path, x=np.array([Harm()], object), t=X)

    assert message(path) == "data.npz: x: expected numbers or words, found object"
    assert not (tmp_path / "harmed").exists()


def head(shape: str, dtype: str = "<f8") -> bytes:
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(10 + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def zipped(path: Path, x: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.npy", x)
        stream = io.BytesIO()
        np.save(stream, X)
        file.writestr("t.npy", stream.getvalue())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (head("(4000000000, 4000000000)"), "expected at most 134,217,728 numbers, found 16,000,000,000,000,000,000"),
        (head("(3, 2)") + bytes(40), "the array is cut short: the file is damaged"),
        (head("(-3, -2)") + bytes(48), "the array cannot be read: the file is damaged"),
        (head("(3, 'x')"), "the array cannot be read: the file is damaged"),
        (head("__import__('os')"), "the array cannot be read: the file is damaged"),
        (head("((3, 2"), "the array cannot be read: the file is damaged"),
        (head("(True,)") + bytes(8), "the array cannot be read: the file is damaged"),
        (b"\x93NUMPY\x03\x00" + bytes(60), "the array cannot be read: the file is damaged"),
        (b"", "the array cannot be read: the file is damaged"),
        (b"hello", "the array cannot be read: the file is damaged"),
        (
            head("(100000, 100)") + bytes(80_000_000),
            "the array unpacks to N times its size, as no data do; the file is refused",
        ),
    ],
)
def test_a_head_that_lies_and_a_bomb_cost_nothing(path: Path, content: bytes, expected: str) -> None:
    zipped(path, content)

    tracemalloc.start()
    found = message(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert re.sub(r"\b1\d{3}\b", "N", found) == f"data.npz: x: {expected}"
    assert peak < 8e6


@pytest.mark.parametrize("cut", [10, 100, 300, 500, -1, -30])
def test_a_file_that_is_cut_short_is_damaged(path: Path, cut: int) -> None:
    np.savez(path, x=X, t=X)
    path.write_bytes(path.read_bytes()[:cut])

    assert message(path) == "data.npz: this is not an .npz file, or it is damaged"


def test_any_byte_may_be_wrong_and_nothing_but_an_error_in_words_comes_of_it(path: Path) -> None:
    np.savez_compressed(path, x=X, t=X / 6)
    good = path.read_bytes()
    shapes = set()
    rng = np.random.default_rng(0)

    for _ in range(400):
        bad = bytearray(good)
        bad[rng.integers(len(bad))] = rng.integers(256)
        path.write_bytes(bad)
        with suppress(SheetnetError):
            shapes.add(read_table(path, 2, 2).features.shape)

    assert shapes == {(3, 2)}


def test_a_single_array_is_no_table(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)

    assert message(tmp_path / "x.npy") == (
        "x.npy: this is a single array, expected .npz with features and targets; "
        "save them with np.savez(path, x=x, t=t)"
    )
