"""The chart of a page: E before and after training as SVG, in colours that the page's style sheet sets."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from sheetnet.report.outcomes import NAMED_BARS, Ranked, spread
from sheetnet.report.wording import shown

_WIDE = 900
_NAMES = 220  # for a name of 30 letters, or 15 Japanese ones
_STEP, _THICK = 30, 9
_TOP, _HIGH, _AXIS = 12, 320, 60  # the plot of the dots, and the room for numbers on its left


def chart(books: Sequence[Ranked]) -> str:
    """Bars with names, or for many workbooks dots in the order of E after; nothing for none."""
    if not books:
        return ""
    return _bars(books) if len(books) <= NAMED_BARS else _dots(books)


def _svg(height: float, parts: Sequence[str]) -> str:
    label = "E before and after training, the largest E after training first"
    return f'<svg viewBox="0 0 {_WIDE} {height:g}" role="img" aria-label="{label}">\n' + "\n".join(parts) + "\n</svg>"


def _bars(books: Sequence[Ranked]) -> str:
    room = _WIDE - _NAMES - 80  # the number stands behind its bar
    longest = max(max(book.after, book.before or 0) for book in books) or 1
    parts = []
    for place, book in enumerate(books):
        y = place * _STEP + 4
        parts.append(f'<text x="{_NAMES - 10}" y="{y + 14}" class="name">{escape(book.name)}</text>')
        for kind, value, top in (("before", book.before, y), ("after", book.after, y + _THICK + 1)):
            if value is not None:
                long = max(value / longest, 0) * room
                bar = f'x="{_NAMES}" y="{top}" width="{long:.1f}" height="{_THICK}"'
                parts.append(f'<rect class="{kind}" {bar}><title>E {kind}: {shown("loss", value)}</title></rect>')
                parts.append(f'<text x="{_NAMES + long + 6:.1f}" y="{top + 8}">{shown("loss", value)}</text>')
    return _svg(len(books) * _STEP + 4, parts)


def _dots(books: Sequence[Ranked]) -> str:
    values = [value for book in books for value in (book.before, book.after) if value is not None]
    logarithmic = spread(books)
    scale = log10 if logarithmic else float
    ticks = _powers_of_ten(values) if logarithmic else _round_steps(values)
    low, high = ticks[0][0], ticks[-1][0]
    width = _WIDE - _AXIS - 10
    radius = 3 if len(books) <= 200 else 2

    def height(level: float) -> float:
        return _TOP + _HIGH * (1 - (level - low) / (high - low))

    parts = []
    for level, label in ticks:
        y = height(level)
        parts.append(f'<line x1="{_AXIS}" x2="{_WIDE - 10}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_AXIS - 8}" y="{y + 4:.1f}" class="number">{label}</text>')
    for kind in ("before", "after"):
        for place, book in enumerate(books):
            value = book.after if kind == "after" else book.before
            if value is not None:
                x, y = _AXIS + width * (place + 0.5) / len(books), height(scale(value))
                spot = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius}"'
                words = f"{place + 1}. {escape(book.name)}, E {kind}: {shown('loss', value)}"
                parts.append(f'<circle class="{kind}" {spot}><title>{words}</title></circle>')
    middle = f'x="{_AXIS + width / 2:g}" y="{_TOP + _HIGH + 26}"'
    parts.append(f'<text {middle} class="title">workbooks, the largest E after training first</text>')
    return _svg(_TOP + _HIGH + 36, parts)


def _round_steps(values: Sequence[float]) -> list[tuple[float, str]]:
    """(level, label): 0 and some multiples of 1, 2 or 5 times a power of ten, as far as the values go."""
    low, high = min(0.0, *values), max(0.0, *values)
    rough = (high - low) / 5 or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first = floor(low / step)
    last = max(ceil(high / step), first + 1)
    return [(n * step, f"{n * step:g}") for n in range(first, last + 1)]


def _powers_of_ten(values: Sequence[float]) -> list[tuple[float, str]]:
    """(exponent, label) around the values, about ten of them at most."""
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    step = ceil((last - first) / 10)
    exponents = range(first, last + step, step)
    return [(n, f"{10.0**n:g}" if -4 <= n <= 5 else f"1e{n}") for n in exponents]
