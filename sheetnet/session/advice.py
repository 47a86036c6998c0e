"""What a user may have meant otherwise: warnings about a run, its method and its data."""

from collections.abc import Iterator, Mapping
from unicodedata import normalize

import numpy as np

from sheetnet.net.activations import Array
from sheetnet.net.health import LARGE_INPUT
from sheetnet.net.optimisers import CONSTANTS
from sheetnet.net.training import Step, stuck
from sheetnet.session.method import LBFGS
from sheetnet.session.overwritten import overwritten, overwritten_in_words
from sheetnet.session.plan import Plan
from sheetnet.session.problem import Problem
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import LAST_ROW, Area, Formulas, Value, describe
from sheetnet.sheet.grid import Grid


def about_the_run(problem: Problem, final: Step, plan: Plan) -> tuple[str, ...]:
    warnings, start, eta = [], plan.start, plan.eta
    if plan.updates and eta <= 0:
        warnings.append(
            "eta is 0: no update changes anything; use a positive eta such as 0.05"
            if eta == 0
            else f"eta is negative: the updates climb, and E grows; use a positive eta such as {-eta:g}"
        )
    elif problem.network.head.lowest == 0.0 and stuck(final):
        warnings.append(
            f"stuck: after {final.number} iterations every output is near {float(final.outputs.mean()):.0f} for "
            f"all cases, E stays at {final.loss:.4g} and the gradient has vanished; eta {eta:g} is too large, "
            f"try {smaller(eta):g}"
        )
    elif plan.updates and start.any() and np.ptp(problem.x, axis=0).any() and all_alike(final.outputs):
        warnings.append(
            f"after {final.number} iterations all cases get the same outputs{unscaled(problem.layout, problem.x)}"
        )
    if not start.any():
        warnings.append(
            "all initial values are zero: the units of a hidden layer then stay equal for ever; "
            "use different initial values"
        )
    return tuple(warnings)


def all_alike(outputs: Array) -> bool:
    """Whether the outputs of several cases, shape (cases, units), are the same to six digits."""
    largest = max(1.0, float(np.abs(outputs).max(initial=0.0)))
    return len(outputs) > 1 and float(np.ptp(outputs, axis=0).max()) <= 1e-6 * largest


def unscaled(layout: Layout, x: Array) -> str:
    """The remedy where outputs are alike because inputs far from 0 to 1 drive every hidden unit to its end."""
    largest = float(np.abs(x).max())
    if "input_scaling" in layout or largest <= LARGE_INPUT:
        return "; try another eta, other initial values, or more hidden units"
    return f": its inputs reach {largest:.4g} and are not scaled; make the workbook anew with --scaling standard"


def about_the_method(problem: Problem, plan: Plan) -> Iterator[str]:
    """Where the sheet's formulas, which follow its cells, cannot show what this run did."""
    own, used = problem.method, plan.method
    names = [name for name in ("hidden", "head", "reduction") if own[name] != used[name]]
    if names:
        told = ", ".join(f"{name} {used[name]}" for name in names)
        here = ", ".join(str(own[name]) for name in names)
        yield f"this run was made with {told}; the sheet's formulas and E there are for {here}"
    remembers = CONSTANTS.get(used["optimiser"]) and used["optimiser"] != LBFGS
    if plan.updates and remembers and used["optimiser"] != own["optimiser"]:
        yield (
            f"the workbook is set to {own['optimiser']}, so it does not keep what {used['optimiser']} remembers; "
            "`step` would start that anew"
        )


def about_the_state(owner: str, plan: Plan) -> Iterator[str]:
    """That what one optimiser remembers is no memory of another's, which has begun without any."""
    used = plan.method["optimiser"]
    if used != owner and CONSTANTS.get(owner) and (plan.updates or CONSTANTS.get(used)):
        yield f"what {owner} remembered is of no use to {used}, which starts anew"


def eps_is_0(plan: Plan) -> str:
    """What to do where a weight whose gradient was always 0 has become 0/0; empty where that cannot be."""
    divides = "eps" in CONSTANTS.get(plan.method["optimiser"], ())
    return (
        "eps is 0, and a weight whose gradient is 0 becomes 0/0; try 1e-7" if divides and not plan.method["eps"] else ""
    )


def smaller(eta: float) -> float:
    """The learning rate to try next: a tenth, and at once one that works for networks of this kind."""
    return min(eta / 10, 0.05)


def about_the_data(grid: Grid, problem: Problem) -> Iterator[str]:
    """What a user may have meant otherwise.

    Rows that were typed below the last case or above the first, targets out of reach, and labels that say another
    class than the targets: only the targets count.
    """
    if problem.layout.outside:
        return
    yield from uncounted(grid, problem.layout)
    targets, head = problem.layout["targets"], problem.network.head
    outside = np.argwhere((problem.t < head.lowest) | (problem.t > head.highest))
    if len(outside):
        row, column = map(int, outside[0])
        yield (
            f"{targets.address(row, column)}: the target {problem.t[row, column]:g} lies outside {head.lowest:g} to "
            f"{head.highest:g}, where no output can go{_and_more(len(outside))}"
        )
    if "labels" in problem.layout and "classes" in problem.layout and problem.t.shape[1] > 1:
        area = problem.layout["labels"]
        classes = grid.read(problem.layout["classes"])[0]
        labels = [label for (label,) in grid.read(area)]
        told = [classes[number] for number in problem.t.argmax(axis=1).tolist()]
        differ = [row for row, label in enumerate(labels) if label is not None and not _alike(label, told[row])]
        if differ:
            first = differ[0]
            yield (
                f"{area.address(first)}: the label is {describe(labels[first])}, and the targets in its row say "
                f"{describe(told[first])}{_and_more(len(differ))}; only the targets count"
            )


def uncounted(grid: Grid, layout: Layout) -> Iterator[str]:
    """A spreadsheet lets a block grow where a row is put in between others, not below the last or above the first."""
    images = layout.entered("images")
    bottom, _ = grid.used(images.sheet)
    if images.bottom < min(bottom, LAST_ROW) and _looks_like_a_case(grid, images, images.bottom + 1):
        calculated = layout["sums_1"].sheet if "sums_1" in layout else ""
        also = f" and on {calculated}, and copy the formulas of its neighbour into it there" if calculated else ""
        yield (
            f"row {images.bottom + 1} of {images.sheet} looks like a case and is not counted: sheetnet add --typed "
            f"makes it one; or insert a row above the last case there{also}"
        )
    headed = images.top > 2 and all(isinstance(one, str) for one in grid.read(_line(images, images.top - 2))[0])
    if headed and _looks_like_a_case(grid, images, images.top - 1):  # or else it could be what heads the columns
        yield (
            f"row {images.top - 1} of {images.sheet} looks like a case and is not counted: move it below the last "
            "case, where sheetnet add --typed makes it one"
        )


def _looks_like_a_case(grid: Grid, images: Area, row: int) -> bool:
    """Whether a row holds a number that was entered for every input."""
    values, formulas = (read(_line(images, row))[0] for read in (grid.read, grid.formulas))
    return all(isinstance(value, int | float) and text is None for value, text in zip(values, formulas, strict=True))


def _line(images: Area, row: int) -> Area:
    return images._replace(top=row, bottom=row)


def about_the_formulas(held: Mapping[str, Formulas], layout: Layout) -> Iterator[str]:
    """Values where formulas should be; `held` are those that stand there."""
    told = overwritten_in_words(overwritten(held, layout).values())
    if told:
        yield told


def _alike(label: Value, other: Value) -> bool:
    """Whether a label and a class are the same word; 7 is the word '7'."""
    return label == other or _word(label) == _word(other)


def _word(value: Value) -> str:
    return normalize("NFC", str(value)).strip().removesuffix(".0")


def _and_more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
