"""Descent on any loss: the optimisers' own rules, held within bounds."""

import numpy as np
import pytest

from sheetnet.net import OPTIMISERS, NotFinite, gradient_descent
from sheetnet.net.activations import Array
from sheetnet.net.objective import Bounds, go_down


class Bowl:
    """(x - 1)^2 + 10 (y + 2)^2, infinite where x is above 50."""

    gradient = np.zeros(2)

    def __call__(self, p: Array) -> float:
        x, y = p
        self.gradient = np.array([2 * (x - 1), 20 * (y + 2)])
        return float((x - 1) ** 2 + 10 * (y + 2) ** 2) if x <= 50 else float("inf")


@pytest.mark.parametrize("name", OPTIMISERS)
def test_each_optimiser_walks_as_on_any_function(name: str) -> None:
    rule, start = OPTIMISERS[name](0.03), np.array([4.0, 1.0])
    bowl = Bowl()

    def slope(p: Array) -> Array:
        bowl(p)
        return bowl.gradient

    path = [position.parameters for position in go_down(Bowl(), start, rule, 20)]

    assert np.array_equal(path, gradient_descent(bowl, start, rule, 20, slope))


def test_the_losses_and_gradients_are_those_at_each_position() -> None:
    *_, last = go_down(Bowl(), np.array([4.0, 1.0]), OPTIMISERS["sgd"](0.01), 7)

    bowl = Bowl()
    assert last.number == 7
    assert last.loss == bowl(last.parameters)
    assert np.array_equal(last.gradient, bowl.gradient)


def test_a_parameter_stays_within_its_bounds() -> None:
    bounds = Bounds(np.array([2.0, -np.inf]), np.array([3.0, np.inf]))

    *path, last = go_down(Bowl(), np.array([2.9, 1.0]), OPTIMISERS["sgd"](0.04), 200, bounds)

    assert last.parameters == pytest.approx([2.0, -2.0], abs=1e-12)
    assert all(2.0 <= position.parameters[0] <= 3.0 for position in path)


def test_a_loss_that_is_no_number_ends_the_descent_with_its_iteration() -> None:
    with pytest.raises(NotFinite) as error:
        list(go_down(Bowl(), np.array([-20.0, 0.0]), OPTIMISERS["sgd"](2.0), 50))

    assert error.value.iteration == 1  # x = -20 + 2 * 42 = 64
