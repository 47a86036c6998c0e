"""A loss that is a sum of squares: the values that are squared, as the formulas between it and the parameters tell.

For SUM(E2:E9)/8 where each of E2:E9 is =(B2-C2)^2, these are B2-C2 to B9-C9, each with the weight 1/8. Roots, factors
and what does not depend on the parameters are passed by: they do not move the place where the loss is least.
"""

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import NOWHERE, Indices
from sheetnet.graph.functions.sums import parts_of
from sheetnet.graph.gradient import Function
from sheetnet.graph.groups import Group
from sheetnet.graph.tangents import Tangents, values_of
from sheetnet.graph.trees import Call, Chain, Number, Reference, Sign, Tree
from sheetnet.graph.values import NUMBER, Numbers


class NoSquares(Exception):  # noqa: N818 - an answer, not an error
    """The loss is no sum of squares, or in a way that is not seen."""


class Squared(NamedTuple):
    """What is squared: the values of a group's tree, and a weight for each, of a shape that goes with theirs."""

    group: Group
    weight: Numbers
    array: bool


class Residuals:
    """The loss's residuals r = sqrt(weight) value: the loss is least where the sum of their squares is."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._groups = function.groups
        self._member = {
            int(place): (number, at)
            for number, group in enumerate(self._groups)
            for at, place in enumerate(group.indices)
        }
        self._waiting: dict[int, dict[int, float]] = {}  # the weights of formulas by number of group and member
        self._next: list[int] = []  # a heap of these numbers, the last group first
        self._squared = self._found()
        self.slope: Numbers = np.zeros(len(function.parameters))  # of the loss itself, where the Jacobian was asked for
        if not self._squared or any((one.weight < 0.0).any() or not self._fits(one) for one in self._squared):
            raise NoSquares

    def _fits(self, squared: Squared) -> bool:
        """Whether there is a value for each weight."""
        _, value = values_of(self._function, squared.group, array=squared.array, linked=False)
        own = squared.weight.shape
        return all(one in (1, size) for one, size in zip(own, value.x.shape, strict=True))

    def values(self) -> Numbers:
        """r at the values that the cells have now; nan where one is no number."""
        return np.concatenate([self._of(one) for one in self._squared])

    def jacobian(self) -> Numbers:
        """dr/d(parameter) at the values that the cells have now: shape (residuals, parameters)."""
        tangents, parts = Tangents(self._function), []
        self.slope = tangents.of_loss()
        for squared in self._squared:
            frame, value = values_of(self._function, squared.group, array=squared.array)
            root = np.sqrt(np.broadcast_to(squared.weight, value.x.shape)).reshape(-1, 1)
            parts.append(root * tangents.of(frame, value))
        return np.concatenate(parts)

    def _of(self, squared: Squared) -> Numbers:
        _, value = values_of(self._function, squared.group, array=squared.array, linked=False)
        x = value.x if value.kinds is None else np.where(value.kinds == NUMBER, value.x, np.nan)
        return (np.sqrt(squared.weight) * np.asarray(x, np.float64)).reshape(-1)

    def _formula(self, place: int) -> tuple[int, int]:
        """The number of the group of a cell's formula, and which of its formulas it is."""
        found = self._member.get(place)
        if found is None:
            raise NoSquares
        return found

    def _found(self) -> list[Squared]:
        """What is squared.

        Cells are looked into from the last that was computed on, so that each has all of its weight by then, and is
        looked into once: there are more ways through a few formulas than anybody can go.
        """
        loss, one = np.array([self._function.loss]), np.ones((1, 1, 1))
        root = self._under_root(int(loss[0]))
        found = self._of_places(loss, one) if root is None else self._of_tree(*root, one)
        while self._next:
            number = -heappop(self._next)
            found += self._of_members(self._groups[number], self._waiting.pop(number))
        return found

    def _under_root(self, place: int) -> tuple[Group, Tree] | None:
        """What the loss is the root of, whatever it is multiplied by or added to; None where it is no root."""
        number, at = self._formula(place)
        group, tree = self._groups[number].some(np.array([at])), self._groups[number].tree
        while group.area is None:
            match tree:
                case Call("SQRT", (operand,)):
                    return group, operand
                case Reference(single=True):
                    frame = self._function.frame(group)
                    frame.value(tree, array=False)
                    leads = int(frame.leaves[0].indices[0, 0, 0]) if frame.leaves else NOWHERE
                    if leads not in self._member:  # a parameter, or nothing that depends on one
                        return None
                    number, at = self._member[leads]
                    group, tree = self._groups[number].some(np.array([at])), self._groups[number].tree
                case Chain(first, rest) if all(sign in "+-*/" for sign, _ in rest):
                    moving = [one for one in (first, *(one for _, one in rest)) if self._depends(group, one)]
                    if len(moving) != 1:
                        return None
                    (tree,) = moving
                case _:
                    return None
        return None

    # the search: `weight` is of shape (n, 1, 1), or that of an array's values

    def _of_places(self, places: Indices, weight: Numbers) -> list[Squared]:
        """Let cells wait, each with a weight of its own; one that does not depend on the parameters counts nothing."""
        for place, own in zip(places.tolist(), np.broadcast_to(weight.reshape(-1), places.shape).tolist(), strict=True):
            if self._function.active[place]:
                number, at = self._formula(place)
                if number not in self._waiting:
                    self._waiting[number] = {}
                    heappush(self._next, -number)
                self._waiting[number][at] = self._waiting[number].get(at, 0.0) + own
        return []

    def _of_members(self, group: Group, weights: dict[int, float]) -> list[Squared]:
        """What some of a group's formulas sum over, or some of the cells that one fills."""
        members = np.array(list(weights), np.int64)
        if group.area is None:
            return self._of_tree(group.some(members), group.tree, np.array(list(weights.values())).reshape(-1, 1, 1))
        whole = np.zeros(group.area.size)
        whole[members] = list(weights.values())
        return self._of_tree(group, group.tree, whole.reshape(1, group.area.height, group.area.width), array=True)

    def _of_tree(self, group: Group, tree: Tree, weight: Numbers, *, array: bool = False) -> list[Squared]:
        """What is squared in a tree whose value, or the sum of its values where `array`, counts by a weight."""
        base = _squared(tree)
        if base is not None:
            return [Squared(group.with_tree(base), weight, array)]
        match tree:
            case Reference():
                return self._of_reference(group, tree, weight, array=array)
            case Sign("+", operand):
                return self._of_tree(group, operand, weight, array=array)
            case Chain(first, rest) if all(sign in "*/" for sign, _ in rest):
                return self._of_product(group, [("*", first), *rest], weight, array=array)
            case Chain(first, rest) if all(sign in "+-" for sign, _ in rest):
                return self._of_sum(group, [("+", first), *rest], weight, array=array)
            case Call("SUM", arguments):
                parts = [(one, group.array or isinstance(one, Reference)) for one in parts_of(arguments)]
                return [one for part, whole in parts for one in self._of_tree(group, part, weight, array=whole)]
            case Call("AVERAGE", (Reference() as cells,)):
                return self._of_tree(group, cells, weight / self._numbers(group, cells), array=True)
            case Call("SUMPRODUCT", (first, *others)):
                return self._of_product(group, [("*", one) for one in (first, *others)], weight, array=True)
            case Call("SUMSQ", arguments):
                parts = [(one, group.array or isinstance(one, Reference)) for one in parts_of(arguments)]
                moving = [(one, whole) for one, whole in parts if self._depends(group, one)]
                return [Squared(group.with_tree(one), weight, whole) for one, whole in moving]
            case Call("SUMXMY2", (first, second)):
                return [Squared(group.with_tree(Chain(first, (("-", second),))), weight, array=True)]
        raise NoSquares

    def _of_reference(self, group: Group, tree: Reference, weight: Numbers, *, array: bool) -> list[Squared]:
        frame = self._function.frame(group)
        frame.value(tree, array=array)
        if not frame.leaves:
            return []
        (leaf,) = frame.leaves
        places, weight = np.broadcast_arrays(leaf.indices, weight)
        return self._of_places(places.reshape(-1), weight)

    def _of_product(
        self, group: Group, factors: list[tuple[str, Tree]], weight: Numbers, *, array: bool
    ) -> list[Squared]:
        """One factor that depends, or one twice; all others are a weight."""
        moving = [(sign, one) for sign, one in factors if self._depends(group, one)]
        for sign, one in factors:
            if (sign, one) not in moving:
                x = self._function.frame(group).value(one, array=array)
                if not x.is_kind(NUMBER).all():
                    raise NoSquares
                weight = weight * x.x if sign == "*" else weight / x.x
        match moving:
            case [("*", tree)]:
                return self._of_tree(group, tree, weight, array=array)
            case [("*", tree), ("*", again)] if tree == again:
                return [Squared(group.with_tree(tree), weight, array)]
            case []:
                return []
        raise NoSquares

    def _of_sum(self, group: Group, addends: list[tuple[str, Tree]], weight: Numbers, *, array: bool) -> list[Squared]:
        found = []
        for sign, one in addends:
            if self._depends(group, one):
                found += self._of_tree(group, one, weight if sign == "+" else -weight, array=array)
        return found

    def _depends(self, group: Group, tree: Tree) -> bool:
        return self._function.frame(group).value(tree, array=True).depends

    def _numbers(self, group: Group, tree: Tree) -> int:
        """How many numbers there are in a range or an array."""
        value = self._function.frame(group).value(tree, array=True)
        return max(1, int(value.is_kind(NUMBER).sum()) // len(value.x))


def _squared(tree: Tree) -> Tree | None:
    """x of x^2, POWER(x, 2) and x*x."""
    match tree:
        case Chain(base, (("^", Number(2.0)),)) | Call("POWER", (base, Number(2.0))):
            return base
        case Chain(first, (("*", second),)) if first == second and not isinstance(first, Number):
            return first
    return None
