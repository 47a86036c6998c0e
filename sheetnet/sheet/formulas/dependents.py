"""Which formulas depend on cells that change: through references, names, and other formulas."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.holders import Holders
from sheetnet.sheet.formulas.operands import Operands, area_of

Formula = tuple[str, int, int, str]
_MOST_AREAS = 2**20  # references, and pieces of areas that are kept; of formulas past them nothing is told
_MOST_NAMES = 2**17  # names that are followed to what they refer to, those in others each time
_FEW = 16  # cells of an area that are looked up one by one
_HIGH = 2**10  # rows; the areas that are higher are few


def dependents(
    formulas: Iterable[Formula],
    changed: Iterable[Area],
    names: Mapping[str, str],
    local_names: Collection[str] = (),
) -> list[Formula]:
    """The formulas that depend on a changed area, directly or through one another.

    What cannot be told from the text counts as dependent: INDIRECT, OFFSET and volatile functions, functions that Excel
    does not have, references into tables or other files, ranges with computed ends, names that a sheet has of its own
    (`local_names`) or that are relative, what cannot be read as a formula, and what is too much to be followed.
    """
    start = [area._replace(sheet=area.sheet.casefold()) for area in changed]
    if not start:
        return []
    references, large = _References(names, local_names), Together([area for area in start if area.size > _FEW])
    waiting: defaultdict[str, Holders] = defaultdict(Holders)
    every = list(formulas)
    found: set[int] = set()
    met = kept = 0
    for number, formula in enumerate(every):
        areas = references.of(formula) if max(met, kept) < _MOST_AREAS else None
        met += len(areas or ())
        if areas is None or any(map(large.meet, areas)):
            found.add(number)
        else:
            kept += sum([waiting[area.sheet].add(area, number) for area in areas])
    for area in start:
        if area.size <= _FEW and area.sheet in waiting:
            for row, column in area.cells():
                found.update(waiting[area.sheet].of(row, column))
    order, new = sorted(found), found
    while new:
        cells = [(every[number][0].casefold(), *every[number][1:3]) for number in new]
        more = (waiting[sheet].of(row, column) for sheet, row, column in cells if sheet in waiting)
        new = set().union(*more) - found
        found |= new
        order += sorted(new)
    return [every[number] for number in order]


class Together:
    """Areas with their rows at hand, for the question whether a cell or an area lies in any of them."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = areas
        self._high = [area for area in areas if area.height > _HIGH]

    @cached_property
    def _rows(self) -> dict[tuple[str, int], list[tuple[int, int]]]:
        rows: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for area in self._areas:
            if area.height <= _HIGH:
                for row in range(area.top, area.bottom + 1):
                    rows.setdefault((area.sheet.casefold(), row), []).append((area.left, area.right))
        return rows

    def meet(self, area: Area) -> bool:
        """Whether any of them shares a cell with an area."""
        sheet, top, left, bottom, right = area
        if top != bottom:
            return any(map(area.overlaps, self._areas))
        for first, last in self._rows.get((sheet.casefold(), top), ()):  # the usual case, quickly
            if first <= right and left <= last:
                return True
        return bool(self._high) and any(map(area.overlaps, self._high))


class _References:
    """The areas that formulas refer to, sheets in lower case; None where that cannot be told."""

    def __init__(self, names: Mapping[str, str], local_names: Collection[str]) -> None:
        own = {name.casefold() for name in local_names}
        self._names = {name.casefold(): target for name, target in names.items() if name.casefold() not in own}
        self._operands = Operands()
        self._followed: dict[tuple[str, str], list[Area] | None] = {}
        self._left = _MOST_NAMES

    def of(self, formula: Formula) -> list[Area] | None:
        sheet = formula[0].casefold()
        operands = self._operands.areas(formula[3], sheet)
        if operands is None:
            return None
        areas = [one for one in operands if isinstance(one, Area)]
        if len(areas) == len(operands):
            return areas
        for name in (one for one in operands if not isinstance(one, Area)):
            some = self._of_name(name.casefold(), sheet)
            if some is None:
                return None
            areas += some
        return areas

    def _of_name(self, name: str, sheet: str) -> list[Area] | None:
        if (name, sheet) not in self._followed:
            self._followed[name, sheet] = self._follow(name, sheet)
        return self._followed[name, sheet]

    def _follow(self, name: str, sheet: str) -> list[Area] | None:
        areas: list[Area] = []
        todo, seen = [name], {name}
        while todo:
            name = todo.pop()
            self._left -= 1
            operands = self._operands.spelled(self._names[name]) if name in self._names and self._left >= 0 else None
            if operands is None:
                return None
            for operand in operands:
                area, other = area_of(operand, sheet), operand.casefold()
                if area and "$" not in operand:  # it means another cell for every cell that uses the name
                    return None
                if area:
                    areas.append(area)
                elif other not in seen:
                    seen.add(other)
                    todo.append(other)
        return areas
