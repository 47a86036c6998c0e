"""The formulas of every head, activation and optimiser: one row each, whose functions give text from references.

A workbook's formulas take the rows of its method; where the lists of sheet Settings are to act at once, a row that has
the choice of all of them. Settings, and what follows from them, are called by their names.

`EXP` is kept from overflowing: 1/(1+EXP(700)) is 1e-304, where the engine says 0. A square is a product: of a number so
small that its square is 0, LibreOffice answers `x^2` with an error.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple


class ActivationFormulas(NamedTuple):
    """A hidden unit's activation: `value(s)`, and its `slope(h)` in terms of that value."""

    value: Callable[[str], str]
    slope: Callable[[str], str]


class CaseCells(NamedTuple):
    """The cells of one case: sums, targets and outputs of the last layer one by one, and as ranges; and ln(sum e^s)."""

    s: Sequence[str]
    t: Sequence[str]
    z: Sequence[str]
    all_s: str
    all_t: str
    log_sum: str


class TargetCells(NamedTuple):
    """The targets of the training cases: their number n, sum t^2, and the means one by one and as a range."""

    n: str
    squares: str
    means: Sequence[str]
    all_means: str


class HeadFormulas(NamedTuple):
    """An output activation with its loss: `output` and `delta` of output number k of a case, and the case's `error`.

    `nothing` and `constant` are E over all training cases of outputs that say nothing, and of the best constant answer,
    which is the mean target. `log_sum` is ln(sum e^s) of a case, for the heads that need it. A single output says class
    1 from `middle` on.
    """

    output: Callable[[CaseCells, int], str]
    delta: Callable[[CaseCells, int], str]
    error: Callable[[CaseCells], str]
    nothing: Callable[[TargetCells], str]
    constant: Callable[[TargetCells], str]
    log_sum: Callable[[CaseCells], str] | None = None
    middle: str = "0.5"


class ParameterCells(NamedTuple):
    """The cells of one parameter: the learning rate, its gradient, and the optimiser's state now and next."""

    eta: str
    gradient: str
    state: Sequence[str] = ()
    after: Sequence[str] = ()


class OptimiserFormulas(NamedTuple):
    """The `change` to add to a parameter, and what each part of the state is `next` (`sheetnet.net.optimisers`).

    `symbols` are the letters for the parts of the state, `helpers` are cells that the formulas refer to by their names
    besides the settings.
    """

    change: Callable[[ParameterCells], str]
    next: tuple[Callable[[ParameterCells], str], ...] = ()
    symbols: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()


def _sigmoid(s: str) -> str:
    """1/(1+e^-s)."""
    return f"1/(1+EXP(MIN(-{s},700)))"


ACTIVATIONS = {
    "sigmoid": ActivationFormulas(_sigmoid, lambda h: f"{h}*(1-{h})"),
    "tanh": ActivationFormulas(lambda s: f"TANH({s})", lambda h: f"1-{h}*{h}"),
    "relu": ActivationFormulas(lambda s: f"MAX({s},0)", lambda h: f"IF({h}>0,1,0)"),
    "identity": ActivationFormulas(lambda s: s, lambda _: "1"),
}


def _sigmoid_output(case: CaseCells, k: int) -> str:
    return _sigmoid(case.s[k])


def _difference(case: CaseCells, k: int) -> str:
    """delta = z - t."""
    return f"{case.z[k]}-{case.t[k]}"


def _squared(case: CaseCells) -> str:
    """e = 1/2 sum (t - z)^2."""
    return "(" + "+".join(f"({t}-{z})*({t}-{z})" for t, z in zip(case.t, case.z, strict=True)) + ")/2"


def _squared_of_zero(of: TargetCells) -> str:
    return f"{of.squares}/2"


def _squared_of_half(of: TargetCells) -> str:
    """1/2 sum (t - 1/2)^2 = (sum t^2 - sum t + n/4) / 2 of each output."""
    return f"({of.squares}-{of.n}*SUM({of.all_means})+{of.n}*{len(of.means)}/4)/2"


def _squared_of_mean(of: TargetCells) -> str:
    """1/2 sum (t - m)^2 = (sum t^2 - n m^2) / 2 of each output."""
    return f"({of.squares}-{of.n}*SUMSQ({of.all_means}))/2"


def _sigmoid_squared_delta(case: CaseCells, k: int) -> str:
    """delta = -(t - z) z (1 - z)."""
    t, z = case.t[k], case.z[k]
    return f"-({t}-{z})*{z}*(1-{z})"


def _tanh_squared_delta(case: CaseCells, k: int) -> str:
    """delta = (z - t) (1 - z^2)."""
    return f"({case.z[k]}-{case.t[k]})*(1-{case.z[k]}*{case.z[k]})"


def _softmax_delta(case: CaseCells, k: int) -> str:
    """delta = z sum(t) - t."""
    return f"{case.z[k]}*SUM({case.all_t})-{case.t[k]}"


def _log_sum(case: CaseCells) -> str:
    """ln(sum e^s); the largest s is taken out, so that nothing overflows."""
    most = f"MAX({case.all_s})"
    return f"{most}+LN({'+'.join(f'EXP({s}-{most})' for s in case.s)})"


def _cross_entropy_of_softmax(case: CaseCells) -> str:
    """e = sum(t) ln(sum e^s) - sum(t s): from the sums, so that no logarithm vanishes."""
    return f"SUM({case.all_t})*{case.log_sum}-SUMPRODUCT({case.all_t},{case.all_s})"


def _softmax_of_mean(of: TargetCells) -> str:
    """-n sum m ln(m / sum m), where 0 ln 0 is 0."""
    return f"-{of.n}*(" + "+".join(f"IF({m}>0,{m}*LN({m}/SUM({of.all_means})),0)" for m in of.means) + ")"


def _cross_entropy_of_sigmoid(case: CaseCells) -> str:
    """e = sum ln(1 + e^s) - t s."""
    return "+".join(f"MAX({s},0)+LN(1+EXP(-ABS({s})))-{t}*{s}" for t, s in zip(case.t, case.s, strict=True))


def _sigmoid_of_mean(of: TargetCells) -> str:
    """-n sum m ln m + (1 - m) ln(1 - m), where 0 ln 0 is 0."""
    return f"-{of.n}*(" + "+".join(f"IF({m}>0,{m}*LN({m}),0)+IF({m}<1,(1-{m})*LN(1-{m}),0)" for m in of.means) + ")"


HEADS = {
    "sigmoid+squared": HeadFormulas(
        _sigmoid_output, _sigmoid_squared_delta, _squared, _squared_of_half, _squared_of_mean
    ),
    "identity+squared": HeadFormulas(
        lambda case, k: case.s[k], _difference, _squared, _squared_of_zero, _squared_of_mean
    ),
    "tanh+squared": HeadFormulas(
        lambda case, k: f"TANH({case.s[k]})",
        _tanh_squared_delta,
        _squared,
        _squared_of_zero,
        _squared_of_mean,
        middle="0",
    ),
    "softmax+cross entropy": HeadFormulas(
        lambda case, k: f"EXP({case.s[k]}-{case.log_sum})",
        _softmax_delta,
        _cross_entropy_of_softmax,
        lambda of: f"{of.n}*SUM({of.all_means})*LN({len(of.means)})",
        _softmax_of_mean,
        _log_sum,
    ),
    "sigmoid+cross entropy": HeadFormulas(
        _sigmoid_output,
        _difference,
        _cross_entropy_of_sigmoid,
        lambda of: f"{of.n}*{len(of.means)}*LN(2)",
        _sigmoid_of_mean,
    ),
}


def _step(of: ParameterCells) -> str:
    return f"-{of.eta}*{of.gradient}"


def _pushed(of: ParameterCells) -> str:
    return f"alpha*{of.state[0]}{_step(of)}"


def _scaled(of: ParameterCells) -> str:
    return f"{_step(of)}/(SQRT({of.after[0]})+eps)"


OPTIMISERS = {
    "sgd": OptimiserFormulas(_step),
    "momentum": OptimiserFormulas(lambda of: of.after[0], (_pushed,), ("Δw",)),
    "nesterov": OptimiserFormulas(lambda of: f"alpha*{of.after[0]}{_step(of)}", (_pushed,), ("v",)),
    "adagrad": OptimiserFormulas(_scaled, (lambda of: f"{of.state[0]}+{of.gradient}*{of.gradient}",), ("h",)),
    "rmsprop": OptimiserFormulas(
        _scaled, (lambda of: f"rho*{of.state[0]}+(1-rho)*{of.gradient}*{of.gradient}",), ("h",)
    ),
    "adam": OptimiserFormulas(
        lambda of: f"-corrected_eta*{of.after[0]}/(SQRT({of.after[1]})+eps)",
        (
            lambda of: f"beta1*{of.state[0]}+(1-beta1)*{of.gradient}",
            lambda of: f"beta2*{of.state[1]}+(1-beta2)*{of.gradient}*{of.gradient}",
        ),
        ("m", "v"),
        ("state_since", "corrected_eta"),
    ),
}


def choice(number: str, texts: Sequence[str | None], otherwise: str = "0") -> str:
    """The text in the place that `number` names; an IF where one place alone has a text."""
    said = [(place, text) for place, text in enumerate(texts, 1) if text is not None]
    if len(said) == 1:
        ((place, text),) = said
        return f"IF({number}={place},{text},{otherwise})"
    return f"CHOOSE({number},{','.join(otherwise if text is None else text for text in texts)})"


def choice_of_long(number: str, texts: Sequence[str]) -> str:
    """The same for texts that are long, as with many outputs: what neighbours share is written once."""
    runs: list[tuple[str, str]] = []
    place = 0
    for text, equal in groupby(texts):
        many = len(list(equal))
        place += many
        runs.append((f"{number}{'=' if many == 1 else '<='}{place}", text))
    *first, (_, chosen) = runs
    for condition, text in reversed(first):
        chosen = f"IF({condition},{text},{chosen})"
    return chosen


def any_activation(names: Sequence[str], number: str = "hidden_number") -> ActivationFormulas:
    """The activation among `names` that the workbook's list says, by the cell with its `number`."""
    rows = [ACTIVATIONS[name] for name in names]
    return ActivationFormulas(
        lambda s: choice(number, [row.value(s) for row in rows]),
        lambda h: choice(number, [row.slope(h) for row in rows]),
    )


def any_head(names: Sequence[str], number: str = "head_number") -> HeadFormulas:
    """The head among `names` that the workbook's list says, by the cell with its `number`."""
    rows = [HEADS[name] for name in names]
    return HeadFormulas(
        lambda case, k: choice(number, [row.output(case, k) for row in rows]),
        lambda case, k: choice(number, [row.delta(case, k) for row in rows]),
        lambda case: choice_of_long(number, [row.error(case) for row in rows]),
        lambda of: choice(number, [row.nothing(of) for row in rows]),
        lambda of: choice_of_long(number, [row.constant(of) for row in rows]),
        lambda case: choice(number, [row.log_sum(case) if row.log_sum else None for row in rows]),
        choice(number, [None if row.middle == "0.5" else row.middle for row in rows], "0.5"),
    )


def any_optimiser(names: Sequence[str]) -> OptimiserFormulas:
    """The optimiser among `names` that the workbook's list says; the state has as many parts as the longest."""
    rows = [OPTIMISERS[name] for name in names]

    def part(place: int) -> Callable[[ParameterCells], str]:
        return lambda of: choice(
            "optimiser_number", [row.next[place](of) if place < len(row.next) else None for row in rows]
        )

    return OptimiserFormulas(
        lambda of: choice("optimiser_number", [row.change(of) for row in rows]),
        tuple(part(place) for place in range(max(len(row.next) for row in rows))),
    )


def as_factor(text: str) -> str:
    """A text as a product takes it: in parentheses where it is a sum."""
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter in "+-":
            return f"({text})"
    return text


def added(text: str, change: str) -> str:
    return f"{text}{change}" if change.startswith("-") else f"{text}+{change}"
