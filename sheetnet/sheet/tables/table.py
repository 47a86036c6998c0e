"""A table: the cases that a network learns, in numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_NUMBERS = 2**27  # of a table: 1 GB as floats; MNIST has 55 million


@dataclass(frozen=True, eq=False)
class Table:
    """Cases in rows: `features` has shape (cases, inputs), `targets` (cases, outputs).

    `labels` names each case's class (or is empty), `classes` the outputs, in their order. `training` is 1 for a
    training case and 0 for a test case, or empty where all cases are for training. `notes` are what is to be said
    of how they were read.
    """

    feature_names: tuple[str, ...]
    features: Array
    labels: tuple[str, ...]
    targets: Array
    classes: tuple[str | float, ...]
    training: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def numbered(letter: str, count: int) -> tuple[str, ...]:
    """``x1``, ``x2``, ...: names for columns that have none."""
    return tuple(f"{letter}{n}" for n in range(1, count + 1))


def counted(number: int, noun: str) -> str:
    """``1 column``, ``2 columns``."""
    return f"{number} {noun}{'s' * (number != 1)}"
