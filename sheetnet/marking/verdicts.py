"""Each asked cell of a submission against the key's formula: at several inputs, and given what came before it."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.evaluation import evaluated
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import EMPTY, ERROR, NUMBER, Numbers
from sheetnet.inspecting.points import recomputed
from sheetnet.inspecting.workings import Workings
from sheetnet.marking.alignment import aligned
from sheetnet.marking.books import ComputedBook
from sheetnet.marking.inputs import POINTS, WHOLE
from sheetnet.marking.key import Key

Bools = NDArray[np.bool_]
RIGHT, GIVEN, WRONG, CONSTANT, MISSING = "right", "right_given", "wrong", "constant", "missing"
VERDICTS = (RIGHT, GIVEN, WRONG, CONSTANT, MISSING)
"""Right; right given what came before; wrong; a number where a formula is asked for; nothing there."""

TOLERANCE = 1e-6  # of the largest number of its block
_ROUNDED = re.compile(r"ROUND\(.*,\s*(\d+)\s*\)", re.IGNORECASE | re.DOTALL)
_RELIES = re.compile(
    r"[=<>^]|\b(?:IFS?|SWITCH|CHOOSE|AND|OR|NOT|MAX|MIN|ABS|SIGN|INT|ROUND\w*|SQRT|EXACT|MATCH|COUNTIFS?|SUMIFS?|\w?LOOKUP)\(",
    re.IGNORECASE,
)
_LEAST_DECIMALS = 3  # from which on a rounded result counts as the result
_NOTHING = 1e-14
_TURNS = 8  # blocks that are computed one from the other; each takes as long as the first
_SHOWN = 4  # numbers of a student's own that are told


class Verdict(NamedTuple):
    """What is said of one asked cell; `held` and `wanted` are its number and the key's given what came before it."""

    block: str
    key: int  # the key's cell
    cell: int  # the submission's; NOWHERE where it was deleted
    verdict: str
    held: float
    wanted: float


class Judged(NamedTuple):
    """The verdicts on a submission, and what the diagnosis goes on from: its cells and the key's numbers at all points.

    `given` has shape (points, asked); `own` is the same of submissions with the same initial values and data, of which
    `own_cells` has the first.
    """

    verdicts: list[Verdict]
    to_theirs: Indices
    points: list[Cells]
    given: Numbers
    own: str
    own_cells: Mapping[str, float]


def judge(key: Key, book: ComputedBook, asked: Mapping[int, str], tolerance: float = TOLERANCE) -> Judged:
    """The verdict on each cell that is `asked` for, by the key's cells and the names of their blocks."""
    cells = list(asked)
    there = aligned(key.book, book)
    places = there[cells]
    source = _own_numbers(key.book, book, there)
    varied = key.variation(cells)
    changes = [varied.at(point, source.x) for point in range(POINTS)]
    own = {cell: float(source.x[cell]) for cell in np.flatnonzero(_differing(source, key.book.cells)).tolist()}
    forward = key.forward(cells)
    exact = [recomputed(key.book.workings, own | one, forward) for one in changes]
    empty = ~book.workings.is_formula[places]  # a number, a text or nothing where a formula is asked for
    idle = np.array([_reads_nothing(book.workings, int(place)) for place in places], bool)
    near = {int(place) for place in there[list(forward)]} | set(places.tolist())
    behind = frozenset(near | book.workings.before(near))
    labels = [key.labels_at(one, source.x) for one in changes]
    moved: list[dict[int, float | str]] = [
        {
            **{int(there[cell]): x for cell, x in one.items() if book.workings.is_number(int(there[cell]))},
            **{int(there[cell]): label for cell, label in said.items() if int(there[cell]) in behind},
        }
        for one, said in zip(changes, labels, strict=True)
    ]
    natural = [recomputed(book.workings, one, behind) if one else book.cells for one in moved]
    keys_own = [_numbers(one, np.array(cells)) for one in exact]
    helped, broken = _helped(book.workings, places, natural, moved, keys_own, behind)
    given = np.stack([_given(key, cells, there, one) for one in helped])
    wanted = np.stack(keys_own)
    slack = _slack(book.workings, places)
    blocks = np.unique([asked[cell] for cell in cells], return_inverse=True)[1].reshape(-1)
    held = np.stack([_numbers(one, places) for one in natural])
    with_help = np.stack([_numbers(one, places) for one in helped])
    right, local = (
        _same(found, right, blocks, tolerance, slack)
        | _by_whole(book.workings, places, _same(found[WHOLE], right[WHOLE], blocks, tolerance, slack))
        for found, right in ((held, wanted), (with_help, given))
    )
    nothing = (places == NOWHERE) | (empty & (book.cells.kinds[places] == EMPTY))
    verdict = np.select([nothing, empty | idle, right, local & ~broken], [MISSING, CONSTANT, RIGHT, GIVEN], WRONG)
    found = [
        Verdict(asked[cell], cell, int(place), str(word), float(x), float(y))
        for cell, place, word, x, y in zip(cells, places, verdict, held[0], given[0], strict=True)
    ]
    mine = {key.book.workings.address(cell): float(source.x[cell]) for cell in varied.moved[:_SHOWN].tolist()}
    return Judged(found, there, helped, given, sha256(source.x[varied.moved].tobytes()).hexdigest()[:12], mine)


def _own_numbers(key: ComputedBook, book: ComputedBook, there: Indices) -> Cells:
    """The key's cells with the numbers of the submission where both hold one: initial values and data of its own."""
    cells = key.cells.copy()
    number = (key.cells.kinds == NUMBER) & ~key.workings.is_formula
    number &= (book.cells.kinds[there] == NUMBER) & ~book.workings.is_formula[there]
    cells.x[number] = book.cells.x[there[number]]
    return cells


def _differing(one: Cells, other: Cells) -> Bools:
    return np.asarray((one.x != other.x) & (one.kinds == NUMBER))


def _helped(
    workings: Workings,
    places: Indices,
    natural: list[Cells],
    moved: Sequence[Mapping[int, float | str]],
    keys_own: Sequence[Numbers],
    behind: frozenset[int],
) -> tuple[list[Cells], Bools]:
    """The submission's cells at each point with the key's numbers lent to it, and which of its formulas are broken.

    Numbers are lent where no formula stands, and where one gives none, so that what comes behind it can be judged. What
    is broken only because it reads such a cell shows when that one has its number: hence the turns.
    """
    empty = ~workings.is_formula[places]
    lent, helped = empty & (places != NOWHERE), natural
    broken = np.zeros_like(lent)
    for _ in range(_TURNS):
        if lent.any():
            left = behind.difference(places[lent].tolist())
            numbers = [dict(zip(places[lent].tolist(), own[lent].tolist(), strict=True)) for own in keys_own]
            helped = [recomputed(workings, {**a, **b}, left) for a, b in zip(moved, numbers, strict=True)]
        first = ~empty & ~broken & _broken_by_themselves(workings, helped[0], places)
        if not first.any():
            break
        lent, broken = lent | first, broken | first
    return helped, broken


def _broken_by_themselves(workings: Workings, cells: Cells, places: Indices) -> Bools:
    """Which formulas give an error or a text, or cannot be computed, and read no other that does, nor an error."""
    trouble = np.array([int(place) in workings.evaluation.trouble for place in places], bool)
    failed = ((cells.kinds[places] != NUMBER) | trouble) & (places != NOWHERE)
    also = set(places[failed].tolist())
    return np.array(
        [
            bool(one)
            and not any(cells.kinds[other] == ERROR or other in also for other in workings.reads.of(int(place)))
            for one, place in zip(failed, places, strict=True)
        ],
        bool,
    )


def _reads_nothing(workings: Workings, cell: int) -> bool:
    """Whether a formula is a number in disguise, such as ``=0.12+0.01``; one that lost its reference is none."""
    if not workings.is_formula[cell] or cell in workings.evaluation.trouble or workings.cells.kinds[cell] == ERROR:
        return False
    return not workings.reads.of(cell)


def _given(key: Key, asked: Sequence[int], there: Indices, theirs: Cells) -> Numbers:
    """What the key's formulas make of the submission's own cells: shape (asked,)."""
    cells = key.book.cells.copy()
    known = there != NOWHERE
    for own, other in ((cells.x, theirs.x), (cells.kinds, theirs.kinds), (cells.texts, theirs.texts)):
        own[known] = other[there[known]]
    found = cells.copy()
    spills = key.book.workings.evaluation.spills
    for some in key.groups(asked):
        frame = Frame(cells, some.sheet, some.rows, some.columns, FUNCTIONS, places=some.places, spills=spills)
        try:
            found.store(some.indices, evaluated(frame, some))
        except (NotUnderstood, RecursionError):
            found.kinds[some.indices] = EMPTY
    return _numbers(found, np.array(asked))


def _numbers(cells: Cells, places: Indices) -> Numbers:
    """The numbers of some cells; NaN where there is none."""
    return np.where((cells.kinds[places] == NUMBER) & (places != NOWHERE), cells.x[places], np.nan)


def _same(found: Numbers, wanted: Numbers, blocks: Indices, tolerance: float, slack: Numbers) -> Bools:
    """Whether numbers of shape (points, cells) are the wanted ones wherever these are numbers."""
    size = np.abs(np.nan_to_num(wanted))
    largest = np.zeros_like(size)
    for block in np.unique(blocks):
        inside = blocks == block
        largest[:, inside] = size[:, inside].max(axis=1, keepdims=True)
    asked = np.isfinite(wanted)
    with np.errstate(invalid="ignore"):
        near = np.abs(found - wanted) <= tolerance * largest + slack + _NOTHING
    return np.asarray((near | ~asked).all(axis=0) & asked.any(axis=0))


def _by_whole(workings: Workings, places: Indices, same: Bools) -> Bools:
    """Which formulas are right where numbers are whole because they rely on it, such as ``=IF(t=1,z-1,z)``.

    Of those that differ by their place alone all are, or it is luck: another case has the same target. One that stands
    alone has to look like it.
    """
    found = np.zeros(len(places), bool)
    alike = workings.alike[places]
    for group in np.unique(alike[same & (alike >= 0)]):
        members = np.flatnonzero(alike == group)
        alone = len(members) == 1 and not _RELIES.search(workings.text(int(places[members[0]])))
        found[members] = same[members].all() and not alone
    return found


def _slack(workings: Workings, places: Indices) -> Numbers:
    """How far a rounded result may be from the result: half of the last decimal that the formula itself keeps."""
    found = np.zeros(len(places))
    for number, cell in enumerate(places.tolist()):
        rounded = _ROUNDED.fullmatch(workings.text(cell).strip()) if workings.is_formula[cell] else None
        if rounded and int(rounded[1]) >= _LEAST_DECIMALS:
            found[number] = 0.5 * 10.0 ** -int(rounded[1])
    return found
