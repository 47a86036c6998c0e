"""Workbooks about functions, without a network: a minimum is looked for, and every step is a formula.

Read in this order: words, page, rings, chart, guide; minima, surface, minima_charts; descent, descent_charts; race,
race_charts; then the room values.
"""

from collections.abc import Callable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.making.curves import descent, descent_charts, guide, minima, minima_charts, race, race_charts
from sheetnet.making.curves.page import Say, name_blocks
from sheetnet.making.curves.words import sections, words
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.packing import new_book, packed
from sheetnet.sheet.xlsx.package import Package

__all__ = ["FUNCTIONS", "Function", "draw"]


class Function(NamedTuple):
    """An example: what it is about, its first sheet, where its blocks are, and what draws all but the guide."""

    about: str
    first: str
    areas: dict[str, Area]
    draw: tuple[Callable[[Workbook, Worksheet, Say], None], ...]


FUNCTIONS: dict[str, Function] = {
    "minima": Function(
        "descent on a curve with two valleys: the start and the learning rate decide", "Minima", minima.AREAS,
        (minima.draw, minima_charts.draw),
    ),
    "descent": Function(
        "gradient descent with learning rate 0.1 against 10, numerical and exact gradient", "Descent", descent.AREAS,
        (descent.draw, descent_charts.draw),
    ),
    "race": Function("six optimisers from one start to one minimum", "Race", race.AREAS, (race.draw, race_charts.draw)),
}  # fmt: skip


def draw(name: str, lang: str = "en") -> Package:
    """The workbook of an example as a package, its formulas still without saved results."""
    example, say = FUNCTIONS[name], words(lang)
    book, sheet = new_book(example.first)
    for part in example.draw:
        part(book, sheet, say)
    guide.draw(book.create_sheet("Guide"), say["guide"], sections(name, lang), lang)
    name_blocks(book, example.areas)
    return packed(book)
