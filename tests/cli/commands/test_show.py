"""What the program sees, as it is printed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.typed import run


def test_show_gives_the_arithmetic_of_the_parameters(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", letters)

    assert "3*(20+1) + 4*(3+1) = 79 parameters" in out
    assert "128 cases, 128 of them for training" in out
    assert ["current", "BP!C15:G34", "100", "name"] in [line.split() for line in out.splitlines()]


def test_show_names_the_blocks_and_then_the_fault(
    spoiled: Callable[[dict[str, object]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoiled({"Data!F10": "abc"})

    code, out, _ = run(capsys, "show", path)

    assert code == 0
    assert 'unknown: Data!F10: expected a number, found text "abc"' in out
    assert "BP!C15:G34" in out
