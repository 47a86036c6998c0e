"""How a file writes its numbers: one decimal sign and one sign between thousands, for the whole file.

What a single field says is often open: 1.250 may be more than a thousand, or less than two. A field such as 0.5,
1.250,5 or 1.250.000 is proof. Where nothing in the file is, a point is decimal; in a file that is not separated by
commas a comma is, if there are any. That rule is told when it was needed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from sheetnet.sheet.cells import Value

_SPACES = " \u00a0\u202f\u2009"
_LIKE_A_NUMBER = re.compile(rf"[-+\u2212]?(?=\.?,?\d)([\d.,'\u2019{_SPACES}]*[\d.,])([eE][-+]?\d+)?")
_SIGN = re.compile(rf"[.,'\u2019{_SPACES}]")
_BEYOND_POINTS = re.compile(rf"\d['\u2019{_SPACES}]\d{{3}}|,|\.\d{{3}}\.")  # in a line: other signs, or thousands
_OTHERS = {  # in a line: signs beside the decimal one, or that one between thousands
    ".": _BEYOND_POINTS,
    ",": re.compile(rf"\d['\u2019{_SPACES}]\d{{3}}|\.|,\d\d\d?,"),
}
_ENOUGH = 100
_GROUPS = {  # of digits between thousands; {0} is the sign
    "": r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+",
    "indian": r"[1-9]\d?(?:{0}\d\d)*{0}\d{{3}}",
}
_WORDS = {".": "point", ",": "comma"}
_BETWEEN = {".": "a point", ",": "a comma", "'": "an apostrophe", " ": "a space"}
BETWEEN = "\x1f"  # the fields of a line that is kept as one string


class _Proof(NamedTuple):
    """What a field says: which sign is decimal, which stands between thousands, or which one may be either."""

    decimal: str = ""
    thousands: str = ""
    either: str = ""
    groups: str = ""


class Numerals:
    """How numbers are written: `decimal` is a point or a comma, `thousands` is empty where the file has no such sign.

    `seen` tells of a field that shows it, or is empty.
    """

    def __init__(self, decimal: str = ".", thousands: str = "", groups: str = "", seen: str = "") -> None:
        self.decimal, self.thousands, self.groups, self.seen = decimal, thousands, groups, seen

    @property
    def plain(self) -> bool:
        """Whether they are written as in Python."""
        return self.decimal == "." and not self.thousands

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        whole = r"\d+"
        if self.thousands:
            sign = {" ": f"[{_SPACES}]", "'": "['\u2019]"}.get(self.thousands, re.escape(self.thousands))
            whole = f"{_GROUPS[self.groups].format(sign)}|{whole}"
        point = re.escape(self.decimal)
        return re.compile(rf"[-+]?(?:(?:{whole})(?:{point}\d*)?|{point}\d+)(?:[eE][-+]?\d+)?")

    def number(self, text: str) -> float | None:
        """The finite number that a text says, if it says one."""
        text = text.replace("\u2212", "-")
        if not self.plain:
            if not self._pattern.fullmatch(text):
                return None
            text = _SIGN.sub(lambda sign: "." if sign[0] == self.decimal else "", text)
        return number_in(text)

    def value(self, text: str) -> Value:
        """The number, or the text itself; None of an empty one."""
        number = self.number(text)
        return number if number is not None else text or None

    def expected(self, text: str) -> tuple[str, str]:
        """What to expect instead of a text that is a number in another file, and the remedy; or nothing to say."""
        if not _LIKE_A_NUMBER.fullmatch(text) or not _SIGN.search(text):
            return "", ""
        between = f" and {_BETWEEN[self.thousands]} between thousands" if self.thousands else ""
        return (
            f"a number with a decimal {_WORDS[self.decimal]}{between}{self.seen}",
            "write all numbers of the file in one way",
        )


def number_in(text: str) -> float | None:
    """What a text says as a finite number, as Python writes it, if it does."""
    if "_" in text:  # Python reads 1_000 as a number, nobody else does
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


class Field(NamedTuple):
    """A text and where it stands."""

    text: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column + 1}"


def numerals_of(rows: Sequence[tuple[int, str]], separator: str) -> tuple[Numerals, str]:
    """How the numbers in the lines of a file are written, and what is to be said where the file does not prove it."""
    if not any(_BEYOND_POINTS.search(packed) for _, packed in rows):  # a point is decimal: one proof is enough
        opened: list[Field] = []  # a date such as 1.2.2024 is no number, and says nothing
        for field in _fields_with_signs(rows):
            proof = _proof(field.text)
            if proof.decimal:
                return Numerals(), ""
            if proof.either and not opened:
                opened.append(field)
        return Numerals(), _told(Numerals(), opened)
    decimals: dict[str, list[Field]] = {}
    thousands: dict[str, list[Field]] = {}
    either: dict[str, list[Field]] = {}
    indian = 0
    for field in _fields_with_signs(rows, decimals):
        proof = _proof(field.text)
        for found, sign in ((decimals, proof.decimal), (thousands, proof.thousands), (either, proof.either)):
            if sign:
                found.setdefault(sign, []).append(field)
        indian += 1 if proof.groups == "indian" else -bool(proof.thousands)
    for sign in ",." if not decimals else "":  # what stands between thousands is not decimal
        if sign in thousands:
            decimals["," if sign == "." else "."] = thousands[sign]
    decimal = _most(decimals) or ("," if separator != "," and "," in either else ".")
    thousands.pop(decimal, None)
    between = _most(thousands) or ("".join(sign for sign in either if sign != decimal))[:1]
    shown = [*decimals.get(decimal, []), *thousands.get(between, [])]
    first = min(shown, key=lambda field: field.line, default=None)
    seen = f", as in {first} ({first.text})" if first else ""
    numerals = Numerals(decimal, between, "indian" if indian > 0 else "", seen)
    return numerals, "" if decimals else _told(numerals, [field for fields in either.values() for field in fields])


def _told(numerals: Numerals, fields: Sequence[Field]) -> str:
    """What to say of the first of some fields that is read as a number, and is open; nothing where none is."""
    for field in fields:
        number = numerals.number(field.text)
        if number is not None:
            return (
                f"{field}: {field.text} is read as {number:.15g}: nothing in the file shows whether that "
                f"{_WORDS[_SIGN.findall(field.text)[0]]} is decimal"
            )
    return ""


def _most(found: dict[str, list[Field]]) -> str:
    """The sign that most fields show, of equals the one that came first; empty if there is none."""
    filled = {sign: fields for sign, fields in found.items() if fields}
    return max(filled, key=lambda sign: (len(filled[sign]), -filled[sign][0].line), default="")


def _fields_with_signs(
    rows: Sequence[tuple[int, str]], decimals: Mapping[str, Sequence[Field]] = MappingProxyType({})
) -> Iterator[Field]:
    """The fields that look like a number with a sign in it; lines are looked into only where they have one.

    While `decimals`, what was proven so far, holds many proofs of one sign, lines that have no other are passed over.
    """
    for line, packed in rows:
        only = next(iter(decimals)) if len(decimals) == 1 else ""
        pattern = _OTHERS[only] if only and len(decimals[only]) > _ENOUGH else _SIGN
        if pattern.search(packed):
            for column, text in enumerate(packed.split(BETWEEN)):
                text = text.strip()
                if _SIGN.search(text) and _LIKE_A_NUMBER.fullmatch(text):
                    yield Field(text, line, column)


def _proof(text: str) -> _Proof:
    """What a text that looks like a number with a sign in it says of the signs; nothing if it is no number at all."""
    match = _LIKE_A_NUMBER.fullmatch(text)
    if not match:
        return _Proof()
    body = match[1]
    for sign in _SPACES:
        body = body.replace(sign, " ")
    body = body.replace("\u2019", "'")
    signs = _SIGN.findall(body)
    last = signs[-1]
    if last in ".," and signs.count(last) == 1:
        head, _, tail = body.partition(last)
        if not signs[:-1]:
            open_to_both = not match[2] and re.fullmatch(r"[1-9]\d{0,2}", head) and len(tail) == 3
            return _Proof(either=last) if open_to_both else _Proof(decimal=last if tail else "")
        thousands, groups = _grouped(head)
        return _Proof(last, thousands, groups=groups) if thousands else _Proof()
    thousands, groups = _grouped(body)
    return _Proof(thousands=thousands, groups=groups)


def _grouped(body: str) -> tuple[str, str]:
    """The sign between thousands in a whole number and the name of the groups it makes; empty where it makes none."""
    signs = set(_SIGN.findall(body))
    for name, form in _GROUPS.items() if len(signs) == 1 else ():
        if re.fullmatch(form.format(re.escape(min(signs))), body):
            return min(signs), name
    return "", ""
