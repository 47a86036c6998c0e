"""What an example is: a network with its data and its start, and what should come out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sheetnet.sheet.blocks.expected import Expected
from sheetnet.sheet.blocks.settings import Plain
from sheetnet.sheet.tables import Table


class Start(NamedTuple):
    """Initial values drawn with a seed, as `sheetnet.net.initial` does."""

    kind: str = "uniform"
    seed: int = 0
    scale: float = 0.5


UNIFORM = Start()


class Told(NamedTuple):
    """What an example tells in one language; `results` are the words for its expected results, `chart` has a title."""

    title: str
    shows: str
    results: tuple[str, ...]
    do: str
    see: str
    change: str
    chart: str = ""


@dataclass(frozen=True)
class Example:
    """A workbook to be made: `start` is how initial values are drawn, or the parameter vector itself.

    With `settings`, name -> value, the workbook has sheet Settings. `scaling` is that of inputs and targets, `picture`
    the shape of a hidden unit's weights, if it is not one row.
    """

    summary: str
    table: Callable[[], Table]
    sizes: tuple[int, ...]
    expected: tuple[Expected, ...]
    told: Mapping[str, Told]
    picture: tuple[int, int] | None = None
    thresholds: bool = True
    iterations: int = 500
    eta: float = 0.05
    settings: Mapping[str, Plain] | None = None
    scaling: str = "none"
    start: Start | tuple[float, ...] = UNIFORM
