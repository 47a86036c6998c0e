"""What separates the fields of a text file: told once, by all of its lines."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

SEPARATORS = ",;\t|"
_DECLARED = re.compile(r'"?sep=([^\w"\r\n])"?(?:\1|[ \t])*(?=[\r\n]|\Z)', re.IGNORECASE)  # the line that Excel heeds
_NUMBER = re.compile(r"[-+\u2212]?[.,]?\d[\d.,'\u2019 \u00a0\u202f\u2009]*(?:[eE][-+]?\d+)?")
_SIGNS = "$€£¥%() \t\r\n\u00a0\u202f\u2009"  # around what is refused as a number, and is one here
_UNHEADED = 0.2  # a sign that the first line has not, and others have: mostly a decimal comma below a heading
_BROKEN = 0.05  # a sign by which quotes do not close: better than one that leaves them within fields
_LOOKED_AT = 1000  # lines in which numbers are counted


def separated(text: str) -> tuple[str, str]:
    """What separates the fields, and the text without the line that declares it, if there is one."""
    declared = _DECLARED.match(text)
    if declared:
        return declared[1], text[declared.end() :]  # its end stays: lines keep their numbers
    found = [sign for sign in SEPARATORS if sign in text]
    if len(found) < 2:
        return (found or [SEPARATORS[0]])[0], text
    return max(found, key=lambda sign: _score(text, sign)), text


def records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's number, the last one of a field over several lines, and its fields; raises csv.Error."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    for fields in reader:
        yield reader.line_num, fields


def _score(text: str, separator: str) -> float:
    """How well a sign separates: lines of one width, of more than one field, and these being numbers.

    ``0,5;1`` has two fields in two ways; semicolons leave two numbers, a comma leaves 5;1.
    """
    widths: Counter[int] = Counter()
    numbers = fields = quotes = first = 0
    try:
        lines = records(text, separator)
        for _, line in islice(lines, _LOOKED_AT):
            widths[len(line)] += 1
            fields += len(line)
            numbers += sum(_NUMBER.fullmatch(field.strip(_SIGNS)) is not None for field in line)
            first = first or len(line)
            quotes += sum('"' in field for field in line)
        widths.update(len(line) for _, line in lines)
    except csv.Error:
        return _BROKEN
    del widths[0]
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    if width < 2:
        return 0.0
    doubts = (0.1 if quotes else 1.0) * (_UNHEADED if first == 1 else 1.0)
    return count / widths.total() * (0.1 + numbers / fields) * doubts
