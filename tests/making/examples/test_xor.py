"""The example `xor`: solved, from this start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import sheetnet


@pytest.mark.few(1)
@pytest.mark.parametrize("eta", [2.0, 3.0, 4.0, 6.0, 8.0])
def test_exclusive_or_is_solved_from_this_start_with_many_rates(
    eta: float, examples: Mapping[str, Path], tmp_path: Path
) -> None:
    result = sheetnet.train(examples["xor"], eta=eta, output=tmp_path / "xor.xlsx")

    assert result.after.loss < 0.01


@pytest.mark.full
def test_what_is_said_of_changing_exclusive_or_is_true(examples: Mapping[str, Path], tmp_path: Path) -> None:
    def run(eta: float, **settings: str) -> Any:
        return sheetnet.train(examples["xor"], eta=eta, settings=settings, output=tmp_path / "changed.xlsx").loss

    assert run(0.1, optimiser="adam")[-1] == pytest.approx(0.25, abs=1e-3)
    assert run(0.1, optimiser="adam", hidden="tanh")[-1] == pytest.approx(0.25, abs=1e-3)
    plain, tanh = run(2.0), run(2.0, hidden="tanh")
    assert (tanh < 0.1).argmax() < (plain < 0.1).argmax()
