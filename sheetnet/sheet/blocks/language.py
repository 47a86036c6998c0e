"""The language that a workbook's labels are in."""

from sheetnet.sheet.cells import Area
from sheetnet.sheet.grid import Grid

_KANA = ("\u3040", "\u30ff")  # the first and the last
_LABELS = 1000  # rows and columns that are searched for Japanese


def language_of(grid: Grid, current: Area) -> str:
    """``ja`` where Japanese stands on the sheet above the current values or beside them, else ``en``."""
    _, last = grid.used(current.sheet)
    labels = grid.read(Area(current.sheet, 1, 1, min(current.bottom, _LABELS), min(max(last, 1), _LABELS)))
    japanese = any(isinstance(value, str) and _is_japanese(value) for row in labels for value in row)
    return "ja" if japanese else "en"


def _is_japanese(text: str) -> bool:
    first, last = _KANA
    return not text.isascii() and any(first <= sign <= last for sign in text)
