"""How wide a text is, for columns of a sheet and of a terminal."""

from unicodedata import combining, east_asian_width


def width_of(text: str | float) -> int:
    """How many digits wide: a Chinese, Japanese or Korean letter takes two, an accent put over a letter none."""
    letters = str(text)
    if letters.isascii():
        return len(letters)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in letters)
