"""What stands right of the blocks on BP where the method needs it: the number of updates, and the optimiser's state.

Current values and state form one strip, updated values and next state another one of the same shape: copying the one
over the other, as values, is one update. The strip of the initial values holds the state to start with: zeros.
"""

from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.pieces import OPTIMISERS
from sheetnet.sheet.pages.design import Design, fill
from sheetnet.sheet.pages.style import (
    LINE,
    MUTED,
    as_before,
    blue_white_red,
    show_small_numbers,
    styled,
    widen,
    write,
)
from sheetnet.width import width_of

NAMES = ("Δw (momentum), v (nesterov), h (adagrad, rmsprop), m (adam)", "v (adam)")
SHORT = ("Δw, v, h, m", "v")  # over narrow blocks
_WIDTH = 11
_NARROW = 0.9  # letters of a Latin text are narrower than digits


def strip(design: Design, block: str) -> Area:
    """A block of parameters with all that belongs to it on its right."""
    layout, first = design.layout, design.layout["current"]
    right = max(layout[name].right for name in ("current", "updates", "state_1", "state_2") if name in layout)
    return layout[block].part(0, 0, first.height, right - first.left + 1)


def draw(design: Design, sheet: Worksheet) -> None:
    layout, say = design.layout, design.words
    parts = [place for place in (1, 2) if f"state_{place}" in layout]
    for block, number, state, style in (
        ("current", "updates", "state", "Output"),
        ("updated", "updates_next", "next", "Calculation"),
    ):
        if number in layout:
            _count(design, sheet, layout[number], style)
        for place in parts:
            name = f"{state}_{place}"
            _block(design, sheet, layout[name], style)
            title = _title(design, say[state], place, (layout[name].width + 1) * _WIDTH)
            write(sheet, layout[block].top - 1, layout[name].left, title, color=MUTED)
            if state == "next":
                fill(design, sheet, name)
        if number == "updates_next" and number in layout:
            fill(design, sheet, number)
    shift = layout["initial"].top - layout["current"].top
    if "updates" in layout:
        _count(design, sheet, _down(layout["updates"], shift), "Output")
    for place in parts:
        _block(design, sheet, _down(layout[f"state_{place}"], shift), "Output")
        for column in range(layout[f"state_{place}"].left, layout[f"state_{place}"].right + 1 + (place < parts[-1])):
            widen(sheet, column, _WIDTH)
    if not design.live or not parts:
        return
    places = {name: strip(design, name).range for name in ("current", "updated", "initial")}
    write(sheet, layout["current"].top - 2, layout["state_1"].left, say["strip"].format(**places), color=MUTED)


def _title(design: Design, words: str, place: int, room: float) -> str:
    """What stands over a block of the state: its letter, of any method all letters, in full where there is room."""
    if design.made_for is not None:
        return words.format(number=place, names=OPTIMISERS[design.made_for["optimiser"]].symbols[place - 1])
    full = words.format(number=place, names=NAMES[place - 1])
    return full if width_of(full) * _NARROW < room else words.format(number=place, names=SHORT[place - 1])


def _down(area: Area, rows: int) -> Area:
    return area._replace(top=area.top + rows, bottom=area.bottom + rows)


def _count(design: Design, sheet: Worksheet, cell: Area, style: str) -> None:
    over = write(sheet, cell.top - 1, cell.left, design.words["updates"], color=MUTED)
    over.alignment = Alignment(horizontal="center", vertical="bottom")
    styled(sheet.cell(cell.top, cell.left, 0), style, "0")


def _block(design: Design, sheet: Worksheet, area: Area, style: str) -> None:
    """A block of zeros, which formulas or training replace."""
    thin = Side(style="hair", color=LINE)
    first = sheet.cell(area.top, area.left)
    styled(first, style)
    first.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    for row, column in design.geometry.cells:
        as_before(sheet.cell(area.top + row, area.left + column, 0), first)
    sheet.conditional_formatting.add(area.range, blue_white_red())
    show_small_numbers(sheet, area)
