"""The trained network of a workbook as a model: to predict with, to take elsewhere, and to bring back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import CellError, LayoutError, did_you_mean
from sheetnet.model import Model, ModelError
from sheetnet.net.activations import Array
from sheetnet.session.advice import all_alike, unscaled
from sheetnet.session.applying import not_applied
from sheetnet.session.cases import scaling_in
from sheetnet.session.history import TrainResult
from sheetnet.session.problem import Problem, counter_in, load, parameters_in
from sheetnet.session.running import put
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.details import input_names
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import describe, parse_area
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.headings import folded
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.rows import Inputs, read_inputs
from sheetnet.sheet.tables.sources import place_within
from sheetnet.sheet.tables.table import numbered


class Predictions(NamedTuple):
    """What the network says of each row: `outputs` has shape (cases, outputs), in the units of the raw targets.

    `read` is the class of each row, empty for a regression; `labels` are the rows' own, if they have any, and
    `notes` what is to be said of them.
    """

    names: tuple[str | float, ...]
    places: tuple[str, ...]
    outputs: Array
    read: tuple[str | float, ...]
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def right(self) -> float | None:
        """The share of the rows that are read as their labels say; None where there are no labels."""
        if not self.labels or not self.read:
            return None
        return sum(word(read) == label for read, label in zip(self.read, self.labels, strict=True)) / len(self.labels)

    def rows(self) -> list[dict[str, Any]]:
        """One row for each case, as plain values."""
        found = []
        for number, (place, outputs) in enumerate(zip(self.places, self.outputs.tolist(), strict=True)):
            row: dict[str, Any] = {"case": number + 1, "place": place}
            row |= {"read": self.read[number] if self.read else None}
            row |= {"label": self.labels[number] if self.labels else None}
            found.append(row | {"outputs": dict(zip(map(word, self.names), outputs, strict=True))})
        return found


def model_in(grid: Grid) -> tuple[Model, Problem]:
    """The network at the current values with all that raw numbers need before and after it."""
    problem = load(grid)
    layout, sizes = problem.layout, problem.network.sizes
    inputs, targets = scaling_in(grid, layout, "input"), scaling_in(grid, layout, "target")
    model = Model(
        problem.network,
        parameters_in(grid, layout, "current"),
        _classes(grid, layout, sizes[-1]),
        tuple(input_names(grid, layout)),
        inputs.shift if inputs else np.zeros(sizes[0]),
        inputs.scale if inputs else np.ones(sizes[0]),
        targets.shift if targets else np.zeros(sizes[-1]),
        targets.scale if targets else np.ones(sizes[-1]),
    )
    return model, problem


def _classes(grid: Grid, layout: Layout, count: int) -> tuple[str | float, ...]:
    if "classes" not in layout:
        return tuple(f"t{number}" for number in range(1, count + 1))
    area = layout["classes"]
    names = grid.read(area)[0]
    for column, name in enumerate(names):
        if isinstance(name, bool) or not isinstance(name, str | float | int):
            raise CellError(f"expected the name of a class, found {describe(name)}", place=area.address(0, column))
    return tuple(name if isinstance(name, str) else float(name) for name in names)  # type: ignore[arg-type]


def predict(grid: Grid, source: str | Path, *, visible_only: bool = False) -> Predictions:
    """What the network makes of the rows of a CSV file, of another workbook's cells, or of cells of this one.

    `visible_only` leaves hidden and filtered rows out.
    """
    model, problem = model_in(grid)
    classes = tuple(map(word, model.classes))
    names = _names_over(grid, problem.layout, source) or model.feature_names
    rows = read_inputs(source, names, classes, grid, visible_only=visible_only)
    scaled = scaled_already(problem.layout, rows)
    _refuse_others(problem.layout, rows, model.feature_names)
    outputs = model.predict_scaled(rows.x) if scaled else model.predict(rows.x)
    classifies = model.network.head.classifies
    read = model.classes_of(outputs) if classifies else ()
    chosen = filter(None, (not_applied(grid, problem.layout),))
    notes = (*rows.notes, *chosen, *_doubts(grid, problem, rows, outputs), *_strange_labels(model, rows.labels))
    labels = rows.labels if classifies or not scaled else ()  # the workbook's own targets are scaled as well
    return Predictions(model.classes, rows.places, outputs, read, labels, notes)


def _names_over(grid: Grid, layout: Layout, source: str | Path) -> tuple[str, ...]:
    """What stands above scaled inputs, where the source is cells of these columns; else nothing."""
    place = place_within(source, grid)
    area = parse_area(place) if place else None
    if area is None or not layout.is_scaled("images") or not area.overlaps(layout["images"]):
        return ()
    images = layout["images"]
    if area.left <= layout.entered("images").right or images.top < 2:
        return ()
    return tuple(map(str, grid.read(images.part(-1, 0, 1, images.width))[0]))


def scaled_already(layout: Layout, rows: Inputs) -> bool:
    """Whether the rows are cases of the workbook itself, which stand there as the network sees them."""
    if not rows.columns or "input_scaling" not in layout or "images" not in layout:
        return False
    images = layout["images"]
    cells = [area for area in map(parse_area, rows.columns) if area]
    inside = [area is not None and area.overlaps(images) for area in map(parse_area, rows.places)]
    if not any(inside) or not any(images.left <= cell.left <= images.right for cell in cells):
        return False
    if not all(inside) or [cell.left for cell in cells] != list(range(images.left, images.right + 1)):
        raise LayoutError(
            "some of these cells hold inputs that are scaled already, and others do not",
            place=f"{rows.places[0]} to {rows.places[-1]}",
            remedy=f"name cases of {images} alone and with all their inputs, or put raw numbers elsewhere",
        )
    return True


def _refuse_others(layout: Layout, rows: Inputs, names: Sequence[str]) -> None:
    """Cases of the workbook itself whose columns would be taken for other inputs than those they hold."""
    cells = [area for area in map(parse_area, rows.columns) if area]
    for block in {layout.entered("images"), layout["images"]} if cells and "images" in layout else ():
        if not any(area is not None and area.overlaps(block) for area in map(parse_area, rows.places)):
            continue
        for number, cell in enumerate(cells):
            if block.left <= cell.left <= block.right and cell.left != block.left + number:
                raise LayoutError(
                    f"this is input '{names[cell.left - block.left]}', and would be taken for '{names[number]}'",
                    place=rows.columns[number],
                    remedy=f"name cases of {block} alone and with all their inputs, or their headings with them",
                )


def _doubts(grid: Grid, problem: Problem, rows: Inputs, outputs: Array) -> Iterator[str]:
    """A network that was never trained, and one that tells no row from another."""
    layout = problem.layout
    if not counter_in(grid, layout) and np.array_equal(
        parameters_in(grid, layout, "current"), parameters_in(grid, layout, "initial")
    ):
        yield f"the network has not been trained, it has its initial values; run: sheetnet train {grid.label}"
    elif np.ptp(rows.x, axis=0).any() and all_alike(outputs):
        yield f"all {len(outputs):,} rows get the same outputs{unscaled(layout, rows.x)}"


def _strange_labels(model: Model, labels: tuple[str, ...]) -> Iterator[str]:
    """Labels that no class has: another table, or the same classes in other words."""
    known = list(map(word, model.classes))
    strange = sorted(set(labels) - set(known)) if model.network.sizes[-1] > 1 else []
    if strange:
        shown = ", ".join(f"'{one}'" for one in strange[:6]) + (", ..." if len(strange) > 6 else "")
        hint = did_you_mean(strange[0], known, 0.8)
        yield f"{'no class is' if len(strange) == 1 else 'no classes are'} called {shown}{hint}"


def bring_back(grid: Grid, model: Model, *, initial: bool = False) -> TrainResult:
    """Put a model's parameters into the current block, and into the `initial` one too if that is asked for.

    The counter is 0 then, and the trace begins anew. Raises LayoutError where the model is not one of this workbook.
    """
    own, problem = model_in(grid)
    for what, found, wanted in (
        ("sizes", model.network.sizes, own.network.sizes),
        ("thresholds", model.network.thresholds, own.network.thresholds),
        ("hidden activation", model.network.hidden.name, own.network.hidden.name),
        ("output and loss", model.network.head.name, own.network.head.name),
        ("classes", model.classes, own.classes),
        ("names of inputs", *_named(model, own)),
    ):
        if found != wanted:
            raise LayoutError(f"the model has other {what}: expected {_told(wanted)}, found {_told(found)}")
    for kind in ("input_shift", "input_scale", "target_shift", "target_scale"):
        if not np.allclose(getattr(model, kind), getattr(own, kind), rtol=1e-12, atol=1e-12):
            raise LayoutError(
                f"the model was trained on numbers that were scaled in another way ({kind.replace('_', ' ')})",
                remedy="import it into a workbook made with the same scaling",
            )
    if initial:
        area = problem.layout["initial"]
        block = transfer.block_with(grid.read(area), problem.layout.geometry, model.parameters.tolist())
        grid.write(area, block)
    return put(grid, problem, model.parameters)


def _named(model: Model, own: Model) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the inputs that a model and a workbook have, if both have any: x1, x2, ... is none."""
    without = numbered("x", len(own.feature_names))
    if without in (model.feature_names, own.feature_names):
        return (), ()
    found, wanted = (tuple(map(folded, one.feature_names)) for one in (model, own))
    return ((), ()) if found == wanted else (model.feature_names, own.feature_names)


def _told(value: Any) -> str:
    if isinstance(value, tuple) and all(isinstance(one, int) for one in value):
        return "-".join(map(str, value))
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


__all__ = ["ModelError", "Predictions", "bring_back", "model_in", "predict"]
