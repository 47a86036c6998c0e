"""A workbook's loss as what a search can go down: to its least or greatest value, or to one that is wanted."""

from math import nan
from typing import Final

import numpy as np

from sheetnet.graph.squares import NoSquares, Residuals
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.net.activations import Array
from sheetnet.session.differentiating import Dependence

LEAST: Final = "least"
GREATEST: Final = "greatest"
Goal = float | str
"""LEAST, GREATEST, or the value that the loss is to have."""
_ANGLE = 1e-9  # up to which two gradients point the same way


class SheetObjective:
    """What is made small for a goal: the loss, minus the loss, or the square of how far it is from a value."""

    def __init__(self, dependence: Dependence, goal: Goal) -> None:
        self._dependence, self._function, self._goal = dependence, dependence.function, goal
        self._at = dependence.read.cells.x[dependence.parameters].copy()
        self.value = dependence.value
        self.trouble = ""  # why the last value is no number

    def __call__(self, parameters: Array) -> float:
        self.move_to(parameters)
        return self.of(self.value)

    def of(self, value: float) -> float:
        """What is made small where the loss has a value."""
        match self._goal:
            case "least":
                return value
            case "greatest":
                return -value
            case wanted:
                return (value - float(wanted)) ** 2

    def move_to(self, parameters: Array) -> None:
        """Let the sheet's cells be what they are at these parameters; `value` is nan where the loss is no number."""
        if np.array_equal(parameters, self._at):
            return
        self._at = np.array(parameters)
        try:
            self.value = self._function(parameters)
        except NotUnderstood as reason:
            self.value, self.trouble = nan, str(reason)

    @property
    def gradient(self) -> Array:
        if self.value != self.value:
            return np.full(self._at.shape, nan)
        slope = self.loss_gradient()
        match self._goal:
            case "least":
                return slope
            case "greatest":
                return -slope
            case wanted:
                return 2.0 * (self.value - float(wanted)) * slope

    def loss_gradient(self) -> Array:
        """The derivative of the loss itself by each parameter."""
        return np.asarray(self._function.gradient())


class SheetResiduals:
    """What a loss is a sum of squares of; or, for a value that is wanted, the one number that is to become 0.

    Raises NoSquares where the loss is neither.
    """

    def __init__(self, dependence: Dependence, objective: SheetObjective, goal: Goal) -> None:
        self._objective, self._goal = objective, goal
        if goal == GREATEST:
            raise NoSquares
        self._squares = Residuals(dependence.function) if goal == LEAST else None
        if self._squares is not None:
            own = dependence.read.cells.x[dependence.parameters].copy()
            self._refuse_another_slope(self._squares, own)
            objective.move_to(own)

    def _refuse_another_slope(self, squares: Residuals, own: Array) -> None:
        """Raise NoSquares where the sum of squares does not fall the way that the loss does, beside where we are.

        The sheet's own numbers may be those at which it is least already: no slope is told from another there.
        """
        for share in (0.01, 1e-4, 0.0):
            self._objective.move_to(own + share * np.maximum(1.0, np.abs(own)) / (1.0 + np.arange(len(own)) % 7))
            if self._objective.value == self._objective.value:
                break
        with np.errstate(all="ignore"):
            ours, slope = squares.jacobian().T @ squares.values(), self._objective.loss_gradient()
            lengths = float(np.linalg.norm(ours) * np.linalg.norm(slope))
        if not np.isfinite(lengths) or lengths - float(ours @ slope) > _ANGLE * lengths:
            raise NoSquares

    def values(self, parameters: Array) -> Array:
        self._objective.move_to(parameters)
        if self._squares is None:
            return np.array([self._objective.value - float(self._goal)])
        return self._squares.values()

    @property
    def gradient(self) -> Array:
        """The gradient of what is made small, where the Jacobian was asked for last."""
        return self._objective.gradient if self._squares is None else self._squares.slope

    def jacobian(self, parameters: Array) -> Array:
        self._objective.move_to(parameters)
        if self._squares is None:
            return self._objective.loss_gradient()[None, :]
        return self._squares.jacobian()
