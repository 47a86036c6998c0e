"""xlwings' own tests on LibreOffice: only where SHEETNET_XLWINGS_TESTS names a checkout of xlwings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, soffice

FILES = ["active", "app", "book", "chunking", "conversion", "names", "ndim", "range", "sheet"]

# what fails there for a reason that is not the engine's
INSERT = "calls Range.insert() without the argument that the released xlwings demands"
FREQUENCY = "expects pandas to forget the frequency of an index, which no recent pandas does"
EXPECTED = {
    "test_book.py::TestBook::test_macro": "expects, on every system but Windows, what Excel for macOS returns",
    "test_range.py::TestRangeAttributes::test_insert_cell": INSERT,
    "test_range.py::TestRangeAttributes::test_insert_column": INSERT,
    "test_range.py::TestRangeAttributes::test_insert_row": INSERT,
    "test_range.py::TestCellErrors::test_cell_errors_str": "ranges that do not meet give #REF! here, not #NULL!",
    "test_conversion.py::TestPandas::test_dataframe_dateindex": FREQUENCY,
    "test_conversion.py::TestPandas::test_timeseries_1": FREQUENCY,
}


@pytest.mark.libreoffice
def test_xlwings_own_tests_pass_where_what_they_use_is_implemented(tmp_path: Path) -> None:
    checkout = os.environ.get("SHEETNET_XLWINGS_TESTS")
    if not checkout:
        pytest.skip("SHEETNET_XLWINGS_TESTS names no checkout of xlwings")
    soffice()
    shutil.copytree(Path(checkout) / "tests", tmp_path / "tests")
    paths = [str(ROOT), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    command = [sys.executable, "-m", "pytest", "-p", "suite_plugin", "-p", "no:cacheprovider", "-c", os.devnull]
    run = subprocess.run(
        [*command, "--rootdir", ".", "-q", "-rfEs", "--tb=short", *(f"tests/test_{name}.py" for name in FILES)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
        capture_output=True,
        text=True,
    )

    failed = {line.split()[1] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))}
    assert " passed" in run.stdout, run.stdout + run.stderr
    assert not {name.removeprefix("tests/") for name in failed} - set(EXPECTED), run.stdout
