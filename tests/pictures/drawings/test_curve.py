"""The curve goes through E, by ratios where it falls far; the accuracy lies below it."""

import pytest

from sheetnet.pictures.drawings.curve import curve, plots
from sheetnet.pictures.shapes import Line, Text
from sheetnet.pictures.words import words
from tests.pictures.conftest import Paths

SAY = words("en")


def series(picture: object) -> list[Line]:
    return [shape for shape in picture.shapes if isinstance(shape, Line) and shape.thickness > 2]  # type: ignore[attr-defined]


def test_a_tenth_of_e_is_one_step_down_at_every_height(shown: Paths) -> None:
    path = shown("letters")
    upper, lower = plots(path)

    (first, last), points = (path.points[0], path.points[-1]), series(curve(path, SAY))[0].points

    assert upper.y.ticks[0][0] == pytest.approx(0.1)
    assert upper.y.ticks[-1][0] == pytest.approx(100)
    per_decade = upper.height / 3
    from math import log10

    assert points[0] == pytest.approx((upper.left, upper.bottom - per_decade * log10(first.loss / 0.1)), abs=0.01)
    assert points[-1] == pytest.approx((upper.right, upper.bottom - per_decade * log10(last.loss / 0.1)), abs=0.01)
    assert lower is not None
    assert series(curve(path, SAY))[1].points[-1][1] == pytest.approx(lower.top, abs=0.01)  # all letters are read


def test_a_regression_has_no_accuracy_and_its_test_cases_a_dashed_line(shown: Paths) -> None:
    path = shown("regression")

    lines = series(curve(path, SAY))

    assert plots(path)[1] is None
    assert [bool(line.dash) for line in lines] == [False, True]
    said = {shape.text for shape in curve(path, SAY).shapes if isinstance(shape, Text) and shape.bold}
    assert {"training", "test"} < said


def test_half_a_run_ends_half_way(shown: Paths) -> None:
    path = shown("letters")

    half = series(curve(path, SAY, 250))[0].points

    assert half[-1][0] == pytest.approx((plots(path)[0].left + plots(path)[0].right) / 2)
    assert half == series(curve(path, SAY))[0].points[: len(half)]
