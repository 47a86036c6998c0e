"""What an exercise asks for: blocks of formulas that are emptied, by their kind, by a level, or by their cells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import LayoutError, SettingError, did_you_mean
from sheetnet.sheet.blocks.finding import find, is_own
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, parse_area
from sheetnet.sheet.grid import Grid

KINDS = {
    "sums": r"sums_\d+",
    "outputs": r"outputs_\d+",
    "errors": r"errors",
    "loss": r"E",
    "deltas": r"deltas_\d+",
    "gradients": r"gradients",
    "updates": r"updated",
}
"""Kind of formulas -> the names of its blocks, in the order of computation."""

LEVELS: dict[int, tuple[str, ...]] = {
    1: ("one delta",),
    2: ("last deltas",),
    3: ("deltas",),
    4: ("deltas", "gradients"),
    5: ("deltas", "gradients", "updates"),
    6: tuple(KINDS),
}
"""Level -> what is emptied: from one delta to the whole sheet."""


class Asked(NamedTuple):
    """A block that is to be filled in, by where it is in the key. Cells of it that hold no formula there are not."""

    block: str
    area: Area


def asked_for(grid: Grid, hide: Sequence[str]) -> list[Asked]:
    """The blocks that `hide` means: kinds, or ranges of cells such as ``Sheet1!B2:D9``."""
    found: list[Asked] = []
    for number, one in enumerate(hide, 1):
        area = parse_area(one) if re.search(r"\d", one) and one not in LEVELS[1] else None
        for asked in [_named(grid, one, area, number)] if area else _of_kind(grid, one, found):
            if asked in found:
                continue
            if any(asked.area.overlaps(other.area) for other in found):
                raise LayoutError(
                    "these cells are asked for twice", place=str(asked.area), remedy="name them once in --hide"
                )
            found.append(asked)
    return sorted(found, key=_turn) if is_own(grid) else found


def _turn(one: Asked) -> tuple[int, int]:
    """Where a block stands in the order of computation: layer by layer forward, then back from the last one."""
    kind = one.block.partition("_")[0]
    kind = {"updated": "updates", "E": "loss"}.get(kind, kind)
    if kind not in KINDS:
        return len(KINDS), 0
    if kind in ("sums", "outputs"):
        return 0, 2 * _layer(one.block) + (kind == "outputs")
    return list(KINDS).index(kind), -_layer(one.block) if kind == "deltas" else 0


def _named(grid: Grid, text: str, area: Area, number: int) -> Asked:
    sheets = {sheet.casefold(): sheet for sheet in grid.sheets()}
    sheet = sheets.get((area.sheet or grid.sheets()[0]).casefold())
    if sheet is None:
        raise LayoutError(f"no sheet '{area.sheet}'{did_you_mean(area.sheet, grid.sheets())}", place=text)
    there = area._replace(sheet=sheet)
    if not any(text for line in grid.formulas(there) for text in line):
        raise LayoutError("expected formulas to be filled in, found none", place=str(there))
    return Asked(f"cells_{number}", there)


def _of_kind(grid: Grid, kind: str, found: Sequence[Asked]) -> list[Asked]:
    if kind not in (*KINDS, "one delta", "last deltas"):
        raise SettingError(
            f"expected one of {', '.join(KINDS)} or a range of cells, found '{kind}'{did_you_mean(kind, list(KINDS))}"
        )
    if is_own(grid):
        return _of_layout(find(grid), kind)
    return _inspected(grid, kind, found)


def _of_layout(layout: Layout, kind: str) -> list[Asked]:
    pattern = KINDS.get(kind, KINDS["deltas"])
    found = sorted((name for name in layout.areas if re.fullmatch(pattern, name)), key=_layer)
    if not found:
        raise LayoutError(f"this workbook has no formulas of the kind '{kind}'", remedy="leave it out of --hide")
    if kind in KINDS:
        return [Asked(name, layout[name]) for name in found]
    last = found[-1]
    return [Asked(last, layout[last] if kind == "last deltas" else layout[last].part(0, 0))]


def _layer(block: str) -> int:
    number = block.rpartition("_")[2]
    return int(number) if number.isdigit() else 0


def _inspected(grid: Grid, kind: str, before: Sequence[Asked]) -> list[Asked]:
    """Of a workbook that sheetnet did not make: what learns there, found by its formulas, without what is asked before.

    Its sums, outputs and errors are not told apart: they are all that lies between parameters and loss.
    """
    from sheetnet.inspecting.inspection import inspected
    from sheetnet.inspecting.places import ranges

    found = inspected(grid)
    workings = found.workings
    cells: set[int] = set()
    for learning in found.learnings:
        match = learning.match
        parameters = {pair.parameter for pair in match.pairs}
        gradients = {pair.cell for pair in match.pairs if not pair.inline}
        forward = workings.before(match.loss.seeds, parameters) & workings.after(parameters) | set(match.loss.seeds)
        inner = workings.before(gradients, forward | parameters) & workings.after(forward | parameters, gradients)
        deltas = inner - forward - parameters - gradients
        cells |= {
            "gradients": gradients,
            "updates": {pair.update.cell for pair in match.pairs if pair.update},
            "loss": set(match.loss.seeds),
        }.get(kind, deltas if "delta" in kind else forward)
    cells = {cell for cell in cells if workings.is_formula[cell]}
    if not cells:
        raise LayoutError(
            f"no formulas of the kind '{kind}' were found in this workbook",
            remedy="name their cells: --hide Sheet1!B2:D9",
        )
    taken = {(one.area.sheet, row, column) for one in before for row, column in one.area.cells()}
    cells = {cell for cell in cells if workings.cells.address(cell) not in taken}
    if kind == "last deltas":
        cells = {cell for cell in cells if not workings.before([cell]) & cells}
    if kind == "one delta":
        cells = {max(cells, key=lambda cell: (-int(workings.rank[cell]), -cell))}
    areas = [area for text in ranges(workings, sorted(cells)) if (area := parse_area(text))]
    return [
        Asked(kind.replace(" ", "_") + (f"_part{n}" if len(areas) > 1 else ""), area) for n, area in enumerate(areas, 1)
    ]
