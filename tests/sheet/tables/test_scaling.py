"""Scaling, against scikit-learn's scalers; nothing of a test case is in it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from sheetnet.errors import SettingError
from sheetnet.sheet.tables.scaling import SCALINGS, scaling

RAW = np.random.default_rng(0).normal([0, 50, -1e6, 1e-9], [1, 10, 1e3, 1e-12], (40, 4))
TRAINING = (1, 1, 0, 1) * 10


@pytest.mark.parametrize(("kind", "oracle"), [("standard", StandardScaler()), ("minmax", MinMaxScaler())])
def test_scaled_numbers_are_those_of_scikit_learn(kind: str, oracle: StandardScaler | MinMaxScaler) -> None:
    found = scaling(kind, RAW, TRAINING).apply(RAW)

    expected = oracle.fit(RAW[np.array(TRAINING, bool)]).transform(RAW)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_no_scaling_changes_no_bit() -> None:
    assert scaling("none", RAW).apply(RAW).tobytes() == RAW.tobytes()
    assert scaling("none", RAW).undo(RAW).tobytes() == RAW.tobytes()


@pytest.mark.parametrize("kind", SCALINGS)
def test_test_cases_never_leak_into_it(kind: str) -> None:
    other = np.where(np.array(TRAINING, bool)[:, None], RAW, 1e9)

    before, after = scaling(kind, RAW, TRAINING), scaling(kind, other, TRAINING)

    assert before.shift.tobytes() == after.shift.tobytes()
    assert before.scale.tobytes() == after.scale.tobytes()


@pytest.mark.parametrize("kind", ["standard", "minmax"])
def test_every_training_case_counts(kind: str) -> None:
    other = RAW.copy()
    other[0] = -1e7

    assert (scaling(kind, RAW, TRAINING).scale != scaling(kind, other, TRAINING).scale).all()


@pytest.mark.parametrize("kind", SCALINGS)
@given(arrays(np.float64, (5, 3), elements=st.floats(-1e6, 1e6).map(lambda value: round(value, 3))))
def test_raw_numbers_come_back(kind: str, raw: np.ndarray) -> None:
    found = scaling(kind, raw)

    assert found.undo(found.apply(raw)) == pytest.approx(raw, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", ["standard", "minmax"])
@pytest.mark.parametrize("value", [0.0, 0.1, 1e9 / 3, -7.0, 1e308, 5e-324])
def test_a_constant_column_becomes_zero_and_keeps_its_distance(kind: str, value: float) -> None:
    found = scaling(kind, np.full((10, 1), value))

    assert found.scale.tolist() == [1.0]
    assert found.apply(np.array([[value], [value + 2.0]])).tolist() == [[0.0], [(value + 2.0) - value]]


def test_numbers_too_far_apart_are_refused() -> None:
    with pytest.raises(SettingError, match=r"^the numbers of column 2 are too large for the scaling 'minmax'$"):
        scaling("minmax", np.array([[0.0, 1e308], [1.0, -1e308]]))


def test_a_kind_that_there_is_not() -> None:
    with pytest.raises(SettingError, match=r"^expected one of none, standard, minmax for the scaling, found 'z'$"):
        scaling("z", RAW)
