"""Usual mistakes, made on purpose in good workbooks: each that changes a gradient is found, and called by its name."""

import numpy as np
import pytest

from sheetnet.inspecting.checking import Outcome, check
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


def is_found(outcome: Outcome) -> bool:
    """A mistake is told, or that all gradients are a factor of the derivative."""
    return not outcome.agrees or any(one.factor != 1 for one in outcome.checked)


def is_named(outcome: Outcome, mutant: Mutant) -> bool:
    if outcome.agrees:
        return mutant.names[0] in ("factor_two", "half_too_much", "mean_for_sum", "sum_for_mean") and is_found(outcome)
    return outcome.diagnoses[0].kind in mutant.names


def tried(name: str, layout: str, every: int = 1) -> tuple[int, list[str], list[str]]:
    """(how many mistakes change a gradient, those not found, those with another name)."""
    made = book(name, layout)
    before = gradients(made)
    live = [one for one in mutants(made) if changes(one, before)][::every]
    missed, misnamed = [], []
    for mutant in live:
        outcome = check(mutant.book.grid())
        if not is_found(outcome):
            missed.append(mutant.what)
        elif not is_named(outcome, mutant):
            misnamed.append(f"{mutant.what}: {outcome.diagnoses[0].kind if outcome.diagnoses else 'a factor'}")
    return len(live), missed, misnamed


@pytest.mark.few(1)
@pytest.mark.parametrize(("name", "layout"), QUICK)
def test_a_usual_mistake_is_found_and_named(name: str, layout: str) -> None:
    count, missed, misnamed = tried(name, layout, every=4)

    assert missed == []
    assert len(misnamed) <= 0.1 * count, misnamed


@pytest.mark.full
def test_of_every_twentieth_mistake_in_thirty_workbooks_nine_of_ten_are_named_and_one_in_fifty_is_missed() -> None:
    results = {one: tried(*one, every=20) for one in ALL}

    count = sum(found[0] for found in results.values())
    missed = {one: found[1] for one, found in results.items() if found[1]}
    misnamed = {one: found[2] for one, found in results.items() if found[2]}
    assert count > 60
    assert sum(map(len, missed.values())) <= 0.02 * count, missed
    assert sum(map(len, misnamed.values())) <= 0.1 * count, misnamed


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
