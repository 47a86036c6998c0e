"""Where nothing is updated: which numbers have a cell that equals the derivative of a loss by them?"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from sheetnet.inspecting.learning import Learning, by_value, value_key
from sheetnet.inspecting.losses import named_as_loss, residuals, without_cell
from sheetnet.inspecting.matching import Loss, Pair, loss_at, matched
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.workings import Workings

MOST_NUMBERS = 6_000  # numbers that may be parameters
MOST_FORMULAS = 30_000  # that may hold their derivatives
_LOSSES = 40
_FEWEST = 3  # numbers with a cell that is their derivative, before it is no accident
_FEWEST_NAMED = 2  # the same where a cell says that it is the loss
_FACTORS = (1.0, -1.0, 2.0, 0.5)
_VOTES = 60
_RETRIED = 5  # losses whose blocks are looked at
_UNNAMED = 0.8  # of the cells that must fit where nothing says that a cell is a loss
Image = tuple[str, str, int, int]  # "shift" or "turn", the sheet, and how far


def by_values(workings: Workings) -> tuple[Slopes, Learning] | None:
    """The loss for which most numbers have their derivative in a cell; its parameters grown to whole blocks."""
    numbers = _numbers(workings)
    if not numbers or too_many(workings):
        return None
    slopes = Slopes(Points(workings, [numbers] * 4))
    formulas = np.flatnonzero(workings.is_formula).tolist()
    table = by_value(slopes.points, formulas)
    options = []
    for number, loss in enumerate(_losses(slopes.points)):
        having = _having(slopes, loss, numbers, table)
        if len(having) >= _fewest(workings, loss):
            options.append((-len(having), number, loss, having))
    for _, _, loss, having in sorted(options, key=lambda one: one[:2])[:_RETRIED]:
        pairs = _blocks(workings, having)
        pairs += _by_cofactor(slopes, loss, pairs, numbers)
        pairs += _alone(workings, having, pairs)
        fewest = _fewest(workings, loss)
        if len(pairs) >= fewest:
            match = matched(slopes, loss, pairs, stop=False)
            named = loss.cell is None or named_as_loss(workings, loss.cell)
            if match.hits >= max(fewest, (0.3 if named else _UNNAMED) * len(pairs)):
                return slopes, Learning(0, match, source="values")
    return None


def too_many(workings: Workings) -> bool:
    """Whether a workbook has more formulas or numbers than are searched."""
    formulas, numbers = sizes(workings)
    return formulas > MOST_FORMULAS or numbers > MOST_NUMBERS


def sizes(workings: Workings) -> tuple[int, int]:
    """How many formulas there are, and how many numbers that may be parameters."""
    return int(workings.is_formula.sum()), len(_numbers(workings))


def _numbers(workings: Workings) -> list[int]:
    targets = {t for rows in residuals(workings).values() for _, _, t in rows}
    return [cell for cell in sorted(set(workings.reads.others)) if workings.is_number(cell) and cell not in targets]


def _fewest(workings: Workings, loss: Loss) -> int:
    return _FEWEST_NAMED if loss.cell is not None and named_as_loss(workings, loss.cell) else _FEWEST


def _losses(points: Points) -> Iterator[Loss]:
    workings = points.workings
    ends = []
    for cell in np.flatnonzero(workings.is_formula).tolist():
        named = named_as_loss(workings, cell)
        if np.isfinite(points.values(cell)).all() and (named or not len(workings.users.of(cell))):
            ends.append((not named, cell))
    for _, cell in sorted(ends)[:_LOSSES]:
        yield loss_at(cell, len(points))
    yield from without_cell(points)


def _having(
    slopes: Slopes, loss: Loss, numbers: list[int], table: dict[tuple[str, ...], list[int]]
) -> dict[int, list[int]]:
    """Numbers whose derivative stands in cells, and these.

    One that is the same at all inputs counts for nothing, nor does a cell that the loss itself is computed from, or a
    copy of one: an output's derivative by a weight stands in every forward pass.
    """
    adjoints = slopes.adjoints(loss.seeds)
    towards = slopes.workings.before(loss.seeds)
    forward = set(by_value(slopes.points, towards)) if loss.cell is not None else set()
    sheet = slopes.workings.cells.address
    found = {}
    for cell in numbers:
        exact = adjoints[cell]
        if not exact.any() or np.ptp(exact) <= 1e-9 * np.abs(exact).max():
            continue
        for factor in _FACTORS:
            if value_key(factor * exact) in forward:
                break
            same = [one for one in table.get(value_key(factor * exact), []) if one not in loss.seeds]
            same = [one for one in same if one not in towards and sheet(one)[0] == sheet(cell)[0]]
            if same:
                found[cell] = same
                break
    return found


def _blocks(workings: Workings, having: dict[int, list[int]]) -> list[Pair]:
    """Blocks of numbers beside blocks of cells, moved or transposed, grown over neighbours that are numbers too."""
    votes: Counter[Image] = Counter()
    for cell, same in having.items():
        _, row, column = workings.cells.address(cell)
        for one in same:
            there, down, along = workings.cells.address(one)
            votes["shift", there, down - row, along - column] += 1
            votes["turn", there, down - column, along - row] += 1
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for image, count in votes.most_common(_VOTES):
        if count < 2:
            break
        seeds = [cell for cell, same in having.items() if cell not in paired and _seen(workings, cell, image) in same]
        if len(seeds) < 2:
            continue
        grown = _without_others(workings, _grown(workings, seeds, image, paired), having)
        grown = {cell: one for cell, one in grown.items() if one not in taken}
        paired |= grown
        taken |= set(grown.values())
    return [Pair(cell, one) for cell, one in sorted(paired.items())]


def _seen(workings: Workings, cell: int, image: Image) -> int:
    """The cell that belongs to another one by a movement of its block."""
    kind, sheet, down, along = image
    _, row, column = workings.cells.address(cell)
    if kind == "turn":
        row, column = column, row
    return workings.cells.index(sheet, row + down, column + along)


def _grown(workings: Workings, seeds: list[int], image: Image, paired: dict[int, int]) -> dict[int, int]:
    found = {cell: _seen(workings, cell, image) for cell in seeds}
    front = list(seeds)
    while front:
        sheet, row, column = workings.cells.address(front.pop())
        for at in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            cell = workings.cells.index(sheet, *at)
            if cell and cell not in found and cell not in paired and workings.is_number(cell):
                there = _seen(workings, cell, image)
                if workings.is_formula[there]:
                    found[cell] = there
                    front.append(cell)
    return found


def _without_others(workings: Workings, grown: dict[int, int], having: dict[int, list[int]]) -> dict[int, int]:
    """A block without what it grew into another: a number that has its derivative there, a cell that is another's.

    Two that were exchanged stay.
    """
    ends = {cell: _ends(workings, same) for cell, same in having.items()}
    owners = {same[0]: cell for cell, same in ends.items() if len(same) == 1}
    while True:
        inside = {one for cell, one in grown.items() if cell in having}
        own = {
            cell: one
            for cell, one in grown.items()
            if (cell not in having or inside.intersection(having[cell])) and owners.get(one, cell) in grown
        }
        if len(own) == len(grown):
            return own
        grown = own


def _ends(workings: Workings, same: list[int]) -> list[int]:
    """Of cells those that nothing reads; all where something reads each."""
    return [one for one in same if not len(workings.users.of(one))] or same


def _alone(workings: Workings, having: dict[int, list[int]], pairs: list[Pair]) -> list[Pair]:
    """Numbers outside of the blocks, a threshold perhaps, whose derivative stands in a cell that nothing reads."""
    paired = {pair.parameter for pair in pairs}
    taken = {pair.cell for pair in pairs}
    found: dict[int, int] = {}
    for cell, same in having.items():
        ends = [one for one in same if one not in taken and not len(workings.users.of(one))]
        if cell not in paired and ends:
            found[cell] = ends[0]
            taken.add(ends[0])
    return [Pair(cell, one) for cell, one in _in_place(workings, found).items()]


def _in_place(workings: Workings, found: dict[int, int]) -> dict[int, int]:
    """Neighbours whose derivatives are neighbours, in their order: the formulas may be exchanged."""
    place = workings.cells.address
    swapped = dict(found)
    for one, other in combinations(found, 2):
        (_, row, column), (_, row2, column2) = place(one), place(other)
        (_, down, along), (_, down2, along2) = place(found[one]), place(found[other])
        apart = row2 - row, column2 - column
        if abs(apart[0]) + abs(apart[1]) == 1 and (down - down2, along - along2) == apart:
            swapped[one], swapped[other] = found[other], found[one]
    return swapped


def _by_cofactor(slopes: Slopes, loss: Loss, pairs: list[Pair], numbers: list[int]) -> list[Pair]:
    """Gradients that are all wrong: their formulas read what multiplies the parameter in the forward formulas."""
    workings = slopes.workings
    towards = workings.before(loss.seeds) | set(loss.seeds)
    adjoints = slopes.adjoints(loss.seeds)
    paired = {pair.parameter for pair in pairs}
    held = {pair.cell for pair in pairs}
    open_ = [cell for cell in numbers if cell not in paired and adjoints[cell].any()]
    behind = set(np.flatnonzero(workings.is_formula).tolist()) - towards - held
    readers: dict[frozenset[tuple[str, ...]], list[int]] = {}
    for cell in behind:
        reads, by = slopes.of(cell)
        inner = [key for one, key in zip(reads.tolist(), by.T, strict=True) if workings.is_formula[one]]
        readers.setdefault(_keys(inner), []).append(cell)
    having = {}
    for cell in open_:
        users = [one for one in workings.users.of(cell) if one in towards]
        factors = [slope for one in users for read, slope in _slopes(slopes, one) if read == cell]
        sheet = workings.cells.address(cell)[0]
        same = [one for one in readers.get(_keys(factors), []) if workings.cells.address(one)[0] == sheet]
        if factors and same:
            having[cell] = same
    return _blocks(workings, having)


def _slopes(slopes: Slopes, cell: int) -> list[tuple[int, np.ndarray]]:
    reads, by = slopes.of(cell)
    return list(zip(reads.tolist(), by.T, strict=True))


def _keys(factors: list[np.ndarray]) -> frozenset[tuple[str, ...]]:
    return frozenset(value_key(one) for one in factors)
