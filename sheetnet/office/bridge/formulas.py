"""Requests about formulas, which are written as in Excel."""

from __future__ import annotations

from .addresses import positions
from .cells import changed
from .office import Office

RESULTS = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult: VALUE, STRING, ERROR


def read(office: Office, book: str, sheet: str, area: list[int]) -> list[list[str]]:
    """What stands in each cell, formulas as Excel writes them; a text that starts with = has a ' before it."""
    cells = office.cells(book, sheet, area)
    texts = [[text[1:-1] if text.startswith("{=") else text for text in row] for row in cells.getFormulaArray()]
    if not any(text.startswith("=") for row in texts for text in row):
        return texts
    real = positions(cells, cells.queryFormulaCells(RESULTS).getRangeAddresses())
    formulas = sorted(at for at in real if texts[at[0]][at[1]].startswith("="))
    translated = office.grammar(book).to_excel([texts[row][column] for row, column in formulas])
    shown = [["'" + text if text.startswith("=") else text for text in row] for row in texts]
    for (row, column), text in zip(formulas, translated):
        shown[row][column] = text
    return shown


def write(office: Office, book: str, sheet: str, area: list[int], rows: list[list[str]]) -> None:
    cells = office.cells(book, sheet, area)
    every = iter(office.grammar(book).to_own([text for row in rows for text in row]))
    texts = tuple(tuple(next(every) for _ in row) for row in rows)
    changed(office, book, cells, lambda: cells.setFormulaArray(texts))


def fill(office: Office, book: str, sheet: str, area: list[int], formula: str) -> None:
    """One formula for every cell, its relative references meant from the first."""
    cells = office.cells(book, sheet, area)
    texts = office.grammar(book).filled(formula, cells.getRangeAddress())
    changed(office, book, cells, lambda: cells.setFormulaArray(texts))


def array(office: Office, book: str, sheet: str, area: list[int], formula: str | None = None) -> str:
    """The array formula that fills exactly this rectangle, or nothing."""
    cells = office.cells(book, sheet, area)
    if formula is not None:
        own = office.grammar(book).to_own([formula])[0]
        changed(office, book, cells, lambda: cells.setArrayFormula(own))
    text = cells.getArrayFormula()
    return office.grammar(book).to_excel([text.strip("{}")])[0] if text else ""
