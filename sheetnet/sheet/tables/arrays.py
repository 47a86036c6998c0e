"""From arrays of numbers to a table; what is wrong with one is named by its place, such as x[3, 4]."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sheetnet.errors import CellError, LayoutError
from sheetnet.sheet.tables.columns import Wanted, refuse_out_of_reach
from sheetnet.sheet.tables.labels import alike, are_labels, as_labels, one_hot, word
from sheetnet.sheet.tables.table import Array, Table, counted, numbered


def table_of_arrays(
    book: str, names: tuple[str, str], x: NDArray[Any], y: NDArray[Any], wanted: Wanted, training: tuple[int, ...] = ()
) -> Table:
    """The table of features x, one case along the first axis, and of labels y, one a case, or targets, one row a case.

    Pictures, of more than two axes, become one row each; where they are bytes, 0 to 255, they are divided by 255.
    """
    if len(x) != len(y) or len(x) == 0 or x.size == 0:
        raise LayoutError(
            f"expected as many cases in {names[0]} as in {names[1]}, at least one, found {len(x)} and {len(y)}",
            book=book,
        )
    inputs = x.size // len(x)
    if wanted.inputs not in (None, inputs):
        raise LayoutError(
            f"expected {counted(wanted.inputs or 0, 'feature')} in {names[0]}, found {inputs}",
            book=book,
            place=names[0],
            remedy=f"use a network of {counted(inputs, 'input')}",
        )
    features = _features(book, names[0], x)
    feature_names = numbered("x", inputs)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    one_each = _words_or_numbers(book, names[1], y) if y.ndim == 1 else []
    if one_each and are_labels(one_each, wanted.outputs, wanted.lowest, wanted.highest):
        targets, classes = one_hot(one_each, wanted.outputs, book)
        words = tuple(map(word, one_each))
        near = alike(words)
        return Table(feature_names, features, words, targets, classes, training, (f"{book}: {near}",) if near else ())
    targets = numbers(book, names[1], y.reshape(len(y), -1))
    if wanted.outputs not in (None, targets.shape[1]):
        raise LayoutError(
            f"expected {counted(wanted.outputs or 0, 'target column')} or labels in {names[1]}, found "
            f"{counted(targets.shape[1], 'column')}",
            book=book,
            place=names[1],
        )
    refuse_out_of_reach(targets, wanted, book, lambda row, column: f"{names[1]}[{row}, {column}]")
    return Table(feature_names, features, (), targets, numbered("t", targets.shape[1]), training)


def _features(book: str, name: str, x: NDArray[Any]) -> Array:
    rows = x.reshape(len(x), -1)
    if x.ndim > 2 and x.dtype == np.uint8:
        scaled: Array = np.divide(rows, 255.0, dtype=np.float64)
        return scaled
    return numbers(book, name, rows)


def numbers(book: str, name: str, values: NDArray[Any]) -> Array:
    """An array as floats; refused where one is not a finite number."""
    if values.dtype.kind not in "biuf":
        raise CellError(f"expected numbers in {name}, found {values.dtype}", book=book, place=name)
    with np.errstate(over="ignore"):
        found: Array = values.astype(np.float64)
    wrong = np.argwhere(~np.isfinite(found))
    if len(wrong):
        place = ", ".join(map(str, wrong[0].tolist()))
        raise CellError(f"expected a number, found {found[tuple(wrong[0])]}", book=book, place=f"{name}[{place}]")
    return found


def _words_or_numbers(book: str, name: str, y: NDArray[Any]) -> list[Any]:
    if y.dtype.kind != "U":
        return list(numbers(book, name, y).tolist())
    words = [word(str(label)) for label in y]
    if "" in words:
        raise CellError("expected a label, found an empty word", book=book, place=f"{name}[{words.index('')}]")
    return list(as_labels(words))
