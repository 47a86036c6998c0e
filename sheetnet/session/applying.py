"""Making a workbook's formulas anew for the method that its lists say: blocks that it needs come, others go."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from sheetnet.session.method import chosen_in
from sheetnet.session.problem import counter_in
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.blocks.settings import FORMED, RECORDS, formed
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.live import live_formulas
from sheetnet.sheet.formulas.method import blocks_needed
from sheetnet.sheet.formulas.references import same
from sheetnet.sheet.grid import Grid


def not_applied(grid: Grid, layout: Layout) -> str:
    """What a list says and the formulas do not follow yet, in one line; empty where there is nothing."""
    if layout.made_for is None or not layout.has_settings:
        return ""
    chosen = chosen_in(grid, layout).values
    differ = [name for name in FORMED if formed(chosen)[name] != layout.made_for[name]]
    if not differ:
        return ""
    first = differ[0]
    more = f" (and {len(differ) - 1} more)" if len(differ) > 1 else ""
    return (
        f"{layout[first].address()}: the list says {chosen[first]}, and the formulas are made for "
        f"{layout.made_for[first]}{more}; press Train, or run sheetnet set"
    )


def apply(grid: Grid) -> dict[str, Area]:
    """Let the formulas follow what the lists say; returns the cells that were written besides the formulas.

    Formulas that are not sheetnet's stay as they are. Raises LayoutError where the cells that a new block needs hold
    something.
    """
    layout = find(grid)
    if layout.made_for is None or not layout.has_settings:
        return {}
    chosen = formed(chosen_in(grid, layout).values)
    if chosen == layout.made_for:
        return {}
    from sheetnet.session.rearranging import name_strips, rearrange  # most workbooks follow their lists already

    before, counter = live_formulas(layout), counter_in(grid, layout)
    live = any(text is not None for line in grid.formulas(layout["updated"]) for text in line)
    coming = rearrange(grid, layout, blocks_needed(chosen, confusion="confusion" in layout), chosen["optimiser"])
    for name, value in chosen.items():
        grid.write(layout[f"formulas_{name}"], [[value]])
    after = find(grid)
    name_strips(grid, after)
    begun = _begin(grid, after, counter, anew=chosen["optimiser"] != layout.made_for["optimiser"])
    if live:
        _write_formulas(grid, after, before, set(coming))
    return {name: after[name] for name in (*coming, *begun, *RECORDS)}


def _begin(grid: Grid, layout: Layout, counter: int, *, anew: bool) -> list[str]:
    """Count the updates where there is a cell for them; with `anew` the optimiser has not seen any of them."""
    numbers = {"updates": counter, "state_since": counter} if anew else {"updates": counter}
    written = [name for name in numbers if name in layout]
    for name in written:
        grid.write(layout[name], [[numbers[name]]])
    states = [name for name in ("state_1", "state_2") if name in layout] if anew else []
    for name in states:
        rows = grid.read(layout[name])
        zeros = [0.0] * len(layout.geometry.cells)
        grid.write(layout[name], transfer.block_with(rows, layout.geometry, zeros))
    return written + states


def _write_formulas(grid: Grid, layout: Layout, before: Mapping[str, Formulas], coming: AbstractSet[str]) -> None:
    """Formulas in place of those that stood there as sheetnet wrote them, and in the blocks that have come."""
    for name, wanted in live_formulas(layout).items():
        area = layout[name]
        there = grid.formulas(area)
        old = before.get(name)
        changed = [
            [
                text is not None
                and (name in coming or _ours(there[row][column], old[row][column] if old else None))
                and there[row][column] != text
                for column, text in enumerate(line)
            ]
            for row, line in enumerate(wanted)
        ]
        for top, left, height, width in rectangles(changed):
            texts = [line[left : left + width] for line in wanted[top : top + height]]
            grid.enter(area.part(top, left, height, width), texts)


def _ours(there: str | None, old: str | None) -> bool:
    """Whether a formula is the one that sheetnet wrote for the method before."""
    return there is not None and old is not None and same(there, old)


def rectangles(chosen: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int, int]]:
    """(top, left, height, width) of rectangles that together are the chosen cells; runs in rows that are alike join."""
    open_runs: dict[tuple[int, int], int] = {}
    for row, line in enumerate([*chosen, []]):
        runs, column = set(), 0
        for is_chosen, cells in groupby(line):
            width = len(list(cells))
            if is_chosen:
                runs.add((column, width))
            column += width
        for run in [run for run in open_runs if run not in runs]:
            top = open_runs.pop(run)
            yield top, run[0], row - top, run[1]
        for run in runs:
            open_runs.setdefault(run, row)
