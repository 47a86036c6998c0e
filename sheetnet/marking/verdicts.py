"""Each asked cell of a submission against the key's formula: at several inputs, and given what came before it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.values import EMPTY, ERROR, NUMBER, Numbers
from sheetnet.inspecting.points import recomputed
from sheetnet.inspecting.workings import Workings
from sheetnet.marking.alignment import aligned
from sheetnet.marking.books import ComputedBook
from sheetnet.marking.comparing import Bools, Comparison, Within, nothing_but_0
from sheetnet.marking.inputs import POINTS
from sheetnet.marking.key import Key
from sheetnet.marking.lending import Submitted, numbers
from sheetnet.marking.restoring import changed, of_key
from sheetnet.marking.saved import by_saved_number

RIGHT, GIVEN, WRONG, CONSTANT, MISSING = "right", "right_given", "wrong", "constant", "missing"
VERDICTS = (RIGHT, GIVEN, WRONG, CONSTANT, MISSING)
"""Right; right given what came before; wrong; a number where a formula is asked for; nothing there."""

TOLERANCE = 1e-6  # of the largest number of its block
_LOOKED_AT = 2  # points at which a given formula has to be what it was
_SHOWN = 4  # numbers of a student's own that are told


class Verdict(NamedTuple):
    """What is said of one asked cell; `held` and `wanted` are its number and the key's given what came before it."""

    block: str
    key: int  # the key's cell
    cell: int  # the submission's; NOWHERE where it was deleted
    verdict: str
    held: float
    wanted: float
    saved: bool = False  # right by its saved number alone, for no other can be computed


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
    changed: tuple[str, ...] = ()  # cells that were given otherwise; they counted as they were handed out


def judge(key: Key, book: ComputedBook, asked: Mapping[int, str], tolerance: float = TOLERANCE) -> Judged:
    """The verdict on each cell that is `asked` for, by the key's cells and the names of their blocks."""
    cells = list(asked)
    there = aligned(key.book, book)
    places = there[cells]
    source = _own_numbers(key, book, there)
    varied = key.variation(cells)
    changes = [varied.at(point, source.x) for point in range(POINTS)]
    exact = _exact(key, cells, source, changes)
    keys_own = [numbers(one, np.array(cells)) for one in exact]
    behind = _behind(key, book, cells, there)
    moved = _moved(key, book, there, source, changes, behind)
    other = changed(key, book, there, asked.keys(), lambda: _seen(book, moved[:_LOOKED_AT], behind))
    if other:
        moved = [one | _restored(other, there, right) for one, right in zip(moved, exact, strict=True)]
        behind = behind.difference(there[other].tolist())
    theirs = Submitted(book.workings, places, moved, keys_own, behind)
    within = Within(key, book.workings, cells, there, varied)
    compared = Comparison(book.workings, places, list(asked.values()), tolerance, within)

    saved = by_saved_number(book.workings, places)
    its_own, wanted = numbers(book.cells, places)[None], np.stack(keys_own)
    known = saved & compared.close(its_own, wanted[:1])
    natural = theirs.lent(known)
    right = compared.same(_at(natural, places), wanted)
    helped, broken = theirs.helped(known, natural)
    given, local = _of_key(key, cells, there, helped), _at(helped, places)
    mute = nothing_but_0(given) & ~nothing_but_0(wanted)  # after a mistake that makes all of it 0, nothing shows
    if mute.any():
        louder = theirs.lent(~right & ~mute)
        given[:, mute] = _of_key(key, cells, there, louder)[:, mute]
        local[:, mute] = _at(louder, places)[:, mute]
    by_number = saved & ~known
    if by_number.any():
        by_number &= compared.close(its_own, of_key(key, cells, there, book.cells)[None])
    idle = np.array([_reads_nothing(book.workings, int(place)) for place in places], bool)
    nothing = (places == NOWHERE) | (theirs.empty & (book.cells.kinds[places] == EMPTY))
    verdict = np.select(
        [nothing, theirs.empty | idle, right, by_number | (compared.same(local, given) & ~broken)],
        [MISSING, CONSTANT, RIGHT, GIVEN],
        WRONG,
    )
    found = [
        Verdict(asked[cell], cell, int(place), str(word), float(x), float(y), bool(number))
        for cell, place, word, x, y, number in zip(
            cells, places, verdict, its_own[0], given[0], known | by_number, strict=True
        )
    ]
    mine = {key.book.workings.address(cell): float(source.x[cell]) for cell in varied.moved[:_SHOWN].tolist()}
    sign = sha256(source.x[varied.moved].tobytes()).hexdigest()[:12]
    altered = tuple(book.workings.address(int(there[cell])) for cell in other)
    return Judged(found, there, helped, given, sign, mine, altered)


def _exact(key: Key, cells: Sequence[int], source: Cells, changes: Sequence[Mapping[int, float]]) -> list[Cells]:
    """The key's cells at each point, with the submission's own initial values and data."""
    own = {cell: float(source.x[cell]) for cell in np.flatnonzero(_differing(source, key.book.cells)).tolist()}
    forward = key.forward(cells)
    return [recomputed(key.book.workings, {**own, **one}, forward) for one in changes]


def _seen(book: ComputedBook, moved: Sequence[Mapping[int, float | str]], behind: frozenset[int]) -> list[Cells]:
    """The submission's cells at some points, as they are."""
    return [recomputed(book.workings, one, behind) if one else book.cells for one in moved]


def _of_key(key: Key, cells: Sequence[int], there: Indices, several: Sequence[Cells]) -> Numbers:
    """What the key's formulas make of the submission's own cells at each point: shape (points, cells)."""
    return np.stack([of_key(key, cells, there, one) for one in several])


def _restored(cells: Sequence[int], there: Indices, right: Cells) -> dict[int, float | str]:
    """What the submission's cells held as they were handed out, by the key's at a point."""
    return {int(there[cell]): float(right.x[cell]) for cell in cells}


def _behind(key: Key, book: ComputedBook, cells: Sequence[int], there: Indices) -> frozenset[int]:
    """The submission's cells that matter: those that the asked ones are computed from, by the key or by themselves."""
    near = set(there[[*key.forward(cells), *cells]].tolist())
    return frozenset(near | book.workings.before(near))


def _moved(
    key: Key,
    book: ComputedBook,
    there: Indices,
    source: Cells,
    changes: Sequence[Mapping[int, float]],
    behind: frozenset[int],
) -> list[dict[int, float | str]]:
    """What is changed at each point, by the cells of the submission: numbers that it holds, and labels that matter."""
    return [
        {
            **{int(there[cell]): x for cell, x in one.items() if book.workings.is_number(int(there[cell]))},
            **{
                int(there[cell]): label
                for cell, label in key.labels_at(one, source.x).items()
                if int(there[cell]) in behind
            },
        }
        for one in changes
    ]


def _at(several: Sequence[Cells], places: Indices) -> Numbers:
    """The numbers of some cells at each point: shape (points, cells)."""
    return np.stack([numbers(one, places) for one in several])


def _own_numbers(key: Key, book: ComputedBook, there: Indices) -> Cells:
    """The key's cells with the numbers of the submission where both hold one: initial values and data of its own."""
    workings, cells = key.book.workings, key.book.cells.copy()
    number = (cells.kinds == NUMBER) & ~workings.is_formula
    number &= (book.cells.kinds[there] == NUMBER) & ~book.workings.is_formula[there]
    number[list(key.kept)] = False
    cells.x[number] = book.cells.x[there[number]]
    return cells


def _differing(one: Cells, other: Cells) -> Bools:
    return np.asarray((one.x != other.x) & (one.kinds == NUMBER))


def _reads_nothing(workings: Workings, cell: int) -> bool:
    """Whether a formula is a number in disguise, such as ``=0.12+0.01``; one that lost its reference is none."""
    if not workings.is_formula[cell] or cell in workings.evaluation.trouble or workings.cells.kinds[cell] == ERROR:
        return False
    return not workings.reads.of(cell)
