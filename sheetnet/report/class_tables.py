"""What a report on a class has to say, before it has a format."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Cell = str | float | None
LOW, HIGH = "F0806A", "FFFFFF"  # nothing right, all right: told apart by colour-blind people


class Table(NamedTuple):
    """A table with its title, and what is said of it in a sentence.

    `shares` are the columns, counted from 0, whose numbers are shares of 0 to 1, which are coloured, and `legend` is
    what their colours mean. `groups`, one for each column or none, stand above the heads, and where neighbours are
    equal, once. `total` says that the last row is that of the whole class.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shares: Sequence[int] = ()
    groups: Sequence[str] = ()
    note: str = ""
    legend: tuple[str, str] = ("", "")
    total: bool = False


class Report(NamedTuple):
    """The tables, the first of which has a line a submission, under a title and a headline; all of it as one object."""

    title: str
    headline: str
    language: str
    tables: Sequence[Table]
    whole: Mapping[str, Any]


def spans(groups: Sequence[str]) -> list[tuple[str, int]]:
    """Each group with how many columns it has, from left to right."""
    found: list[tuple[str, int]] = []
    for group in groups:
        last, count = found[-1] if found else ("", 0)
        if count and last == group:
            found[-1] = (group, count + 1)
        else:
            found.append((group, 1))
    return found
