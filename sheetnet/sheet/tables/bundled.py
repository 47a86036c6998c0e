"""The tables that come with sheetnet."""

from pathlib import Path

import numpy as np

from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.table import Table
from sheetnet.sheet.tables.text import lines_of_text

_FOLDER = Path(__file__).parent.parent.parent / "data"
_LETTERS = _FOLDER / "aple_train.csv"
LETTERS = ("A", "P", "L", "E")
DIGITS = _FOLDER / "digits.csv"


def letters() -> Table:
    """The 128 letters A, P, L, E of 5x4 pixels; the label stands first."""
    lines = lines_of_text(_LETTERS)
    rows = lines.rows[1:]
    labels = tuple(map(word, lines.labels(rows, 0)))
    features = lines.numbers(rows, range(1, 21))
    targets = [[float(label == name) for name in LETTERS] for label in labels]
    return Table(lines.texts(lines.rows[0])[1:], features, labels, np.array(targets), LETTERS)
