"""Every case through the network with other parameters than the present ones: Calc's formulas, over other cells.

In a workbook with settings they have the choice of all methods, and follow what its own formulas are made for, so that
they stay right when these are made anew. Two cells of the sheet, `METHOD_CELLS`, say which method that is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import HEADS as HEAD_NAMES
from sheetnet.sheet.blocks.settings import HIDDEN as HIDDEN_NAMES
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.network import passes
from sheetnet.sheet.formulas.pieces import ACTIVATIONS, HEADS, any_activation, any_head
from sheetnet.sheet.formulas.references import References

METHOD_CELLS = {"hidden_number": HIDDEN_NAMES, "head_number": HEAD_NAMES}
_SPARE = "spare"  # a sheet that there is not: for what a pass could compute and nobody needs

Written = tuple[Area, Formulas]


def made_for(layout: Layout, setting: str, sheet: str) -> str:
    """The cell that says which choice of a setting the workbook's formulas are made for."""
    record = f"formulas_{setting}"
    return References(sheet)(layout[record if record in layout else setting], fixed=True)


def method_number(layout: Layout, cell: str, sheet: str) -> str:
    """The formula of one of the `METHOD_CELLS`: the number of the choice in its list."""
    if not layout.has_settings:
        return "1"
    listed = ",".join(f'"{name}"' for name in METHOD_CELLS[cell])
    return f"MATCH({made_for(layout, cell.partition('_')[0], sheet)},{{{listed}}},0)"


def pass_over(layout: Layout, block: Area, areas: Mapping[str, Area], cells: Mapping[str, str]) -> Iterator[Written]:
    """The formulas of the areas (sums, outputs, deltas, errors over all cases) with the parameters of that block.

    `cells` are the references to the `METHOD_CELLS`.
    """
    hidden, head = ACTIVATIONS["sigmoid"], HEADS["sigmoid+squared"]
    if layout.has_settings:
        hidden = any_activation(HIDDEN_NAMES, cells["hidden_number"])
        head = any_head(HEAD_NAMES, cells["head_number"])
    own = {name: layout[name] for name in ("images", "targets")} | {"current": block}
    spare = {
        f"deltas_{layer}": Area(_SPARE, 1, 1 + 1000 * layer, layout.cases, 1000 * layer + units)
        for layer, units in enumerate(layout.geometry.sizes[1:], 1)
    }
    moved = replace(layout, areas={**spare, **own, **areas})
    for name, formulas in passes(moved, hidden, head).items():
        if name in areas:
            yield areas[name], formulas
