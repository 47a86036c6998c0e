"""The health lamps of a workbook: whether each is lit, what is wrong and what to do; and what their cells show."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.health import (
    LAMPS,
    Curve,
    Facts,
    at_one_end,
    of_the_curve,
    outside_the_middle,
    twins,
)
from sheetnet.session.method_values import best_constant
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.lamps import FACTS, TAIL, keys_of
from sheetnet.sheet.blocks.trace import TraceSheet
from sheetnet.sheet.cells import LAST_ROW, Rows, Value
from sheetnet.sheet.grid import Grid


class Lamp(NamedTuple):
    """A health lamp: its key, whether it is lit, and if so what is wrong and the remedy, with the numbers in them.

    `numbers` are those two numbers as text, by which both are said in another language.
    """

    key: str
    is_lit: bool
    sentence: str
    remedy: str
    numbers: tuple[str, str]

    def said(self, language: str) -> tuple[str, str, str]:
        """Its name, the sentence and the remedy in a language."""
        from sheetnet.sheet.words.languages import words  # where no lamp is lit nobody needs them

        say = words(language)
        sentence, remedy = (
            say[f"lamp_{self.key}_{part}"].format(number)
            for part, number in zip(("say", "do"), self.numbers, strict=True)
        )
        return say[f"lamp_{self.key}"], sentence, remedy

    def summary(self) -> dict[str, Any]:
        """What programs are told of it."""
        return {
            "key": self.key,
            "lit": self.is_lit,
            "sentence": self.sentence,
            "remedy": self.remedy,
            "numbers": list(self.numbers),
        }

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> "Lamp":
        """The same from what programs are told."""
        one, other = summary["numbers"]
        return cls(summary["key"], summary["lit"], summary["sentence"], summary["remedy"], (one, other))


def lamps(facts: Facts, problem: Problem, eta: float | None = None) -> tuple[Lamp, ...]:
    """Every lamp that a network of these sizes can have; `eta` is that of the workbook, or of a run."""
    eta = problem.eta if eta is None else eta
    return tuple(_lamp(key, facts, eta) for key in keys_of(problem.layout.geometry))


def _lamp(key: str, facts: Facts, eta: float) -> Lamp:
    numbers = _said(key, facts), _remedied(key, facts, eta)
    is_lit = LAMPS[key](facts)
    lamp = Lamp(key, is_lit, "", "", numbers)
    if not is_lit:
        return lamp
    _, sentence, remedy = lamp.said("en")
    return lamp._replace(sentence=sentence, remedy=remedy)


def _said(key: str, facts: Facts) -> str:
    """The number in a lamp's sentence."""
    numbers = {
        "unscaled": int(facts.reach),
        "identical": int(facts.twins.sum()),
        "saturated": int(facts.ends.sum()),
        "rising": facts.lowest_at,
        "test": facts.test_at,
        "constant": int((facts.spreads == 0).sum()),
    }
    return str(numbers.get(key, ""))


def _remedied(key: str, facts: Facts, eta: float) -> str:
    """The number in its remedy, as a command line takes it."""
    if key == "eta":
        return np.format_float_positional(min(eta / 10, 0.05), 15, unique=False, fractional=False, trim="-")
    return _said(key, facts) if key in ("rising", "test") else ""


def curve_of(grid: Grid, problem: Problem) -> Curve:
    """What sheet Trace says of E, as far as the formulas look."""
    if "trace" not in problem.layout:
        return curve_from([])
    return curve_from(TraceSheet(grid, problem.layout).basic(REACH))


def curve_from(rows: Rows) -> Curve:
    """The same from the rows of a trace."""
    numbers = [[_number(value) for value in row] for row in rows[:REACH]]
    if not numbers:
        return Curve(*(np.zeros(0),) * 3)
    columns = np.array(numbers).T
    test = columns[4] if len(columns) > 4 else np.full(len(numbers), np.nan)
    return Curve(columns[0], columns[1], test)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else np.nan


def facts_of(grid: Grid, problem: Problem, parameters: Array, counter: int, curve: Curve) -> Facts:
    """What is measured of a workbook's network."""
    network, training = problem.network, problem.training
    with np.errstate(over="ignore", invalid="ignore"):
        layers = [h for _, h in network.sums_and_outputs(parameters, problem.x)]
        loss = float(network.loss(parameters, *problem.training_cases))
    z = layers[-1]
    return Facts(
        twins=twins(network, parameters),
        ends=at_one_end(network, [h[training] for h in layers[:-1]]),
        spreads=np.ptp(problem.x, axis=0),
        cases=len(problem.x),
        scaled="input_scaling" in problem.layout,
        loss=loss,
        counter=counter,
        constant=best_constant(problem),
        widest=float(np.ptp(z, axis=0).max()),
        middling=outside_the_middle(z),
        reach=float(np.abs(problem.x).max(initial=0.0)),
        uncounted=int(typed_below(grid, problem)),
        **of_the_curve(curve, whole=problem.batches.whole),  # type: ignore[arg-type]
    )


def typed_below(grid: Grid, problem: Problem) -> bool:
    """Whether the row below the last case holds a number for every input: it looks like a case, and none counts it."""
    if problem.layout.outside:
        return False
    images = problem.layout.entered("images")
    bottom, _ = grid.used(images.sheet)
    if images.bottom >= min(bottom, LAST_ROW):
        return False
    row = grid.read(images.part(images.height, 0, 1, images.width))[0]
    return all(isinstance(value, float | int) and not isinstance(value, bool) for value in row)


def lamp_values(grid: Grid, problem: Problem, facts: Facts) -> dict[str, Rows]:
    """What the cells of the lamps show; nothing of a workbook without them."""
    layout = problem.layout
    if "lamps" not in layout:
        return {}
    told, keys = lamps(facts, problem), keys_of(layout.geometry)
    text = [str(value) for (value,) in grid.read(layout["lamps_words"])]
    say, do, tail = text[: len(keys)], text[len(keys) : 2 * len(keys)], dict(zip(TAIL, text[-len(TAIL) :], strict=True))
    filled = [
        (one.replace("{}", lamp.numbers[0]), other.replace("{}", lamp.numbers[1]))
        if lamp.is_lit
        else (tail["quiet"], "")
        for lamp, one, other in zip(told, say, do, strict=True)
    ]
    lit = [place for place, lamp in enumerate(told) if lamp.is_lit]
    note = tail["all"]
    if lit:
        more = tail["more"].replace("{}", str(len(lit) - 1)) if len(lit) > 1 else ""
        note = f"● {filled[lit[0]][0]} → {filled[lit[0]][1]}{more}"
    found: dict[str, Rows] = {
        "lamps": [[int(lamp.is_lit)] for lamp in told],
        "lamps_say": [[one] for one, _ in filled],
        "lamps_do": [[other] for _, other in filled],
        "lamps_note": [[note]],
        "lamps_facts": [[getattr(facts, name)] for name in FACTS],
        "lamps_inputs": [[one] for one in facts.spreads.tolist()],
    }
    if "lamps_units" in layout:
        found["lamps_units"] = [[int(twin), int(end)] for twin, end in zip(facts.twins, facts.ends, strict=True)]
    return found
