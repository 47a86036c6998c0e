"""What the commands print that answer with a table of their own: a sweep's settings, and predictions."""

from typing import Any

from sheetnet.printing import bold

_MOST_ROWS = 40


def print_sweep(saved: str, result: Any, seconds: float) -> None:
    """The settings, the best ones first where there are many, and where the whole is."""
    from tabulate import tabulate

    def rank(number: int) -> float:
        median = result.outcomes[number].median
        return float("inf") if median is None else median

    numbers = range(len(result.outcomes))
    shown = list(numbers) if len(numbers) <= _MOST_ROWS else sorted(sorted(numbers, key=rank)[:_MOST_ROWS])
    rows = [_sweep_row(result.outcomes[number], best=number == result.best) for number in shown]
    reached = f"iterations to E < {result.level:g}"
    headers = ("", "optimiser", "eta", "median E", "best E", "read", reached, "diverged", "stuck")
    runs = f"{result.runs:,} run{'s' * (result.runs != 1)}"
    print(f"{bold(saved)}: {runs} of {result.iterations:,} iterations from {result.starts}")
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, colalign=("left",) * 2 + ("right",) * 7))
    if len(shown) < len(numbers):
        print(f"... and {len(numbers) - len(shown)} settings more")
    print(f"* the best one, by median E; all of it is on sheet Sweep, in {seconds:.2f} s")


def print_predictions(found: Any) -> None:
    """One line for each row: what it is read as, and the outputs."""
    from tabulate import tabulate

    from sheetnet.sheet.tables.labels import word

    rows = []
    for row, outputs in zip(found.rows(), found.outputs.tolist(), strict=True):
        read = [word(row["read"])] if found.read else []
        wrong = read and found.labels and read[0] != row["label"]
        label = [f"{row['label']}{'  wrong' if wrong else ''}"] if found.labels else []
        rows.append([row["place"], *read, *label, *(f"{value:.4f}" for value in outputs)])
    headers = ["row", *(["read as"] if found.read else []), *(["label"] if found.labels else [])]
    headers += map(word, found.names)
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, stralign="left"))
    if found.right is not None:
        print(bold(f"{found.right:.1%} of {len(found.places)} rows are read as their labels say"))


def _sweep_row(one: Any, *, best: bool) -> tuple[str, ...]:
    def number(value: float | None, form: str, otherwise: str = "-") -> str:
        return otherwise if value is None else format(value, form)

    return (
        "*" if best else "",
        one.optimiser,
        f"{one.eta:g}",
        number(one.median, ".4g", "diverged"),
        number(one.best, ".4g", "diverged"),
        number(one.accuracy, ".1%"),
        "never" if one.reached is None else f"{int(one.reached + 0.5):,}",  # a half goes up, as in the sheet
        str(one.diverged or ""),
        str(one.stuck or ""),
    )
