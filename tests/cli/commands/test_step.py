"""Training on, as it is typed."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import run


def test_step_counts_on(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "train", letters, "--iterations", "10")

    _, out, _ = run(capsys, "step", letters, "-k", "5", "--json")

    assert json.loads(out)["before"]["iteration"] == 10
    assert json.loads(out)["after"]["iteration"] == 15
