"""A model saved in any form comes back bit for bit; what is no model is refused in one line."""

import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sheetnet.model import FORMS, Model, ModelError, load, save
from sheetnet.net.activations import ACTIVATIONS
from sheetnet.net.heads import HEADS
from tests.model.examples import model

ARRAYS = ("parameters", "input_shift", "input_scale", "target_shift", "target_scale")


def assert_same(found: Model, expected: Model) -> None:
    assert found.network == expected.network
    assert (found.classes, found.feature_names) == (expected.classes, expected.feature_names)
    for name in ARRAYS:
        assert getattr(found, name).tobytes() == getattr(expected, name).tobytes()


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("thresholds", [True, False])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_a_model_comes_back_bit_for_bit(tmp_path: Path, kind: str, thresholds: bool, head: str, hidden: str) -> None:
    one = model((3, 4, 5, 2), hidden, head, "mean", thresholds=thresholds)

    save(one, tmp_path / f"model.{kind}", kind)

    assert_same(load(tmp_path / f"model.{kind}"), one)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("thresholds", [True, False])
def test_networks_of_one_unit_and_odd_numbers_and_names_come_back(tmp_path: Path, kind: str, thresholds: bool) -> None:
    one = model((1, 1), thresholds=thresholds)
    odd = np.array([5e-324, 0.1, -1.7976931348623157e308])[: len(one.parameters)]
    one = replace(one, parameters=odd, classes=(7.0,), feature_names=('幅, "x"; =1',))

    save(one, tmp_path / f"model.{kind}", kind)

    assert_same(load(tmp_path / f"model.{kind}"), one)


def test_a_form_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^expected npz, json, csv for the form of a model, found 'xml'$"):
        save(model(), tmp_path / "model.xml", "xml")
    with pytest.raises(ModelError, match=r"^expected npz, json, csv for the end of the name of a model, found 'txt'$"):
        load(tmp_path / "model.txt")


def json_with(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    save(model(), path, "json")
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.pop("layers"), "this is no model saved by sheetnet as .json, or it is damaged"),
        (lambda c: c.update(format="x"), "expected 'sheetnet model 1' for the format, found 'x'"),
        (lambda c: c.update(layers=[]), "expected 1 to 100 layers, found 0"),
        (lambda c: c.update(layers=7), "this is no model saved by sheetnet as .json, or it is damaged"),
        (
            lambda c: c.update(hidden="step"),
            "expected one of sigmoid, tanh, relu, identity for the hidden units, found 'step'",
        ),
        (
            lambda c: c.update(head="softmax+squared"),
            "no head 'softmax+squared': the gradient of the square error of softmax vanishes where the answer is most "
            "wrong",
        ),
        (lambda c: c.update(reduction="max"), "expected sum or mean for the reduction, found 'max'"),
        (lambda c: c["layers"][0]["weights"].pop(), "expected 3 weights for each unit of layer 2, found 4"),
        (lambda c: c["layers"][1]["thresholds"].pop(), "expected 2 thresholds or none at all in layer 2, found 1"),
        (lambda c: c["layers"][0]["weights"][0].pop(), "expected numbers for the weights of layer 1"),
        (lambda c: c["layers"][0].update(weights=[1, 2]), "expected numbers in rows for the weights of layer 1"),
        (lambda c: c["layers"][0]["weights"][0].__setitem__(0, "x"), "expected numbers for the weights of layer 1"),
        (
            lambda c: c["layers"][0]["weights"][0].__setitem__(0, float("nan")),
            "expected finite numbers for the parameters, found nan",
        ),
        (lambda c: c.pop("input_scale"), "expected 3 scales of the inputs, found float64 of shape (0,)"),
    ],
)
def test_a_model_that_contradicts_itself_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any], message: str
) -> None:
    json_with(tmp_path / "model.json", change)

    with pytest.raises(ModelError) as error:
        load(tmp_path / "model.json")

    assert str(error.value) == message


def test_a_threshold_belongs_to_its_own_unit(tmp_path: Path) -> None:
    path = tmp_path / "model.csv"
    save(model(), path, "csv")
    *lines, first, second = path.read_text(encoding="utf-8").splitlines()
    first, _, moved = first.rpartition(",")
    path.write_text("\n".join([*lines, first, f"{second},{moved}"]), encoding="utf-8")

    with pytest.raises(ModelError, match=r"^expected as many numbers for each unit of layer 2$"):
        load(path)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xfe\x00", b"[" * 100_000, b"PK\3\4", b'{"layers": []}'])
def test_what_is_no_model_is_refused(tmp_path: Path, kind: str, content: bytes) -> None:
    (tmp_path / f"model.{kind}").write_bytes(content)

    with pytest.raises(ModelError, match=rf"^this is no model saved by sheetnet as \.{kind}, or it is damaged$"):
        load(tmp_path / f"model.{kind}")


@pytest.mark.parametrize("kind", FORMS)
def test_any_byte_may_be_wrong_and_nothing_but_an_error_in_words_comes_of_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"model.{kind}"
    save(model(), path, kind)
    good = path.read_bytes()
    rng = np.random.default_rng(0)
    found = 0

    for _ in range(400):
        bad = bytearray(good)
        bad[rng.integers(len(bad))] = rng.integers(256)
        path.write_bytes(bad[: rng.integers(len(bad)) if rng.random() < 0.1 else None])
        with suppress(ModelError):
            found += len(load(path).parameters) > 0

    assert 0 < found < 400


def test_a_packed_file_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("weights_1.npy", bytes(10**7))

    with pytest.raises(ModelError, match=r"^this is no model saved by sheetnet: its arrays are compressed$"):
        load(path)


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "harmed",))

    np.savez(tmp_path / "model.npz", format=np.array([Harm()], object))

    with pytest.raises(ModelError):
        load(tmp_path / "model.npz")
    assert not (tmp_path / "harmed").exists()


def npz_with(path: Path, **changed: Any) -> None:
    save(model(), path, "npz")
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **(arrays | changed))


@pytest.mark.parametrize("name", ["classes", "feature_names", "classes_are_numbers"])
def test_a_single_value_where_a_row_belongs_is_no_model(tmp_path: Path, name: str) -> None:
    npz_with(tmp_path / "model.npz", **{name: np.array("1")})

    with pytest.raises(ModelError, match=r"^this is no model saved by sheetnet as \.npz, or it is damaged$"):
        load(tmp_path / "model.npz")


@pytest.mark.parametrize("shape", ["((3, 2", "(True,)"])
def test_an_array_whose_head_makes_no_sense_is_no_model(tmp_path: Path, shape: str) -> None:
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    with zipfile.ZipFile(tmp_path / "model.npz", "w") as package:
        package.writestr("weights_1.npy", b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + bytes(80))

    with pytest.raises(ModelError, match=r"^this is no model saved by sheetnet as \.npz, or it is damaged$"):
        load(tmp_path / "model.npz")


@pytest.mark.parametrize("kind", [np.complex128, "M8[s]", np.bool_, np.str_])
def test_what_only_turns_into_numbers_is_refused(tmp_path: Path, kind: Any) -> None:
    npz_with(tmp_path / "model.npz", input_shift=np.ones(3).astype(np.int64).astype(kind))

    with pytest.raises(ModelError, match=r"^expected numbers for 'input_shift', found "):
        load(tmp_path / "model.npz")
