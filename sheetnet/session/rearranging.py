"""The blocks that only some methods need, in a workbook that is there: each comes with its heading, looks and name."""

from collections.abc import Collection, Mapping

from sheetnet.errors import LayoutError
from sheetnet.sheet.blocks.language import language_of
from sheetnet.sheet.blocks.layout import METHOD_BLOCKS, Layout
from sheetnet.sheet.cells import LAST_COLUMN, Area
from sheetnet.sheet.formulas.pieces import OPTIMISERS
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.words.languages import words

_STRIPS = {"strip_now": "current", "strip_next": "updated", "strip_initial": "initial"}
_COLUMNS = ("log_sums", "target_class", "read_class", "order_key", "order", "batch")  # of Calc


def rearrange(grid: Grid, layout: Layout, needed: Collection[str], optimiser: str) -> list[str]:
    """Take away the blocks that are not needed any more, and add those that are; returns the names of these."""
    say = words(language_of(grid, layout["current"]))
    for name in METHOD_BLOCKS:
        if name in layout and name not in needed:
            _remove(grid, layout, name)
    kept = [name for name in METHOD_BLOCKS if name in layout and name in needed]
    coming = [name for name in METHOD_BLOCKS if name in needed and name not in layout]
    for name, area in _places(grid, layout, coming, kept).items():
        _add(grid, layout, name, area, say, optimiser)
    return coming


def name_strips(grid: Grid, layout: Layout) -> None:
    """Let the names of the strips reach as far as the blocks that belong to them."""
    ends = [layout[name].right for name in ("current", "updates", "state_1", "state_2") if name in layout]
    width = max(ends) - layout["current"].left + 1
    for name, block in _STRIPS.items():
        if name in grid.names():
            grid.define(name, layout[block].part(0, 0, layout[block].height, width))


def _in_strip(name: str) -> bool:
    return name.startswith(("updates", "state_1", "state_2", "next_"))


def _block_of(name: str) -> str:
    """The block of parameters that a block of the strip belongs to."""
    return "updated" if name.startswith(("updates_next", "next_")) else "current"


def _with_heading(layout: Layout, name: str, area: Area) -> Area:
    """A block and what is said about it: left of a helper, in two rows over a column of Calc, over one on BP."""
    if _in_strip(name):
        return area.part(-1, 0, area.height + 1, area.width)
    if name in _COLUMNS:
        return area.part(-2, 0, area.height + 2, 1)
    return area.part(0, -1, 1, 2)


def _over_initial(layout: Layout, name: str, area: Area) -> Area | None:
    """Where the strip of the initial values has the same: zeros to start with."""
    if not _in_strip(name) or _block_of(name) == "updated":
        return None
    shift = area.left - layout["current"].left
    return layout["initial"].part(0, shift, area.height, area.width)


def _remove(grid: Grid, layout: Layout, name: str) -> None:
    area = layout[name]
    for one in (_with_heading(layout, name, area), _over_initial(layout, name, area)):
        if one is not None:
            grid.enter(one, [[None] * one.width for _ in range(one.height)])
            grid.dress(one, Area(one.sheet, one.top, LAST_COLUMN - one.width + 1, one.bottom, LAST_COLUMN))
    grid.define(name, None)


def _places(grid: Grid, layout: Layout, coming: Collection[str], kept: Collection[str]) -> dict[str, Area]:
    """Where blocks come to stand: below or right of what is there; in the strip, where nothing stands."""
    helper, calc, found = layout["training_cases"], layout["right"], {}
    row = max(grid.used(helper.sheet)[0], helper.bottom) + 1
    column = max(grid.used(calc.sheet)[1], calc.right) + 1
    for name in coming:
        if _in_strip(name):
            block = layout[_block_of(name)]
            offset = _strip_offset(grid, layout, kept)
            if name.startswith("updates"):
                found[name] = block.part(0, offset, 1, 1)
            else:
                shift = offset + 1 + (int(name[-1]) - 1) * (block.width + 1)
                found[name] = block.part(0, shift, block.height, block.width)
        elif name in _COLUMNS:
            found[name] = Area(calc.sheet, calc.top, column, calc.bottom, column)
            column += 1
        else:
            found[name] = Area(helper.sheet, row, helper.left, row, helper.left)
            row += 1
    return found


def _strip_offset(grid: Grid, layout: Layout, kept: Collection[str]) -> int:
    """How many columns right of a block's first one its strip goes on: where it does so already, or there is room."""
    area = layout["current"]
    for name, before in (("updates", 0), ("state_1", 1)):
        if name in kept:
            return layout[name].left - area.left - before
    width = 1 + 2 * (area.width + 1)
    bands = [layout[block] for block in _STRIPS.values()]
    for offset in range(area.width + 1, max(grid.used(area.sheet)[1], area.right) + 3 - area.left):
        strips = [band.part(-1, offset, band.height + 1, width) for band in bands]
        if all(value is None for strip in strips for line in grid.read(strip) for value in line):
            return offset
    raise LayoutError("there is no room for the optimiser's state", place=area.address(), remedy="empty some columns")


def _add(grid: Grid, layout: Layout, name: str, area: Area, say: Mapping[str, str], optimiser: str) -> None:
    """A block of zeros with its heading, in the looks of one of its kind, and its name."""
    whole = _with_heading(layout, name, area)
    if name in _COLUMNS:
        grid.dress(whole, layout["errors" if name == "log_sums" else "right"].part(-2, 0, area.height + 2, 1))
    elif name.startswith("updates"):
        grid.dress(whole, layout["counter"].part(-1, 0, 2, 1))
    elif _in_strip(name):
        block = layout[_block_of(name)]
        grid.dress(whole, block.part(-1, 0, block.height + 1, block.width))
    else:
        grid.dress(whole, layout["training_cases"].part(0, -1, 1, 2))
    grid.enter(whole, [[None] * whole.width for _ in range(whole.height)])  # an open program copies with the looks
    grid.write(whole.part(0, 0), [[_title(name, say, optimiser)]])
    cells = layout.geometry.cells if area.width > 1 else [(row, 0) for row in range(area.height)]
    for one in (area, _over_initial(layout, name, area)):
        if one is not None:
            zeros: list[list[float | None]] = [[None] * one.width for _ in range(one.height)]
            for row, column in cells:
                zeros[row][column] = 0.0
            if one is not area:
                grid.dress(one, layout["initial"].part(0, 0, one.height, one.width))
            grid.enter(one, [[None] * one.width for _ in range(one.height)])
            grid.write(one, zeros)
    grid.define(name, area)


def _title(name: str, say: Mapping[str, str], optimiser: str) -> str:
    if name.startswith("updates"):
        return say["updates"]
    if not _in_strip(name):
        return say[name]
    number = int(name[-1])
    return say[name[:-2]].format(number=number, names=OPTIMISERS[optimiser].symbols[number - 1])
