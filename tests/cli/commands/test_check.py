"""A check, as it is typed."""

from pathlib import Path

import pytest

from tests.cli.typed import run
from tests.conftest import change_formula


def test_check_exits_1_and_names_the_cell_when_something_differs(
    letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_formula(letters, "C11", "1+1", 2.0)

    code, out, err = run(capsys, "check", letters)

    assert code == 1
    assert "1 of 3317 comparisons differ" in out
    assert "sheetnet: letters.xlsx: BP!C11: engine has 60.28" in err
    assert "warning: 1 formulas are not the ones that sheetnet writes" in err
