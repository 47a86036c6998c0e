"""The words of all sheets in one language."""

from collections.abc import Mapping

from sheetnet.sheet.words.example import EXAMPLE
from sheetnet.sheet.words.gallery import GALLERY
from sheetnet.sheet.words.guide import GUIDE
from sheetnet.sheet.words.labels import LABELS
from sheetnet.sheet.words.lamps import LAMPS
from sheetnet.sheet.words.play import PLAY
from sheetnet.sheet.words.predictions import PREDICTIONS
from sheetnet.sheet.words.settings import SETTINGS
from sheetnet.sheet.words.sweep import SWEEP
from sheetnet.sheet.words.whole import WHOLE
from sheetnet.sheet.words.why import WHY

LANGUAGES = ("en", "ja")

TABLES = (  # no key stands in two of them
    LABELS,
    SETTINGS,
    EXAMPLE,
    GUIDE,
    PLAY,
    SWEEP,
    WHY,
    GALLERY,
    LAMPS,
    WHOLE,
    PREDICTIONS,
)


def words(language: str) -> dict[str, str]:
    """Label key -> text, of every sheet."""
    return {key: text for table in TABLES for key, text in in_language(table, language).items()}


def in_language(table: Mapping[str, tuple[str, str]], language: str) -> dict[str, str]:
    """The texts of a table, whose rows are key -> (English, Japanese)."""
    column = LANGUAGES.index(language)
    return {key: texts[column] for key, texts in table.items()}
