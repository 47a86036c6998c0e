"""The saved results of the workbooks about functions: what the net says every formula of them shows.

Read in this order: book, cells, valley, minima, descent, race.
"""

from collections.abc import Callable

from sheetnet.making.curves.values.book import Blocks, Book
from sheetnet.making.curves.values.descent import descent_values
from sheetnet.making.curves.values.minima import minima_values
from sheetnet.making.curves.values.race import race_values
from sheetnet.sheet.grid import Grid

__all__ = ["fill"]

_VALUES: dict[str, Callable[[Book], Blocks]] = {
    "minima": minima_values,
    "descent": descent_values,
    "race": race_values,
}


def fill(grid: Grid, name: str) -> None:
    """Give every formula of an example's workbook its saved result, for the inputs that are in its cells."""
    book = Book(grid, name)
    for block, rows in _VALUES[name](book).items():
        grid.refresh(book.areas[block], rows)
