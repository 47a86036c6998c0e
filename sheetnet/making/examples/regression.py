# ruff: noqa: E501
"""The example `regression`: a town's demand for electricity, from a series made by a formula."""

from math import cos, pi

import numpy as np

from sheetnet.making.examples.example import Example
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.expected import ABOUT, AT_MOST, Expected
from sheetnet.sheet.tables import Table

DAYS, WEEK = 200, 7
TEST_SHARE = 0.25  # of the series, its end


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


REGRESSION = Example(
    "7-5-1 predicts a day's demand for electricity from the week before; split in time",
    Specification(
        network=f"{WEEK}-5-1",
        eta=0.1,
        scaling="standard",
        settings={
            "hidden": "tanh",
            "head": "identity+squared",
            "reduction": "mean",
            "split": "time",
            "test_share": TEST_SHARE,
        },
    ),
    demand,
    results=(
        (Expected("E", 0, ABOUT, 0.6268031094156854, 1e-9), "E at the start", "開始時の E"),
        (
            Expected("E", 500, ABOUT, 0.05148150873856675, 1e-6),
            "E of the training days after 500 updates",
            "500 回更新後の学習データの E",
        ),
        (
            Expected("test E", 500, ABOUT, 0.03013332627290155, 1e-6),
            "E of the test days after 500 updates",
            "500 回更新後のテストデータの E",
        ),
        (
            Expected("test E", 500, AT_MOST, 0.0518),
            'the same, against 0.0518 of "as a week ago"',
            "同上、「1 週間前と同じ」の 0.0518 と比べて",
        ),
    ),
    words={
        "title": (
            "Regression: the week that was predicts the next day",
            "回帰: 先週の値から翌日を予測する",
        ),
        "shows": (
            "200 days of a town's demand for electricity, in MWh (made by a formula: season, day of the week, weather). From the demand of seven days the network is to tell that of the next one: 7 inputs, 5 hidden units with tanh, and one output without an activation, whose unit error is z − t. It learns from the first three quarters of the days; the last quarter is the test: the past predicts the future, never the other way round.",
            "ある町の 200 日間の電力需要(MWh、季節・曜日・天候の式で作ったもの)です。7 日間の需要から翌日の需要を答えさせます。入力 7、tanh の隠れユニット 5、活性化関数のない出力 1 で、そのユニット誤差は z − t です。最初の 4 分の 3 の日で学び、最後の 4 分の 1 でテストします。過去が未来を予測するのであって、逆ではありません。",
        ),
        "do": (
            "Train it: sheetnet train {file}. Data has the MWh, and right of them the scaled numbers: (MWh − mean) / standard deviation, both of the training days alone.",
            "学習させます: sheetnet train {file}。Data には MWh の値と、その右にスケーリング後の数値があります: (MWh − 平均) / 標準偏差。どちらも学習用の日だけから求めます。",
        ),
        "see": (
            "In the chart above the network follows the weekends and the weather, in the test days too, which it has never seen. On Trace the test E falls with E; the dashed line is that of the best constant answer, the mean. E is half the mean square error, so √(2E) standard deviations are a typical miss: 13 MWh for the test days.",
            "上のグラフで、ネットワークは週末と天候を追います。一度も見ていないテストの日でも同じです。Trace ではテストの E も E とともに下がります。破線は最良の定数出力、つまり平均です。E は平均二乗誤差の半分なので、典型的な外れは標準偏差の √(2E) 倍、テストの日では 13 MWh です。",
        ),
        "change": (
            "adam on Settings, η 0.01 and 5,000 iterations on BP: E falls on while test E rises again, because the days are learned by heart. The split by share instead of time. Sigmoid in place of tanh.",
            "Settings で adam を選び、BP で η を 0.01、反復を 5,000 回にすると、E が下がり続けてもテストの E は再び上がります。日々を丸暗記したのです。分割を time から share に。tanh の代わりに sigmoid。",
        ),
        "chart": (
            "Day by day: measured, and what the network says (scaled)",
            "日ごとの実測値とネットワークの出力(スケーリング済み)",
        ),
    },
)
