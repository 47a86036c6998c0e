"""What inspect and check say of a workbook that sheetnet did not make."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sheetnet.cli.printing.terminal import bold, fail
from sheetnet.saying import said

if TYPE_CHECKING:
    from sheetnet.inspecting.checking import Checked, CheckResult
    from sheetnet.inspecting.diagnosis import Diagnosis
    from sheetnet.inspecting.places import Found

_PLACES = 3


def print_found(found: "Sequence[Found]", language: str) -> None:
    """The map, a line a kind of cell."""
    from tabulate import tabulate

    from sheetnet.inspecting import wording

    rows = [
        (wording.role(one, language), _listed(one.places), wording.sure(one, language), wording.why(one, language))
        for one in found
    ]
    print(tabulate(rows, [*map(said, ("what", "where", "sure", "why"))], tablefmt="simple", disable_numparse=True))


def _listed(places: Sequence[str]) -> str:
    more = len(places) - _PLACES
    return ", ".join(places[:_PLACES]) + (said(" and {} more", more) if more > 0 else "")


def found_as_json(one: "Found", language: str) -> dict[str, Any]:
    from sheetnet.inspecting import wording

    why = wording.why(one, language)
    return {"what": one.role, "where": list(one.places), "sure": one.sure, "why": why, **dict(one.facts)}


def print_outcome(name: str, outcome: "CheckResult", language: str) -> None:
    """What was compared, then each mistake once."""
    from sheetnet.inspecting import wording

    for one in outcome.checked:
        print(f"{_listed(one.gradients)}: {_compared(one)}")
    for diagnosis in outcome.diagnoses:
        fail(f"{name}: {wording.sentence(diagnosis, language)}")
    wrong = sum(one.wrong * (one.alike + 1) for one in outcome.checked)
    count = sum(one.cells * (one.alike + 1) for one in outcome.checked)
    follows = sum(max((each.follows for each in one.diagnoses), default=0) for one in outcome.checked)
    if outcome.agrees:
        print(bold(said("all {} gradients are the derivative of the loss", f"{count:,}")))
    elif count:
        later = said(", {} cells only because of those named", follows) if follows else ""
        sentence = "{} of {} gradients are not the derivative of the loss{}"
        print(bold(said(sentence, f"{wrong:,}", f"{count:,}", later)))


def _compared(one: "Checked") -> str:
    where = _listed(one.loss) if one.loss else said("the formula")
    if one.loss and one.kind != "cell":
        where = said("{} of {}", said(one.kind), where)
    times = "" if abs(one.factor - 1) < 1e-6 else said("{} times ", f"{one.factor:.6g}")
    alike = said(", and {} steps with the same formulas", one.alike) if one.alike else ""
    sentence = "{} of {} are {}the derivative of {} at {} inputs{}"
    return said(sentence, one.cells - one.wrong, one.cells, times, where, one.points, alike)


def outcome_as_json(outcome: "CheckResult", language: str) -> dict[str, Any]:
    return {
        "agree": outcome.agrees,
        "found": [found_as_json(one, language) for one in outcome.found],
        "checked": [_checked_as_json(one) for one in outcome.checked],
        "mistakes": [_diagnosis_as_json(one, language) for one in outcome.diagnoses],
    }


def _checked_as_json(one: "Checked") -> dict[str, Any]:
    return {
        "loss": list(one.loss),
        "kind": one.kind,
        "gradients": list(one.gradients),
        "count": one.cells,
        "wrong": one.wrong,
        "factor": one.factor,
        "inputs": one.points,
        "steps": one.alike + 1,
        "largest": one.largest,
    }


def _diagnosis_as_json(one: "Diagnosis", language: str) -> dict[str, Any]:
    from sheetnet.inspecting import wording

    return {
        "kind": one.kind,
        "cell": one.cell,
        "cells": list(one.cells),
        "sentence": wording.sentence(one, language),
        "formula": one.was,
        "write": one.formula,
        "edit": wording.edit(one, language),
        "found": _finite(one.found),
        "expected": _finite(one.expected),
        "follow": one.follows,
    }


def _finite(x: float) -> float | None:
    return x if abs(x) < float("inf") else None
