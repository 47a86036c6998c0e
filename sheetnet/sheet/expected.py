"""Expected results: rows of a sheet that say what should come out at which iteration, and formulas that look and tell.

A row is described by its own cells (the quantity, the iteration, the relation, the value, its tolerance), so that
another number or iteration can be typed into them and the formulas follow.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sheetnet.sheet.cells import Area
from sheetnet.sheet.errors import LayoutError
from sheetnet.sheet.formulas import Formulas, References
from sheetnet.sheet.layout import Layout

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


def expected_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas: what was found, and whether that is what was expected."""
    found_area, asked = layout["expected_found"], layout["expected"]
    ref = References(found_area.sheet)
    found: Formulas = []
    for row in range(asked.height):
        quantity, at = (ref(asked.part(row, column)) for column in (0, 1))
        traced, now = _traced(layout, ref, quantity, at), _now(layout, ref, quantity)
        counter = ref(layout["counter"], fixed=True)
        found.append([f'IFERROR(IF({traced}="","{UNKNOWN}",{traced}),IF({counter}={at},{now},"{UNKNOWN}"))'])
    ref = References(layout["expected_check"].sheet)
    checks: Formulas = []
    for row in range(asked.height):
        relation, value, tolerance = (ref(asked.part(row, column)) for column in (2, 3, 4))
        here = ref(found_area.part(row, 0))
        near = f"ABS({here}-{value})<={tolerance}"
        right = f'IF({relation}="{AT_MOST}",{here}<={value},IF({relation}="{AT_LEAST}",{here}>={value},{near}))'
        checks.append([f'IF(ISNUMBER({here}),IF({right},"{RIGHT}","{WRONG}"),"{UNKNOWN}")'])
    return {"expected_found": found, "expected_check": checks}


def _traced(layout: Layout, ref: References, quantity: str, at: str) -> str:
    """The cell of the trace in the row of that iteration."""
    header = layout["trace"]
    top, left, wide = header.bottom + 1, header.left, header.width
    numbers = ref(Area(header.sheet, top, left, top + REACH - 1, left), fixed=True)
    columns = ref(Area(header.sheet, top, left + 1, top + REACH - 1, left + wide - 1), fixed=True)
    listed = ",".join(f'"{name}"' for name in TRACED[: wide - 1])
    return f"INDEX({columns},MATCH({at},{numbers},0),MATCH({quantity},{{{listed}}},0))"


def _now(layout: Layout, ref: References, quantity: str) -> str:
    """What the workbook shows at the moment: outputs for the first case, and how far hidden units are apart."""
    z = layout[f"outputs_{len(layout.geometry.sizes) - 1}"]
    row = ref(z.part(0, 0, 1, z.width), fixed=True)
    listed = ",".join(f'"z{number}"' for number in range(1, z.width + 1))
    outputs = f'IFERROR(INDEX({row},1,MATCH({quantity},{{{listed}}},0)),"{UNKNOWN}")'
    return f'IF({quantity}="{SPREAD}",{_spread(layout, ref)},{outputs})'


def _spread(layout: Layout, ref: References) -> str:
    geometry, current = layout.geometry, layout["current"]
    first, *others = geometry.layer(0)
    terms = []
    for unit in others if len(geometry.sizes) > 2 else []:
        blocks = [ref(current.part(one.row, 0, one.height, one.width), fixed=True) for one in (unit, first)]
        terms.append(f"SUMPRODUCT(({blocks[0]}-{blocks[1]})^2)")
        if unit.threshold and first.threshold:
            thresholds = [ref(current.part(*cell), fixed=True) for cell in (unit.threshold, first.threshold)]
            terms.append(f"({thresholds[0]}-{thresholds[1]})^2")
    return "+".join(terms) or "0"
