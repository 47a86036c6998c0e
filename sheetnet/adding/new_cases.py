"""The cases that are to be added, as they are entered on Data: drawn, read from a table, or typed below the others."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sheetnet.errors import CellError, SettingError, did_you_mean
from sheetnet.net.activations import Array
from sheetnet.session.cases import KINDS, scaling_in
from sheetnet.session.looking.play_values import drawn_in
from sheetnet.session.modelling import model_in, scaled_already
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import LAST_ROW, Value
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.rows import read_inputs


class NewCases(NamedTuple):
    """Cases to be added: `x` (cases, inputs), `t` (cases, outputs), and their labels.

    Where Data keeps what was measured, x and t are that, else what the network sees.
    """

    x: Array
    t: Array
    labels: tuple[Value, ...]
    notes: tuple[str, ...] = ()


def describe_label(label: Value) -> str:
    """A label as a word."""
    return word(label) if isinstance(label, str | float | int) else ""


def _label(grid: Grid, problem: Problem, label: str | None) -> Value:
    """The label as Data has it: the class of that name, or for a single output its number."""
    if problem.t.shape[1] == 1:
        return None if label is None else _amount(label)
    classes = _classes(grid, problem.layout)
    known = [word(one) for one in classes]
    if label is None:
        raise SettingError("expected a label for the new case", remedy=f"--label with one of {', '.join(known)}")
    if label not in known:
        raise SettingError(
            f"no class is called '{label}'{did_you_mean(label, known)}", remedy=f"the classes are {', '.join(known)}"
        )
    return classes[known.index(label)]


def _classes(grid: Grid, layout: Layout) -> list[str | float]:
    return [one if isinstance(one, str | float | int) else "" for one in grid.read(layout["classes"])[0]]


def _amount(label: str) -> float:
    try:
        return float(label)
    except ValueError:
        raise SettingError(
            f"expected a number for the target, found '{label}'", remedy="--label with a number"
        ) from None


def _targets(grid: Grid, problem: Problem, labels: Sequence[str | None]) -> Array:
    """The targets that labels stand for: 1 for the class, else 0; of a single output the number itself, scaled."""
    if problem.t.shape[1] == 1:
        if None in labels:
            raise SettingError("expected a target for the new case", remedy="--label with its number")
        t = np.array([[_amount(str(label))] for label in labels])
        return _entered(grid, problem, "targets", t)
    known = [word(one) for one in _classes(grid, problem.layout)]
    high, low = float(problem.t.max()), float(problem.t.min())
    t = np.full((len(labels), problem.t.shape[1]), low)
    for row, label in enumerate(labels):
        _label(grid, problem, label)
        t[row, known.index(str(label))] = high
    return t


def _entered(grid: Grid, problem: Problem, name: str, numbers: Array, *, seen: bool = False) -> Array:
    """Inputs ("images") or "targets" as Data takes them: measured numbers, or, if `seen`, those that the network sees.

    Where Data keeps what was measured, these, else what the network sees.
    """
    layout = problem.layout
    scaling = scaling_in(grid, layout, KINDS[name])
    if scaling is None or layout.is_scaled(name) != seen:
        return numbers
    return scaling.undo(numbers) if seen else scaling.apply(numbers)


def rows_of(grid: Grid, problem: Problem, data: str | Path, label: str | None) -> NewCases:
    """The rows of a table, their columns found by their headings, with labels, or the target of an only output."""
    model, _ = model_in(grid)
    names, classes = model.feature_names, tuple(map(word, model.classes))
    amounts = label is None and not (len(classes) > 1 and problem.network.head.classifies)
    rows = read_inputs(data, (*names, *classes) if amounts else names, () if len(classes) == 1 else classes, grid)
    x, t = rows.x[:, : len(names)], rows.x[:, len(names) :]
    seen = scaled_already(problem.layout, rows)
    x = _entered(grid, problem, "images", x, seen=seen)
    t = _entered(grid, problem, "targets", t, seen=seen) if amounts else t
    if amounts:
        return NewCases(x, t, (None,) * len(x), rows.notes)
    labels = list(rows.labels) if rows.labels and label is None else [label] * len(x)
    values = tuple(_label(grid, problem, one) for one in labels)
    return NewCases(x, _targets(grid, problem, labels), values, rows.notes)


def typed_below(grid: Grid, problem: Problem, label: str | None) -> NewCases:
    """The rows that stand directly below the last case: their inputs, label and targets as they were typed."""
    layout, images = problem.layout, problem.layout.entered("images")
    bottom, _ = grid.used(images.sheet)
    height = min(bottom, LAST_ROW) - images.bottom
    below = grid.read(images.part(images.height, 0, max(height, 1), images.width)) if height > 0 else []
    xs: list[list[float]] = []
    for row in below:
        numbers = [float(one) for one in row if isinstance(one, float | int) and not isinstance(one, bool)]
        if len(numbers) < images.width:
            break
        xs.append(numbers)
    if not xs:
        raise CellError(
            f"expected a case, {images.width} numbers, in the row below the last one, found none",
            place=images.address(images.height),
        )
    area = layout.entered("targets")
    typed = grid.read(area.part(area.height, 0, len(xs), area.width))
    told = [None] * len(xs)
    if "labels" in layout:
        told = [row[0] for row in grid.read(layout["labels"].part(area.height, 0, len(xs), 1))]  # type: ignore[misc]
    ts, labels = [], []
    for row, said in zip(typed, told, strict=True):
        named = label if label is not None else describe_label(said) or None
        numbers = [float(one) for one in row if isinstance(one, float | int) and not isinstance(one, bool)]
        whole = len(numbers) == area.width and label is None
        ts.append(numbers if whole else _targets(grid, problem, [named])[0].tolist())
        labels.append(said if whole else _label(grid, problem, named))
    return NewCases(np.array(xs), np.array(ts), tuple(labels))


def drawn(grid: Grid, problem: Problem, label: str | None) -> NewCases:
    """The case in the box of sheet Play."""
    x = _entered(grid, problem, "images", drawn_in(grid, problem)[None])
    return NewCases(x, _targets(grid, problem, [label]), (_label(grid, problem, label),))
