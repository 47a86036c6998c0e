"""What runs outside: the wheel of the working tree, the letters' cells, and the script of the page on xlwings Lite."""

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import sheetnet
from sheetnet.sheet.cells import Area, Fault
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "lite.md"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sheetnet as it would be given to a person: built from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--wheel-dir", str(folder), "--quiet"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def script() -> str:
    """The script that the page tells a person to paste."""
    (block,) = re.findall(r"^ *```python\n(.*?)^ *```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return textwrap.dedent(str(block))


@pytest.fixture(scope="session")
def workbook(letters_file: Path) -> str:
    """The untrained letters as JSON: of each cell row, column, value and the text of its formula."""
    grid = sheetnet.open(letters_file)
    sheets = {}
    for sheet in grid.sheets():
        area = Area(sheet, 1, 1, *grid.used(sheet))
        lines = zip(grid.read(area), grid.formulas(area), strict=True)
        sheets[sheet] = [
            (row, column, value.code if isinstance(value, Fault) else value, text)
            for row, (values, texts) in enumerate(lines, 1)
            for column, (value, text) in enumerate(zip(values, texts, strict=True), 1)
            if value is not None
        ]
    return json.dumps({"names": dict(grid.names()), "sheets": sheets})
