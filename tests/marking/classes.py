"""A class made up: submissions with known truth, right ones in several spellings and wrong ones of every usual kind."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.marking.conftest import Task
from tests.marking.submissions import hand_in

OUTPUT = re.compile(r"=-\((?P<t>[\w!]+)-(?P<z>\w+)\)\*\w+\*\(1-\w+\)")
HIDDEN = re.compile(r"=\((?P<sum>.*)\)\*(?P<h>[A-Z]+\d+)\*\(1-[A-Z]+\d+\)")
GRADIENT = re.compile(r"=SUMPRODUCT\((?P<training>[^,]+),(?P<delta>[^,]+),(?P<x>[^,]+)\)")
THRESHOLD = re.compile(r"=-SUMPRODUCT\((?P<training>[^,]+),(?P<delta>[^,]+)\)")
Formulas = Mapping[str, Mapping[str, Any]]
Rewrite = tuple[re.Pattern[str], str]

SPELLINGS: tuple[tuple[Rewrite, ...], ...] = (
    (),
    ((OUTPUT, r"=(\g<z>-\g<t>)*\g<z>*(1-\g<z>)"), (HIDDEN, r"=\g<h>*(1-\g<h>)*(\g<sum>)")),
    (
        (OUTPUT, r"=PRODUCT(\g<z>-\g<t>,\g<z>,1-\g<z>)"),
        (GRADIENT, r"=SUMPRODUCT(\g<x>,\g<delta>,\g<training>)"),
        (THRESHOLD, r"=SUMPRODUCT(-\g<delta>,\g<training>)"),
    ),
    ((OUTPUT, r"=(\g<z>-\g<t>)*(\g<z>-\g<z>^2)"), (HIDDEN, r"=(\g<sum>)*(\g<h>-\g<h>*\g<h>)")),
    (
        (OUTPUT, r"=\g<z>^2-\g<t>*\g<z>-\g<z>^3+\g<t>*\g<z>^2"),
        (GRADIENT, r"=SUMPRODUCT(\g<training>*\g<delta>*\g<x>)"),
    ),
)

MISTAKES: Mapping[str, Rewrite] = {
    "target_minus_output": (OUTPUT, r"=(\g<t>-\g<z>)*\g<z>*(1-\g<z>)"),
    "slope_left_out": (OUTPUT, r"=\g<z>-\g<t>"),
    "half_of_slope": (OUTPUT, r"=-(\g<t>-\g<z>)*\g<z>"),
    "slope_with_wrong_sign": (OUTPUT, r"=-(\g<t>-\g<z>)*\g<z>*(1+\g<z>)"),
    "target_added": (OUTPUT, r"=(\g<z>+\g<t>)*\g<z>*(1-\g<z>)"),
    "factor_two": (OUTPUT, r"=-2*(\g<t>-\g<z>)*\g<z>*(1-\g<z>)"),
    "half_too_much": (OUTPUT, r"=-(\g<t>-\g<z>)*\g<z>*(1-\g<z>)/2"),
    "brackets_missing": (OUTPUT, r"=\g<z>-\g<t>*\g<z>*(1-\g<z>)"),
    "other_slope": (OUTPUT, r"=-(\g<t>-\g<z>)*(1-\g<z>^2)"),
    "slope_left_out hidden": (HIDDEN, r"=\g<sum>"),
    "half_of_slope hidden": (HIDDEN, r"=(\g<sum>)*\g<h>"),
    "slope_with_wrong_sign hidden": (HIDDEN, r"=(\g<sum>)*\g<h>*(1+\g<h>)"),
    "sign hidden": (HIDDEN, r"=-(\g<sum>)*\g<h>*(1-\g<h>)"),
    "sign gradients": (GRADIENT, r"=-SUMPRODUCT(\g<training>,\g<delta>,\g<x>)"),
    "factor_two gradients": (GRADIENT, r"=2*SUMPRODUCT(\g<training>,\g<delta>,\g<x>)"),
    "half_too_much gradients": (GRADIENT, r"=SUMPRODUCT(\g<training>,\g<delta>,\g<x>)/2"),
    "sign thresholds": (THRESHOLD, r"=SUMPRODUCT(\g<training>,\g<delta>)"),
}
"""The kind, and the block where it is not in the outputs' deltas; which formulas, and what becomes of them."""

KINDS = (*MISTAKES, *(f"right {n}" for n in range(len(SPELLINGS))), "pasted", "broken")


class Submission(NamedTuple):
    """A file of the class with its truth: the cells that are no longer right, the word for them, and the mistake.

    What is computed from those is right given what came before; all else is right.
    """

    path: Path
    kind: str
    spoiled: frozenset[str]
    verdict: str
    mistake: str


def written(formulas: Formulas, rewrites: tuple[Rewrite, ...]) -> dict[str, dict[str, Any]]:
    """The formulas, those of some patterns written otherwise."""

    def one(formula: str) -> str:
        return next((pattern.sub(new, formula) for pattern, new in rewrites if pattern.fullmatch(formula)), formula)

    return {sheet: {cell: one(text) for cell, text in cells.items()} for sheet, cells in formulas.items()}


def of(pattern: re.Pattern[str], formulas: Formulas) -> frozenset[str]:
    """The cells whose formulas are of a pattern."""
    cells = [(f"{sheet}!{cell}", text) for sheet, some in formulas.items() for cell, text in some.items()]
    return frozenset(cell for cell, text in cells if pattern.fullmatch(text))


def submissions(task: Task, folder: Path, count: int) -> Iterator[Submission]:
    """So many submissions, of every kind in turn."""
    for number in range(count):
        kind, path = KINDS[number % len(KINDS)], folder / f"s{number:03}.xlsx"
        formulas, spoiled, verdict, mistake = written(task.formulas, ()), frozenset[str](), "right", ""
        if kind == "broken":
            path.write_bytes(b"PK\x03\x04 this is no workbook")
            yield Submission(path, kind, spoiled, "", "")
            continue
        if kind.startswith("right"):
            formulas = written(task.formulas, SPELLINGS[int(kind.split()[1])])
        elif kind == "pasted":
            spoiled, verdict = of(OUTPUT, task.formulas), "constant"
            for cell in spoiled:
                sheet, _, place = cell.partition("!")
                formulas[sheet][place] = 0.125
        else:
            formulas = written(task.formulas, (MISTAKES[kind],))
            spoiled, verdict, mistake = of(MISTAKES[kind][0], task.formulas), "wrong", kind.split()[0]
        yield Submission(hand_in(task.exercise, path, formulas), kind, spoiled, verdict, mistake)
