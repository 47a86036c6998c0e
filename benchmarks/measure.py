"""Two things timed in turn, and the row that is printed of them."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import NamedTuple

HEADERS = ("benchmark", "sheetnet ms", "other ms", "ratio", "target", "met")


class Pair(NamedTuple):
    """Medians in seconds of two things timed in turn."""

    ours: float
    other: float


class Row(NamedTuple):
    """One line of a table, in the order of `HEADERS`."""

    benchmark: str
    ours: str
    other: str
    ratio: str
    target: str
    met: str


def paired(ours: Callable[[], object], other: Callable[[], object], runs: int) -> Pair:
    """The medians of `runs` calls of each, in turn: A B A B. The caller has run both before, to verify them."""
    times = [(_seconds(ours), _seconds(other)) for _ in range(runs)]
    return Pair(*map(median, zip(*times, strict=True)))


def _seconds(call: Callable[[], object]) -> float:
    """How long one call takes; the garbage that the other side left is collected before, not during it."""
    gc.collect()
    started = perf_counter()
    call()
    return perf_counter() - started


def compared(benchmark: str, pair: Pair, at_most: float) -> Row:
    """Our time divided by the other's, beside the largest ratio that meets the target."""
    ratio = pair.ours / pair.other
    times = (f"{1e3 * pair.ours:.2f}", f"{1e3 * pair.other:.2f}")
    return Row(benchmark, *times, f"{ratio:.3g}", f"<= {at_most:g}", _met(ratio, at_most))


def weighed(benchmark: str, amount: float, at_most: float, unit: str = "") -> Row:
    """An amount that is not a time, such as megabytes, beside the largest that meets the target."""
    return Row(benchmark, "", "", f"{amount:.3g}{unit}", f"<= {at_most:g}{unit}", _met(amount, at_most))


def at_least(benchmark: str, ours: str, amount: float, target: float, unit: str = "") -> Row:
    """An amount that should be large, such as workbooks a second, beside the smallest that meets the target."""
    return Row(
        benchmark, ours, "", f"{amount:.3g}{unit}", f">= {target:g}{unit}", "met" if amount >= target else "missed"
    )


def told(benchmark: str, ours: str, ratio: str = "") -> Row:
    """A figure for which there is no target."""
    return Row(benchmark, ours, "", ratio, "", "")


def skipped(benchmark: str, at_most: float, reason: str, unit: str = "") -> Row:
    """A comparison that cannot be made here."""
    return Row(benchmark, "", "", "", f"<= {at_most:g}{unit}", f"skipped: {reason}")


def _met(found: float, at_most: float) -> str:
    return "met" if found <= at_most else "missed"


def disagreement(found: Mapping[str, float], right: float, tolerance: float = 1e-9) -> str:
    """Print the E that every side ends at; returns the sides further than `tolerance` from `right`, or nothing."""
    for side, loss in found.items():
        print(f"  E {loss:.15g}  {side}", flush=True)
    far = [side for side, loss in found.items() if not abs(loss - right) <= tolerance]
    return f"another E: {', '.join(far)}" if far else ""
