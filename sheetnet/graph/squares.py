"""A loss that is a sum of squares: the values that are squared, as the formulas between it and the parameters tell.

For SUM(E2:E9)/8 where each of E2:E9 is =(B2-C2)^2, these are B2-C2 to B9-C9, each with the weight 1/8. Roots, factors
and what does not depend on the parameters are passed by: they do not move the place where the loss is least.
"""

from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
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


class Residuals:
    """The loss's residuals r = sqrt(weight) value: the loss is least where the sum of their squares is."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._member = {int(place): (group, at) for group in function.groups for at, place in enumerate(group.indices)}
        place, one = np.array([function.loss]), np.ones((1, 1, 1))
        root = self._under_root(int(place[0]))
        self._squared = self._of_places(place, one) if root is None else self._of_tree(*root, one)
        if not self._squared or any((one.weight < 0.0).any() for one in self._squared):
            raise NoSquares

    def values(self) -> Numbers:
        """r at the values that the cells have now; nan where one is no number."""
        return np.concatenate([self._of(one) for one in self._squared])

    def jacobian(self) -> Numbers:
        """dr/d(parameter) at the values that the cells have now: shape (residuals, parameters)."""
        tangents, parts = Tangents(self._function), []
        for squared in self._squared:
            frame, value = values_of(self._function, squared.group)
            root = np.sqrt(np.broadcast_to(squared.weight, value.x.shape)).reshape(-1, 1)
            parts.append(root * tangents.of(frame, value))
        return np.concatenate(parts)

    def _of(self, squared: Squared) -> Numbers:
        _, value = values_of(self._function, squared.group, linked=False)
        x = value.x if value.kinds is None else np.where(value.kinds == NUMBER, value.x, np.nan)
        return np.asarray((np.sqrt(squared.weight) * x).reshape(-1), np.float64)

    def _formula(self, place: int) -> tuple[Group, int]:
        """The group of the formula of a cell, and which of its formulas it is."""
        group, at = self._member.get(place, (None, 0))
        if group is None or group.area is not None:
            raise NoSquares
        return group, at

    def _under_root(self, place: int) -> tuple[Group, Tree] | None:
        """What the loss is the root of, whatever it is multiplied by or added to; None where it is no root."""
        group, at = self._formula(place)
        group, tree = group.some(np.array([at])), group.tree
        while True:
            match tree:
                case Call("SQRT", (operand,)):
                    return group, operand
                case Reference(single=True):
                    frame = self._function.frame(group)
                    frame.value(tree, array=False)
                    return self._under_root(int(frame.leaves[0].indices[0, 0, 0])) if frame.leaves else None
                case Chain(first, rest):
                    moving = [one for one in (first, *(one for _, one in rest)) if self._depends(group, one)]
                    if len(moving) != 1:
                        return None
                    (tree,) = moving
                case _:
                    return None

    # the search: `weight` is of shape (n, 1, 1), or that of an array's values

    def _of_places(self, places: Indices, weight: Numbers) -> list[Squared]:
        """What cells sum over, each with a weight of its own; a cell that does not depend on the parameters nothing."""
        weight = np.broadcast_to(weight.reshape(-1), places.shape)
        found: dict[int, tuple[Group, list[int], list[float]]] = {}
        for place, own in zip(places.tolist(), weight.tolist(), strict=True):
            if not self._function.active[place]:
                continue
            group, at = self._formula(place)
            _, members, weights = found.setdefault(id(group), (group, [], []))
            members.append(at)
            weights.append(own)
        return [
            squared
            for group, members, weights in found.values()
            for squared in self._of_tree(group.some(np.array(members)), group.tree, np.array(weights).reshape(-1, 1, 1))
        ]

    def _of_tree(self, group: Group, tree: Tree, weight: Numbers, *, array: bool = False) -> list[Squared]:
        """What is squared in a tree whose value, or the sum of its values where `array`, counts by a weight."""
        base = _squared(tree)
        if base is not None:
            return [Squared(group.with_tree(base), weight)]
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
                return [
                    squared for one in parts_of(arguments) for squared in self._of_tree(group, one, weight, array=True)
                ]
            case Call("AVERAGE", (operand,)):
                counts = self._numbers(group, operand)
                return self._of_tree(group, operand, weight / counts, array=True)
            case Call("SUMPRODUCT", (first, *others)):
                return self._of_product(group, [("*", one) for one in (first, *others)], weight, array=True)
            case Call("SUMSQ", arguments):
                return [
                    Squared(group.with_tree(one), weight) for one in parts_of(arguments) if self._depends(group, one)
                ]
            case Call("SUMXMY2", (first, second)):
                return [Squared(group.with_tree(Chain(first, (("-", second),))), weight)]
        raise NoSquares

    def _of_reference(self, group: Group, tree: Reference, weight: Numbers, *, array: bool) -> list[Squared]:
        frame = self._function.frame(group)
        value = frame.value(tree, array=array)
        if not frame.leaves:
            return []
        (leaf,) = frame.leaves
        weight = np.broadcast_to(weight, value.x.shape)
        places = np.broadcast_to(leaf.indices, value.x.shape)
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
                return [Squared(group.with_tree(tree), weight)]
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
