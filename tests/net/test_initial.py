"""Where a descent starts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetnet.net import INITIALS, Network, initial_parameters
from sheetnet.net.activations import Array
from tests.net.examples import LETTERS

WIDE = Network((99, 200))  # 20,000 parameters, for statistics


def start(seed: int = 0, kind: str = "uniform", scale: float = 0.5, network: Network = LETTERS) -> Array:
    return initial_parameters(network, np.random.default_rng(seed), kind, scale)


@given(st.integers(0, 2**64 - 1), st.sampled_from(sorted(INITIALS)), st.floats(0.01, 5.0))
@settings(deadline=None)
def test_every_number_is_the_double_that_two_decimals_stand_for(seed: int, kind: str, scale: float) -> None:
    parameters = start(seed, kind, scale)

    assert parameters.tolist() == [float(f"{value:.2f}") for value in parameters]


@given(st.integers(0, 2**64 - 1), st.sampled_from(sorted(INITIALS)), st.floats(0.0, 0.02))
@settings(deadline=None)
def test_no_number_is_a_negative_zero(seed: int, kind: str, scale: float) -> None:
    parameters = start(seed, kind, scale)

    assert not np.any(np.signbit(parameters) & (parameters == 0.0))


@pytest.mark.parametrize("kind", INITIALS)
def test_a_seed_gives_the_same_numbers_again(kind: str) -> None:
    assert start(7, kind).tobytes() == start(7, kind).tobytes()


@pytest.mark.parametrize("kind", ["uniform", "normal"])
def test_another_seed_gives_other_numbers(kind: str) -> None:
    assert np.count_nonzero(start(7, kind) != start(8, kind)) > 60


def test_nothing_is_drawn_from_a_global_state() -> None:
    np.random.seed(1)  # noqa: NPY002 - the global state is what this is about
    one = start(7)
    np.random.seed(2)  # noqa: NPY002

    assert start(7).tobytes() == one.tobytes()


def test_uniform_is_half_a_unit_wide_on_both_sides() -> None:
    values = start(network=WIDE)

    assert np.abs(values).max() == 0.5
    assert values.mean() == pytest.approx(0.0, abs=0.01)
    assert values.std() == pytest.approx(1.0 / np.sqrt(12.0), rel=0.02)


def test_normal_has_the_scale_as_its_deviation() -> None:
    values = start(kind="normal", scale=0.5, network=WIDE)

    assert values.std() == pytest.approx(0.5, rel=0.02)
    assert np.abs(values).max() > 1.5


def test_zeros_are_zeros() -> None:
    assert start(kind="zeros").tolist() == [0.0] * 79


def test_the_numbers_are_drawn_layer_by_layer_first_the_weights_then_the_thresholds() -> None:
    rng = np.random.default_rng(5)
    drawn = [rng.uniform(-0.5, 0.5, shape) for shape in ((3, 20), 3, (4, 3), 4)]

    hidden, output = LETTERS.unpack(start(5))

    for ours, expected in zip((hidden[:, :-1], hidden[:, -1], output[:, :-1], output[:, -1]), drawn, strict=True):
        np.testing.assert_array_equal(ours, np.round(expected, 2))


def test_without_thresholds_the_weights_alone_are_drawn() -> None:
    rng = np.random.default_rng(5)
    drawn = [rng.uniform(-0.5, 0.5, shape) for shape in ((3, 20), (4, 3))]

    parameters = start(5, network=Network((20, 3, 4), thresholds=False))

    np.testing.assert_array_equal(parameters, np.round(np.concatenate([matrix.ravel() for matrix in drawn]), 2))


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="xavier"):
        start(kind="xavier")
