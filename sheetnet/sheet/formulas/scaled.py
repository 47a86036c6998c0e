"""The formulas that make what the network sees of what was measured, which stands beside it on sheet Data."""

from sheetnet.sheet.blocks.layout import MEASURED, Layout
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.references import References, of_cases


def scaled_formulas(layout: Layout) -> dict[str, Formulas]:
    """(measured - shift) / scale of every cell of the blocks that are scaled."""
    return {name: _scaled(layout, name) for name in MEASURED if layout.is_scaled(name)}


def _scaled(layout: Layout, name: str) -> Formulas:
    area, measured, ref = layout[name], layout[MEASURED[name]], References(layout[name].sheet)
    scaling = layout[MEASURED[name].replace("measured", "scaling")]
    columns = []
    for column in range(area.width):
        raw = ref.case(measured, column)
        shift, scale = (ref(scaling.part(column, place), fixed=True) for place in (0, 1))
        columns.append(f"({raw}-{shift})/{scale}")
    return of_cases(columns, area.height)
