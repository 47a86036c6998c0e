"""A sentence in the language that is spoken: by its English, or found again in words that came as a whole."""

import re
from functools import cache

from sheetnet.saying.language import speaking, spoken

HOLE = "{}"
_BETWEEN_JAPANESE = r"(?<=[ぁ-んァ-ヶー一-龠]) (?=[ぁ-んァ-ヶ一-龠])"
"""A space that stood between English words, and of which a value in Japanese needs none."""
_JAPANESE_HOLE = re.compile(r"\{(\d*)\}( ?(?:個|列|行|件|回|桁|枚|文字|種類|バイト))?")
_COUNT, _ANY = r"[\d,.]*", ".*?"
_LINE = re.compile(r"(?:(?<=^)|(?<=: )|(?<=[((]))line (\d+)(?:, column (\d+))?\b")  # a place in a text file
_HALF = "; "
_ENGLISH = re.compile("[a-z]")
_HINT = " - did you mean '"


@cache
def japanese() -> dict[str, str]:
    """English -> Japanese, of all tables; {} is a value, in Japanese {0}, {1} ... where they change their order."""
    from sheetnet.saying.help import HELP
    from sheetnet.saying.results import RESULTS

    return HELP | RESULTS | _messages()


@cache
def _messages() -> dict[str, str]:
    """Those of which a message can be put together."""
    from sheetnet.saying.adding import ADDING
    from sheetnet.saying.classroom import CLASSROOM
    from sheetnet.saying.damage import DAMAGE
    from sheetnet.saying.data import DATA
    from sheetnet.saying.doctor import DOCTOR
    from sheetnet.saying.drawing import DRAWING
    from sheetnet.saying.files import FILES
    from sheetnet.saying.fitting import FITTING
    from sheetnet.saying.lines import LINES
    from sheetnet.saying.options import OPTIONS
    from sheetnet.saying.programs import PROGRAMS
    from sheetnet.saying.refusals import REFUSALS
    from sheetnet.saying.warnings import WARNINGS

    about_runs = LINES | OPTIONS | WARNINGS | REFUSALS
    about_programs = PROGRAMS | DOCTOR
    return about_runs | FILES | DATA | DAMAGE | FITTING | about_programs | CLASSROOM | DRAWING | ADDING


def said(sentence: str, *values: object) -> str:
    """A sentence with its values."""
    known = japanese().get(sentence, sentence) if spoken() == "ja" else sentence
    return known.format(*values)


def in_words(text: str) -> str:
    """A message that was put together in English: where, what; the remedy."""
    if spoken() != "ja":
        return text
    plain, hint, behind = text.partition(_HINT)
    meant, _, rest = behind.partition("'?")
    told = _translated(plain) + (f"。'{meant}' のことですか{rest}" if hint else "")
    return _LINE.sub(_place, re.sub(_BETWEEN_JAPANESE, "", told))


def _place(line: re.Match[str]) -> str:
    return f"{line[1]} 行目" + (f" {line[2]} 列目" if line[2] else "")


def told_in(language: str, text: str) -> str:
    """The same in a language that need not be the user's own: that of a workbook."""
    with speaking(language):
        return in_words(text)


def _translated(text: str) -> str:
    """What stands behind the place where it is known, the part that leaves the least of it in English; or the text.

    A place is no value of what is said of it: of `a.xlsx: this is not a workbook` it is not `a.xlsx: this`.
    """
    begins = [0, *(mark.end() for mark in re.finditer(": ", text))]
    told = [one for begin in begins if (one := _behind(text, begin, begins)) is not None]
    return min(told, key=lambda one: len(_ENGLISH.findall(one)), default=text)


def _behind(text: str, begin: int, begins: list[int]) -> str | None:
    """The text with what stands behind a place in Japanese; behind a longer one where that came through unchanged."""
    found = _of_halves(text[begin:])
    if found is None:
        return None
    places = ((end, text[begin:end]) for end in reversed(begins) if end > begin)
    later = next((end for end, place in places if place in found and not _begins_a_sentence(place)), begin)
    behind = _of_halves(text[later:]) if later > begin else None
    return text[:begin] + found if behind is None else text[:later] + behind


def _begins_a_sentence(place: str) -> bool:
    return any(one.startswith(place) for one in _messages())


def _of_halves(text: str) -> str | None:
    """What is said of a problem and, behind a semicolon, of its remedy."""
    own = _known(text, halved=True)
    if own is not None:
        return own
    halves = [(text[: mark.start()], text[mark.end() :]) for mark in re.finditer(_HALF, text)]
    for problem, remedy in halves:
        first, second = _known(problem), _of_halves(remedy)
        if first is not None and second is not None:
            return f"{first}。{second}"
    whole = _known(text)
    if whole is not None:
        return whole
    return next((f"{told}。{remedy}" for problem, remedy in halves if (told := _known(problem)) is not None), None)


def _known(text: str, *, halved: bool = False) -> str | None:
    """A text that a sentence of the tables can have become; values in it that are sentences too are said likewise, but
    for quoted ones and options, which are names.

    One that is `halved` has a semicolon of its own, and none in its values.
    """
    exact = japanese().get(text)
    if exact is not None:
        return exact
    for pattern, sentence in _patterns():
        if halved and _HALF not in pattern.pattern.replace("\\", ""):
            continue
        match = pattern.fullmatch(text)
        if match and not (halved and any(_HALF in value for value in match.groups())):
            quoted = [
                match.string[begin - 1 : begin] in ("'", "-") for begin, _ in map(match.span, range(1, len(match.regs)))
            ]
            told = (
                value if as_is else _known(value) or value for value, as_is in zip(match.groups(), quoted, strict=True)
            )
            return sentence.format(*told)
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What each sentence with values can have become, those that say most first."""
    with_values = sorted((one for one in _messages() if HOLE in one), key=lambda one: -len(one.replace(HOLE, "")))
    plain = [one for one in with_values if one.replace(HOLE, "").strip(" '\"():,")]
    return [(_pattern(one, _messages()[one], count), _messages()[one]) for count in (_COUNT, _ANY) for one in plain]


def _pattern(english: str, japanese: str, count: str) -> re.Pattern[str]:
    """What a sentence can have become: what is counted in Japanese is a `count`.

    A number of things alone is one word, and an ending that Japanese has not is an s.
    """
    first, *pieces = english.split(HOLE)
    filled = {int(hole[1] or number): hole[2] for number, hole in enumerate(_JAPANESE_HOLE.finditer(japanese))}
    of_things = re.fullmatch(rf"{{}} [a-z ]+(?:{HOLE})?", english)
    text = re.escape(first)
    for number, piece in enumerate(pieces):
        if number not in filled and text[-1:].isalpha():
            hole = "s?"
        else:
            hole = count if filled.get(number) else r"\S*?" if of_things else _ANY
        text += f"({hole}){re.escape(piece)}"
    return re.compile(text, re.S)
