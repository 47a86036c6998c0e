"""One LibreOffice without windows for all tests here, and xlwings on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from sheetnet.office.engine import register
from sheetnet.office.process import Office, start
from tests.conftest import soffice


@pytest.fixture(scope="session")
def running() -> Iterator[Office]:
    soffice()
    office = start(visible=False)
    yield office
    office.end()


@pytest.fixture
def app(running: Office) -> Iterator[xlwings.App]:
    before = xlwings.engines.active
    app = register(running).apps.active
    assert app is not None
    app.visible = False
    yield app
    for book in list(app.books):
        book.close()
    xlwings.engines.active = before


@pytest.fixture
def book(app: xlwings.App, letters: Path) -> xlwings.Book:
    return xlwings.Book(letters)
