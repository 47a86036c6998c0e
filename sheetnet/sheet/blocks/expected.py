"""Expected results: rows of a sheet that say what should come out at which iteration, and formulas that look and tell.

A row is described by its own cells (the quantity, the iteration, the relation, the value, its tolerance), so that
another number or iteration can be typed into them and the formulas follow.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area

SHEET, TOP = "Example", 9
BLOCKS = {"expected": 5, "expected_found": 1, "expected_check": 1}  # name -> columns
ABOUT, AT_MOST, AT_LEAST = RELATIONS = ("≈", "≤", "≥")
RIGHT, WRONG, UNKNOWN = "✓", "✗", "–"
TRACED = ("E", "accuracy", "|gradient|", "test E", "test accuracy")  # the columns of the trace behind the iteration
REACH = 20_000  # rows of the trace that are looked through: some programs look through empty ones too
SPREAD = "hidden spread"  # the sum of (w - w of H1)^2 over the parameters of all hidden units: 0 if these are equal


class Expected(NamedTuple):
    """What should be seen after `at` updates: a quantity about, at most or at least a value.

    A quantity is a column of the trace, or of the present state `SPREAD`, or z1, z2 ...: an output for the first case.
    """

    quantity: str
    at: int
    relation: str
    value: float
    tolerance: float = 0.0


def expected_areas(rows: int) -> dict[str, Area]:
    """Where a new workbook has them."""
    areas, left = {}, 3
    for name, width in BLOCKS.items():
        areas[name] = Area(SHEET, TOP, left, TOP + rows - 1, left + width - 1)
        left += width
    return areas


def check_shapes(areas: Mapping[str, Area]) -> None:
    """Raise LayoutError when the blocks do not belong to the same rows."""
    height = areas["expected"].height
    for name, width in BLOCKS.items():
        area = areas[name]
        if (area.height, area.width) != (height, width):
            raise LayoutError(
                f"the block has {area.height} rows x {area.width} columns, expected {height} x {width}",
                place=f"{name} ({area})",
                remedy="let the names 'expected', 'expected_found' and 'expected_check' refer to the same rows",
            )


def quantities(layout: Layout) -> tuple[str, ...]:
    """What can be looked for in a workbook."""
    outputs = tuple(f"z{number}" for number in range(1, layout.geometry.sizes[-1] + 1))
    return (*TRACED[: layout["trace"].width - 1], SPREAD, *outputs)
