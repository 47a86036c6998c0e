"""The workbook of a curve: its sheets, and the saved results that the net has for every formula of them."""

from sheetnet.making.curves import guide
from sheetnet.making.curves.curve import Curve, Inputs
from sheetnet.making.curves.page import name_blocks
from sheetnet.making.curves.words import words
from sheetnet.sheet.grid import Grid
from sheetnet.sheet.pages.packing import new_book, packed
from sheetnet.sheet.xlsx.package import Package


def draw(curve: Curve, language: str = "en") -> Package:
    """The workbook as a package, its formulas still without saved results."""
    say = words(curve.words, language)
    book, sheet = new_book(curve.first)
    curve.draw(book, sheet, say)
    guide.draw(book.create_sheet("Guide"), say["guide"], curve.guide[language], language)
    name_blocks(book, curve.areas)
    return packed(book)


def fill(grid: Grid, curve: Curve) -> None:
    """Give every formula of the workbook its saved result, for the inputs that are in its cells."""
    inputs = Inputs(grid, curve.areas)
    for block, rows in curve.values(inputs).items():
        grid.refresh(inputs.areas[block], rows)
