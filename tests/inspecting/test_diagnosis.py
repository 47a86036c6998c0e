"""Usual mistakes, made on purpose in good workbooks: each that changes a gradient is found, and called by its name."""

import random
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from sheetnet.inspecting.checking import CheckResult, check
from sheetnet.inspecting.workings import Workings
from tests.inspecting.books import ARCHITECTURES, LAYOUTS, SHEET, Book, book
from tests.inspecting.mutants import Mutant, mutants

QUICK = [("2-2-2", "block"), ("2-1", "rows"), ("2-3-1 binary", "block")]
ALL = [(name, layout) for name in ARCHITECTURES for layout in LAYOUTS]


def gradients(made: Book) -> np.ndarray:
    cells = Workings(made.grid()).cells
    places = [at for role, lines in made.roles.items() if role[0] == "g" for line in lines for at in line]
    found = [cells.index(SHEET, *at) for at in places]
    return np.where(cells.kinds[found] == 1, cells.x[found], np.nan)


def changes(mutant: Mutant, before: np.ndarray) -> bool:
    with np.errstate(invalid="ignore"):
        return not (np.abs(gradients(mutant.book) - before) <= 1e-6).all()


def is_found(outcome: CheckResult) -> bool:
    """A mistake is told, or that all gradients are a factor of the derivative."""
    return not outcome.agrees or any(one.factor != 1 for one in outcome.checked)


def is_named(outcome: CheckResult, mutant: Mutant) -> bool:
    if outcome.agrees:
        return mutant.names[0] in ("factor_two", "half_too_much", "mean_for_sum", "sum_for_mean") and is_found(outcome)
    return outcome.diagnoses[0].kind in mutant.names


def tried(some: Sequence[tuple[Book, Mutant]]) -> tuple[int, list[str], list[str]]:
    """(how many mistakes change a gradient, those not found, those with another name)."""
    count, missed, misnamed = 0, [], []
    before: dict[int, np.ndarray] = {}
    for made, mutant in some:
        if id(made) not in before:
            before[id(made)] = gradients(made)
        if not changes(mutant, before[id(made)]):
            continue
        count += 1
        what = f"{made.architecture.sizes} {made.architecture.head} {made.layout}: {mutant.what}"
        outcome = check(mutant.book.grid())
        if not is_found(outcome):
            missed.append(what)
        elif not is_named(outcome, mutant):
            misnamed.append(f"{what}: {outcome.diagnoses[0].kind if outcome.diagnoses else 'a factor'}")
    return count, missed, misnamed


def every_mutant(books: Sequence[tuple[str, str]]) -> list[tuple[Book, Mutant]]:
    return [(made, one) for made in (book(*place) for place in books) for one in mutants(made)]


@pytest.mark.few(1)
@pytest.mark.parametrize(("name", "layout"), QUICK)
def test_a_usual_mistake_is_found_and_named(name: str, layout: str) -> None:
    count, missed, misnamed = tried(every_mutant([(name, layout)])[::8])

    assert missed == []
    assert len(misnamed) <= 0.1 * count, misnamed


@pytest.mark.full
def test_of_mistakes_in_thirty_workbooks_all_are_found_and_nine_of_ten_named() -> None:
    """A draw of them; ``python -m tests.inspecting.test_diagnosis`` tries all, in some minutes."""
    some = random.Random(14).sample(every_mutant(ALL), 90)

    count, missed, misnamed = tried(some)

    assert count > 60
    assert missed == []
    assert len(misnamed) <= 0.1 * count, misnamed


def test_there_are_at_least_25_kinds_of_mistakes_in_the_mutants() -> None:
    kinds = {mutant.names[0] for name, layout in ALL for mutant in mutants(book(name, layout))}

    assert len(kinds) >= 25


def test_a_mistake_that_was_copied_is_told_once_with_its_cells() -> None:
    made = book("2-2-2", "block")
    mutant = next(one for one in mutants(made) if one.what == "sigma' of another unit, all")

    (diagnosis,) = check(mutant.book.grid()).diagnoses

    assert diagnosis.kind == "slope_of_other_unit"
    assert len(diagnosis.cells) == len(mutant.cells) == 12


def test_what_is_wrong_only_because_of_another_cell_is_counted_and_not_accused() -> None:
    made = book("3-3-3-2", "block")
    mutant = next(one for one in mutants(made) if one.what == "sigma' left out, one")

    outcome = check(mutant.book.grid())

    (diagnosis,) = outcome.diagnoses
    assert diagnosis.cells == (f"{SHEET}!{address(mutant)}",)
    assert diagnosis.follows == 4  # the gradients of the three weights and the threshold of that unit


def address(mutant: Mutant) -> str:
    from tests.inspecting.books import a1

    return a1(mutant.cells[0])


def test_the_edit_that_is_told_mends_the_workbook() -> None:
    made = book("3-2-1", "block")
    mutant = next(one for one in mutants(made) if one.what == "another unit's delta in layer 1, one")
    (diagnosis,) = check(mutant.book.grid()).diagnoses

    mended = mutant.book.copy()
    mended.cells[mutant.cells[0]] = f"={diagnosis.formula}"

    assert diagnosis.what == "exchange"
    assert check(mended.grid()).agrees


if __name__ == "__main__":
    found = tried(every_mutant(ALL))
    sys.stdout.write(f"{found[0]} mistakes; not found: {found[1]}; called otherwise: {found[2]}\n")
