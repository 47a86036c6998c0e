"""A frame places values between its ends."""

from itertools import pairwise

from sheetnet.pictures.axes import Plot, labelled
from sheetnet.pictures.scales import linear
from sheetnet.pictures.shapes import Text, straight

PLOT = Plot(10, 20, 100, 200, linear([0, 1]), linear([0, 10]))


def test_values_lie_between_the_ends() -> None:
    assert PLOT.at(0, 0) == (10, 220)
    assert PLOT.at(1, 10) == (110, 20)
    assert PLOT.at(0.5, 5) == (60, 120)


def test_points_in_one_place_are_drawn_once() -> None:
    assert PLOT.line([0, 0.00001, 1], [0, 0, 0]) == ((10, 220), (110, 220))


def test_the_frame_names_its_ticks_and_axes() -> None:
    texts = [shape.text for shape in PLOT.frame("iteration", "E") if isinstance(shape, Text)]

    assert texts[-2:] == ["iteration", "E"]
    assert {"0", "2", "10", "0.2", "1"} <= set(texts)


def test_names_of_lines_keep_apart() -> None:
    lines = [(straight(0, 50, 10, 50 + n), f"line {n}") for n in range(3)]

    heights = [shape.y for shape in labelled(lines, 10) if isinstance(shape, Text)]
    assert min(b - a for a, b in pairwise(heights)) >= 15
