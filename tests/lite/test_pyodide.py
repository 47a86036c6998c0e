"""The engine and the page's script in Pyodide, under Node: the Python that runs in Excel's task pane.

SHEETNET_PYODIDE names the folder of the npm package, with numpy's wheel in it where Pyodide's own server is out of
reach; `python -m tests.lite.fetch` makes one.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from tests.lite.program import told as as_told

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def pyodide() -> Path:
    """The folder of Pyodide; without one the tests are skipped, with a wrong one they fail."""
    named = os.environ.get("SHEETNET_PYODIDE")
    if not named:
        pytest.skip("SHEETNET_PYODIDE names no folder with Pyodide; python -m tests.lite.fetch makes one")
    folder = Path(named).resolve()
    assert (folder / "pyodide.mjs").exists(), f"no pyodide.mjs in {folder}"
    assert shutil.which("node"), "node is not on the PATH"
    return folder


@pytest.fixture(scope="module")
def told(
    pyodide: Path, wheel: Path, workbook: str, script: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("pyodide") / "input.json"
    path.write_text(json.dumps({"workbook": workbook, "script": script}), encoding="utf-8")
    command = ["node", str(HERE / "run.mjs"), str(pyodide), str(wheel), str(HERE), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600)
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


@pytest.fixture(scope="module")
def result(letters_file: Path) -> sheetnet.TrainResult:
    return sheetnet.train(letters_file, dry_run=True)


def test_it_is_pyodide_that_imports_the_wheel_from_where_lite_keeps_files(told: dict[str, Any], wheel: Path) -> None:
    assert told["platform"] == "emscripten"
    assert told["sheetnet"] == f"/data/{wheel.name}/sheetnet/__init__.py"


def test_500_iterations_end_at_the_same_79_parameters_and_the_same_e(
    told: dict[str, Any], result: sheetnet.TrainResult
) -> None:
    parameters = [float.fromhex(text) for text in told["memory"]["parameters"]]
    losses = [float.fromhex(text) for text in told["memory"]["losses"]]

    assert told["memory"]["iteration"] == 500
    assert len(parameters) == 79
    assert parameters == pytest.approx(result.parameters[-1].tolist(), rel=0, abs=1e-12)
    assert losses == pytest.approx(result.loss.tolist(), rel=0, abs=1e-12)


def test_the_page_s_script_writes_the_parameters_that_the_engine_reaches_there(told: dict[str, Any]) -> None:
    written = {(sheet, row, column): value for sheet, row, column, value in told["script"]["written"]}
    block = {value for (sheet, row, column), value in written.items() if sheet == "BP" and 15 <= row <= 34}

    assert set(told["memory"]["parameters"]) <= block
    assert written["BP", 5, 4] == as_told(500)
    assert told["script"]["printed"] == "E 60.28 -> 0.5571, read 100.0%\n"
