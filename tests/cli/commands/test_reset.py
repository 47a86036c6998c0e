"""A reset, as it is typed."""

from pathlib import Path

import pytest

from tests.cli.typed import run


def test_reset_tells_where_it_came_from(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "step", letters, "-k", "6")
    stepped = [line.split()[-1] for line in out.splitlines()[2:5]]

    _, out, _ = run(capsys, "reset", letters)

    lines = out.splitlines()
    assert [line.split()[1] for line in lines[2:5]] == stepped
    assert lines[2].split() == ["iteration", "6", "0"]
    assert lines[5].startswith("  initial values put back in ")
