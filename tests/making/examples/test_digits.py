"""The example `digits`: against scikit-learn."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

import sheetnet
from sheetnet.making.examples import EXAMPLES
from tests.making.examples.reading import column


@pytest.mark.full
def test_saved_results_of_a_workbook_of_values_agree_too(trained: Mapping[str, Path]) -> None:
    comparisons = {one.name: one for one in sheetnet.check(trained["digits"])}

    assert not any(one.failures for one in comparisons.values())
    assert comparisons["expected_check"].cells == len(EXAMPLES["digits"].results)


@pytest.mark.full
def test_the_digits_are_read_as_well_as_by_scikit_learn(trained: Mapping[str, Path]) -> None:
    table = EXAMPLES["digits"].table()
    training = np.array(column(trained["digits"], "training"), bool)
    y = table.targets.argmax(axis=1)
    model = MLPClassifier(
        hidden_layer_sizes=(30,), activation="logistic", solver="sgd", alpha=0.0, momentum=0.0,
        nesterovs_momentum=False, batch_size=100, learning_rate_init=0.5, random_state=0,
    )  # fmt: skip

    for _ in range(50):
        model.partial_fit(table.features[training], y[training], classes=range(10))

    accuracy, test_accuracy = (column(trained["digits"], name)[0] for name in ("accuracy", "test_accuracy"))
    assert (training.sum(), len(y)) == (1346, 1797)
    assert accuracy == pytest.approx(model.score(table.features[training], y[training]), abs=0.02)
    assert test_accuracy == pytest.approx(model.score(table.features[~training], y[~training]), abs=0.025)
