"""The example `signs`: plus instead of minus."""

from pathlib import Path
from typing import Any

import numpy as np

import sheetnet


def test_plus_instead_of_minus_rises_at_once_and_minus_falls(made: dict[str, Path], results: Any) -> None:
    minus = sheetnet.train(made["signs"], eta=0.05, output=made["signs"].with_name("minus.xlsx"))

    assert results["signs"].loss[1] > results["signs"].loss[0] > minus.loss[1]
    assert (np.diff(results["signs"].loss) > 0).all()
    assert (np.diff(minus.loss) < 0).all()
