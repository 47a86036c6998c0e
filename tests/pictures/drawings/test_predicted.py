"""Circles lie where measured and predicted say, in the units of the measurements."""

from collections.abc import Callable
from pathlib import Path

import pytest

import sheetnet
from sheetnet.errors import SettingError
from sheetnet.pictures.drawings.predicted import predicted
from sheetnet.pictures.shapes import Circle
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths


def test_each_case_is_a_circle_at_what_predict_says(shown: Paths, book: Callable[[str], Path]) -> None:
    path = shown("regression")
    said = sheetnet.predict(book("regression"), "Data!D6:J198").outputs[:, 0]

    circles = [shape for shape in predicted(path, words("en")).shapes if isinstance(shape, Circle) and shape.tip]

    assert len(circles) == 193
    told = [float(circle.tip.split()[-1]) for circle in circles]
    assert told == pytest.approx(said.tolist(), rel=1e-4)
    higher = sorted(range(193), key=lambda n: said[n])
    assert [circles[n].y for n in higher] == sorted((circle.y for circle in circles), reverse=True)
    assert sum(circle.fill == "none" for circle in circles) == int((~path.training).sum())


def test_classes_are_not_predicted_as_numbers(shown: Paths) -> None:
    with pytest.raises(SettingError, match=r"choose --what confusion$"):
        predicted(shown("letters"), words("en"))
