"""The data of the examples: tables that come with sheetnet, small ones, and a time series made by a formula."""

from dataclasses import replace
from math import cos, pi

import numpy as np

from sheetnet.sheet.tables import DIGITS, Table, letters, read_table

__all__ = ["demand", "digits", "letters", "one_case", "xor"]

DAYS, WEEK = 200, 7
TEST_SHARE = 0.25  # of the series, its end


def xor() -> Table:
    """Exclusive or: 1 where the two inputs differ."""
    features = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    return Table(("x1", "x2"), features, (), np.array([[0], [1], [1], [0]], float), ("t",))


def one_case() -> Table:
    """The case of the walk-through: three inputs, two outputs."""
    return Table(("x1", "x2", "x3"), np.array([[1.0, 0.5, -1.0]]), (), np.array([[1.0, 0.0]]), ("y1", "y2"))


def digits() -> Table:
    """The 8x8 digits; a pixel is the share of black in it, 0 to 1."""
    table = read_table(DIGITS, 64, 10)
    return replace(table, features=table.features / 16.0)


def daily_demand(days: int = DAYS) -> list[float]:
    """A town's demand for electricity, in MWh a day: the season, the day of the week, and weather.

    The weather goes on from day to day, and is pushed by numbers that look random: s <- 48271 s mod (2^31 - 1).
    """
    of_week = (20.0, 30.0, 30.0, 25.0, 10.0, -60.0, -85.0)
    state, weather, series = 1, 0.0, []
    for day in range(days):
        state = state * 48_271 % (2**31 - 1)
        weather = 0.8 * weather + 40.0 * (state / (2**31 - 1) - 0.5)
        season = 30.0 * cos(2.0 * pi * (day - 15) / 365.0)
        series.append(round(480.0 + season + of_week[day % WEEK] + weather, 1))
    return series


def demand() -> Table:
    """Each day's demand from that of the seven days before; the last quarter of the days is for the test."""
    series = daily_demand()
    cases = len(series) - WEEK
    features = np.array([series[day : day + WEEK] for day in range(cases)])
    targets = np.array(series[WEEK:])[:, None]
    aside = round(cases * TEST_SHARE)
    names = tuple(f"d−{back}" for back in range(WEEK, 0, -1))
    return Table(names, features, (), targets, ("d",), (1,) * (cases - aside) + (0,) * aside)
