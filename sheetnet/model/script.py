"""A model as a Python script that stands alone: it defines the network, prints E, and trains on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sheetnet.model import script_numpy, script_sklearn, script_torch
from sheetnet.model.literals import MOST_LITERALS, Source
from sheetnet.model.model import Model, ModelError, weights_and_thresholds
from sheetnet.net.activations import Array

FLAVOURS: dict[str, Callable[[Source], str]] = {
    "numpy": script_numpy.script,
    "torch": script_torch.script,
    "sklearn": script_sklearn.script,
}


def script(model: Model, flavour: str, x: Array, t: Array, data_file: str = "") -> str:
    """The text of a script for ``numpy``, ``torch`` or ``sklearn`` (scikit-learn), which reproduces E over x and t.

    `x` (cases, inputs) and `t` (cases, outputs) are what the network sees: scaled, where there is a scaling. Parameters
    and data are written out, or read from the .npz file `data_file` beside the script (see `arrays_of`). Raises
    ModelError for what scikit-learn does not have.
    """
    if flavour not in FLAVOURS:
        raise ModelError(f"expected {', '.join(FLAVOURS)} for the flavour of a script, found '{flavour}'")
    sizes = model.network.sizes
    if (
        x.ndim != 2
        or t.ndim != 2
        or len(x) != len(t)
        or not len(x)
        or (x.shape[1], t.shape[1]) != (sizes[0], sizes[-1])
    ):
        raise ModelError(f"cases of shape {x.shape} and {t.shape} do not fit a network of sizes {sizes}")
    return FLAVOURS[flavour](Source(model, x, t, data_file))


def arrays_of(model: Model, x: Array, t: Array) -> dict[str, Any]:
    """What a script reads from the file beside it."""
    arrays: dict[str, Any] = {"x": x, "t": t}
    for number, (weights, thresholds) in enumerate(weights_and_thresholds(model), 1):
        arrays[f"weights_{number}"] = weights
        if thresholds is not None:
            arrays[f"thresholds_{number}"] = thresholds
    return arrays


def write_script(path: Path, model: Model, flavour: str, x: Array, t: Array) -> tuple[Path, ...]:
    """Write a script, and what is too large to be read in it as an .npz file beside it; returns the files written."""
    large = model.network.parameter_count + x.size + t.size > MOST_LITERALS
    beside = path.with_suffix(".npz")
    text = script(model, flavour, x, t, beside.name if large else "")
    if large:
        with beside.open("wb") as file:
            np.savez_compressed(file, **arrays_of(model, x, t))
    path.write_text(text, encoding="utf-8", newline="\n")
    return (path, beside) if large else (path,)
