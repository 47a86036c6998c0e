"""Labels as outputs: one output for each different word or number, in sorted order.

A label is text. It is a number only where it stands in a number cell, or where a whole column of text holds nothing but
numbers as they are commonly written: ``007`` and ``1E2`` are words, and so is all that stands beside them.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from unicodedata import category, normalize

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.sheet.cells import Value
from sheetnet.sheet.tables.numerals import number_in
from sheetnet.sheet.tables.table import Array, counted

_UNSEEN = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0xAD))  # zero-width space, word joiner, byte order mark, soft hyphen
_VARIANTS = "".join(map(chr, range(0xFE00, 0xFE10)))  # selectors of another look of the sign before


def word(label: str | float) -> str:
    """A label as a word: ``cat``, ``7`` for 7.0, ``0.5``.

    Of a text the composed form (NFC), spaces of every kind as one plain space, without signs that nobody sees.
    """
    if isinstance(label, str):
        return label if label.isascii() and label.isalnum() else _seen(label)
    return str(int(label)) if label == int(label) and abs(label) < 1e15 else repr(float(label))


def _seen(text: str) -> str:
    return " ".join(normalize("NFC", text.translate(_UNSEEN)).split())


def as_labels(texts: Sequence[str]) -> tuple[str | float, ...]:
    """A column of text as labels: numbers if all of them are, each written as `word` writes it, and words if not."""
    words = {text: word(text) for text in set(texts)}
    numbers = {text: number_in(one) for text, one in words.items()}
    if all(number is not None and word(number) == words[text] for text, number in numbers.items()):
        return tuple(float(text) for text in texts)
    return tuple(words[text] for text in texts)


def alike(words: Iterable[str]) -> str:
    """What to say of two labels that are two classes and look nearly the same; empty if there are none."""
    found: dict[str | Decimal, str] = {}
    for one in sorted(set(words)):
        look = _look(one) if number_in(one) is None else Decimal(one)  # 007 is no less than 7; a float has 17 digits
        if look in found:
            return f"the labels '{found[look]}' and '{one}' look alike and are two classes"
        found[look] = one
    return ""


def _look(text: str) -> str:
    """A text without what is easily overlooked: its capitals, its width, and signs without a look of their own."""
    plain = "".join(sign for sign in normalize("NFKC", text) if category(sign) != "Cf" and sign not in _VARIANTS)
    return " ".join((plain.casefold() if len(plain) > 1 else plain).split())


def are_labels(last: Iterable[Value], outputs: int | None, lowest: float, highest: float) -> bool:
    """Whether the one column behind the features names classes, rather than being the target of a single output.

    Where the number of outputs does not say it: words do, and whole numbers that no output could reach.
    """
    if outputs is not None:
        return outputs > 1
    values = list(last)
    if any(isinstance(value, str | bool) for value in values):
        return True
    numbers = [value for value in values if isinstance(value, float)]
    whole = all(value.is_integer() for value in numbers)
    return whole and not all(lowest <= value <= highest for value in numbers)


def one_hot(
    labels: Sequence[str | float], outputs: int | None, book: str, sized: Callable[[int], str] | None = None
) -> tuple[Array, tuple[str | float, ...]]:
    """Targets of shape (cases, classes), 1 for a case's own class and 0 elsewhere, and the classes in sorted order.

    Labels that are numbers come first, in the order of numbers. One that stands both as a number and as text is text.
    Raises LayoutError where there are not as many different labels as outputs; `sized` says how to ask for others.
    """
    classes = {word(label): label for label in sorted(set(labels), key=lambda label: isinstance(label, str))}
    words = sorted(classes, key=lambda label: (number_in(label) is None, number_in(label) or 0.0, label))
    if len(words) != (len(words) if outputs is None else outputs):
        shown = ", ".join(words[:6]) + (", ..." if len(words) > 6 else "")
        raise LayoutError(
            f"the label column has {counted(len(words), 'different label')} ({shown}), "
            f"and the network {counted(outputs or 0, 'output')}",
            book=book,
            remedy=f"use {sized(len(words)) if sized else counted(len(words), 'output')}",
        )
    position = {label: number for number, label in enumerate(words)}
    targets = np.zeros((len(labels), len(words)))
    targets[np.arange(len(labels)), [position[word(label)] for label in labels]] = 1.0
    return targets, tuple(word(one) if isinstance(one, str) else one for one in map(classes.__getitem__, words))
