"""Cells that should hold a formula and do not: a value was pasted over it, or it was deleted."""

from collections.abc import Iterable, Mapping

from sheetnet.sheet.blocks.layout import MEASURED, Layout, is_live
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.grid import UNTOLD, Grid


def held_formulas(grid: Grid, layout: Layout) -> dict[str, Formulas]:
    """Area name -> the formulas that stand there, for every live area."""
    live = [name for name in layout.areas if is_live(name) or (name in MEASURED and layout.is_scaled(name))]
    return {name: grid.formulas(layout[name]) for name in live}


def overwritten(held: Mapping[str, Formulas], layout: Layout) -> dict[str, list[str]]:
    """Area name -> the cells that should hold a formula and do not; `held` are those that stand there.

    A workbook of values alone is meant so: the program keeps them. A block without any formula lacks them where most
    blocks have theirs: pasted over or deleted as a whole. One that has no name may never have been there, and scaled
    numbers may be a user's own. A program that does not tell formulas lets nobody know.
    """
    if any(UNTOLD in row for rows in held.values() for row in rows):
        return {}  # a formula that comes to an empty text looks there as if there were none
    large = [has_formulas(rows) for name, rows in held.items() if layout[name].size > 1]
    live = 2 * sum(large) > len(large)

    def wanting(name: str, rows: Formulas) -> bool:
        named = layout.found.get(name) == "name" and name not in MEASURED
        return has_formulas(rows) or (live and (named or layout[name].size == 1))

    gaps = {name: rows for name, rows in held.items() if any(None in row for row in rows) and wanting(name, rows)}
    wanted = live_formulas(layout) if gaps else {}
    return {
        name: [
            layout[name].address(row, column)
            for row, line in enumerate(wanted[name])
            for column, text in enumerate(line)
            if text is not None and rows[row][column] is None
        ]
        for name, rows in gaps.items()
        if name in wanted
    }


def has_formulas(rows: Formulas) -> bool:
    """Whether any cell of a block has one."""
    return any(text is not None for row in rows for text in row)


def overwritten_in_words(blocks: Iterable[Iterable[str]]) -> str:
    """One line on the cells of all blocks, however many there are; empty where there are none."""
    cells = [cell for block in blocks for cell in block]
    if not cells:
        return ""
    more = f", nor in {len(cells) - 1} more cell{'s' * (len(cells) > 2)}" if len(cells) > 1 else ""
    return (
        f"{cells[0]}: expected a formula, found none{more}; such a cell does not follow when others change: copy the "
        "formula from a cell beside it or from a new workbook"
    )
