"""The example `walkthrough`: the figures of the article."""

from pathlib import Path
from typing import Any

import pytest

import sheetnet
from tests.making.examples.reading import marks
from tests.readers.ironcalc import Oracle


def test_step_by_step_the_marks_follow(made: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "walkthrough.xlsx"
    path.write_bytes(made["walkthrough"].read_bytes())

    sheetnet.step(path)
    after_one = marks(path)
    sheetnet.step(path, 99)

    assert after_one == ["✓", "✓", "–", "–", "–"]
    assert set(marks(path)) == {"✓"}


def test_the_walk_through_has_the_article_s_figures(made: dict[str, Path], results: Any) -> None:
    sheet = Oracle(made["walkthrough"])

    assert sheet.block("outputs_2")[0] == pytest.approx([0.688761254736, 0.375683928693], abs=1e-12)
    assert sheet.block("E")[0][0] == pytest.approx(0.11900398541572102, abs=1e-15)
    assert results["walkthrough"].loss[:2] == pytest.approx([0.11900398541572102, 0.11811076291602501], abs=1e-16)
    assert "θ" not in {cell for row in sheet.block("current") for cell in row}
