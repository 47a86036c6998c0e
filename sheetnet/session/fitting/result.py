"""What a fit did."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.fitting.objective import Goal
from sheetnet.sheet.cells import Area


class Start(NamedTuple):
    """One search: its seed (None for the sheet's own numbers), the loss before and after, and why it stopped."""

    seed: int | None
    before: float
    after: float
    iterations: int
    stopped: str


class FitResult(NamedTuple):
    """What a fit did. `parameters`, `initial` and `gradient` are lists of arrays in the shapes of the ranges.

    `losses` holds the loss at the start and after each iteration of the search that was best. `gradient` is the loss's
    own where it ended. `stopped` says why that was before the last iteration.
    """

    loss: str
    goal: Goal
    before: float
    after: float
    initial: list[Array]
    parameters: list[Array]
    gradient: list[Array]
    losses: Array
    optimiser: str
    eta: float | None
    stopped: str
    starts: tuple[Start, ...]
    warnings: tuple[str, ...] = ()
    written: Mapping[str, str] = MappingProxyType({})

    @property
    def iterations(self) -> int:
        return len(self.losses) - 1

    def summary(self) -> dict[str, Any]:
        """What reports tell of it, as plain values."""
        return {
            "loss": self.loss,
            "goal": self.goal,
            "optimiser": self.optimiser,
            "eta": self.eta,
            "iterations": self.iterations,
            "stopped": self.stopped or None,
            "before": self.before,
            "after": self.after,
            "parameters": [one.tolist() for one in self.parameters],
            "gradient": [one.tolist() for one in self.gradient],
            "starts": [one._asdict() | {"before": None if one.before != one.before else one.before,
                                        "after": None if one.after != one.after else one.after}
                       for one in self.starts],
            "written": dict(self.written),
            "warnings": list(self.warnings),
        }  # fmt: skip

    def __repr__(self) -> str:
        return f"FitResult({self.iterations} iterations by {self.optimiser}: {self.before:.6g} -> {self.after:.6g})"


def in_shape(areas: Sequence[Area], vector: Array) -> list[Array]:
    """One array for each range."""
    ends = np.cumsum([area.size for area in areas])[:-1]
    return [part.reshape(area.height, area.width) for part, area in zip(np.split(vector, ends), areas, strict=True)]
