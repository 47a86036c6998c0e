"""Every optimiser down the same bowls, against the figures of the articles and against PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetnet.net import OPTIMISERS, Optimiser, gradient_descent
from sheetnet.net.activations import Array

# S3.a: f = x^2/20 + y^2 from (-7, 2), 30 steps; the digits are those of the list of seeds
RACE = [
    ("sgd", {"eta": 0.95}, (-0.350393, 0.08478232)),
    ("momentum", {"eta": 0.1, "alpha": 0.9}, (0.896413858494, 0.088085601715)),
    ("adagrad", {"eta": 1.5}, (-0.120162322, 2.49e-17)),
    ("rmsprop", {"eta": 0.1, "rho": 0.99}, (-0.69742031, 1.48e-8)),
    ("adam", {"eta": 0.3}, (0.136007, 0.318245)),
]


def bowl(w: Array) -> float:
    return float(w[0] ** 2 / 20 + w[1] ** 2)


def slope(w: Array) -> Array:
    return np.array([w[0] / 10, 2 * w[1]])


def places(figure: float) -> float:
    """Half a unit of the last digit that is given."""
    mantissa, _, exponent = f"{figure!r}".partition("e")
    return 0.5 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))


@pytest.mark.parametrize(("name", "constants", "expected"), RACE)
def test_the_race_of_the_article_ends_where_it_says(
    name: str, constants: dict[str, float], expected: tuple[float, float]
) -> None:
    end = gradient_descent(bowl, np.array([-7.0, 2.0]), OPTIMISERS[name](**constants), 30, slope)[-1]

    for found, figure in zip(end.tolist(), expected, strict=True):
        assert abs(found - figure) <= 1.01 * places(figure), (found, figure)


@pytest.mark.parametrize("seed", range(3))
def test_two_updates_of_each_rule_are_the_articles_formula(seed: int) -> None:
    """S3.7 SGD, S3.8 Momentum, S3.9 AdaGrad, S3.10 RMSProp with S3.b's eps, S3.11 Adam; compared: S1.6."""
    g, k = np.random.default_rng(seed).normal(size=(2, 5))
    eta, eps = 0.1, 1e-7

    def root(h: Array) -> Array:
        return np.sqrt(h) + eps

    h = 0.1 * g**2
    m, v = 0.1 * g, 0.001 * g**2
    m2, v2 = 0.9 * m + 0.1 * k, 0.999 * v + 0.001 * k**2
    corrected = eta * np.sqrt(1 - 0.999**2) / (1 - 0.9**2)
    expected = {
        "sgd": (-eta * g, -eta * k),
        "momentum": (-eta * g, -eta * k + 0.9 * (-eta * g)),
        "adagrad": (-eta * g / root(g**2), -eta * k / root(g**2 + k**2)),
        "rmsprop": (-eta * g / root(h), -eta * k / root(0.9 * h + 0.1 * k**2)),
        "adam": (-eta * np.sqrt(0.001) / 0.1 * m / root(v), -corrected * m2 / root(v2)),
    }
    for name, changes in expected.items():
        optimiser = OPTIMISERS[name](eta, **({"rho": 0.9} if name == "rmsprop" else {}))
        first, state = optimiser.step(g, optimiser.start(g), 1)
        second, _ = optimiser.step(k, state, 2)
        np.testing.assert_allclose([first, second], changes, rtol=1e-12)


@pytest.mark.parametrize(("name", "constants"), [(name, constants) for name, constants, _ in RACE])
def test_each_step_is_that_of_pytorch(name: str, constants: dict[str, float]) -> None:
    torch = pytest.importorskip("torch")
    kinds = {
        "sgd": lambda w: torch.optim.SGD([w], lr=constants["eta"]),
        "momentum": lambda w: torch.optim.SGD([w], lr=constants["eta"], momentum=constants["alpha"]),
        "adagrad": lambda w: torch.optim.Adagrad([w], lr=constants["eta"], eps=1e-7),
        "rmsprop": lambda w: torch.optim.RMSprop([w], lr=constants["eta"], alpha=constants["rho"], eps=1e-7),
        # PyTorch's eps is outside of the corrected root: without eps both forms are one
        "adam": lambda w: torch.optim.Adam([w], lr=constants["eta"], eps=0.0),
    }
    eps = {"eps": 0.0} if name == "adam" else {}
    path = gradient_descent(bowl, np.array([-7.0, 2.0]), OPTIMISERS[name](**constants, **eps), 30, slope)
    w = torch.tensor([-7.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimiser = kinds[name](w)

    for expected in path[1:]:
        optimiser.zero_grad()
        (w[0] ** 2 / 20 + w[1] ** 2).backward()
        optimiser.step()
        np.testing.assert_allclose(w.detach().numpy(), expected, rtol=1e-12, atol=1e-13)


def test_nesterov_is_that_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    path = gradient_descent(bowl, np.array([-7.0, 2.0]), OPTIMISERS["nesterov"](0.1, 0.9), 30, slope)
    w = torch.tensor([-7.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=0.1, momentum=0.9, nesterov=True)

    for expected in path[1:]:
        optimiser.zero_grad()
        (w[0] ** 2 / 20 + w[1] ** 2).backward()
        optimiser.step()
        np.testing.assert_allclose(w.detach().numpy(), expected, rtol=1e-12, atol=1e-13)


def test_nesterov_is_the_gradient_at_the_place_where_momentum_leads() -> None:
    """In the variables of the paper: v <- alpha v - eta f'(y + alpha v), y <- y + v, and w = y + alpha v."""
    alpha, eta, y, v = 0.9, 0.1, np.array([-7.0, 2.0]), np.zeros(2)
    path = gradient_descent(bowl, y, OPTIMISERS["nesterov"](eta, alpha), 30, slope)

    for w in path[1:]:
        v = alpha * v - eta * slope(y + alpha * v)
        y = y + v
        np.testing.assert_allclose(w, y + alpha * v, rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_weight_whose_gradient_is_always_zero_stays(name: str) -> None:
    """S3.b: without eps AdaGrad and RMSProp would divide 0 by 0 for a pixel that is never black."""
    end = gradient_descent(lambda w: 0.0, np.array([3.0]), OPTIMISERS[name](0.1), 5, lambda w: np.zeros(1))[-1]

    assert end.tolist() == [3.0]


@pytest.mark.parametrize("name", OPTIMISERS)
@given(st.integers(0, 2**32 - 1))
def test_an_update_changes_neither_the_gradient_nor_the_state_it_was_given(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    optimiser: Optimiser = OPTIMISERS[name](0.1)
    gradient = rng.normal(size=4)
    state = tuple(np.abs(rng.normal(size=4)) for _ in optimiser.remembers)
    before = gradient.copy(), tuple(vector.copy() for vector in state)

    change, after = optimiser.step(gradient, state, 3)

    assert (gradient == before[0]).all()
    assert all((now == then).all() for now, then in zip(state, before[1], strict=True))
    assert change.shape == (4,)
    assert [vector.shape for vector in after] == [(4,)] * len(optimiser.remembers)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_the_state_that_an_optimiser_starts_with_has_the_vectors_that_it_names(name: str) -> None:
    optimiser = OPTIMISERS[name](0.1)

    assert len(optimiser.start(np.ones(3))) == len(optimiser.remembers)
    assert not any(vector.any() for vector in optimiser.start(np.ones(3)))
