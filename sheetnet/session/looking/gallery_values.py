"""What the formulas of sheet Gallery must show: every case read at the iteration asked for, misread ones first."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.session.looking.case_values import pass_values
from sheetnet.session.looking.looked_back import Then, as_joined
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks import transfer
from sheetnet.sheet.blocks.gallery import GalleryPlaces
from sheetnet.sheet.blocks.settings import HEADS, HIDDEN
from sheetnet.sheet.cells import Area, Rows, Value
from sheetnet.sheet.formulas.gallery import LAST, GalleryFormulas


class _Read(NamedTuple):
    """How each case is read: its number in the order of the pictures, and the numbers of two classes, all from 0."""

    order: list[int]
    chosen: list[int]
    wanted: list[int]
    outputs: Array


def gallery_values(
    problem: Problem, formulas: GalleryFormulas, seen: Then | tuple[Array, int], classes: Sequence[Value]
) -> dict[Area, Rows]:
    """Area -> rows of values: of what is looked back at, or of the present parameters after so many updates."""
    places = formulas.places
    found: dict[Area, Rows] = {}
    if isinstance(seen, Then):
        found |= _looked_back(problem, places, seen)
        parameters, iteration = seen.parameters, seen.shown
    else:
        parameters, iteration = seen
        found[places.helper("shown")] = [[iteration]]
    with np.errstate(over="ignore", invalid="ignore"):
        z = problem.network.outputs(parameters, problem.x)
    if not np.isfinite(z).all():
        return {}
    read = _read(problem, z)
    misread = sum(one != other for one, other in zip(read.chosen, read.wanted, strict=True))
    words = [as_joined(word) for word in classes]
    lowest, highest = float(problem.x.min()), float(problem.x.max())
    highest = max(highest, lowest + 1e-9)
    for name, value in (("lowest", lowest), ("highest", highest), ("misread", misread)):
        found[places.helper(name)] = [[value]]
    right = [int(one == other) for one, other in zip(read.chosen, read.wanted, strict=True)]
    found[places.passes["right"]] = [[one] for one in right]
    found[places.passes["key"]] = [[case + LAST * one] for case, one in enumerate(right, 1)]
    tints = [max(0.0, min(1.0, 1.0 - float(z[case, read.wanted[case]]))) for case in read.order]
    slots: Rows = [
        [case + 1, read.chosen[case] + 1, read.wanted[case] + 1, 1 - right[case], tint]
        for case, tint in zip(read.order, tints, strict=False)
    ]
    found[places.slots] = slots[: places.slots.height]
    for slot, (case, tint) in enumerate(zip(read.order[: places.slots.height], tints, strict=False)):
        picture = places.picture(slot)
        taken = "" if right[case] else f"→{words[read.chosen[case]]}"
        found[picture.part(-1, 0)] = [[f"{case + 1} {words[read.wanted[case]]}{taken}"]]
        ink = np.where(problem.x[case] > lowest, (problem.x[case] - lowest) / (highest - lowest), -tint)
        pixels: Rows = ink.reshape(picture.height, picture.width).tolist()
        found[picture] = pixels
    return found | {places.status: [[formulas.said(as_joined(iteration), misread)]]}


def _read(problem: Problem, z: Array) -> _Read:
    """As formulas read them: the largest output, the first of several."""
    chosen, wanted = z.argmax(axis=1), problem.t.argmax(axis=1)
    order = np.argsort(chosen == wanted, kind="stable")
    return _Read(order.tolist(), chosen.tolist(), wanted.tolist(), z)


def _looked_back(problem: Problem, places: GalleryPlaces, then: Then) -> dict[Area, Rows]:
    """The three helpers, the method, the parameters and the pass of the iteration that is shown."""
    layout, geometry = problem.layout, problem.layout.geometry
    method = problem.method if layout.has_settings else {"hidden": HIDDEN[0], "head": HEADS[0]}
    helpers: dict[str, Value] = {"known": then.known, "place": then.place, "shown": then.shown}
    helpers |= {"hidden_number": HIDDEN.index(method["hidden"]) + 1, "head_number": HEADS.index(method["head"]) + 1}
    found: dict[Area, Rows] = {places.helper(name): [[value]] for name, value in helpers.items()}
    blank: Rows = [[None] * geometry.width for _ in range(geometry.height)]
    found[places.block] = transfer.block_with(blank, geometry, then.parameters.tolist())
    values = pass_values(problem, then.parameters)
    return found | {area: values[name] for name, area in places.passes.items() if name in values}
