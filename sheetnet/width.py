"""How wide a text is, for columns of a sheet and of a terminal."""

import re
from unicodedata import combining, east_asian_width


def width_of(text: str | float) -> int:
    """How many digits wide: a Chinese, Japanese or Korean letter takes two, an accent put over a letter none."""
    letters = str(text)
    if letters.isascii():
        return len(letters)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in letters)


def padded(text: str, width: int) -> str:
    """A text made so wide by spaces behind it; for a negative width before it."""
    spaces = " " * (abs(width) - width_of(text))
    return text + spaces if width > 0 else spaces + text


_PIECES = r"[!-~]+[、。)」]* *|[^!-~][、。)」]* *"  # compiled where it is needed: most runs fold nothing
"""Words of a European language, and single letters of others, each with the marks that no line begins with."""


def folded(text: str, width: int) -> list[str]:
    """A text in lines that are at most so wide, unless one word is wider: a path stays whole."""
    lines = [""]
    for piece in re.findall(_PIECES, text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]
