"""What xlwings Lite needs of sheetnet needs numpy and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sheetnet
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.cells import Area
from tests.lite.program import told as as_told

HERE = Path(__file__).parent
SUBSET = [
    "sheetnet.net",
    "sheetnet.session",
    "sheetnet.sheet.grid",
    "sheetnet.sheet.blocks.layout",
    "sheetnet.sheet.blocks.transfer",
    "sheetnet.sheet.grids.live",
    "sheetnet.live.monitor",
    "sheetnet.excel",
]
BLOCKED = """
import sys
from importlib.abc import MetaPathFinder

class Blocker(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", "sheetnet", "program", "book"}:
            raise ModuleNotFoundError(f"{name} is not in Pyodide", name=name)

wheel, programs, *rest = sys.argv[1:]
sys.path.insert(0, programs)
sys.meta_path.insert(0, Blocker())
import numpy
sys.platform = "emscripten"
"""


def blocked(code: str, wheel: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code where there is the standard library, numpy and the wheel, on a platform that says it is Pyodide's."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MKL_NUM_THREADS")}
    environment["OPENBLAS_NUM_THREADS"] = "1"  # as in Pyodide, which has no threads
    command = [sys.executable, "-W", "error", "-c", BLOCKED + code, str(wheel), str(HERE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=wheel.parent, env=environment, timeout=300)


@pytest.mark.few(3)
@pytest.mark.parametrize("module", SUBSET)
def test_a_module_for_lite_is_imported_from_the_wheel_with_numpy_alone(wheel: Path, module: str) -> None:
    run = blocked(f"sys.path.insert(0, wheel); import {module}; print({module}.__file__)", wheel)

    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(str(wheel))


def test_another_library_is_really_blocked(wheel: Path) -> None:
    run = blocked("import openpyxl", wheel)

    assert "ModuleNotFoundError: openpyxl is not in Pyodide" in run.stderr


@pytest.fixture(scope="module")
def told(wheel: Path, workbook: str, script: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("blocked") / "input.json"
    here = script.replace("/data/", f"{wheel.parent.as_posix()}/")
    path.write_text(json.dumps({"workbook": workbook, "script": here}), encoding="utf-8")
    code = "import json, pathlib, program\nprint(program.run(**json.loads(pathlib.Path(rest[0]).read_text('utf-8'))))"
    run = blocked(code, wheel, str(path))
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))


@pytest.fixture(scope="module")
def result(letters_file: Path) -> sheetnet.TrainResult:
    return sheetnet.train(letters_file, dry_run=True)


def test_a_workbook_in_memory_is_trained_to_the_same_bits(
    told: dict[str, Any], result: sheetnet.TrainResult, wheel: Path
) -> None:
    assert told["sheetnet"].startswith(str(wheel))
    assert told["memory"]["iteration"] == 500
    assert told["memory"]["parameters"] == [as_told(value) for value in result.parameters[-1]]
    assert told["memory"]["losses"] == [as_told(value) for value in result.loss]


def test_the_page_s_script_writes_what_training_the_file_writes(
    told: dict[str, Any], letters_file: Path, trained_file: Path
) -> None:
    before, after = inputs(letters_file), inputs(trained_file)
    written = {(sheet, row, column): value for sheet, row, column, value in told["script"]["written"]}
    said = find(sheetnet.open(letters_file))["agreement"]
    said_at = (said.sheet, said.top, said.left)

    assert written.pop(said_at) == "written; here the formulas compute when the script has ended"
    assert written == {at: after.get(at) for at in written}
    assert written.keys() >= {at for at, value in after.items() if value != before.get(at) and at != said_at}
    assert told["script"]["printed"] == "E 60.28 -> 0.5571, read 100.0%\n"
    assert told["script"]["calculation"] == "automatic"


def inputs(path: Path) -> dict[tuple[str, int, int], Any]:
    """Every cell of a workbook that holds a value and no formula, as the program tells it."""
    grid = sheetnet.open(path)
    found = {}
    for sheet in grid.sheets():
        area = Area(sheet, 1, 1, *grid.used(sheet))
        lines = zip(grid.read(area), grid.formulas(area), strict=True)
        for row, (values, texts) in enumerate(lines, 1):
            for column, (value, text) in enumerate(zip(values, texts, strict=True), 1):
                if text is None and value is not None:
                    found[sheet, row, column] = as_told(value)
    return found
