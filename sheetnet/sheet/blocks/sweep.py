"""What a sweep comes to: the records that the session fills and that sheet Sweep, the screen and a file show."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class SweepRow(NamedTuple):
    """What became of one setting, over all its starts; None where no run, or more than half of them, has such a number.

    `constants` are in words, such as "beta1=0.9, beta2=0.999". `best` and `median` are E at the end, `accuracy` that
    of the best run, `reached` the median iteration at which E was first below the level; `diverged` and `stuck` count
    runs.
    """

    eta: float
    optimiser: str
    constants: str
    seeds: int
    best: float | None = None
    median: float | None = None
    accuracy: float | None = None
    reached: float | None = None
    diverged: int = 0
    stuck: int = 0

    @property
    def setting(self) -> str:
        """The optimiser with its constants."""
        return f"{self.optimiser}, {self.constants}" if self.constants else self.optimiser


class SweepCurve(NamedTuple):
    """E against iteration of one run; a run that diverged may end early, or in numbers that are not finite."""

    label: str
    iterations: Sequence[int]
    losses: Sequence[float]


class SweepResult(NamedTuple):
    """Every setting in the order asked for, which of them is best (None if all diverged), and some runs as curves.

    `starts` tells where the runs started, `level` is the E that they are timed by.
    """

    network: str
    iterations: int
    starts: str
    level: float
    rows: tuple[SweepRow, ...]
    best: int | None
    curves: tuple[SweepCurve, ...]

    @property
    def runs(self) -> int:
        return sum(row.seeds for row in self.rows)

    def summary(self) -> dict[str, Any]:
        """What reports tell of it, as plain values."""
        settings = [row._asdict() | {"is_best": number == self.best} for number, row in enumerate(self.rows)]
        told = {"network": self.network, "iterations": self.iterations, "starts": self.starts, "level": self.level}
        return told | {"runs": self.runs, "settings": settings}
