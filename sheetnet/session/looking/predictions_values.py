"""What the formulas of sheet Predictions must show: what was measured, what the network says, and the misses."""

import numpy as np

from sheetnet.session.cases import scaling_in
from sheetnet.session.problem import Problem
from sheetnet.sheet.cells import Area, Fault, Rows
from sheetnet.sheet.formulas.predictions import NONE, PredictionsFormulas
from sheetnet.sheet.grid import Grid


def predictions_values(
    grid: Grid, problem: Problem, formulas: PredictionsFormulas, now: dict[str, Rows]
) -> dict[Area, Rows]:
    """Area -> rows of values; `now` is what other areas show."""
    layout = problem.layout
    z = np.array(now[f"outputs_{len(layout.geometry.sizes) - 1}"], float)
    if not np.isfinite(z).all():
        return {}
    scaling = scaling_in(grid, layout, "target")
    measured, says = (problem.t, z) if scaling is None else (scaling.undo(problem.t), scaling.undo(z))
    if layout.is_scaled("targets"):
        measured = np.array(grid.read(layout.entered("targets")), float)
    numbers, counts = (grid.read(area) for area in (layout["training"]._replace(left=1, right=1), layout["training"]))
    training = np.array([count == 1 for (count,) in counts])
    found: dict[Area, Rows] = {
        formulas.beside: [[number or 0, count or 0] for (number,), (count,) in zip(numbers, counts, strict=True)]
    }
    for output in range(formulas.outputs):
        pairs = np.column_stack([measured[:, output], says[:, output]])
        found[formulas.columns(output)] = pairs.tolist()
        found[formulas.apart(output)] = [
            [value, Fault("#N/A")] if one else [Fault("#N/A"), value]
            for value, one in zip(says[:, output].tolist(), training.tolist(), strict=True)
        ]
        found[formulas.ends(output)] = [[float(pairs[:, 0].min())], [float(pairs[:, 0].max())]]
        squares = (pairs[:, 1] - pairs[:, 0]) ** 2
        found[formulas.misses(output)] = [
            [float(np.sqrt(squares[chosen].mean())) if chosen.any() else NONE] for chosen in (training, ~training)
        ]
    return found
