"""Why a number of the network is what it is: every step from a case's inputs to a gradient, with its numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sheetnet.errors import SettingError
from sheetnet.net.activations import Array
from sheetnet.net.network import read
from sheetnet.session.chain import Chain
from sheetnet.session.earlier import moment, passes
from sheetnet.session.modelling import model_in
from sheetnet.session.plan import one_blas_thread
from sheetnet.session.problem import Problem
from sheetnet.session.spelling import Line, added_up, shown, spelled
from sheetnet.session.target import Target, target_of
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.tables.labels import word

MOST = 10  # contributions that are told one by one


class Contribution(NamedTuple):
    """What one case adds to a gradient; `case` counts from 1."""

    case: int
    label: str
    line: Line

    @property
    def pushes(self) -> str:
        """Where a step against the gradient moves the parameter."""
        return "up" if self.line.value < 0 else "down" if self.line.value > 0 else ""


class Gradient(NamedTuple):
    """A gradient split by case: the largest contributions, what the others add up to, the sum, and what E itself says.

    `total` and `others_shown` are as they can be added up; `update` is the next one where the workbook's optimiser is
    plain descent.
    """

    cases: int
    contributions: tuple[Contribution, ...]
    others: float
    others_shown: str
    value: float
    total: str
    quotient: Line
    update: Line | None


class Explanation(NamedTuple):
    """The chain from a case's inputs to a number of the network, each step as a line.

    `inputs` are what the unit looks at, as lines that add up to `s`; those that are 0 are left out. `product` is what
    the case counts in a gradient, `gradient` the sum over all cases; None of a unit's numbers.
    """

    place: str
    what: str
    iteration: int
    source: str
    case: int
    label: str
    read: str
    training: bool
    inputs: tuple[Line, ...]
    left_out: int
    s: Line
    output: Line
    errors: tuple[Line, ...]
    product: Line | None
    gradient: Gradient | None


def explain(grid: Grid, place: str, *, iteration: int | None = None, case: int | None = None) -> Explanation:
    """Explain a cell of a parameter block or of sheet Calc, or a unit: ``BP!D45``, ``Calc!D85``, ``H2``.

    `iteration` is by default the one that the workbook has come to, `case` (counted from 1) that of the cell, else the
    one that counts most. Raises SheetnetError where there is nothing to explain.
    """
    model, problem = model_in(grid)
    target = target_of(grid, problem.layout, place)
    then = moment(grid, problem, iteration)
    seen = passes(problem, then.parameters)
    chain = Chain(problem, then, seen, target, model.feature_names)
    number = _case(problem, target, chain, case)
    labels = labels_of(problem, tuple(map(word, model.classes)), problem.t)
    lines, s = chain.sum_of_inputs(number)
    inputs = added_up(lines, 0.0, s)
    with one_blas_thread():
        gradient = None if target.parameter is None else _gradient(problem, chain, labels)
    return Explanation(
        target.place,
        target.what.format(unit=chain.unit.name, input=chain.input_name),
        then.iteration,
        then.source,
        number + 1,
        labels[number],
        labels_of(problem, tuple(map(word, model.classes)), seen.outputs[-1])[number],
        bool(problem.training[number]),
        inputs.lines,
        chain.inputs_of_unit - len(lines),
        Line(f"s of {chain.unit.name}", "the sum of these", "", inputs.total, s),
        spelled(chain.output(number)),
        () if target.forward_only else tuple(map(spelled, chain.errors(number))),
        None if target.parameter is None else spelled(chain.part(number)),
        gradient,
    )


def _case(problem: Problem, target: Target, chain: Chain, asked: int | None) -> int:
    """The case that is asked for, that of the cell, or the one that counts most; counted from 0."""
    if asked is None:
        if target.case is not None:
            return target.case
        return int(chain.counted[np.abs(chain.parts[chain.counted]).argmax()])
    if not 1 <= asked <= len(problem.x):
        raise SettingError(f"expected the number of a case, 1 to {len(problem.x)}, found {asked}")
    return asked - 1


def _gradient(problem: Problem, chain: Chain, labels: Sequence[str]) -> Gradient:
    parts = chain.parts[chain.counted]
    largest = np.argsort(-np.abs(parts), kind="stable")[:MOST]
    largest = largest[parts[largest] != 0.0]
    told = [int(chain.counted[one]) for one in largest]
    total = chain.gradient
    others = total - float(parts[largest].sum())
    added = added_up([chain.part(case) for case in told], others if len(told) < len(parts) else 0.0, total)
    contributions = (Contribution(case + 1, labels[case], line) for case, line in zip(told, added.lines, strict=True))
    plain = problem.method["optimiser"] == "sgd"
    return Gradient(
        len(parts),
        tuple(contributions),
        others,
        added.rest,
        total,
        added.total,
        spelled(chain.quotient()),
        spelled(chain.update()) if plain else None,
    )


def labels_of(problem: Problem, classes: Sequence[str], numbers: Array) -> list[str]:
    """What outputs or targets, shape (cases, outputs), say in words: a class, or in a regression the numbers."""
    head = problem.network.head
    if not head.classifies:
        return [", ".join(map(shown, row)) for row in numbers.tolist()]
    return [str(n) if len(classes) == 1 else classes[n] for n in read(numbers, head.middle).tolist()]


def as_json(one: Explanation) -> dict[str, Any]:
    """The same as plain values."""
    told: dict[str, Any] = {}
    for name, value in one._asdict().items():
        told[name] = [line._asdict() for line in value] if name in ("inputs", "errors") else value
    for name in ("s", "output", "product"):
        told[name] = told[name] and told[name]._asdict()
    if one.gradient:
        found = one.gradient
        told["gradient"] = found._asdict() | {
            "contributions": [
                {"case": each.case, "label": each.label, "pushes": each.pushes, **each.line._asdict()}
                for each in found.contributions
            ],
            "quotient": found.quotient._asdict(),
            "update": found.update and found.update._asdict(),
        }
    return told
