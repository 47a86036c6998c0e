"""Axes: their ticks are round and hold every value."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.pictures.scales import counted, fitting, linear, logarithmic, round_steps, told

REAL = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))


@given(st.lists(REAL, min_size=1, max_size=20))
def test_every_value_lies_between_the_ends(values: list[float]) -> None:
    axis = linear(values)

    slack = (axis.high - axis.low) * 1e-9
    assert axis.low - slack <= min(values) <= max(values) <= axis.high + slack
    assert 2 <= len(axis.ticks) <= 9


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0, 1], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([-1, 1], ["−1", "−0.5", "0", "0.5", "1"]),
        ([3, 3], ["3", "4"]),
        ([357, 590], ["350", "400", "450", "500", "550", "600"]),
    ],
)
def test_ticks_are_round(values: list[float], labels: list[str]) -> None:
    assert [label for _, label in round_steps(values)] == labels


def test_what_falls_far_is_shown_by_ratios() -> None:
    assert [label for _, label in fitting([60.28, 0.557]).ticks] == ["0.1", "1", "10", "100"]
    assert not fitting([2.3, 0.13]).logarithmic
    assert not fitting([0.0, 0.0]).logarithmic


def test_a_ratio_is_the_same_length_everywhere() -> None:
    axis = logarithmic([0.01, 100])

    shares = [axis.share(value) for value in (0.01, 0.1, 1, 10, 100)]
    assert shares == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert axis.share(0.0) == 0.0


def test_numbers_that_are_none_have_no_part_in_an_axis() -> None:
    assert linear([1.0, nan, inf, 2.0]) == linear([1.0, 2.0])
    assert logarithmic([1.0, nan, -3.0, 0.0]) == logarithmic([1.0])


@pytest.mark.parametrize("values", [[5e-324, 1.0], [1e308, 1e-308], [1e300, 1e-3]])
def test_the_ends_of_the_numbers_have_an_axis_too(values: list[float]) -> None:
    axis = logarithmic(values)

    assert all(0.0 <= axis.share(value) <= 1.0 for value in values)


def test_iterations_have_whole_ticks_and_end_at_the_last() -> None:
    assert [label for _, label in counted(500).ticks] == ["0", "100", "200", "300", "400", "500"]
    assert counted(2000).ticks[-1] == (2000, "2,000")
    assert [value for value, _ in counted(2).ticks] == [0, 1, 2]
    assert counted(1).share(1) == 1.0
    assert counted(0).share(0) == 0.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (4.7531, "4.753"), (-0.25, "−0.25"), (1.5e-7, "1.50e−07"), (12345.6, "12,346"), (2e9, "2.00e+09")],
)
def test_numbers_are_told_in_few_digits(value: float, text: str) -> None:
    assert told(value) == text
