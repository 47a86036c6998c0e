"""The example `neuron`: one unit learns AND."""

from collections.abc import Mapping
from math import exp
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import sheetnet
from tests.conftest import vector


def losses(w1: float, w2: float, theta: float, targets: list[int], eta: float, updates: int) -> list[float]:
    """E before each update and after the last, in plain arithmetic."""
    found = []
    for _ in range(updates + 1):
        loss = g1 = g2 = g = 0.0
        for x1, x2, t in zip((0, 0, 1, 1), (0, 1, 0, 1), targets, strict=True):
            z = 1 / (1 + exp(theta - w1 * x1 - w2 * x2))
            delta = -(t - z) * z * (1 - z)
            loss += (t - z) ** 2 / 2
            g1, g2, g = g1 + delta * x1, g2 + delta * x2, g - delta
        found.append(loss)
        w1, w2, theta = w1 - eta * g1, w2 - eta * g2, theta - eta * g
    return found


def test_every_update_is_that_of_plain_arithmetic(examples: Mapping[str, Path], results: Any) -> None:
    start = vector(examples["neuron"])

    assert results["neuron"].loss == pytest.approx(losses(*start, [0, 0, 0, 1], 2.0, 1000), abs=1e-12)


def test_what_is_said_of_threshold_and_other_targets_is_true(examples: Mapping[str, Path], tmp_path: Path) -> None:
    def learned(*targets: int) -> tuple[list[float], float]:
        path = tmp_path / "changed.xlsx"
        book = load_workbook(examples["neuron"])
        for row, target in enumerate(targets, start=6):
            book["Data"].cell(row, 6).value = target
        book.save(path)
        result = sheetnet.train(path)
        return vector(path), result.after.loss

    (a1, a2, theta), _ = learned(0, 0, 0, 1)
    (o1, o2, phi), _ = learned(0, 1, 1, 1)

    assert max(a1, a2) < theta < a1 + a2
    assert 0 < phi < min(o1, o2)
    assert learned(0, 1, 1, 0)[1] == pytest.approx(0.5, abs=1e-3)
