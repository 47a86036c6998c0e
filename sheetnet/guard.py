"""Text in a CSV file that a spreadsheet program would take for a formula, and how it stays text."""

import re

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP, "CSV Injection"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def guarded(text: str) -> str:
    """The text with an apostrophe before what would be a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def guarded_label(text: str) -> str:
    """The text guarded, but for a number with a sign: a class may be called -1."""
    return text if _NUMBER.fullmatch(text) else guarded(text)


def unguarded(text: str) -> str:
    """What `guarded` or `guarded_label` was given."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
