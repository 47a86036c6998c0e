"""The cells between a loss and its gradients, the deltas: of what each is the derivative, and which is wrong first.

Each delta should be the loss's derivative by some cell of the forward pass. Which one is seen by its value where it is
right, and else by its factor: a gradient multiplies a delta by what multiplies the parameter in the forward formula.
A second pass back that puts the sheet's own deltas in the place of the exact ones says of each cell what it should be,
given what came before it.
"""

from collections import Counter
from typing import NamedTuple

import numpy as np

from sheetnet.graph.values import Numbers
from sheetnet.inspecting.matching import TOLERANCE, Match, held, ratio, rounding
from sheetnet.inspecting.slopes import Slopes
from sheetnet.inspecting.workings import Workings

_DEEP = 3  # formulas between a delta's cell and that of the delta behind it


class Role(NamedTuple):
    """That a cell should be `factor` times d(loss)/d(cell `of`)."""

    of: int
    factor: float


class Standing(NamedTuple):
    """A gradient or delta: what it holds, what it should given what came before it, and what it should at all.

    Shapes (points,). `first`: it is wrong though all that it reads is right; else it follows from another, or is right.
    """

    cell: int
    role: Role
    held: Numbers
    locally: Numbers
    exactly: Numbers
    wrong: bool
    first: bool


def standings(slopes: Slopes, match: Match) -> list[Standing]:
    """Every gradient, and every delta behind it whose role is known, in the order of computation."""
    workings, points = slopes.workings, slopes.points
    parameters = {pair.parameter for pair in match.pairs}
    factor = match.factor or 1.0
    roles = {pair.cell: Role(pair.parameter, factor) for pair in match.pairs}
    values = {pair.cell: held(points, pair) for pair in match.pairs}
    slack = {pair.cell: rounding(points, pair) for pair in match.pairs}
    forward = workings.before(match.loss.seeds, parameters) & workings.after(parameters) | set(match.loss.seeds)
    deltas = _deltas(workings, match, forward, parameters)
    known = _by_value(slopes, match, deltas, forward)
    known = _by_factor(slopes, match, roles, known, deltas, forward | parameters)
    roles |= known
    values |= {cell: points.values(cell) for cell in known}
    local = _pass_with_own(slopes, match, known, values, parameters)
    found = []
    largest = _largest(workings, match, known)
    for cell in workings.in_order(roles):
        of, times = roles[cell]
        exactly, locally = times * match.adjoints[of], times * local[cell if cell in known else of]
        scale = TOLERANCE * largest[cell] + slack.get(cell, np.zeros(len(points))) + 1e-14
        with np.errstate(invalid="ignore"):
            wrong = not (np.abs(values[cell] - exactly) <= scale).all()
            first = not (np.abs(values[cell] - locally) <= np.maximum(scale, TOLERANCE * np.abs(locally))).all()
        found.append(Standing(cell, roles[cell], values[cell], locally, exactly, wrong, wrong and first))
    return found


def _deltas(workings: Workings, match: Match, forward: set[int], parameters: set[int]) -> set[int]:
    """Formula cells that gradients are computed from and that are no part of the forward pass; and numbers among them.

    A number that only gradients read may be one that was put over a formula.
    """
    gradients = {pair.cell for pair in match.pairs}
    behind = workings.before(gradients, forward | parameters)
    after = workings.after(parameters | forward, gradients)
    found = {cell for cell in behind & after if workings.is_formula[cell]} - forward - parameters - gradients
    towards = workings.before(match.loss.seeds)
    rates = {int(pair.update.rate) for pair in match.pairs if pair.update and pair.update.rate_is_cell}
    read = {one for cell in found | gradients for one in workings.reads.of(cell)}
    numbers = {cell for cell in read - towards - rates - parameters if workings.is_number(cell)}
    return found | {cell for cell in numbers if found.intersection(_beside(workings, cell))}


def _beside(workings: Workings, cell: int) -> list[int]:
    sheet, row, column = workings.cells.address(cell)
    around = ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1))
    return [workings.cells.index(sheet, *at) for at in around]


def _by_value(slopes: Slopes, match: Match, deltas: set[int], forward: set[int]) -> dict[int, Role]:
    """Deltas that are a derivative, up to a factor that is the same at all inputs."""
    points, workings = slopes.points, slopes.workings
    table: dict[tuple[str, ...], list[int]] = {}
    for cell in workings.in_order(forward):
        key = _direction(match.adjoints[cell])
        if key and workings.is_formula[cell]:
            table.setdefault(key, []).append(cell)
    found = {}
    for cell in deltas:
        if workings.is_number(cell):
            continue  # in the place of a formula: what it is a multiple of means nothing
        values = points.values(cell)
        same = table.get(_direction(values), [])
        if same:
            nearest = same[0]
            factor = ratio(values, match.adjoints[nearest])
            if factor is not None:
                found[cell] = Role(nearest, factor)
    return found


def _direction(values: Numbers) -> tuple[str, ...]:
    """Numbers at all points up to a factor; nothing where they are all 0, or no numbers."""
    largest = np.abs(values).max() if np.isfinite(values).all() else 0.0
    if largest <= 1e-14:
        return ()
    first = values[int(np.argmax(np.abs(values)))]
    return tuple(f"{value:.7f}" for value in values / first + 0.0)


def _by_factor(
    slopes: Slopes, match: Match, roles: dict[int, Role], known: dict[int, Role], deltas: set[int], forward: set[int]
) -> dict[int, Role]:
    """What readers take deltas for: they multiply them by how a forward cell depends on another.

    From the gradients back: each cell that reads a delta votes for the forward cells that it may belong to.
    """
    workings = slopes.workings
    found: dict[int, Role] = {}
    votes = {cell: Counter[Role]() for cell in deltas}
    voters: Counter[int] = Counter()
    readers = dict(roles)
    for cell in reversed(workings.in_order(deltas | set(roles))):
        if cell in votes:
            decided = _decided(slopes, match, cell, known.get(cell), votes[cell], voters[cell])
            if decided is not None:
                found[cell] = readers[cell] = decided
        if cell not in readers or not workings.is_formula[cell]:
            continue
        role = readers[cell]
        reads, by = slopes.of(cell)
        inner = [(one, slope) for one, slope in zip(reads.tolist(), by.T, strict=True) if one in deltas and slope.any()]
        beyond = _effects(slopes, role.of, forward) if inner else {}
        for one, slope in inner:
            voters[one] += 1
            for other, effect in beyond.items():
                gamma = ratio(slope, effect)
                if gamma is not None:
                    votes[one][Role(other, float(f"{role.factor / gamma:.9g}"))] += 1
    return found


def _decided(
    slopes: Slopes, match: Match, cell: int, by_value: Role | None, votes: Counter[Role], voters: int
) -> Role | None:
    """What a delta should be: as it is where its readers take it so, else what all that read it take it for."""
    values = slopes.points.values(cell)
    for role in votes:
        if np.abs(values - role.factor * match.adjoints[role.of]).max() <= TOLERANCE * np.abs(values).max():
            return role
    if not votes:
        return by_value
    best = max(votes, key=lambda role: (votes[role], -abs(abs(role.factor) - 1), -role.of))
    if by_value is None or (2 * votes[best] >= voters and _leads(slopes.workings, best.of, by_value.of)):
        return best
    return by_value  # what reads it takes it for that of another unit, and errs


def _leads(workings: Workings, one: int, other: int) -> bool:
    """Whether a cell is another one, or is computed on the way to it."""
    return one == other or other in workings.after([one], {other})


def _effects(slopes: Slopes, cell: int, forward: set[int]) -> dict[int, Numbers]:
    """d(other)/d(cell) of the forward cells that depend on one, a few formulas further."""
    found: dict[int, Numbers] = {}
    front = {cell: np.ones(len(slopes.points))}
    for _ in range(_DEEP):
        behind: dict[int, Numbers] = {}
        for one, effect in front.items():
            for user in slopes.workings.users.of(one):
                if user in forward:
                    reads, by = slopes.of(user)
                    at = int(np.searchsorted(reads, one))
                    if at < len(reads) and reads[at] == one:
                        behind[user] = behind.get(user, 0.0) + effect * by[:, at]
        if len(behind) > 2_000:
            break
        found |= {user: effect for user, effect in behind.items() if user not in found}
        front = behind
    return found


def _pass_with_own(
    slopes: Slopes, match: Match, known: dict[int, Role], values: dict[int, Numbers], parameters: set[int]
) -> dict[int, Numbers]:
    """What every cell's derivative would be given the sheet's own deltas: by delta, and by parameter."""
    workings = slopes.workings
    of: dict[int, list[int]] = {}
    for cell in workings.in_order(known):
        of.setdefault(known[cell].of, []).append(cell)
    found: dict[int, Numbers] = {}

    def mend(cell: int, adjoint: Numbers) -> Numbers:
        passed = adjoint
        for delta in of.get(cell, ()):
            found[delta] = passed
            if np.isfinite(values[delta]).all():
                passed = values[delta] / known[delta].factor
        return passed

    adjoints = slopes.adjoints(match.loss.seeds, frozenset(parameters), mend)
    for delta in known:
        found.setdefault(delta, match.adjoints[known[delta].of])
    return found | {parameter: adjoints[parameter] for parameter in parameters}


def _largest(workings: Workings, match: Match, known: dict[int, Role]) -> dict[int, Numbers]:
    """The largest exact derivative of each cell's block: gradients that touch, and deltas of one formula."""
    from sheetnet.inspecting.matching import blocks_of

    found: dict[int, Numbers] = {}
    cells = [pair.parameter for pair in match.pairs]
    blocks = blocks_of(workings, cells)
    most: dict[int, Numbers] = {}
    for number, row in zip(blocks, np.abs((match.factor or 1.0) * match.truth), strict=True):
        most[number] = np.maximum(most.get(number, row), row)
    for number, pair in zip(blocks, match.pairs, strict=True):
        found[pair.cell] = most[number]
    inner: dict[int, Numbers] = {}
    for cell, (of, factor) in known.items():
        row = np.abs(factor * match.adjoints[of])
        inner[int(workings.alike[cell])] = np.maximum(inner.get(int(workings.alike[cell]), row), row)
    return found | {cell: inner[int(workings.alike[cell])] for cell in known}
