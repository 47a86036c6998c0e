"""Axes as numbers: where their ticks lie, what these are called, and where a value lies between the ends."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

_LEAST = 1e-290  # nothing below it is told from 0, nor above its reciprocal from infinity
_WIDE = 20.0  # a series that falls to less than a 20th is read by ratios


class Axis(NamedTuple):
    """An axis from `low` to `high`, by ratios where it is `logarithmic`; `ticks` are (value, label)."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """How far from low (0) to high (1) a value lies; outside it is at the nearer end."""
        if self.logarithmic:
            value = max(value, self.low)
            first, last = log10(self.low), log10(self.high)
            return min((log10(value) - first) / (last - first), 1.0)
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def round_steps(values: Sequence[float], steps: int = 5) -> list[tuple[float, str]]:
    """(level, label): some multiples of 1, 2 or 5 times a power of ten, as far as the values go."""
    low, high = min(values), max(values)
    rough = (high - low) / steps or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    return [(n * step, with_minus(f"{n * step:.10g}")) for n in range(first, last + 1)]


def powers_of_ten(values: Sequence[float]) -> list[tuple[float, str]]:
    """(exponent, label) around the values, about ten of them at most."""
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    last = max(last, first + 1)
    step = ceil((last - first) / 10)
    exponents = range(first, last + step, step)
    return [(n, f"{10.0**n:g}" if -4 <= n <= 5 else f"1e{n}") for n in exponents]


def linear(values: Iterable[float], steps: int = 5) -> Axis:
    """An axis by differences around some values."""
    ticks = round_steps([value for value in values if isfinite(value)] or [0.0], steps)
    return Axis(ticks[0][0], ticks[-1][0], tuple(ticks))


def logarithmic(values: Iterable[float]) -> Axis:
    """An axis by ratios around some values; those of 0 or less lie on its lower end."""
    positive = [min(max(value, _LEAST), 1 / _LEAST) for value in values if isfinite(value) and value > 0.0] or [1.0]
    ticks = [(10.0 ** min(exponent, 308), label) for exponent, label in powers_of_ten(positive)]
    return Axis(ticks[0][0], ticks[-1][0], tuple(ticks), logarithmic=True)


def fitting(values: Sequence[float]) -> Axis:
    """By ratios where the values are above 0 and far apart, else by differences from 0."""
    finite = [value for value in values if isfinite(value)]
    positive = [value for value in finite if value > 0.0]
    if positive and max(positive) > _WIDE * min(positive):
        return logarithmic(positive)
    return linear([0.0, *finite])


def counted(last: int) -> Axis:
    """The axis of iterations 0 to `last`: it ends there, and has whole numbers for ticks."""
    if last <= 0:
        return Axis(0.0, 1.0, ((0.0, "0"),))
    ticks = [(value, f"{value:,.0f}") for value, _ in round_steps([0.0, float(last)]) if value <= last]
    whole = [tick for tick in ticks if tick[0].is_integer()]
    return Axis(0.0, float(last), tuple(whole))


def told(value: float) -> str:
    """A number to be read: four digits, an exponent only where there is no room without."""
    if value == 0.0 or 1e-4 <= abs(value) < 1e6:
        return with_minus(f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}")
    return with_minus(f"{value:.2e}")


def with_minus(text: str) -> str:
    """A number with the sign that is as wide as a plus."""
    return text.replace("-", "−")
