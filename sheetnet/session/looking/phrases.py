"""Numbers in texts as the formulas of `sheet.formulas.phrases` write them, in English."""

import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from sheetnet.sheet.formulas.phrases import FACTOR, RESULT

_LONG = Context(prec=400)  # digits; of a float there are up to 309 before the point


def fixed(value: float, decimals: int) -> str:
    """FIXED without groups of thousands: halves away from zero, as a reader of the decimal number rounds it."""
    return f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _LONG):f}"


def number(value: float, digits: int = RESULT) -> str:
    """A number with so many significant digits; a negative one as it is."""
    return ("-" if value < 0 else "") + _size(value, digits)


def factor(value: float, digits: int = FACTOR) -> str:
    """A number that can stand anywhere in a line: a negative one in parentheses."""
    return f"(-{_size(value, digits)})" if value < 0 else _size(value, digits)


def output(value: float) -> str:
    """An output between 0 and 1 with so many decimals that 1 - z has its digits too."""
    if value == round(value):
        return fixed(value, 0)
    near = max(1e-12, min(abs(value), abs(1 - value)))
    text = fixed(value, max(FACTOR - 1, FACTOR - 2 - math.floor(math.log10(near))))
    return f"({text})" if value < 0 else text


def _size(value: float, digits: int) -> str:
    size = abs(value)
    if size == round(size):
        return fixed(size, 0)
    power = math.floor(math.log10(size))
    if size < 0.0001:
        return f"{fixed(size / 10.0**power, digits - 1)}E{power}"
    return fixed(size, max(0, digits - 1 - power))


def phrase(template: str, texts: Mapping[str, str]) -> str:
    """A template such as ``-({t} - {z})`` with a text in each place."""
    return re.sub(r"\{(\w+)\}", lambda found: texts[found[1]], template)
