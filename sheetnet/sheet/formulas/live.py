"""All live formulas of a layout, and where they would be of no use."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sheetnet.sheet.blocks.layout import LIVE_CELLS, METHOD_BLOCKS, Layout, standard_areas
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.method import blocks_needed, pieces_of
from sheetnet.sheet.formulas.network import gradients, passes, update
from sheetnet.sheet.formulas.order import choices, helpers, order
from sheetnet.sheet.formulas.results import results, results_of_settings
from sheetnet.sheet.formulas.scaled import scaled_formulas

_NOT_COUNTED = ("trace", "confusion", "input_", "target_s", "choice_", "formulas_")
_KEPT = 20_000  # cells of a workbook whose formulas are kept for the next one, which is often laid out alike
_LATER = ("state_of", "state_since", "state_kept")  # blocks that workbooks of an earlier version do not have


def live_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area; None where a cell stays empty. Only areas of the layout."""
    small = sum(area.size for name, area in layout.areas.items() if name != "trace") <= _KEPT
    return dict(_of_the_last(layout) if small else _live_formulas(layout))


@lru_cache(maxsize=1)
def _of_the_last(layout: Layout) -> dict[str, Formulas]:
    return _live_formulas(layout)


def _live_formulas(layout: Layout) -> dict[str, Formulas]:
    pieces = pieces_of(layout)
    if complete(layout):
        formulas = {"gradients": gradients(layout, pieces.counted, pieces.batch_share)}
        formulas |= update(layout, pieces.optimiser)
        formulas |= results(layout, pieces) | passes(layout, pieces.hidden, pieces.head)
        if layout.has_settings:
            formulas |= helpers(layout) | results_of_settings(layout, pieces)
            formulas |= order(layout) if "order" in layout else {}
    elif layout.has_settings:
        formulas = {}
    else:  # a workbook made by hand: what its other formulas say is its own affair
        formulas = update(layout, pieces.optimiser)
    formulas |= choices(layout) | scaled_formulas(layout)
    if "expected" in layout:
        from sheetnet.sheet.formulas.expected import expected_formulas  # only an example needs them

        formulas |= expected_formulas(layout)
    if "play_iteration" in layout:
        from sheetnet.sheet.formulas.play import play_formulas  # only a workbook with the sheet needs them

        formulas |= play_formulas(layout)
    if "lamps" in layout and complete(layout):
        from sheetnet.sheet.formulas.lamps import lamp_formulas  # likewise

        formulas |= lamp_formulas(layout)
    return {name: rows for name, rows in formulas.items() if name in layout}


def complete(layout: Layout) -> bool:
    """Whether it has every block that the formulas of its method need."""
    needed = blocks_needed(layout.made_for, confusion="confusion" in layout) - {*_LATER}
    standard = standard_areas(layout.geometry, 1, has_settings=layout.has_settings, needed=needed)
    wanted = (name for name in standard if not name.startswith(_NOT_COUNTED))
    return not layout.outside and all(name in layout for name in wanted if name not in LIVE_CELLS)


def live_limit(layout: Layout) -> str:
    """Why live formulas would be of no use in this workbook; empty where they are.

    Past 60,000 formulas or 4 million products for one recalculation, a spreadsheet program takes seconds for each
    change of a cell; a formula holds 8,192 characters at most.
    """
    sizes, cases = layout.geometry.sizes, layout.cases
    own = {name: area for name, area in layout.areas.items() if name in METHOD_BLOCKS}
    blocks = 2 + sum(name.startswith("next_") for name in own)
    columns = 3 + sum(area.sheet == "Calc" for area in own.values())
    formulas = blocks * len(layout.geometry.cells) + cases * (3 * sum(sizes[1:]) + columns)
    products = 2 * len(layout.geometry.cells) * cases
    if formulas > 60_000:
        return f"{formulas:,} formulas are more than 60,000"
    if products > 4_000_000:
        return f"{products:,} products are more than 4,000,000"
    one_case: Mapping[str, Area] = {
        name: area.part(area.height - 1, 0, 1, area.width)
        if area.height == cases and area.sheet in ("Data", "Calc")
        else area
        for name, area in layout.areas.items()
    }
    sample = replace(layout, areas=one_case)
    longest = max(len(text or "") for rows in live_formulas(sample).values() for row in rows for text in row)
    if longest > 8_000:
        return f"a formula would have {longest:,} characters, more than 8,192"
    return ""
