"""The health lamps of BP: a row each that says whether it is lit, what is wrong, and what to do.

They stand in the right half of the sheet, below its pictures, or beside the settings where there are none; one line
below the sheet's title says the first that is lit. Far right are the numbers and the words that their formulas take.
"""

from collections.abc import Mapping

from sheetnet.sheet.blocks.geometry import Geometry
from sheetnet.sheet.blocks.layout import FIRST_CASE
from sheetnet.sheet.cells import Area

KEYS = (
    *("uncounted", "disagree", "unscaled", "eta", "identical", "saturated", "alike", "plateau", "rising", "test"),
    "constant",
)
"""The lamps, those that tell the cause of others first."""
_OF_HIDDEN_UNITS = ("identical", "saturated")
FACTS = (
    *("widest", "middling", "reach", "rows", "last_at", "last", "before", "lowest", "lowest_at", "rises"),
    *("test_last", "test_lowest", "test_at", "uncounted"),
)
"""One number each, below each other."""
TAIL = ("quiet", "all", "more")  # words that belong to no lamp, below those that do
_BESIDE_BUTTONS = 14  # the column of the lamps in a workbook without pictures
_NARROW, _WIDE = (9, 44, 53), (4, 15, 24)
"""Columns from the first one to what is said, to the remedy, and to the end: beside pictures, and without any."""


def keys_of(geometry: Geometry) -> tuple[str, ...]:
    """The lamps of a network: what is said of hidden units needs some."""
    return KEYS if len(geometry.sizes) > 2 else tuple(key for key in KEYS if key not in _OF_HIDDEN_UNITS)


def lamp_areas(geometry: Geometry, areas: Mapping[str, Area]) -> dict[str, Area]:
    """Where a new workbook has them, beside its other areas."""
    from sheetnet.sheet.blocks.right_half import RightHalf, has_pictures, right_of_blocks  # found by names later

    left = right_of_blocks(areas)
    if has_pictures(geometry):
        half = RightHalf(geometry, left)
        top, (say, do, _) = half.bottom + 3, _NARROW
        helpers = half.right + 2
    else:
        strip = areas["current"].right + 2 * (areas["current"].width + 1) + 4  # where an optimiser's state may come
        top, (say, do, end) = 3, _WIDE
        helpers = max(_BESIDE_BUTTONS + end, left, strip)
        left = _BESIDE_BUTTONS
    starts = {"lamps": (top, left), "lamps_say": (top, left + say), "lamps_do": (top, left + do), "lamps_note": (3, 1)}
    sheet, shapes = areas["current"].sheet, _shapes(geometry)
    for name in ("lamps_facts", "lamps_units", "lamps_inputs", "lamps_words"):
        if name in shapes:
            starts[name] = (FIRST_CASE, helpers)
            helpers += shapes[name][1]
    return {
        name: Area(sheet, row, column, row + shapes[name][0] - 1, column + shapes[name][1] - 1)
        for name, (row, column) in starts.items()
    }


def _shapes(geometry: Geometry) -> dict[str, tuple[int, int]]:
    """(rows, columns) of each block."""
    lamps, hidden = len(keys_of(geometry)), sum(geometry.sizes[1:-1])
    shapes = dict.fromkeys(("lamps", "lamps_say", "lamps_do"), (lamps, 1))
    shapes |= {"lamps_note": (1, 1), "lamps_facts": (len(FACTS), 1), "lamps_inputs": (geometry.sizes[0], 1)}
    shapes |= {"lamps_words": (2 * lamps + len(TAIL), 1)}
    return shapes | ({"lamps_units": (hidden, 2)} if hidden else {})


def lamp_names(geometry: Geometry) -> list[str]:
    """The names of the blocks."""
    return list(_shapes(geometry))


def lamps_found(geometry: Geometry, areas: Mapping[str, Area]) -> dict[str, Area]:
    """The blocks of a workbook that has them all in these shapes; else none, for nobody needs them to learn."""
    found = {name: (area.height, area.width) for name, area in areas.items()}
    return dict(areas) if found == _shapes(geometry) else {}
