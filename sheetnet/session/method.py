"""How a workbook's network learns: its settings, from the command line first, then its cells, then the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sheetnet.errors import CellError, SettingError
from sheetnet.net.activations import ACTIVATIONS
from sheetnet.net.batches import Batches
from sheetnet.net.heads import head_named
from sheetnet.net.network import Network
from sheetnet.net.optimisers import CONSTANTS, OPTIMISERS, Optimiser
from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import ALL, DEFAULTS, SETTINGS, Plain
from sheetnet.sheet.cells import Fault, Unsaved, Value, describe
from sheetnet.sheet.grid import Grid

LBFGS = "lbfgs"  # on the command line only: it has no next step that a formula could show


@dataclass(frozen=True)
class Method:
    """The settings of one run, by name; see `sheetnet.sheet.blocks.settings` for what each may be."""

    values: Mapping[str, Plain]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def network(self, geometry: Geometry) -> Network:
        """The network of that geometry, with these activations, head and reduction."""
        if geometry.sizes[-1] == 1 and self["head"].startswith("softmax"):
            raise SettingError(
                "softmax of a single output is always 1", remedy="use sigmoid+cross entropy, or two outputs"
            )
        return Network(
            geometry.sizes,
            ACTIVATIONS[self["hidden"]],
            head_named(self["head"]),
            self["reduction"],
            thresholds=geometry.thresholds,
        )

    def optimiser(self, eta: float) -> Optimiser:
        """The rule of the updates with its constants."""
        name = self["optimiser"]
        return OPTIMISERS[name](eta, **{constant: float(self[constant]) for constant in CONSTANTS[name]})

    def batches(self, cases: int) -> Batches:
        """Which of so many training cases each update looks at."""
        size = self["batch_size"]
        return Batches(cases, None if size == ALL else int(size), int(self["seed"]))

    def made_for(self, formulas: Mapping[str, str] | None) -> "Method":
        """The same as formulas can follow it that are made for one choice; None where they follow every choice."""
        if formulas is None:
            return self
        size = self["batch_size"] if self["batch_size"] != ALL else SETTINGS["batch_size"].highest
        return Method({**self.values, **formulas, "batch_size": ALL if formulas["batch_size"] == ALL else size})

    def but(self, given: Mapping[str, Plain]) -> "Method":
        """The same with other values; raises SettingError for one that a setting cannot have."""
        for name, value in given.items():
            if name not in SETTINGS:
                raise SettingError(f"there is no setting '{name}'; there are {', '.join(SETTINGS)}")
            if not SETTINGS[name].fits(value) and not (name == "optimiser" and value == LBFGS):
                raise SettingError(f"expected {SETTINGS[name].wanted} for {name}, found {value!r}")
        return Method({**self.values, **given})


DEFAULT = Method(DEFAULTS)


def chosen_in(grid: Grid, layout: Layout) -> Method:
    """The settings that a workbook's cells say; those that it has no cell for are the defaults."""
    return DEFAULT.but({name: _cell(grid, layout, name) for name in SETTINGS if name in layout})


def method_in(grid: Grid, layout: Layout) -> Method:
    """The settings that a workbook's formulas follow: what its cells say, as far as the formulas are made for it."""
    return chosen_in(grid, layout).made_for(layout.made_for)


def _cell(grid: Grid, layout: Layout, name: str) -> Plain:
    """The value of a setting's cell; raises CellError naming the cell."""
    area, setting = layout[name], SETTINGS[name]
    value: Value = grid.read(area)[0][0]
    plain = value is None or isinstance(value, str | int | float)
    if not plain or isinstance(value, Fault | Unsaved) or not setting.fits(value):  # type: ignore[arg-type]
        raise CellError(f"expected {setting.wanted} for {name}, found {describe(value)}", place=area.address())
    return value  # type: ignore[return-value]
