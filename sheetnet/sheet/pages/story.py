"""What an example tells on a sheet of its own: what it shows, what should come out, what to do and to look at."""

from typing import NamedTuple

from sheetnet.sheet.blocks.expected import Expected


class Result(NamedTuple):
    """An expected result, and what it is in words."""

    what: str
    expected: Expected


class Story(NamedTuple):
    """The words of an example in one language; `{file}` in them is the workbook's name.

    `sections` are headings with a paragraph each. With `chart`, its title, the first output is drawn beside its target,
    case by case.
    """

    title: str
    shows: str
    results: tuple[Result, ...]
    sections: tuple[tuple[str, str], ...]
    chart: str = ""
