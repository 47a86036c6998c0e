"""Number formats: which of them show a number as a date or a time (ECMA-376 part 1, sections 18.8.30 and 18.8.31)."""

from collections.abc import Iterator
from itertools import groupby
from unicodedata import normalize

from sheetnet.sheet.xlsx.markup import refuse_many

MOST_STYLES = 65_490  # of cells, in Excel
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)})
_CODES = frozenset("dmyhs")  # day, month or minute, year, hour, second
_ERA_CODES = frozenset("egb")  # of Japanese, Chinese and Thai calendars; beside digits they are a unit such as 0.0 g
_UNITS = frozenset("年月日時时分秒년월일시분초")  # stand behind such a code without quotes
_NEXT_IS_TEXT = frozenset("\\!_*")
_DIGITS = frozenset("0#?.")
_OF_THE_SYSTEM = ("$-f800", "$-f400", "$-x-sysdate", "$-x-systime")


def refuse_many_styles(part: str, xml: bytes) -> None:
    """Raise FileError where a styles part has more fonts, number formats or styles of cells than any program writes."""
    for name, most in (("xf", 2 * MOST_STYLES), ("font", 2 * MOST_STYLES), ("numFmt", MOST_STYLES)):
        refuse_many(part, xml, name, most)


def shows_date(number: int, formats: dict[int, str]) -> bool:
    """Whether the format of that number, one of `formats` or one that every program knows, shows a date or a time."""
    return is_date_code(formats[number]) if number in formats else number in _BUILT_IN


def is_date_code(code: str) -> bool:
    """Whether any section of a format code has a date or a time in it; one pass, however long the code is.

    Text in quotes and behind a backslash says nothing, nor does a word: General is called Standard in German.
    """
    era, other = False, False  # other: digits or words, beside which the code of an era is none
    for kind, text in _pieces(normalize("NFC", code).lower()):
        if kind == ";":
            if era and not other:
                return True
            era = other = False
        elif kind == "[":
            if text.startswith(_OF_THE_SYSTEM) or (text.isalpha() and len(set(text)) == 1):  # elapsed: [h], [mm]
                return True
        elif kind == "word" and _is_date(text):
            return True
        elif kind == "word" and set(text) <= _ERA_CODES:
            era = True
        elif not set(text) <= _UNITS:
            other = True
    return era and not other


def _is_date(word: str) -> bool:
    """Letters that stand together: ``yyyymmdd`` is a date, and so are ``aaaa`` and ``jjjj``; ``standard`` is a word.

    A letter that stands twice or more is a day, a month or a year in the words of some language.
    """
    groups = [(letter, len(list(same))) for letter, same in groupby(word)]
    return all(letter in _CODES | _ERA_CODES or count > 1 for letter, count in groups) and any(
        letter in _CODES or (letter not in _ERA_CODES and count > 1) for letter, count in groups
    )


def _pieces(code: str) -> Iterator[tuple[str, str]]:
    """What a format code consists of, in small letters: ends of sections, digits, the insides of brackets, words."""
    at, last = 0, len(code)
    before = ""
    while at < last:
        sign = code[at]
        start, at = at, at + 1
        if sign in _NEXT_IS_TEXT:
            at += 1
        elif sign in '"[':
            end = code.find('"' if sign == '"' else "]", at)
            inside, at = (code[at:], last) if end < 0 else (code[at:end], end + 1)
            if sign == "[":
                yield "[", inside
        elif sign == ";":
            yield ";", sign
        elif sign in _DIGITS:
            yield "digit", sign
        elif sign.isalpha():
            cased = _cased(sign)
            while at < last and code[at].isalpha() and _cased(code[at]) == cased:
                at += 1
            exponent = code[start:at] == "e" and before in _DIGITS and code[at : at + 1] in ("+", "-")
            if not exponent:
                yield "word", code[start:at]
        before = sign


def _cased(letter: str) -> bool:
    """Whether a letter is of a script with small and capital letters."""
    return letter.lower() != letter.upper()
