"""What the commands print that answer with a table: a check, a sweep's settings, predictions."""

from typing import TYPE_CHECKING, Any

from sheetnet.cli.printing.terminal import bold
from sheetnet.saying import in_words, said

if TYPE_CHECKING:
    from sheetnet.session import Comparison

_MOST_ROWS = 40


def print_comparisons(comparisons: "list[Comparison]") -> None:
    from tabulate import tabulate

    rows = [
        (one.name, one.place, one.against, one.cells, _largest(one), one.worst, len(one.failures) or "")
        for one in comparisons
    ]
    headers = [*map(said, ("block", "cells at", "against", "cells", "largest difference", "at", "beyond"))]
    alignment = ("left",) * 3 + ("right",) * 2 + ("left", "right")
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, colalign=alignment))
    kinks = sum(one.kinks for one in comparisons)
    if kinks:
        sentence = "{} gradients have no derivative to compare with: a sum that relu sees is 0, where it has a kink"
        print(said(sentence, kinks))
    cells, unsaved = sum(one.cells for one in comparisons), sum(one.unsaved for one in comparisons)
    failures = sum(len(one.failures) for one in comparisons) - unsaved
    if failures:
        verdict = said("{} of {} comparisons differ", failures, cells)
    elif unsaved:
        verdict = said("{} of {} comparisons cannot be made: formulas without a saved value", unsaved, cells)
    else:
        verdict = said("sheet and engine agree in all {} comparisons", cells)
    print(bold(verdict))


def _largest(one: "Comparison") -> str:
    return f"{one.largest:.1e}" if one.largest >= 0 else said("no saved values")


def print_sweep(saved: str, result: Any, seconds: float) -> None:
    """The settings, the best ones first where there are many, and where the whole is."""
    from tabulate import tabulate

    def rank(number: int) -> float:
        median = result.rows[number].median
        return float("inf") if median is None else median

    numbers = range(len(result.rows))
    shown = list(numbers) if len(numbers) <= _MOST_ROWS else sorted(sorted(numbers, key=rank)[:_MOST_ROWS])
    rows = [_sweep_row(result.rows[number], best=number == result.best) for number in shown]
    reached = said("iterations to E < {}", f"{result.level:g}")
    words = [*map(said, ("optimiser", "eta", "median E", "best E", "accuracy"))]
    headers = ["", *words, reached, *map(said, ("diverged", "stuck"))]
    counts = f"{result.runs:,}", "s" * (result.runs != 1), f"{result.iterations:,}"
    runs = said("{} run{} of {} iterations from {}", *counts, in_words(result.starts))
    print(f"{bold(saved)}: {runs}")
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, colalign=("left",) * 2 + ("right",) * 7))
    if len(shown) < len(numbers):
        print(said("... and {} settings more", len(numbers) - len(shown)))
    print(said("* the best one, by median E; all of it is on sheet Sweep, in {} s", f"{seconds:.2f}"))


def print_predictions(found: Any) -> None:
    """One line for each row: what it is read as, and the outputs."""
    from tabulate import tabulate

    from sheetnet.sheet.tables.labels import word

    rows = []
    for row, outputs in zip(found.rows(), found.outputs.tolist(), strict=True):
        read = [word(row["read"])] if found.read else []
        wrong = read and found.labels and read[0] != row["label"]
        label = [f"{row['label']}{said('  wrong') if wrong else ''}"] if found.labels else []
        rows.append([row["place"], *read, *label, *(f"{value:.4f}" for value in outputs)])
    headers = ["row", *["read as"] * bool(found.read), *["label"] * bool(found.labels)]
    headers = [*map(said, headers), *map(word, found.names)]
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, stralign="left"))
    if found.right is not None:
        print(bold(said("{} of {} rows are read as their labels say", f"{found.right:.1%}", len(found.places))))


def print_misread(found: Any) -> None:
    """One line for each misread case: what it is, what it is taken for, and the outputs of both."""
    from tabulate import tabulate

    print(said("iteration {}: {}", found.iteration, in_words(found.source)))
    print(bold(said("{} of {} cases misread", len(found.misread), found.cases)))
    if not found.misread:
        return
    rows = [
        (
            str(one.case),
            one.label,
            one.read,
            f"{one.output_of_label:.4f}",
            f"{one.output_of_read:.4f}",
            "" if one.training else said("test case"),
        )
        for one in found.misread
    ]
    headers = ("case", "is", "read as", "output for what it is", "for what it is read as")
    print(tabulate(rows, [*map(said, headers), ""], tablefmt="simple", disable_numparse=True))


def _sweep_row(one: Any, *, best: bool) -> tuple[str, ...]:
    def number(value: float | None, form: str, otherwise: str = "-") -> str:
        return otherwise if value is None else format(value, form)

    return (
        "*" if best else "",
        one.optimiser,
        f"{one.eta:g}",
        number(one.median, ".4g", said("diverged")),
        number(one.best, ".4g", said("diverged")),
        number(one.accuracy, ".1%"),
        said("never") if one.reached is None else f"{int(one.reached + 0.5):,}",  # a half goes up, as in the sheet
        str(one.diverged or ""),
        str(one.stuck or ""),
    )
