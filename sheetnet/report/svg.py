"""The chart of a page: E before and after training, in colours that the page's style sheet sets."""

from collections.abc import Sequence
from math import log10

from sheetnet.pictures.scales import powers_of_ten, round_steps
from sheetnet.pictures.shapes import Circle, Picture, Rect, Shape, Text, straight
from sheetnet.pictures.svg import inline
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


def _svg(height: float, shapes: Sequence[Shape]) -> str:
    label = "E before and after training, the largest E after training first"
    picture = Picture(_WIDE, height, tuple(shapes), description=label)
    return inline(picture, "bars", lambda colour: f"var(--{colour})")


def _bars(books: Sequence[Ranked]) -> str:
    room = _WIDE - _NAMES - 80  # the number stands behind its bar
    longest = max(max(book.after, book.before or 0) for book in books) or 1
    parts: list[Shape] = []
    for place, book in enumerate(books):
        y = place * _STEP + 4
        parts.append(Text(_NAMES - 10, y + 14, book.name, 12, "end"))
        for kind, value, top in (("before", book.before, y), ("after", book.after, y + _THICK + 1)):
            if value is not None:
                long = max(value / longest, 0) * room
                tip = f"E {kind}: {shown('loss', value)}"
                parts.append(Rect(_NAMES, top, long, _THICK, kind, tip=tip))
                parts.append(Text(_NAMES + long + 6, top + 8, shown("loss", value), 12, fill="muted"))
    return _svg(len(books) * _STEP + 4, parts)


def _dots(books: Sequence[Ranked]) -> str:
    values = [value for book in books for value in (book.before, book.after) if value is not None]
    logarithmic = spread(books)
    scale = log10 if logarithmic else float
    ticks = powers_of_ten(values) if logarithmic else round_steps([0.0, *values])
    low, high = ticks[0][0], ticks[-1][0]
    width = _WIDE - _AXIS - 10
    radius = 3 if len(books) <= 200 else 2

    def height(level: float) -> float:
        return _TOP + _HIGH * (1 - (level - low) / (high - low))

    parts: list[Shape] = []
    for level, label in ticks:
        y = height(level)
        parts.append(straight(_AXIS, y, _WIDE - 10, y))
        parts.append(Text(_AXIS - 8, y + 4, label, 12, "end", "muted"))
    for kind in ("before", "after"):
        for place, book in enumerate(books):
            value = book.after if kind == "after" else book.before
            if value is not None:
                x, y = _AXIS + width * (place + 0.5) / len(books), height(scale(value))
                words = f"{place + 1}. {book.name}, E {kind}: {shown('loss', value)}"
                parts.append(Circle(x, y, radius, kind, tip=words))
    below = "workbooks, the largest E after training first"
    parts.append(Text(_AXIS + width / 2, _TOP + _HIGH + 26, below, 12, "middle", "muted"))
    return _svg(_TOP + _HIGH + 36, parts)
