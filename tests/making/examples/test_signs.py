"""The example `signs`: plus instead of minus."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import sheetnet


def test_plus_instead_of_minus_rises_at_once_and_minus_falls(examples: Mapping[str, Path], results: Any) -> None:
    minus = sheetnet.train(examples["signs"], eta=0.05, output=examples["signs"].with_name("minus.xlsx"))

    assert results["signs"].loss[1] > results["signs"].loss[0] > minus.loss[1]
    assert (np.diff(results["signs"].loss) > 0).all()
    assert (np.diff(minus.loss) < 0).all()
