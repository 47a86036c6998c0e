"""The derivative of many cells by a few: one pass forward, in which every cell carries its slope in each parameter."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
from sheetnet.graph.evaluation import evaluated
from sheetnet.graph.frame import Frame
from sheetnet.graph.gradient import Function, pulled
from sheetnet.graph.groups import Group
from sheetnet.graph.values import Numbers, Value, unbroadcast

_AT_ONCE = 4_000_000  # numbers of one product


class Slopes(NamedTuple):
    """d(result)/d(cell) of k results by r cells each: the places of these, and the slopes, of shape (k, r)."""

    places: Indices
    slopes: Numbers


class Tangents:
    """d(cell)/d(parameter) of every cell between some parameters and a loss, at the values that they have now."""

    def __init__(self, function: Function) -> None:
        self._function = function
        places = np.flatnonzero(function.active)
        self._row = np.zeros(function.cells.count, np.int64)  # 0 for a cell that depends on none: a row of zeros
        self._row[places] = 1 + np.arange(len(places))
        width = len(function.parameters)
        self._by_row = np.zeros((len(places) + 1, width))
        self._by_row[self._row[function.parameters], np.arange(width)] = 1.0
        with np.errstate(all="ignore"):
            for group in function.groups:
                frame = function.frame(group, apart=True)
                root = evaluated(frame, group)
                self._by_row[self._row[group.indices]] = self.of(frame, root)

    def of_loss(self) -> Numbers:
        """d(loss)/d(parameter): shape (parameters,)."""
        return np.array(self._by_row[self._row[self._function.loss]])

    def of(self, frame: Frame, root: Value) -> Numbers:
        """d(result)/d(parameter) of the values that a frame (with `apart`) made: shape (values, parameters)."""
        found = np.zeros((root.x.size, self._by_row.shape[1]))
        for places, slopes in _slopes(frame, root):
            rows = max(1, _AT_ONCE // max(1, places.shape[1] * found.shape[1]))
            for first in range(0, len(found), rows):
                some = slice(first, first + rows)
                found[some] += np.einsum("kr,krp->kp", slopes[some], self._by_row[self._row[places[some]]])
        return found


def _slopes(frame: Frame, root: Value) -> Iterator[Slopes]:
    """How each value follows from the cells that were read, one entry for each time that cells were read."""
    n, height, width = root.shape
    if root.links is None:
        return
    if height * width == 1:
        shares = pulled(root, np.ones(root.x.shape))
        for leaf in frame.leaves:
            share = shares.get(id(leaf.value))
            if share is not None:
                yield Slopes(leaf.indices.reshape(n, -1), unbroadcast(share, leaf.indices.shape).reshape(n, -1))
        return
    each = []  # an array: one pass back for each of its values
    for place in np.ndindex(root.x.shape):
        seed = np.zeros(root.x.shape)
        seed[place] = 1.0
        each.append(pulled(root, seed))
    for leaf in frame.leaves:
        if any(id(leaf.value) in shares for shares in each):
            size, nothing = leaf.indices[0].size, np.zeros(leaf.indices.shape)
            taken = [np.broadcast_to(shares.get(id(leaf.value), nothing), nothing.shape) for shares in each]
            of_own = [one[at // (height * width) if n > 1 else 0] for at, one in enumerate(taken)]
            places = [leaf.indices[at // (height * width) if n > 1 else 0] for at in range(len(each))]
            yield Slopes(np.stack(places).reshape(-1, size), np.stack(of_own).reshape(-1, size))


def values_of(function: Function, group: Group, *, array: bool, linked: bool = True) -> tuple[Frame, Value]:
    """What a group's tree makes at the values that the cells have now."""
    frame = function.frame(group, linked=linked, apart=linked)
    with np.errstate(all="ignore"):
        return frame, frame.value(group.tree, array=array)
