"""Colours: more and less than 0, and series, are told apart, also by those who see fewer colours."""

from itertools import combinations

import pytest

from sheetnet.pictures.colours import PALETTE, SERIES, graded, mixed, signed

# what protanopes and deuteranopes see of linear red, green and blue (Viénot, Brettel and Mollon 1999)
SIMULATED = {
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def linear(colour: str) -> list[float]:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def lab(parts: list[float]) -> list[float]:
    """CIE L*a*b* of linear sRGB."""
    r, g, b = parts
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    x, y, z = ((max(v, 0) ** (1 / 3)) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def distance(one: str, other: str, seen: str) -> float:
    matrix = SIMULATED[seen]
    colours = []
    for colour in (one, other):
        parts = linear(colour)
        colours.append(lab([sum(m * p for m, p in zip(row, parts, strict=True)) for row in matrix]))
    return sum((a - b) ** 2 for a, b in zip(*colours, strict=True)) ** 0.5


@pytest.mark.parametrize("seen", SIMULATED)
def test_for_and_against_are_told_apart_by_everybody(seen: str) -> None:
    assert distance(signed(1.0), signed(-1.0), seen) > 40
    assert distance(signed(0.3), signed(-0.3), seen) > 15


@pytest.mark.parametrize("seen", SIMULATED)
def test_the_first_two_series_are_told_apart_by_everybody(seen: str) -> None:
    assert distance(PALETTE["first"], PALETTE["second"], seen) > 40


def test_all_series_differ() -> None:
    assert len({PALETTE[name] for name in SERIES}) == len(SERIES)
    assert all(one != other for one, other in combinations(SERIES, 2))


def test_0_is_white_and_the_ends_are_full() -> None:
    assert signed(0.0) == graded(0.0) == "#ffffff"
    assert (signed(1.0), signed(-1.0)) == (PALETTE["positive"], PALETTE["negative"])
    assert signed(7.0) == signed(1.0)


def test_half_way_is_half_way() -> None:
    assert mixed("#000000", "#ff8000", 0.5) == "#804000"
