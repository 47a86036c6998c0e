"""Functions of text; as values only, nothing is derived through a text."""

import re
from collections.abc import Callable

import numpy as np

from sheetnet.graph.frame import Frame, Function
from sheetnet.graph.functions.elementwise import exactly
from sheetnet.graph.functions.lookup import wildcard
from sheetnet.graph.functions.sums import first_codes, parts_of
from sheetnet.graph.operators import joined
from sheetnet.graph.trees import Tree
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.values import (
    EMPTY,
    ERROR,
    LOGICAL,
    NUMBER,
    TEXT,
    VALUE,
    Value,
    as_numbers,
    number_in,
    somewhere,
    spoiled,
    text,
    words_in,
)
from sheetnet.sheet.cells import LAST_COLUMN, LAST_ROW, column_letters, quoted

_LONGEST = 32_767  # characters of a cell


def _each(name: str, least: int, most: int, rule: Callable[..., str | float | bool | None]) -> Function:
    """A rule for the texts of all arguments, cell by cell; None is #VALUE!."""

    def evaluated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
        exactly(name, arguments, least, most)
        values = [frame.value(tree, array=array) for tree in arguments]
        read = [words_in(value) for value in values]
        words = np.broadcast_arrays(*(one for one, _ in read))
        shape = words[0].shape
        x, texts = np.zeros(shape), np.full(shape, None, dtype=object)
        kinds = np.full(shape, TEXT, np.int8)
        for place in np.ndindex(*shape):
            made = rule(*(one[place] for one in words))
            if isinstance(made, bool):
                x[place], kinds[place] = float(made), LOGICAL
            elif isinstance(made, str) and len(made) <= _LONGEST:
                texts[place] = made
            elif isinstance(made, float):
                x[place], kinds[place] = made, NUMBER
            else:
                x[place], kinds[place] = VALUE, ERROR
        result = Value(x, kinds, texts)
        for value, (_, wrong) in reversed(list(zip(values, read, strict=True))):
            if wrong is not None:
                result = spoiled(result, wrong, value.x)
        return result

    return evaluated


def _count(words: str, default: float = 1.0) -> int | None:
    found = number_in(words) if words else default
    return None if found is None or found < 0 else int(found)


def _left(words: str, count: str = "1") -> str | None:
    size = _count(count)
    return None if size is None else words[:size]


def _right(words: str, count: str = "1") -> str | None:
    size = _count(count)
    return None if size is None else words[len(words) - min(size, len(words)) :]


def _middle(words: str, start: str, count: str) -> str | None:
    first, size = _count(start), _count(count)
    return None if not first or size is None else words[first - 1 : first - 1 + size]


def _repeated(words: str, count: str) -> str | None:
    size = _count(count)
    return None if size is None or size * len(words) > _LONGEST else words * size


def _substituted(words: str, old: str, new: str, which: str = "") -> str | None:
    if not old:
        return words
    if not which:
        return words.replace(old, new)
    number = _count(which)
    if not number:
        return None
    parts = words.split(old)
    if number >= len(parts):
        return words
    return old.join(parts[:number]) + new + old.join(parts[number:])


def _replaced(words: str, start: str, count: str, new: str) -> str | None:
    first, size = _count(start), _count(count)
    return None if not first or size is None else words[: first - 1] + new + words[first - 1 + size :]


def _found(wanted: str, words: str, start: str = "1") -> float | None:
    first = _count(start)
    at = words.find(wanted, (first or 1) - 1)
    return float(at + 1) if first and at >= 0 else None


def _searched(wanted: str, words: str, start: str = "1") -> float | None:
    first = _count(start)
    pattern = wildcard(wanted) or re.compile(re.escape(wanted), re.IGNORECASE)
    found = pattern.search(words, (first or 1) - 1) if first else None
    return float(found.start() + 1) if found else None


def _trimmed(words: str) -> str:
    return re.sub(r" +", " ", words.strip(" "))


def _code(words: str) -> float | None:
    return float(ord(words[0])) if words else None


def _letter(number: str) -> str | None:
    code = _count(number)
    return chr(code) if code and code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _fixed(words: str, digits: str = "2", plain: str = "FALSE") -> str | None:
    x, places = number_in(words), number_in(digits) if digits else 2.0
    if x is None or places is None or abs(places) > 127:
        return None
    return _rounded(x, int(places), grouped=plain.upper() not in ("TRUE", "1"))


def _rounded(x: float, places: int, *, grouped: bool) -> str:
    from decimal import ROUND_HALF_UP, Decimal

    exact = Decimal(repr(x)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:{',' if grouped else ''}.{max(places, 0)}f}"


def _formatted(words: str, code: str) -> str | None:
    """TEXT with number formats of digits alone: 0, 0.00, #,##0.0, 0%, 0.00E+00; others are not understood."""
    x = number_in(words)
    if x is None:
        return words
    found = re.fullmatch(r"(#,##0|0+|#)?(?:\.(0*))?(%|E\+0+)?", code)
    if code.casefold() == "general":
        return words
    if found is None or not code:
        raise NotUnderstood(f'TEXT with the format "{code[:40]}"')
    whole, digits, tail = found[1] or "", len(found[2] or ""), found[3] or ""
    if tail.startswith("E"):
        mantissa, _, power = f"{x:.{digits}E}".partition("E")
        return f"{mantissa}E{power[0]}{int(power[1:]):0{len(tail) - 2}d}"
    shown = _rounded(x * 100.0 if tail else x, digits, grouped="," in whole)
    if whole.startswith("00"):
        sign, bare = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
        shown = sign + bare.rjust(len(whole) + (digits + 1 if digits else 0), "0")
    return shown + tail


def _all_joined(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """CONCAT: all cells of all arguments, one behind the other."""
    return _together(frame, arguments, "", array=array, skip=False)


def _textjoin(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """TEXTJOIN(between, leave empty ones out, ...)."""
    exactly("TEXTJOIN", arguments, 3, 255)
    words, _ = words_in(frame.one(arguments[0], array=array))
    skip = frame.whole_number(arguments[1]) != 0
    return _together(frame, arguments[2:], str(words.flat[0]), array=array, skip=skip)


def _together(frame: Frame, trees: tuple[Tree, ...], between: str, *, array: bool, skip: bool) -> Value:
    values = [frame.whole(tree, array=array) for tree in parts_of(trees)]
    n = max((value.shape[0] for value in values), default=1)
    words = np.empty((n, 1, 1), dtype=object)
    for at in range(n):
        pieces = [str(one) for value in values for one in words_in(value)[0][min(at, value.shape[0] - 1)].flat]
        words[at, 0, 0] = between.join(one for one in pieces if one or not skip)
    result = text(words)
    for value in values:
        if value.has(ERROR):
            wrong = value.is_kind(ERROR)
            result = spoiled(result, somewhere(wrong), first_codes(value, wrong))
    return result


def _concatenated(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """CONCATENATE: of each argument one value."""
    values = [frame.value(tree, array=array) for tree in exactly("CONCATENATE", arguments, 1, 255)]
    result = joined(values[0], text(np.full((1, 1, 1), "", dtype=object)))
    for value in values[1:]:
        result = joined(result, value)
    return result


def _number(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """VALUE of a text, or the number itself."""
    (tree,) = exactly("VALUE", arguments, 1)
    value = frame.value(tree, array=array)
    if value.kinds is None:
        return value
    x, wrong, codes = as_numbers(value)
    return Value(x, None, None, value.links) if wrong is None or codes is None else spoiled(Value(x), wrong, codes)


def _plain_number(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """N: a number as it is, TRUE as 1, text as 0."""
    (tree,) = exactly("N", arguments, 1)
    value = frame.value(tree, array=array)
    if value.kinds is None:
        return value
    wrong = value.is_kind(ERROR)
    return spoiled(Value(np.where(wrong, 0.0, value.x), None, None, value.links), wrong, value.x)


def _plain_text(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """T: a text as it is, nothing of anything else."""
    (tree,) = exactly("T", arguments, 1)
    value = frame.value(tree, array=array)
    words, _ = words_in(value)
    shown = text(np.where(value.is_kind(TEXT), words, ""))
    return spoiled(shown, value.is_kind(ERROR), value.x)


def _link(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """HYPERLINK: what the cell shows, which is the second argument where there is one; no link is followed."""
    return frame.value(exactly("HYPERLINK", arguments, 1, 2)[-1], array=array)


def _kind(frame: Frame, arguments: tuple[Tree, ...], array: bool) -> Value:  # noqa: FBT001
    """TYPE: 1 a number, 2 text, 4 a logical value, 16 an error."""
    (tree,) = exactly("TYPE", arguments, 1)
    value = frame.value(tree, array=array)
    numbers = np.full(value.x.shape, 1.0)
    for kind, code in ((TEXT, 2.0), (LOGICAL, 4.0), (ERROR, 16.0), (EMPTY, 1.0)):
        numbers = np.where(value.is_kind(kind), code, numbers)
    return Value(numbers)


def _address(row: str, column: str, kind: str = "1", style: str = "1", sheet: str = "") -> str | None:
    """ADDRESS in the style of A1: $A$1, A$1, $A1 or A1."""
    down, along, fixed = (_count(words) for words in (row, column, kind))
    if not down or not along or fixed not in (1, 2, 3, 4) or style not in ("1", "TRUE"):
        return None
    if down > LAST_ROW or along > LAST_COLUMN:
        return None
    letters = column_letters(along)
    cell = f"{'$' if fixed in (1, 3) else ''}{letters}{'$' if fixed in (1, 2) else ''}{down}"
    return f"{quoted(sheet)}!{cell}" if sheet else cell


WORDS: dict[str, Function] = {
    "ADDRESS": _each("ADDRESS", 2, 5, _address),
    "LEN": _each("LEN", 1, 1, lambda words: float(len(words))),
    "LEFT": _each("LEFT", 1, 2, _left),
    "RIGHT": _each("RIGHT", 1, 2, _right),
    "MID": _each("MID", 3, 3, _middle),
    "TRIM": _each("TRIM", 1, 1, _trimmed),
    "UPPER": _each("UPPER", 1, 1, lambda words: words.upper()),
    "LOWER": _each("LOWER", 1, 1, lambda words: words.lower()),
    "PROPER": _each("PROPER", 1, 1, lambda words: words.title()),
    "CLEAN": _each("CLEAN", 1, 1, lambda words: re.sub(r"[\x00-\x1f]", "", words)),
    "EXACT": _each("EXACT", 2, 2, lambda one, two: bool(one == two)),
    "REPT": _each("REPT", 2, 2, _repeated),
    "SUBSTITUTE": _each("SUBSTITUTE", 3, 4, _substituted),
    "REPLACE": _each("REPLACE", 4, 4, _replaced),
    "FIND": _each("FIND", 2, 3, _found),
    "SEARCH": _each("SEARCH", 2, 3, _searched),
    "CODE": _each("CODE", 1, 1, _code),
    "UNICODE": _each("UNICODE", 1, 1, _code),
    "CHAR": _each("CHAR", 1, 1, _letter),
    "UNICHAR": _each("UNICHAR", 1, 1, _letter),
    "FIXED": _each("FIXED", 1, 3, _fixed),
    "TEXT": _each("TEXT", 2, 2, _formatted),
    "CONCAT": _all_joined,
    "TEXTJOIN": _textjoin,
    "CONCATENATE": _concatenated,
    "VALUE": _number,
    "N": _plain_number,
    "T": _plain_text,
    "TYPE": _kind,
    "HYPERLINK": _link,
}
