"""The programs in which an open workbook is tested: one in memory, and others where they are."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from openpyxl import load_workbook

from sheetnet.office.engine import register
from tests.conftest import soffice
from tests.readers import memory

collect_ignore = ["hook"]
PROGRAMS = ["memory", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
if os.environ.get("SHEETNET_ENGINE") == "excel":  # for a person with Excel: see docs/release.md
    PROGRAMS.append("excel")


class Program:
    """A spreadsheet program that is reached through xlwings."""

    def __init__(self, name: str, engine: Any) -> None:
        self.name = name
        self.engine = engine
        self._books: list[Any] = []

    def open(self, path: Path) -> Any:
        book = xlwings.Book(path)
        self._books.append(book)
        return book

    def close(self) -> None:
        for book in self._books:
            book.close()


@pytest.fixture(scope="session")
def libreoffice() -> Any:
    """One LibreOffice without windows for all tests; it ends with them."""
    soffice()
    before = xlwings.engines.active
    engine = register(windows=False)
    xlwings.engines.active = before
    return engine


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Iterator[Program]:
    before = xlwings.engines.active
    if request.param == "libreoffice":
        request.getfixturevalue("libreoffice").activate()
    engine = memory.register() if request.param == "memory" else None
    program = Program(request.param, engine)
    yield program
    program.close()
    xlwings.engines.active = before


@pytest.fixture
def engine() -> Iterator[memory.Engine]:
    """The engine in memory, for what only it can tell or do."""
    before = xlwings.engines.active
    yield memory.register()
    xlwings.engines.active = before


@pytest.fixture
def without_names(letters: Path) -> Callable[[str], Path]:
    """The letters without one of their names."""

    def remove(name: str) -> Path:
        book = load_workbook(letters)
        del book.defined_names[name]
        book.save(letters)
        return letters

    return remove


def everything(book: Any) -> dict[tuple[str, int, int], Any]:
    """Every cell of an open workbook that holds anything: the text of a formula, or its value."""
    cells = {}
    for sheet in book.sheets:
        used = sheet.range((1, 1), sheet.used_range.last_cell)
        values = used.options(ndim=2, err_to_str=True).value
        formulas = used.formula
        for row, lines in enumerate(zip(formulas, values, strict=True), 1):
            for column, (text, value) in enumerate(zip(*lines, strict=True), 1):
                formula = str(text).startswith("=")  # one that comes to an empty text too
                if formula or value is not None:
                    cells[sheet.name, row, column] = text if formula else value
    return cells
