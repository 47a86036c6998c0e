"""The workbook that is watched, a small one: it is trained, saved and read over and over."""

import shutil
from pathlib import Path

import pytest

import sheetnet
from tests.conftest import once


def _made(path: Path) -> None:
    table = path.with_name("xor.csv")
    table.write_text("a,b,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    sheetnet.new(path, network="2-2-1", data=table, iterations=10, plain=True)


@pytest.fixture
def ten(shared: Path, tmp_path: Path) -> Path:
    """An untrained workbook that asks for 10 iterations."""
    return Path(shutil.copy(once(shared / "watched" / "xor.xlsx", _made), tmp_path / "xor.xlsx"))
