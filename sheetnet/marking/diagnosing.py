"""Why a cell is wrong: the one edit that makes its formula what the key's gives, or what stands there instead."""

import re

import numpy as np

from sheetnet.graph.cells import NOWHERE, Indices
from sheetnet.graph.values import ERROR, ERRORS, NUMBER, TEXT
from sheetnet.inspecting.backward import Role
from sheetnet.inspecting.diagnosis import Diagnosis
from sheetnet.inspecting.points import Points
from sheetnet.inspecting.repair import repair, siblings
from sheetnet.inspecting.scene import Scene
from sheetnet.inspecting.trees import references, written
from sheetnet.inspecting.workings import Workings
from sheetnet.marking.books import ComputedBook
from sheetnet.marking.inputs import WHOLE
from sheetnet.marking.key import Key
from sheetnet.marking.verdicts import CONSTANT, WRONG, Judged

_SEARCHED = 12  # different formulas of a submission for which an edit is searched in vain
_AGREE = 3  # formulas of a block and a form that are wrong in one way: the others are too
_REFERENCE = re.compile(r"\$?[A-Z]{1,3}\$?\d+")


def diagnosed(key: Key, book: ComputedBook, judged: Judged) -> dict[int, Diagnosis]:
    """Of each wrong or constant cell of a submission, by its place in the list of verdicts, what is wrong."""
    found: dict[int, Diagnosis] = {}
    groups: dict[int, list[int]] = {}
    workings = book.workings
    for number, one in enumerate(judged.verdicts):
        if one.verdict == CONSTANT:
            found[number] = _instead(workings, number, judged)
        elif one.verdict == WRONG:
            plain = workings.alike[one.cell] >= 0 and book.cells.kinds[one.cell] == NUMBER
            if plain:
                groups.setdefault(int(workings.alike[one.cell]), []).append(number)
            else:
                found[number] = _instead(workings, number, judged)
    if groups:
        around = _theirs(key.scene, workings, judged.to_theirs)
        points = Points.of(workings, judged.points)
        alike: dict[tuple[str, float], Diagnosis] = {}
        forms: dict[tuple[str, str], list[Diagnosis]] = {}
        vain = 0
        for members in groups.values():
            sign = judged.verdicts[members[0]].block, _factor(points, judged, members[0])
            form = forms.setdefault((sign[0], _form(workings, judged, members[0])), [])
            told = alike.get(sign) or _agreed(form)
            if told is None:
                told = _searched(key, points, around, judged, members, search=vain < _SEARCHED)
                form.append(told)
                vain += not told.formula
                if np.isfinite(sign[1]):
                    alike[sign] = told._replace(what="", old="", new="", formula="")
            found |= dict.fromkeys(members, told)
    return found


def _form(workings: Workings, judged: Judged, number: int) -> str:
    """A formula without what it refers to."""
    return _REFERENCE.sub("#", workings.text(judged.verdicts[number].cell))


def _agreed(form: list[Diagnosis]) -> Diagnosis | None:
    """What is wrong with a formula as with all others of its form, without the edit; None where these do not agree."""
    kinds = {one.kind for one in form if one.formula}
    if len(form) < _AGREE or len(kinds) != 1 or any(not one.formula for one in form):
        return None
    return form[0]._replace(what="", old="", new="", formula="")


def _factor(points: Points, judged: Judged, number: int) -> float:
    """How many times too large a cell is, to nine digits; NaN where that is not the same at all inputs."""
    values, wanted = points.values(judged.verdicts[number].cell), judged.given[:, number]
    with np.errstate(all="ignore"):
        factors = (values / wanted)[np.abs(wanted) > 0]
    same = len(factors) > 1 and np.ptp(factors) <= 1e-9 * np.abs(factors).max()
    return float(f"{factors[0]:.9g}") if same else np.nan


def _instead(workings: Workings, number: int, judged: Judged) -> Diagnosis:
    """What stands in a cell that holds no number of a formula's."""
    one = judged.verdicts[number]
    kind, cells, old = "constant_over_formula", workings.cells, ""
    if one.cell in workings.evaluation.trouble:
        kind, old = "not_understood", workings.evaluation.trouble[one.cell]
    elif cells.kinds[one.cell] == ERROR:
        kind, old = "error_value", ERRORS[int(cells.x[one.cell])]
    elif cells.kinds[one.cell] == TEXT:
        kind, old = "text_for_formula", str(cells.texts[one.cell])
    address = workings.address(one.cell)
    return Diagnosis(kind, (address,), workings.text(one.cell), "", "", old, "", one.held, one.wanted, 0)


def _searched(
    key: Key, points: Points, around: Scene, judged: Judged, members: list[int], *, search: bool
) -> Diagnosis:
    """The mistake of formulas that differ by their place alone."""
    workings = points.workings
    speaking = [number for number in members if np.abs(np.nan_to_num(judged.given[:, number])).min() > 0]
    head = next(iter(speaking), members[0])
    one, target = judged.verdicts[head], judged.given[:, head]
    group, _ = workings.group(one.cell)
    if group.area is not None:
        by_cell = {judged.verdicts[number].cell: judged.given[:, number] for number in members}
        nothing = np.full(len(points), np.nan)
        target = np.stack([by_cell.get(int(cell), nothing) for cell in group.indices], axis=1)
    role = Role(int(judged.to_theirs[key.derivative_by.get(one.key, one.key)]), 1.0)
    pool = [*_meant(key, judged, one.key), *siblings(around, one.cell, role)]
    whole = Points.of(workings, points.cells[WHOLE])  # z - t is softmax's error only where the targets' sum is 1
    mended = None
    if search:
        mended = repair(points, around, one.cell, target, role, pool) or repair(
            whole, around, one.cell, target[WHOLE], role, pool
        )
    cells = (workings.address(one.cell),)
    was = workings.text(one.cell)
    if mended is None:
        return Diagnosis("not_the_key", cells, was, "", "", "", "", one.held, one.wanted, 0)
    sheet, edit = workings.cells.address(one.cell)[0], mended.edit
    old, new = ("" if part is None else written(part, sheet) for part in (edit.old, edit.new))
    return Diagnosis(mended.kind, cells, was, written(edit.tree, sheet), edit.what, old, new, one.held, one.wanted, 0)


def _meant(key: Key, judged: Judged, cell: int) -> list[int]:
    """The first cells of what the key's formula refers to, in the submission."""
    tree = key.book.workings.tree(cell)
    first = [cells[0] for one in references(tree) if (cells := key.scene.cells(one))] if tree is not None else []
    return [there for one in first if (there := int(judged.to_theirs[one])) != NOWHERE]


def _theirs(scene: Scene, workings: Workings, there: Indices) -> Scene:
    """The key's scene in the cells of a submission."""

    def one(cell: int) -> int:
        return int(there[cell])

    def led(table: dict[int, int]) -> dict[int, int]:
        return {one(cell): one(other) for cell, other in table.items() if one(cell) != NOWHERE}

    return scene._replace(
        workings=workings,
        parameters={one(cell): block for cell, block in scene.parameters.items() if one(cell) != NOWHERE},
        updated=led(scene.updated),
        earlier=led(scene.earlier),
        gradients=frozenset(map(one, scene.gradients)),
        deltas=led(scene.deltas),
        forward=frozenset(map(one, scene.forward)),
        outputs=led(scene.outputs),
        targets=led(scene.targets),
    )
