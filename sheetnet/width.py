"""How wide a text is, for columns of a sheet and of a terminal."""

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
