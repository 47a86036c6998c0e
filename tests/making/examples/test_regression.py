"""The example `regression`: against scikit-learn and against "as a week ago"."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

from sheetnet.making.examples import EXAMPLES, example_design
from sheetnet.making.specification import Specification
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.pages.design import Design
from tests.making.examples.reading import column


def _scaled(measured: Any, training: Any) -> Any:
    """As scikit-learn scales it by the training days."""
    return StandardScaler().fit(measured[training]).transform(measured)


def _design(name: str) -> Design:
    """What an example's workbook is drawn from; its table is as it was measured."""
    design, _ = example_design(EXAMPLES[name], Specification(), "book.xlsx")
    return design


@pytest.fixture
def regression() -> Any:
    """The regression's network in scikit-learn, before its first update: plain descent over all training days."""
    design = _design("regression")
    table = design.table
    training = np.array(table.training, bool)
    x, t = _scaled(table.features, training), _scaled(table.targets, training)[:, 0]
    model = MLPRegressor(
        hidden_layer_sizes=(5,), activation="tanh", solver="sgd", alpha=0.0, momentum=0.0, nesterovs_momentum=False,
        batch_size=int(training.sum()), learning_rate_init=design.eta, shuffle=False,
    )  # fmt: skip
    model.partial_fit(x[training], t[training])
    w = np.array(design.initial)
    hidden, output = w[:40].reshape(5, 8), w[40:]
    for parameter, value in zip(
        (*model.coefs_, *model.intercepts_),
        (hidden[:, :7].T, output[:5, None], -hidden[:, 7], -output[5:]),
        strict=True,
    ):
        parameter[...] = value
    return model, x, t, training


def test_the_regression_is_scikit_learns(regression: Any, results: Any) -> None:
    model, x, t, training = regression

    for _ in range(500):
        model.partial_fit(x[training], t[training])

    errors = 0.5 * (model.predict(x) - t) ** 2
    after = results["regression"].after
    assert errors[training].mean() == pytest.approx(after.loss, abs=1e-9)
    assert errors[~training].mean() == pytest.approx(after.test_loss, abs=1e-9)


def test_the_regression_is_better_than_as_a_week_ago(results: Any) -> None:
    table = EXAMPLES["regression"].table()
    training = np.array(table.training, bool)
    last_week, day = table.features[:, 0], table.targets[:, 0]

    errors = 0.5 * ((last_week - day) / day[training].std()) ** 2

    assert errors[~training].mean() == pytest.approx(0.0518, abs=1e-4)
    assert results["regression"].after.test_loss < 0.6 * errors[~training].mean()


def test_the_test_days_are_the_last_ones_and_scaling_knows_nothing_of_them(trained: Mapping[str, Path]) -> None:
    column_of_training = column(trained["regression"], "training")
    table = _design("regression").table
    training = np.array(column_of_training) == 1.0

    assert column_of_training == [1.0] * 145 + [0.0] * 48 == [float(one) for one in table.training]
    for name, measured in (("images", table.features), ("targets", table.targets)):
        with FileGrid(trained["regression"]) as grid:
            seen = np.array(grid.read(find(grid)[name]))
        assert seen == pytest.approx(_scaled(measured, training), rel=1e-12, abs=1e-12)
