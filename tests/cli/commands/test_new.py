"""New workbooks, as they are asked for."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import run


def test_new_and_train_of_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "xor.csv").write_text("x1,x2,t\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    book = tmp_path / "xor.xlsx"

    code, out, _ = run(
        capsys,
        "new",
        book,
        "--network",
        "2-2-1",
        "--data",
        tmp_path / "xor.csv",
        "--seed",
        "2",
        "--scale",
        "1",
        "--eta",
        "2",
    )
    assert (code, out.splitlines()[0]) == (0, f"{book}: network 2-2-1, 2*(2+1) + 1*(2+1) = 9 parameters, 4 cases")
    _, out, _ = run(capsys, "train", book, "--iterations", "3000", "--json")

    assert json.loads(out)["after"]["accuracy"] == 1.0


def test_new_zeros_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "new", tmp_path / "zeros.xlsx", "--init", "zeros", "--plain")

    assert code == 0
    assert err.startswith("sheetnet: warning: all initial values are zero")
