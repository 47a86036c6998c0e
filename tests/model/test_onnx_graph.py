"""A model in ONNX says what the model says, in another program."""

import json
from pathlib import Path

import numpy as np
import pytest

import sheetnet
from sheetnet.cli import main
from sheetnet.net.activations import ACTIVATIONS
from sheetnet.net.heads import HEADS
from tests.model.examples import cases, model

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
from sheetnet.model.onnx_graph import save_onnx  # noqa: E402


def said(path: Path, x: object) -> np.ndarray:
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (found,) = session.run(["outputs"], {"inputs": x})
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize("thresholds", [True, False])
@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_another_program_says_the_same(tmp_path: Path, hidden: str, head: str, scaled: bool, thresholds: bool) -> None:
    one = model((3, 4, 5, 2), hidden, head, thresholds=thresholds, scaled=scaled)
    x, _ = cases(one)

    save_onnx(one, tmp_path / "a.onnx")

    found = said(tmp_path / "a.onnx", x)
    assert found.dtype == np.float64
    assert found == pytest.approx(one.predict(x), rel=1e-6, abs=1e-9)
    assert np.abs(found - one.predict(x)).max() < 1e-9  # float64 throughout: far nearer than float32 could be


def test_the_letters_are_read_as_by_the_workbook(trained_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "letters.onnx"

    assert main(["export", str(trained_file), "--to", "onnx", "-o", str(target)]) == 0

    from openpyxl import load_workbook

    sheet = load_workbook(trained_file, data_only=True)["Data"]
    x = np.array([[sheet.cell(row, 4 + column).value for column in range(20)] for row in range(6, 134)], np.float64)
    wanted = sheetnet.predict(trained_file, "Data!D6:W133").outputs
    assert said(target, x) == pytest.approx(wanted, rel=1e-6)


def test_names_stand_in_the_file(trained_file: Path, tmp_path: Path) -> None:
    (path,) = sheetnet.export(trained_file, "onnx", tmp_path / "a.onnx")

    read = onnx.load(path)

    onnx.checker.check_model(read, full_check=True)
    told = {prop.key: prop.value for prop in read.metadata_props}
    assert json.loads(told["classes"]) == ["A", "P", "L", "E"]
    assert json.loads(told["feature_names"])[:2] == ["p01", "p02"]
    assert [dim.dim_param or dim.dim_value for dim in read.graph.input[0].type.tensor_type.shape.dim] == ["cases", 20]


def test_without_the_package_the_remedy_is_told(
    trained_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "sheetnet.model.onnx_graph")
    monkeypatch.setitem(sys.modules, "onnx", None)

    code = main(["export", str(trained_file), "--to", "onnx", "-o", str(tmp_path / "a.onnx")])

    assert code == 2
    assert capsys.readouterr().err == (
        'sheetnet: trained.xlsx: ONNX needs the package onnx; python -m pip install "sheetnet[onnx]"\n'
    )
    assert list(tmp_path.iterdir()) == []
