"""A model as a CSV file: each line begins with what it holds; a line for each unit, its weights, then its threshold."""

import csv
from collections.abc import Iterator
from io import StringIO
from math import isfinite
from pathlib import Path

from sheetnet.guard import guarded, unguarded
from sheetnet.model.model import Class, Model, ModelError
from sheetnet.model.parts import FORMAT, SCALES, WORDS, layers_of, model_of, words_of

_NAMES = ("feature_names", "classes")
_NUMBERS = "classes_are_numbers"


def save_csv(model: Model, path: Path) -> None:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(model))
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _rows(model: Model) -> Iterator[list[str]]:
    yield ["format", FORMAT]
    for name, word in words_of(model).items():
        yield [name, word]
    for name in _NAMES:
        yield [name, *(repr(one) if isinstance(one, float) else guarded(one) for one in getattr(model, name))]
    yield [_NUMBERS, *("1" if isinstance(one, float) else "0" for one in model.classes)]
    for name in SCALES:
        yield [name, *map(repr, getattr(model, name).tolist())]
    for number, (weights, thresholds) in enumerate(layers_of(model), 1):
        for unit, row in enumerate(weights.tolist()):
            yield [f"layer {number}", *map(repr, [*row, *thresholds[unit : unit + 1].tolist()])]


def load_csv(path: Path) -> Model:
    """A class is a number where the file says so; in older files, where its name is what a number is written as."""
    try:
        rows = [row for row in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")) if row]
    except (csv.Error, UnicodeDecodeError):
        rows = []
    parts = {row[0]: row[1:] for row in rows}
    if parts.get("format") != [FORMAT] or not set(_NAMES) | set(WORDS) <= set(parts):
        raise ModelError("this is no model saved by sheetnet as .csv, or it is damaged")
    units: dict[str, list[list[str]]] = {}
    for name, *values in rows:
        if name.startswith("layer "):
            units.setdefault(name, []).append(values)
    layers, inputs = [], len(parts["feature_names"])
    for number in range(1, len(units) + 1):
        layer = units.get(f"layer {number}")
        if layer is None:
            raise ModelError(f"expected a layer {number}, found {', '.join(units)}")
        if len({len(unit) for unit in layer}) > 1:
            raise ModelError(f"expected as many numbers for each unit of layer {number}")
        layers.append(([unit[:inputs] for unit in layer], [one for unit in layer for one in unit[inputs:]]))
        inputs = len(layer)
    words = {name: (parts[name] or [""])[0] for name in WORDS}
    scales = {name: parts.get(name, []) for name in SCALES}
    numeric = parts.get(_NUMBERS, ["1" if _is_repr(name) else "0" for name in parts["classes"]])
    if len(numeric) != len(parts["classes"]):
        raise ModelError(f"expected {len(parts['classes'])} marks in {_NUMBERS}, found {len(numeric)}")
    written = zip(parts["classes"], numeric, strict=True)
    classes = [_number(name) if number == "1" else unguarded(name) for name, number in written]
    return model_of(words, layers, classes, list(map(unguarded, parts["feature_names"])), scales)


def _is_repr(name: str) -> bool:
    try:
        return isfinite(float(name)) and repr(float(name)) == name
    except ValueError:
        return False


def _number(name: str) -> Class:
    try:
        return float(name)
    except ValueError:
        raise ModelError(f"expected a number for a class, found '{name}'") from None
