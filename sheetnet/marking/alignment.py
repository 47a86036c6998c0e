"""Which cell of a submission is which cell of the key: sheets may have other names, rows and columns may be inserted.

Names of areas lead the way, for every program lets them follow; between them texts do. Within an area that has grown,
rows that are empty all along were inserted.
"""

from collections.abc import Mapping
from difflib import SequenceMatcher

import numpy as np

from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.values import EMPTY, TEXT
from sheetnet.marking.books import ComputedBook
from sheetnet.sheet.cells import Area

_Line = tuple[tuple[int, str], ...]
_MOST = 3_000  # rows or columns whose texts are compared


def aligned(key: ComputedBook, other: ComputedBook) -> Indices:
    """For each cell of the key its place in another workbook; NOWHERE where it has none: shape (cells of the key,)."""
    found = np.full(key.cells.count, NOWHERE, np.int64)
    named = {name: (area, other.areas[name]) for name, area in key.areas.items() if name in other.areas}
    shared = {name: pair for name, pair in named.items() if _shape(pair[0]) == _shape(pair[1])}
    for sheet, there in _sheets(key, other, named).items():
        rows = _lines(key.cells, other.cells, sheet, there, named, across=False)
        columns = _lines(key.cells, other.cells, sheet, there, named, across=True)
        height, width = key.cells.used(sheet)
        down, along = (one.reshape(-1) for one in np.meshgrid(rows, columns, indexing="ij"))
        places = other.cells.indices(there, np.maximum(down, 1), np.maximum(along, 1), 1, 1).reshape(-1)
        places[(down < 1) | (along < 1)] = NOWHERE
        found[key.cells.all_of(Area(sheet, 1, 1, height, width)).reshape(-1)] = places
    for area, there_ in shared.values():
        if area.size < key.cells.count:
            found[key.cells.all_of(area).reshape(-1)] = other.cells.all_of(there_).reshape(-1)
    found[NOWHERE] = NOWHERE
    return found


def _shape(area: Area) -> tuple[int, int]:
    return area.height, area.width


def _sheets(key: ComputedBook, other: ComputedBook, shared: Mapping[str, tuple[Area, Area]]) -> dict[str, str]:
    """Sheet of the key -> sheet of the other: by its name, by the areas on it, else in their order."""
    names = {sheet.casefold(): sheet for sheet in other.sheets}
    found = {sheet: names[sheet.casefold()] for sheet in key.sheets if sheet.casefold() in names}
    for one, there in shared.values():
        if one.sheet not in found and there.sheet not in found.values():
            found[one.sheet] = there.sheet
    left = [sheet for sheet in other.sheets if sheet not in found.values()]
    return found | dict(zip([sheet for sheet in key.sheets if sheet not in found], left, strict=False))


def _lines(
    key: Cells, other: Cells, sheet: str, there: str, named: Mapping[str, tuple[Area, Area]], *, across: bool
) -> Indices:
    """For each row of a sheet (or column, `across`) that of the other; 0 where it was deleted."""
    count = key.used(sheet)[across]
    mine, theirs = _texts(key, sheet, across=across), _texts(other, there, across=across)
    shift = np.full(count + 1, -(10**9), np.int64)
    filled = _filled(other, there, across=across)
    for one, area in named.values():
        if one.sheet == sheet and area.sheet == there:
            own, new = ((pair.left, pair.right) if across else (pair.top, pair.bottom) for pair in (one, area))
            lines, found = np.arange(own[0], own[1] + 1), np.arange(new[0], new[1] + 1)
            if len(found) > len(lines):
                found = found[np.isin(found, filled)]
            if len(found) == len(lines) and own[1] <= count:
                shift[lines] = found - lines
    known = shift > -(10**9)
    if mine[: len(theirs)] == theirs[: len(mine)] and not shift[known].any():
        return np.arange(1, count + 1)
    by_text = _by_text(mine, theirs)
    last = 0
    for line in range(1, count + 1):
        if known[line]:
            last = int(shift[line])
            continue
        if line in by_text:
            last = by_text[line] - line
        shift[line] = last
    return np.asarray(np.maximum(np.arange(1, count + 1) + shift[1:], 0), np.int64)


def _filled(cells: Cells, sheet: str, *, across: bool) -> Indices:
    """The rows of a sheet, or columns, that have anything in them."""
    height, width = cells.used(sheet)
    held = cells.kinds[cells.all_of(Area(sheet, 1, 1, height, width))[0]] != EMPTY
    return np.flatnonzero(held.any(axis=0 if across else 1)) + 1


def _texts(cells: Cells, sheet: str, *, across: bool) -> list[_Line]:
    """The texts of each row, or column, with their places in it."""
    height, width = cells.used(sheet)
    indices = cells.all_of(Area(sheet, 1, 1, height, width))[0]
    kinds = cells.kinds[indices]
    lines: list[list[tuple[int, str]]] = [[] for _ in range(width if across else height)]
    for row, column in zip(*np.nonzero((kinds == TEXT) & (kinds != EMPTY)), strict=True):
        at, beside = (column, row) if across else (row, column)
        lines[at].append((int(beside), str(cells.texts[indices[row, column]])))
    return [tuple(sorted(line, key=lambda one: one[1])) for line in lines]


def _by_text(mine: list[_Line], theirs: list[_Line]) -> dict[int, int]:
    """Line -> line for those that have the same texts; where other lines were inserted the places of these differ."""
    words = [[" ".join(word for _, word in line) for line in several[:_MOST]] for several in (mine, theirs)]
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    return {
        one + n + 1: other + n + 1
        for one, other, size in matcher.get_matching_blocks()
        for n in range(size)
        if words[0][one + n]
    }
