"""The example `zeros`: hidden units that stay equal."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sheetnet
from sheetnet.making.examples import EXAMPLES
from tests.readers.ironcalc import Oracle


def one_for_three(iterations: int) -> tuple[float, float]:
    """E and accuracy of the letters from zeros, by a program with one hidden unit that counts three times."""
    table = EXAMPLES["zeros"].table()
    x, t = table.features, table.targets
    w, theta, v, phi = np.zeros(20), 0.0, np.zeros(4), np.zeros(4)
    for number in range(iterations + 1):
        h = 1.0 / (1.0 + np.exp(theta - x @ w))
        z = 1.0 / (1.0 + np.exp(phi - 3.0 * np.outer(h, v)))
        if number == iterations:
            break
        delta = (z - t) * z * (1.0 - z)
        below = (delta @ v) * h * (1.0 - h)
        w, theta = w - 0.05 * below @ x, theta + 0.05 * below.sum()
        v, phi = v - 0.05 * h @ delta, phi + 0.05 * delta.sum(axis=0)
    return 0.5 * ((t - z) ** 2).sum(), (z.argmax(axis=1) == t.argmax(axis=1)).mean()


def test_all_zeros_have_the_article_s_figures(results: Any) -> None:
    after_200, after_500 = one_for_three(200), one_for_three(500)

    assert results["zeros"].loss[:2].tolist() == pytest.approx([64.0, 49.713469599438824], abs=1e-12)
    assert results["zeros"].after.loss == pytest.approx(after_200[0], abs=1e-6)
    assert results["zeros"].after.accuracy == after_200[1]
    assert after_500 == (pytest.approx(26.1, abs=0.1), pytest.approx(0.83, abs=0.005))


@pytest.mark.full
@pytest.mark.parametrize("iterations", [300])
def test_hidden_units_stay_equal_for_ever_when_cells_are_copied(iterations: int, tmp_path: Path) -> None:
    """Formulas add in one order; a program that adds in another one has parted the units by then."""
    sheetnet.new(tmp_path / "zeros.xlsx", example="zeros", plain=True)
    sheet = Oracle(tmp_path / "zeros.xlsx")

    sheet.macro(iterations)

    block = sheet.block("current")
    assert block[0:5] == block[5:10] == block[10:15]
    assert (sheet.block("E")[0][0], sheet.block("accuracy")[0][0]) == pytest.approx(one_for_three(iterations), abs=1e-9)
