"""Labels as outputs: one output for each different word or number, in sorted order."""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.sheet.cells import Value
from sheetnet.sheet.tables.table import Array, counted


def number_in(text: str) -> float | None:
    """What a text says as a finite number, if it does."""
    if "_" in text:  # Python reads 1_000 as a number, nobody else does
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def word(label: str | float) -> str:
    """A label as a word: ``cat``, ``7`` for 7.0, ``0.5``."""
    if isinstance(label, str):
        return label.strip()
    return str(int(label)) if label == int(label) and abs(label) < 1e15 else repr(float(label))


def are_labels(last: Iterable[Value], outputs: int | None, lowest: float, highest: float) -> bool:
    """Whether the one column behind the features names classes, rather than being the target of a single output.

    Where the number of outputs does not say it: words do, and whole numbers that no output could reach.
    """
    if outputs is not None:
        return outputs > 1
    values = list(last)
    if any(isinstance(value, str) for value in values):
        return True
    numbers = [value for value in values if isinstance(value, float)]
    whole = all(value.is_integer() for value in numbers)
    return whole and not all(lowest <= value <= highest for value in numbers)


def one_hot(labels: Sequence[str], outputs: int | None, book: str) -> tuple[Array, tuple[str | float, ...]]:
    """Targets of shape (cases, classes), 1 for a case's own class and 0 elsewhere, and the classes in sorted order.

    Labels that are numbers come first, in the order of numbers. Raises LayoutError where there are not as many
    different labels as outputs.
    """
    words = sorted(set(labels), key=lambda label: (number_in(label) is None, number_in(label) or 0.0, label))
    if len(words) != (len(words) if outputs is None else outputs):
        shown = ", ".join(words[:6]) + (", ..." if len(words) > 6 else "")
        raise LayoutError(
            f"the label column has {counted(len(words), 'different label')} ({shown}), "
            f"and the network {counted(outputs or 0, 'output')}",
            book=book,
            remedy="let them be the same number",
        )
    position = {label: number for number, label in enumerate(words)}
    targets = np.zeros((len(labels), len(words)))
    targets[np.arange(len(labels)), [position[label] for label in labels]] = 1.0
    return targets, tuple(_class(label) for label in words)


def _class(label: str) -> str | float:
    number = number_in(label)
    return label if number is None else number
