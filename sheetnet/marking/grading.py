"""One submission, marked: read, compared with the key, and told in one record. The file itself is only read."""

import math
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import LayoutError
from sheetnet.graph.cells import NOWHERE
from sheetnet.inspecting import wording
from sheetnet.inspecting.diagnosis import Diagnosis
from sheetnet.marking.alignment import aligned
from sheetnet.marking.attempts import ALONE, Handed
from sheetnet.marking.books import ComputedBook, book_of
from sheetnet.marking.diagnosing import diagnosed
from sheetnet.marking.exercise import Asked
from sheetnet.marking.key import Key
from sheetnet.marking.rubric import Recorded, Rubric, recorded
from sheetnet.marking.verdicts import CONSTANT, MISSING, RIGHT, VERDICTS, Verdict, judge
from sheetnet.saying import told_in
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.words.languages import LANGUAGES, in_language
from sheetnet.sheet.words.marking import CLASS
from sheetnet.sheet.words.marking import VERDICTS as WORDS


class Marked(NamedTuple):
    """A cell with its verdict, its points and of how many, and what is wrong, if anything is."""

    place: str
    key: str  # the same cell in the key
    verdict: Verdict
    points: float
    worth: float
    formula: str
    diagnosis: Diagnosis | None
    trouble: str = ""  # why it was judged by its saved number alone


class Marks(NamedTuple):
    """The marks of a submission: the student's number, what its cells earned of how many points, and every cell."""

    student: str
    earned: float
    total: float
    cells: tuple[Marked, ...]
    rubric: Rubric
    own: str = ""  # the same of submissions with the same initial values and data
    own_cells: Mapping[str, float] = MappingProxyType({})  # the first of these
    handed: Handed = ALONE
    changed: tuple[str, ...] = ()  # cells that were given otherwise
    told: bool = True  # whether anything said what was asked, or else each cell that differs from the key

    @property
    def points(self) -> float:
        """What is left of the earned points when lateness and further attempts are paid for."""
        return max(0.0, self.earned - self.handed.cost(self.rubric.rules) * self.total)

    @property
    def share(self) -> float:
        """The share of the points, 0 to 1."""
        return self.points / self.total if self.total else 0.0


def grade(grid: Grid, key: Key, exercise: Recorded | None = None, handed: Handed = ALONE) -> Marks:
    """Mark a submission.

    What is asked stands in the `exercise`, else in the submission; where neither says so, it is every cell in which the
    submission differs from the key. Raises LayoutError where neither says so and it has none of them, another workbook,
    or all of them.
    """
    mine = recorded(grid)
    told = exercise if exercise is not None and exercise.asked else mine
    book = book_of(grid)
    asked = _asked(key, told.asked) if told.asked else _differing(key, book)
    rubric = told.rubric
    if not asked and told.asked:
        raise LayoutError(
            f"the key has no formulas in {told.asked[0].area}, where the exercise asks for them: "
            "it may be the exercise itself",
            remedy="give with --key the workbook with the right formulas",
        )
    if not asked:
        raise LayoutError(
            "nothing says what is asked here, and every formula is that of the key: it may be the key itself",
            remedy="say with --exercise which workbook was handed out, or take it out of the folder",
        )
    judged = judge(key, book, asked, rubric.tolerance)
    every = len(asked) == np.count_nonzero(key.book.workings.is_formula)
    if every and not told.asked and all(one.verdict == MISSING for one in judged.verdicts):
        raise LayoutError(
            f"this is another workbook than the key: none of the key's {len(asked)} formulas has anything in its place",
            remedy="say with --exercise which workbook was handed out if it is an empty one",
        )
    wrong = diagnosed(key, book, judged)
    points = rubric.of(judged.verdicts)
    worth = rubric.of([one._replace(verdict=RIGHT) for one in judged.verdicts])
    cells = tuple(
        Marked(
            _place(key, book, one),
            key.book.workings.address(one.key),
            one,
            got,
            of,
            _held(book, one),
            wrong.get(number),
            book.workings.evaluation.trouble[one.cell] if one.saved else "",
        )
        for number, (one, got, of) in enumerate(zip(judged.verdicts, points, worth, strict=True))
    )
    return Marks(
        mine.student,
        sum(points),
        sum(worth),
        cells,
        rubric,
        judged.own,
        judged.own_cells,
        handed,
        judged.changed,
        bool(told.asked),
    )


def _place(key: Key, book: ComputedBook, one: Verdict) -> str:
    if one.cell == NOWHERE:
        return key.book.workings.address(one.key)
    return book.workings.address(one.cell)


def _held(book: ComputedBook, one: Verdict) -> str:
    """What stands in a cell: its formula without the equals sign, or the number or text in its place."""
    if one.cell == NOWHERE:
        return ""
    if book.workings.is_formula[one.cell] or one.verdict != CONSTANT:
        return book.workings.text(one.cell)
    value = book.cells.value(one.cell)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _asked(key: Key, blocks: Sequence[Asked]) -> dict[int, str]:
    return {cell: one.block for one in blocks for cell in key.formulas_in(one.area)}


def _differing(key: Key, book: ComputedBook) -> dict[int, str]:
    """The key's formulas that a submission has not, or has otherwise."""
    there = aligned(key.book, book)
    cells = np.flatnonzero(key.book.workings.is_formula)
    mine, theirs = key.book.workings, book.workings
    return {
        int(cell): key.block_of(int(cell))
        for cell in cells.tolist()
        if _text(mine.text(int(cell))) != _text(theirs.text(int(there[cell])))
    }


def _text(formula: str) -> str:
    return "".join(formula.split()).upper()


FIELDS = frozenset(
    {"student", "share", "points", "of", "deducted", "handed_in", "handed_in_by", "due", "days_late"}
    | {"attempt", "attempts", "rules", "verdicts", "own", "own_cells", "changed", "asked_by", "rubric"}
    | {"tolerance", "cells"}
)
"""What a record says; one that another release noted may lack some of it."""


def as_record(marks: Marks, language: str = "en") -> dict[str, Any]:
    """The marks as JSON has them: `share`, the points, how many cells have which verdict, and every cell."""
    rules, handed = marks.rubric.rules, marks.handed
    counts = {word: sum(one.verdict.verdict == word for one in marks.cells) for word in VERDICTS}
    return {
        "student": marks.student,
        "share": round(marks.share, 9),
        "points": round(marks.points, 9),
        "of": round(marks.total, 9),
        "deducted": round(marks.earned - marks.points, 9),
        "handed_in": handed.at.isoformat(timespec="seconds") if handed.at else None,
        "handed_in_by": handed.by,
        "due": handed.due.isoformat(timespec="seconds") if handed.due else None,
        "days_late": handed.days_late,
        "attempt": handed.attempt,
        "attempts": handed.attempts,
        "rules": {
            "counts": rules.counts,
            "allowed": rules.allowed if math.isfinite(rules.allowed) else None,
            "further": rules.further,
            "late": rules.late,
        },
        "verdicts": counts,
        "own": marks.own,
        "own_cells": dict(marks.own_cells),
        "changed": list(marks.changed),
        "asked_by": "exercise" if marks.told else "difference",
        "rubric": fingerprint(marks),
        "tolerance": marks.rubric.tolerance,
        "cells": [_cell(one, language) for one in marks.cells],
    }


def fingerprint(marks: Marks) -> str:
    """The same of submissions with the same points, shares and rules, of which the same cells are asked."""
    rubric = marks.rubric
    asked = sorted((one.key, one.verdict.block) for one in marks.cells) if marks.told else None
    told = sorted(rubric.points.items()), sorted(rubric.earns.items()), rubric.tolerance, str(rubric.rules), asked
    return sha256(repr(told).encode()).hexdigest()[:12]


def _cell(one: Marked, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "cell": one.place,
        "key": one.key,
        "block": one.verdict.block,
        "verdict": one.verdict.verdict,
        "points": round(one.points, 9),
        "formula": one.formula,
    }
    if one.diagnosis is not None:
        found |= {
            "mistake": one.diagnosis.kind,
            "message": message(one, language),
            "remedy": wording.edit(one.diagnosis, language),
        }
    if one.trouble:
        found |= {"by_saved_number": True, "message": message(one, language)}
    return found


def called(verdict: str, language: str = "en") -> str:
    """What a verdict is called, in a report, in a comment and in the terminal."""
    return WORDS[verdict][LANGUAGES.index(language)]


def message(one: Marked, language: str = "en") -> str:
    """What a student is told of a cell, in one line."""
    words = called(one.verdict.verdict, language)
    if one.trouble:
        return f"{words}: " + in_language(CLASS, language)["by_saved"].format(reason=told_in(language, one.trouble))
    if one.diagnosis is None:
        return words
    if one.verdict.verdict == CONSTANT:  # it says itself what is wrong, or the mistake does
        return words if one.diagnosis.kind == "constant_over_formula" else wording.mistake(one.diagnosis, language)
    joint = "; " if language == "en" else "。"
    parts = [wording.mistake(one.diagnosis, language), wording.edit(one.diagnosis, language)]
    return f"{words}: " + joint.join(part for part in parts if part)
