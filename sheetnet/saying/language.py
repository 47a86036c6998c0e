"""The language that is spoken: of an option, of SHEETNET_LANG, of the system."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("en", "ja")
_VARIABLES = ("SHEETNET_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_JAPANESE = 0x11  # of Windows' language numbers the lower ten bits

_spoken = ContextVar("spoken", default="en")


def language_of(environ: Mapping[str, str], asked: str | None = None) -> str:
    """The language that was asked for, or that the first of the environment's variables names, or that of Windows."""
    if asked:
        return asked
    for name in _VARIABLES:
        if environ.get(name):
            named = environ[name].partition("_")[0].partition(".")[0].casefold()
            return named if named in LANGUAGES else "en"
    return "ja" if _windows_is_japanese() else "en"


def _windows_is_japanese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _JAPANESE)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)
