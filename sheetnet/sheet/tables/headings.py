"""Headings: whether the first row is one, which columns they name, and the index that pandas and R put in front.

pandas writes a column of row numbers whose heading is empty, or ``Unnamed: 0`` when it was read once before, and where
a table has no names its heading is ``0,1,2``. R names its rows in a column without a heading.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sheetnet.errors import LayoutError, did_you_mean
from sheetnet.sheet.cells import Value
from sheetnet.sheet.tables.labels import word
from sheetnet.sheet.tables.lines import Lines, Row, width
from sheetnet.sheet.tables.table import numbered

_WITHOUT_LETTERS = re.compile(r"[\W_]*\d[\W\d_]*")
_UNNAMED = re.compile(r"Unnamed: \d+(?:_level_\d+)?|\.\.\.1|")


class Body(NamedTuple):
    """What is below the heading: the `names` of all columns, None without a heading, and the rows.

    `counts` says whether the first column only counts or names the rows: "" for no, "maybe" or "certain".
    """

    names: tuple[str, ...] | None
    rows: list[Row]
    counts: str = ""
    notes: tuple[str, ...] = ()


def body(lines: Lines, features: int) -> Body:
    """Tell the heading from the rows, for a table of that many features in front."""
    first, rest = lines.rows[0], lines.rows[1:]
    values = lines.values(first)
    start = values[:features]
    if any(isinstance(one, str) for one in start) and all(one is None or isinstance(one, str) for one in start):
        names = lines.texts(first)
        return Body(names, rest, _index(lines, names[0], rest), _doubtful(lines, first, start))
    place = lines.place(first[0], None)
    verdict = _counts_columns(lines, values, rest)
    if verdict == "certain":
        names = tuple(
            text or ("" if value is None or isinstance(value, str) else str(value).removesuffix(".0"))
            for text, value in zip(lines.texts(first), values, strict=True)
        )
        note = f"{place}: {_shown(values)} is taken as a heading, as pandas writes it, not as a case"
        return Body(names, rest, _index(lines, names[0], rest), (note,))
    if verdict:
        note = f"{place}: {_shown(values)} is taken as a case; if it is pandas' heading, remove that line"
        return Body(None, lines.rows, notes=(note,))
    return Body(None, lines.rows)


def _doubtful(lines: Lines, first: Row, start: Sequence[Value]) -> tuple[str, ...]:
    """What to say of a heading that may be meant as numbers: ``10%``, ``$1``, ``(1.5)``, or one after unseen signs."""
    if not all(isinstance(one, str) and _WITHOUT_LETTERS.fullmatch(one) for one in start):
        return ()
    return (f"{lines.place(first[0], None)}: {_shown(start)} is taken as a heading, not as a case",)


def _shown(values: Sequence[Value]) -> str:
    shown = ["" if one is None else one if isinstance(one, str) else f"{one:g}" for one in values]
    return ",".join(shown[:4]) + (",..." if len(shown) > 4 else "")


def _counts_columns(lines: Lines, values: list[Value], rest: list[Row]) -> str:
    """Whether a first row is 0, 1, 2, ..., words behind them at most: the heading of a table without names."""
    behind = [one for one in values if not (one is None or (isinstance(one, str) and _UNNAMED.fullmatch(one)))]
    counted = len(behind)
    while counted and isinstance(behind[counted - 1], str):
        counted -= 1
    row = [one for one in behind[:counted] if isinstance(one, float)]
    if not rest or len(row) < 2 or row != list(map(float, range(counted))) or len(values) - len(behind) > 1:
        return ""
    if len(behind) < len(values) and values[0] is not None and not isinstance(values[0], str):
        return ""  # the blank one is not in front
    if counted > 3 or _unlike(lines, values, rest):
        return "certain"
    last = behind[-1]  # a word that stands below too is a label
    again = isinstance(last, str) and any(lines.values(row)[-1:] == [last] for row in rest)
    return "" if again else "maybe"


def _unlike(lines: Lines, values: list[Value], rest: list[Row]) -> bool:
    """Whether some column holds nothing like its first field below: no whole number, or no word."""
    for column, value in enumerate(values):
        if value is None:
            continue
        below = [lines.values(row)[column] for row in rest if width(row[1]) == len(values)]
        if isinstance(value, str) and below and not any(isinstance(one, str) for one in below):
            return True
        if isinstance(value, float) and below and not any(isinstance(one, float) and one.is_integer() for one in below):
            return True
    return False


def _index(lines: Lines, name: str, rows: list[Row]) -> str:
    """Whether a first column under that heading is an index: it counts the rows, or names each of them."""
    if not _UNNAMED.fullmatch(name) or len(rows) < 2 or width(rows[0][1]) < 2:
        return ""
    found = lines.column(rows, 0)
    if len(set(found)) < len(found) or any(one is None for one in found):
        return ""
    if all(isinstance(one, str) for one in found):
        return "certain"
    if not all(isinstance(one, float) and one.is_integer() for one in found):
        return ""
    start = found[0]
    counts = start in (0.0, 1.0) and found == [start + n for n in range(len(found))]
    return "certain" if counts or name else "maybe"


def left_out(names: Sequence[str], columns: Sequence[int]) -> str:
    """What to say of columns that are not taken."""
    told = ", ".join(f"'{names[column]}'" if names[column] else f"#{column + 1}" for column in columns[:6])
    told += ", ..." if len(columns) > 6 else ""
    return f"columns left out: {told}" if len(columns) > 1 else f"column left out: {told}"


def folded(name: str) -> str:
    """A name by which two headings are compared: capitals, spaces and ways to compose an accent do not matter."""
    return word(name).casefold()


def placed(lines: Lines, found: Sequence[str], wanted: Sequence[str]) -> list[int] | None:
    """The column of each wanted name; None where the headings say nothing of the network's inputs.

    That is where the inputs never had names. Raises LayoutError that names the columns which are missing.
    """
    heads, names = list(map(folded, found)), list(map(folded, wanted))
    if heads[: len(names)] == names and (len(set(names)) == len(names) or tuple(found[: len(names)]) == tuple(wanted)):
        return list(range(len(names)))
    if all(found.count(name) == 1 and tuple(wanted).count(name) == 1 for name in wanted):
        return [found.index(name) for name in wanted]  # t and T are two
    if not any(name in heads for name in names) and tuple(wanted) == numbered("x", len(wanted)):
        return None
    place = lines.place(lines.rows[0][0], None)
    missing = [name for name, plain in zip(wanted, names, strict=True) if plain not in heads]
    if missing:
        told = ", ".join(f"'{name}'" for name in missing[:6]) + (", ..." if len(missing) > 6 else "")
        raise LayoutError(
            f"expected {'columns' if len(missing) > 1 else 'a column'} {told}, found none"
            f"{did_you_mean(missing[0], [name for name in found if name])}",
            book=lines.book,
            place=place,
            remedy="name them as the workbook names its inputs, or leave the heading out to take columns by position",
        )
    twice = [name for name in wanted if heads.count(folded(name)) > 1 or names.count(folded(name)) > 1]
    if twice:
        raise LayoutError(
            f"expected one column '{twice[0]}', found {heads.count(folded(twice[0]))}", book=lines.book, place=place
        )
    return [heads.index(name) for name in names]
