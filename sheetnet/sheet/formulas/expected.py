"""The formulas beside expected results: what is found in the trace or at present, and whether that is right."""

from sheetnet.sheet.blocks.expected import AT_LEAST, AT_MOST, REACH, RIGHT, SPREAD, TRACED, UNKNOWN, WRONG
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.references import References


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
