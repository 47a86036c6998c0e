"""What an example says on its sheet: what it shows, what should come out, what to do, to see and to change."""

from typing import NamedTuple

from sheetnet.sheet.blocks.expected import Expected


class Result(NamedTuple):
    """An expected result, and what it is in words."""

    what: str
    expected: Expected


class Lesson(NamedTuple):
    """An example in one language; `{file}` in its texts is the workbook's name.

    With `chart`, its title, the first output is drawn beside its target, case by case.
    """

    results: tuple[Result, ...]
    title: str
    shows: str
    do: str
    see: str
    change: str
    chart: str = ""
