"""A class made up: submissions with known truth, right ones in several spellings and wrong ones of every usual kind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook

from sheetnet import classroom
from sheetnet.marking.students import Student
from sheetnet.sheet.blocks.finding import find
from sheetnet.sheet.grids.file import FileGrid
from tests.inspecting.mutants import REF, moved
from tests.marking.conftest import Task
from tests.marking.disguises import hostile, inserted, renamed, with_macros
from tests.marking.submissions import Edit, hand_in
from tests.promises.hostile import bomb_that_lies

OUTPUT = re.compile(r"=-\((?P<t>[\w!]+)-(?P<z>\w+)\)\*\w+\*\(1-\w+\)")
HIDDEN = re.compile(r"=\((?P<sum>.*)\)\*(?P<h>[A-Z]+\d+)\*\(1-[A-Z]+\d+\)")
GRADIENT = re.compile(r"=SUMPRODUCT\((?P<training>[^,]+),(?P<delta>[^,]+),(?P<x>[^,]+)\)")
THRESHOLD = re.compile(r"=-SUMPRODUCT\((?P<training>[^,]+),(?P<delta>[^,]+)\)")
Formulas = Mapping[str, Mapping[str, Any]]
Rewrite = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

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


def _next(group: str, down: int = 0, along: int = 0) -> Callable[[re.Match[str]], str]:
    """A group's references led to their neighbours, in the whole formula."""
    return lambda found: found[0].replace(found[group], moved(found[group], down, along))


def _shorter(found: re.Match[str]) -> str:
    """Every range a row shorter: the last case is left out."""
    return re.sub(r":(\$?[A-Z]+\$?)(\d+)", lambda end: f":{end[1]}{int(end[2]) - 1}", found[0])


def _mean(found: re.Match[str]) -> str:
    first, last = (int(one) for one in re.findall(r"\d+", found["x"])[-2:])
    return f"{found[0]}/{last - first + 1}"


def _slope_of_next(found: re.Match[str]) -> str:
    other = moved(found["h"], 0, -1 if found["h"].startswith("H") else 1)
    return f"=({found['sum']})*{other}*(1-{other})"


def _turned(found: re.Match[str]) -> str:
    """The weights of the first three units and outputs mirrored."""
    cells = REF.findall(found["sum"])
    columns, rows = ["C", "D", "E"], [int(one[3]) for one in cells if one[0]][:3]
    own = next(one[1] for one in cells if one[0])
    at = columns.index(own)
    new = {f"${own}${row}": f"${columns[number]}${rows[at]}" for number, row in enumerate(rows)}
    return re.sub(r"\$[A-Z]+\$\d+", lambda one: new.get(one[0], one[0]), found[0])


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
    "wrong_number": (OUTPUT, r"=-(\g<t>-\g<z>)*\g<z>*(2-\g<z>)"),
    "target_of_other_case": (OUTPUT, _next("t", down=1)),
    "target_of_other_output": (OUTPUT, _next("t", along=-1)),
    "slope_left_out hidden": (HIDDEN, r"=\g<sum>"),
    "half_of_slope hidden": (HIDDEN, r"=(\g<sum>)*\g<h>"),
    "slope_with_wrong_sign hidden": (HIDDEN, r"=(\g<sum>)*\g<h>*(1+\g<h>)"),
    "other_slope hidden": (HIDDEN, r"=(\g<sum>)*(1-\g<h>^2)"),
    "sign hidden": (HIDDEN, r"=-(\g<sum>)*\g<h>*(1-\g<h>)"),
    "brackets_missing hidden": (HIDDEN, r"=\g<sum>*\g<h>*(1-\g<h>)"),
    "slope_of_other_unit hidden": (HIDDEN, _slope_of_next),
    "output_left_out hidden": (HIDDEN, lambda found: found[0].replace(found["sum"], found["sum"].rpartition("+")[0])),
    "wrong_operator hidden": (HIDDEN, lambda found: found[0].replace("+", "-", 1)),
    "delta_of_other_case hidden": (HIDDEN, lambda found: re.sub(r"(?<![$\w])([P-U])(\d+)\*", _below, found[0])),
    "transposed_weights hidden": (HIDDEN, _turned),
    "initial_weights hidden": (HIDDEN, "initial"),
    "sign gradients": (GRADIENT, r"=-SUMPRODUCT(\g<training>,\g<delta>,\g<x>)"),
    "factor_two gradients": (GRADIENT, r"=2*SUMPRODUCT(\g<training>,\g<delta>,\g<x>)"),
    "half_too_much gradients": (GRADIENT, r"=SUMPRODUCT(\g<training>,\g<delta>,\g<x>)/2"),
    "mean_for_sum gradients": (GRADIENT, _mean),
    "case_left_out gradients": (GRADIENT, _shorter),
    "input_left_out gradients": (GRADIENT, r"=SUMPRODUCT(\g<training>,\g<delta>)"),
    "off_by_one_row gradients": (GRADIENT, _next("x", down=1)),
    "delta_of_other_unit gradients": (GRADIENT, _next("delta", along=-1)),
    "sum_for_output gradients": (GRADIENT, "sums"),
    "sign thresholds": (THRESHOLD, r"=SUMPRODUCT(\g<training>,\g<delta>)"),
    "delta_of_other_unit thresholds": (THRESHOLD, _next("delta", along=-1)),
}
"""The kind, and the block where it is not in the outputs' deltas; which formulas, and what becomes of them."""


def _below(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]) + 1}*"


ACCEPTED: Mapping[str, frozenset[str]] = {
    "input_left_out": frozenset({"input_left_out", "output_left_out"}),
    "transposed_weights": frozenset({"transposed_weights", "weight_of_other_unit"}),
    "delta_of_other_unit": frozenset({"delta_of_other_unit", "error_for_delta"}),
    "wrong_operator": frozenset({"wrong_operator", "sign"}),
}
RIGHT = (
    *(f"right {n}" for n in range(len(SPELLINGS))),
    "right renamed",
    "right inserted",
    "right hostile",
    "right macro",
)
OTHERS = ("one cell", "pasted", "commas", "missing", "copied", "again")
BROKEN = ("broken nothing", "broken text", "broken half", "broken bomb")
KINDS = (*MISTAKES, *RIGHT, *OTHERS, *BROKEN)


class Submission(NamedTuple):
    """A file of the class with its truth: the cells that are no longer right, the word for them, and the mistake.

    What is computed from those is right given what came before; all else is right.
    """

    path: Path
    kind: str
    student: str
    spoiled: frozenset[str]
    verdict: str
    mistake: str

    @property
    def broken(self) -> bool:
        return self.kind.startswith("broken")


def written(formulas: Formulas, rewrites: Sequence[Rewrite]) -> dict[str, dict[str, Any]]:
    """The formulas, those of some patterns written otherwise."""

    def one(formula: str) -> str:
        return next((pattern.sub(new, formula) for pattern, new in rewrites if pattern.fullmatch(formula)), formula)

    return {sheet: {cell: one(text) for cell, text in cells.items()} for sheet, cells in formulas.items()}


def changed(before: Formulas, after: Formulas) -> frozenset[str]:
    """The cells in which something else stands now."""
    return frozenset(
        f"{sheet}!{cell}"
        for sheet, cells in before.items()
        for cell, text in cells.items()
        if after[sheet][cell] != text
    )


def rewrite(kind: str, key: Path) -> Rewrite:
    """How a mistake is made in the formulas of a key; some need to know where its blocks are."""
    pattern, new = MISTAKES[kind]
    if new not in ("initial", "sums"):
        return pattern, new
    with FileGrid(key) as grid:
        layout = find(grid)
    if new == "initial":
        down = layout["initial"].top - layout["current"].top
        return pattern, lambda found: re.sub(r"\$[A-Z]+\$\d+", lambda one: moved(one[0], down, 0), found[0])
    along = layout["sums_1"].left - layout["outputs_1"].left
    return pattern, lambda found: _next("x", along=along)(found) if "Calc!" in found["x"] else found[0]


def submissions(task: Task, folder: Path, kinds: Sequence[str]) -> Iterator[Submission]:
    """A submission of each kind; students have initial values and an order of cases of their own."""
    other: Path | None = None
    for number, kind in enumerate(kinds):
        path = folder / f"s{number:03}{'.xlsm' if kind == 'right macro' else '.xlsx'}"
        student = f"{2000 + number}"
        if kind.startswith("broken"):
            _break(path, kind.split()[1], task.exercise.read_bytes())
            yield Submission(path, kind, "", frozenset(), "", "")
            continue
        exercise = folder.parent / f"{folder.name}-out" / f"{student}.xlsx"
        exercise.parent.mkdir(exist_ok=True)
        hide = ["deltas", "gradients"]
        classroom.blank(task.key, exercise, hide, student=Student(student, ""), own_data=True)
        if kind == "copied" and other is not None:  # another's file with one's own number in it
            yield Submission(_renumbered(other, path, student), kind, student, frozenset(), "right", "")
            continue
        formulas, verdict, mistake, edit = _answers(kind, task)
        hand_in(exercise, path, formulas, edit)
        spoiled = changed(task.formulas, formulas) if verdict != "right" else frozenset()
        if kind == "again":  # an earlier try of the same student, with nothing in it
            yield Submission(
                hand_in(exercise, path.with_name(f"{path.stem}-1.xlsx"), {}), kind, student, every(task), "missing", ""
            )
        if kind == "right 0":
            other = path
        if kind == "right macro":
            with_macros(path)
        yield Submission(path, kind, student, spoiled, verdict, mistake)


def every(task: Task) -> frozenset[str]:
    return frozenset(f"{sheet}!{cell}" for sheet, cells in task.formulas.items() for cell in cells)


def _answers(kind: str, task: Task) -> tuple[dict[str, dict[str, Any]], str, str, Edit | None]:
    """(what stands in the asked cells, the verdict on those that are not right, the mistake, what else is edited)."""
    formulas, word = written(task.formulas, ()), kind.split()[0]
    outputs = [
        (sheet, cell) for sheet, cells in task.formulas.items() for cell, one in cells.items() if OUTPUT.fullmatch(one)
    ]
    if kind in MISTAKES:
        return written(task.formulas, [rewrite(kind, task.key)]), "wrong", word, None
    if word == "right":
        how = kind.split()[1]
        edit = {"renamed": renamed, "inserted": inserted, "hostile": hostile}.get(how)
        return written(formulas, SPELLINGS[int(how)] if how.isdigit() else ()), "right", "", edit
    if word == "one":
        (sheet, cell) = outputs[len(outputs) // 2]
        formulas[sheet][cell] = OUTPUT.sub(r"=(\g<t>-\g<z>)*\g<z>*(1-\g<z>)", formulas[sheet][cell])
        return formulas, "wrong", "target_minus_output", None
    if word in ("pasted", "commas", "missing"):
        for sheet, cell in outputs:
            formulas[sheet][cell] = {"pasted": 0.125, "commas": "0,125", "missing": None}[word]
        return formulas, "missing" if word == "missing" else "constant", "", None
    return formulas, "right", "", None


def _break(path: Path, how: str, whole: bytes) -> None:
    """What is no workbook, or not all of one, or one that fills the memory."""
    if how == "bomb":
        path.write_bytes(whole)
        bomb_that_lies(path)
    else:
        path.write_bytes({"nothing": b"", "text": b"PK\x03\x04 no workbook", "half": whole[: len(whole) // 2]}[how])


def _renumbered(other: Path, path: Path, student: str) -> Path:
    book = load_workbook(other)
    sheet, _, cell = book.defined_names["sheetnet_student"].attr_text.rpartition("!")
    book[sheet.strip("'")][cell.replace("$", "")].value = student
    book.save(path)
    return path
