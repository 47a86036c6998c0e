"""What a submission has otherwise than it was handed out: formulas that nobody asked for, and who trains."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.graph.cells import NOWHERE, Cells, Indices
from sheetnet.graph.evaluation import evaluated
from sheetnet.graph.frame import Frame
from sheetnet.graph.functions import FUNCTIONS
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import EMPTY, NUMBER, Numbers
from sheetnet.marking.books import ComputedBook
from sheetnet.marking.key import Key
from sheetnet.marking.lending import numbers

_ALIKE = 1e-9  # of a number
_FEW = 3  # given formulas that may be changed where there are not many


def changed(
    key: Key, book: ComputedBook, there: Indices, asked: Collection[int], seen: Callable[[], Sequence[Cells]]
) -> list[int]:
    """The key's cells that were given and that the submission has otherwise; `seen` computes its cells at some points.

    A formula is told by what it gives, so that another spelling is no change, nor is what follows from asked cells.
    Raises LayoutError where most are otherwise: it is another workbook.
    """
    mine, theirs = key.book.workings, book.workings
    given = [
        cell
        for cell in sorted(key.forward(list(asked)))
        if mine.is_formula[cell]
        and cell not in asked
        and there[cell] != NOWHERE
        and key.book.cells.kinds[cell] == NUMBER
    ]
    odd = [cell for cell in given if _plain(mine.text(cell)) != _plain(theirs.text(int(there[cell])))]
    if odd:
        cells = seen()
        held = np.stack([numbers(one, there[odd]) for one in cells])
        wanted = np.stack([of_key(key, odd, there, one) for one in cells])
        with np.errstate(invalid="ignore"):
            same = (np.abs(held - wanted) <= _ALIKE * np.maximum(1.0, np.abs(wanted))) | np.isnan(wanted)
        odd = [cell for cell, one in zip(odd, np.asarray(same.all(axis=0)), strict=True) if not one]
    if len(odd) > _FEW and 2 * len(odd) >= len(given):
        raise LayoutError(
            f"this is another workbook than the key: {len(odd)} of {len(given)} given formulas have other results",
            remedy="give with --key the workbook that the exercise was made from",
        )
    numbered = [
        cell
        for cell in key.forward(list(asked))
        if mine.is_number(cell) and there[cell] != NOWHERE and cell not in asked
        if not theirs.is_number(int(there[cell]))
        or (cell in key.kept and book.cells.x[there[cell]] != key.book.cells.x[cell])
    ]
    return sorted([*odd, *numbered])


def _plain(formula: str) -> str:
    return "".join(formula.split()).upper()


def of_key(key: Key, asked: Sequence[int], there: Indices, theirs: Cells) -> Numbers:
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
    return numbers(found, np.array(asked))
