"""What `new` is asked for. Every default of it stands here, for the command line too: nothing heavy is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypedDict

from sheetnet.errors import LayoutError, SettingError
from sheetnet.sheet.blocks.settings import Plain


@dataclass(frozen=True)
class Specification:
    """What a new workbook is to be: the letters A, P, L, E, or any table of numbers.

    With `settings`, by name and if only {}, it has sheet Settings, where optimiser, batches, loss, split and rules to
    stop can be chosen; without, it is the article's sheet. Without `thresholds` its units have weights alone.
    A `plain` one has no sheets Play, Why and Gallery, no pictures on BP, and keeps no parameters of the past.

    `data` is a CSV file, a sheet or range (``book.xlsx!Sheet1!A1:T9``; with `visible_only` without its hidden rows), a
    name or a table of a workbook, an .npz file or IDX pictures; `pixels` such as
    "28x28" shows the weights of a unit in the shape of the picture that it looks at. With `scaling` "standard" or
    "minmax" inputs are scaled, and so are the targets of a regression, by what the training cases say. With `outside`,
    and where they would be too many for a sheet, the cases stay in their file, which the workbook then names with its
    digest. Initial values are drawn with `seed`, of the kind `init`, so large as `scale` says.

    An `example` brings all of these with it but what FREE names.
    """

    network: str | None = None
    data: str | Path | None = None
    pixels: str | None = None
    split_column: str = ""
    visible_only: bool = False
    scaling: str = "none"
    outside: bool = False
    seed: int = 0
    init: str = "uniform"
    scale: float = 0.5
    iterations: int = 500
    eta: float = 0.05
    thresholds: bool = True
    plain: bool = False
    settings: Mapping[str, Plain] | None = None
    example: str | None = None
    formulas: str = "auto"
    lang: str = "en"
    force: bool = False

    @property
    def sizes(self) -> tuple[int, ...] | None:
        """The numbers of inputs and of the units of each layer, of a network such as 20-3-4."""
        if self.network is None:
            return None
        sizes = _whole_numbers(self.network, "-")
        if len(sizes) < 2:
            raise LayoutError(f"expected the sizes of a network such as 20-3-4, found '{self.network}'")
        return sizes

    @property
    def picture(self) -> tuple[int, int] | None:
        """Rows and columns of the picture that a unit looks at."""
        if self.pixels is None:
            return None
        sides = _whole_numbers(self.pixels, "x")
        if len(sides) != 2:
            raise LayoutError(f"expected rows x columns of a picture such as 28x28, found '{self.pixels}'")
        return sides[0], sides[1]

    def refuse_beside_example(self) -> None:
        """An example brings all of its own; what was asked for besides would be lost."""
        for field in fields(self):
            if field.name not in FREE and getattr(self, field.name) != field.default:
                raise SettingError(
                    f"the example '{self.example}' comes with {field.name.replace('_', ' ')} of its own",
                    remedy="leave that out, and change the cells of the new workbook",
                )

    def refuse_odd(self) -> None:
        """Numbers that no workbook can start with, and cases that are to stay where there is no file."""
        for value, right, wanted in (
            (self.seed, self.seed >= 0, "a whole number of 0 or more for the seed"),
            (self.scale, 0 <= self.scale <= 1e6, "a number from 0 to 1,000,000 for the scale of the initial values"),
            (self.iterations, 0 <= self.iterations <= 10**9, "a whole number of iterations, 0 to 1,000,000,000"),
            (self.eta, abs(self.eta) <= 1e9, "a number for the learning rate eta, -1e9 to 1e9"),
        ):
            if not right:
                raise SettingError(f"expected {wanted}, found {value}")
        if self.outside and self.data is None:
            raise SettingError("expected the file that the cases are to stay in", remedy="add --data FILE")
        if self.outside and self.visible_only:
            raise SettingError("cases that stay in their file are read from all of its rows, hidden ones too")


FORMULAS = ("auto", "live", "live-choice", "values")
LIVE_CHOICE = FORMULAS[2]  # the formulas have the choice of all methods, and follow the lists at once
FREE = ("example", "formulas", "plain", "lang", "force")  # what may be asked for beside an example


class Keywords(TypedDict, total=False):
    """The fields of a Specification as keywords of `new`, each of which may be left out."""

    network: str | None
    data: str | Path | None
    pixels: str | None
    split_column: str
    visible_only: bool
    scaling: str
    outside: bool
    seed: int
    init: str
    scale: float
    iterations: int
    eta: float
    thresholds: bool
    plain: bool
    settings: Mapping[str, Plain] | None
    example: str | None
    formulas: str
    lang: str
    force: bool


def _whole_numbers(text: str, between: str) -> tuple[int, ...]:
    """Whole numbers from 1 to 99,999 as they are written; none where something else stands there."""
    parts = text.split(between)
    right = all(part.isascii() and part.isdecimal() and 0 < int(part) < 100_000 for part in parts)
    return tuple(map(int, parts)) if right else ()
