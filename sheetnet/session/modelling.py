"""The trained network of a workbook as a model: to predict with, to take elsewhere, and to bring back."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import CellError, LayoutError
from sheetnet.model import Model, ModelError
from sheetnet.net.activations import Array
from sheetnet.session.cases import scaling_in
from sheetnet.session.history import TrainResult
from sheetnet.session.problem import Problem, load, parameters_in
from sheetnet.session.running import put
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.trace import input_names
from sheetnet.sheet.cells import describe
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.rows import read_inputs


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
            row |= {"read": self.read[number]} if self.read else {}
            row |= {"label": self.labels[number]} if self.labels else {}
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


def predict(grid: Grid, source: str | Path) -> Predictions:
    """What the network makes of the rows of a CSV file, of another workbook's cells, or of cells of this one."""
    model, _ = model_in(grid)
    rows = read_inputs(source, model.feature_names, tuple(map(word, model.classes)), within=grid)
    outputs = model.predict(rows.x)
    read = model.classes_of(outputs) if model.network.head.classifies else ()
    return Predictions(model.classes, rows.places, outputs, read, rows.labels, rows.notes)


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


def _told(value: Any) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


__all__ = ["ModelError", "Predictions", "bring_back", "model_in", "predict"]
