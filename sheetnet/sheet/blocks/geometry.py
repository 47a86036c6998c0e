"""The shape of a parameter block: which unit's weights stand in which of its cells.

A block is one shape stamped at four corners: current, gradients, updated, initial.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sheetnet.errors import LayoutError

SEED_SIZES = (20, 3, 4)
SEED_PICTURE = (5, 4)


class Unit(NamedTuple):
    """One unit's place in a parameter block: rows and columns count from the block's first cell, at 0."""

    name: str
    layer: int
    row: int
    height: int
    width: int
    threshold: tuple[int, int] | None = None

    def cells(self) -> Iterator[tuple[int, int]]:
        """(row, column) of its weights, row by row, and of its threshold if it has one: as the parameter vector."""
        for row in range(self.height):
            for column in range(self.width):
                yield self.row + row, column
        if self.threshold:
            yield self.threshold


@dataclass(frozen=True)
class Geometry:
    """The shape of a parameter block.

    Units of the first layer stand below each other, each with its weights in the shape of the picture that it looks
    at; then, for each further layer, a row of headings and one row a unit. Thresholds, if there are any, stand in the
    last column. For 20-3-4 and 5x4 pictures this is the seed's block of 20 rows and 5 columns.
    """

    sizes: tuple[int, ...]
    picture: tuple[int, int]
    thresholds: bool = True

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise LayoutError(
                f"'{self.network}' is not a network",
                remedy="expected sizes such as 20-3-4: inputs, then units of each layer",
            )
        if self.picture[0] * self.picture[1] != self.sizes[0]:
            raise LayoutError(
                f"pictures of {self.picture[0]}x{self.picture[1]} do not have the {self.sizes[0]} inputs of the network"
            )
        seen: dict[tuple[int, int], str] = {}
        for unit in self.units:
            for cell in unit.cells():
                if cell in seen:
                    raise LayoutError(f"the units {seen[cell]} and {unit.name} share a cell of the block")
                seen[cell] = unit.name

    @property
    def network(self) -> str:
        """``20-3-4``."""
        return "-".join(map(str, self.sizes))

    @property
    def width(self) -> int:
        return max(self.picture[1], *self.sizes[1:-1], 0) + self.thresholds

    @property
    def height(self) -> int:
        return self.sizes[1] * self.picture[0] + sum(1 + units for units in self.sizes[2:])

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All units, layer by layer."""
        units = []
        row = 0
        for layer, (inputs, count) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            height, width = self.picture if layer == 0 else (1, inputs)
            row += 1 if layer else 0
            for number in range(1, count + 1):
                threshold = (row, self.width - 1) if self.thresholds else None
                units.append(Unit(self._unit_name(layer, number), layer, row, height, width, threshold))
                row += height
        return tuple(units)

    def _unit_name(self, layer: int, number: int) -> str:
        if layer == len(self.sizes) - 2:
            return f"O{number}"
        return f"H{number}" if len(self.sizes) == 3 else f"H{layer + 1}.{number}"

    def layer(self, number: int) -> list[Unit]:
        """The units of a layer; 0 is the first one after the inputs."""
        return [unit for unit in self.units if unit.layer == number]

    @cached_property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """(row, column) of every parameter, in the order of the parameter vector."""
        return tuple(cell for unit in self.units for cell in unit.cells())

    @property
    def headings(self) -> dict[tuple[int, int], str]:
        """The words between two layers, the same in all four blocks, because the article's macro copies them too."""
        words = {}
        for layer in range(1, len(self.sizes) - 1):
            row = self.layer(layer)[0].row - 1
            below = [unit.name.lower() for unit in self.layer(layer - 1)]
            words.update({(row, column): name for column, name in enumerate(below)})
            if self.thresholds:
                words[row, self.width - 1] = "θ"
        return words

    def input_names(self, layer: int) -> list[str]:
        """What the weights of a layer's units look at: x1, x2 ... or the outputs of the layer below."""
        if layer == 0:
            return [f"x{number}" for number in range(1, self.sizes[0] + 1)]
        return [unit.name.lower() for unit in self.layer(layer - 1)]

    @property
    def arithmetic(self) -> str:
        """``3*(20+1) + 4*(3+1) = 79``, or without thresholds ``2*3 + 2*2 = 10``."""
        each = "{}*({}+1)" if self.thresholds else "{}*{}"
        terms = [each.format(units, inputs) for inputs, units in zip(self.sizes, self.sizes[1:], strict=False)]
        return f"{' + '.join(terms)} = {len(self.cells)}"
