"""What evaluating a formula passes on: LAMBDAs with their names, rectangles of cells, and what was read."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import Indices
from sheetnet.graph.trees import Tree
from sheetnet.graph.values import Value


class Lambda(NamedTuple):
    """A LAMBDA with what its names meant where it was written."""

    names: tuple[str, ...]
    body: Tree
    around: Mapping[str, "Value | Lambda"]


Bound = Value | Lambda
Rectangle = tuple[str, Indices, Indices, Indices, Indices]  # sheet; top, left, bottom, right of each of n, or of 1


class Leaf(NamedTuple):
    """Cells that were read, as the value that the formula made of them."""

    value: Value
    indices: Indices


class NeedsFirst(Exception):  # noqa: N818 - a request, not an error
    """Cells that have to be computed before the formula at hand."""

    def __init__(self, indices: Indices) -> None:
        super().__init__()
        self.indices = indices


def ordered(top: Indices, bottom: Indices, left: Indices, right: Indices) -> tuple[Indices, Indices, Indices, Indices]:
    """(top, left, bottom, right) of rectangles, whichever corners were given."""
    top, bottom, left, right = np.broadcast_arrays(top, bottom, left, right)
    return np.minimum(top, bottom), np.minimum(left, right), np.maximum(top, bottom), np.maximum(left, right)
