"""Searches on NIST's nonlinear regression sets, typed as sheets: every certified parameter to eight digits and more."""

import numpy as np
import pytest

from sheetnet.errors import SettingError
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.session.fitting.fit import fit
from sheetnet.session.fitting.search import SEARCHES
from tests.session.fitting.strd import AVERAGE, HIGHER, LOWER, digits, read, sheet


@pytest.mark.few(6)
@pytest.mark.parametrize("name", [*LOWER, *AVERAGE, *(pytest.param(one, marks=pytest.mark.full) for one in HIGHER)])
def test_the_certified_values_are_found_from_the_nearer_start(name: str) -> None:
    certified = read(name)

    found = fit(sheet(name, 2))

    assert found.optimiser == "lm"
    assert min(map(digits, found.parameters[0].reshape(-1).tolist(), certified.certified)) >= 8
    if name != "Lanczos1":  # its sum, 1.4e-25, is below the rounding errors of what is squared
        assert digits(found.after, certified.squares) >= 8


@pytest.mark.few(3)
@pytest.mark.parametrize("name", ["Misra1a", "Chwirut2", "DanWood", "Hahn1", "ENSO", "Rat43", "Bennett5"])
def test_the_certified_values_are_found_from_the_farther_start(name: str) -> None:
    certified = read(name).certified

    found = fit(sheet(name, 1))

    assert min(map(digits, found.parameters[0].reshape(-1).tolist(), certified)) >= 8


@pytest.mark.parametrize("name", ["Misra1a", "DanWood", "ENSO"])
def test_lbfgs_finds_the_same(name: str) -> None:
    certified = read(name).certified

    found = fit(sheet(name, 2), optimiser="lbfgs")

    assert min(map(digits, found.parameters[0].reshape(-1).tolist(), certified)) >= 7


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_of_train_lowers_the_loss(name: str) -> None:
    found = fit(sheet("DanWood", 2), optimiser=name, eta=1e-4 if name == "sgd" else 1e-3, iterations=50)

    assert found.after < found.before
    assert len(found.losses) == 51
    assert found.eta is not None


def test_plain_descent_follows_the_gradient_of_the_formulas() -> None:
    (x, y), (b1, b2) = np.array([row[::-1] for row in read("DanWood").rows]).T, (0.7, 4.0)
    for _ in range(3):  # w <- w - eta g, g by hand
        error = b1 * x**b2 - y
        slope = 2 * error @ x**b2, 2 * error @ (b1 * x**b2 * np.log(x))
        b1, b2 = b1 - 1e-4 * slope[0], b2 - 1e-4 * slope[1]

    found = fit(sheet("DanWood", 2), optimiser="sgd", eta=1e-4, iterations=3)

    assert found.parameters[0].reshape(-1) == pytest.approx([b1, b2], rel=1e-12)


def test_what_an_optimiser_does_not_know_is_refused() -> None:
    with pytest.raises(SettingError, match="sgd has no setting rho"):
        fit(sheet("DanWood", 2), optimiser="sgd", constants={"rho": 0.9})
    with pytest.raises(SettingError, match=f"expected an optimiser, {', '.join(SEARCHES)}, found 'newton'"):
        fit(sheet("DanWood", 2), optimiser="newton")
