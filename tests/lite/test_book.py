"""What the page on xlwings Lite promises, on a workbook that tells and refuses what Lite's does."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sheetnet import excel
from sheetnet.errors import CellError, SheetnetError
from tests.lite.book import Book

PARAMETERS = {(row, column) for row in range(15, 35) for column in range(3, 8)}


@pytest.fixture
def book(workbook: str) -> Book:
    return Book.of(json.loads(workbook))


def numbers(written: dict[str, Any]) -> int:
    return sum(isinstance(written["BP"].get(at), float) for at in PARAMETERS)


@pytest.mark.parametrize(
    ("use", "counter"), [(excel.train, 500), (lambda book: excel.step(book, 3), 3)], ids=["train", "step"]
)
def test_a_run_writes_79_parameters_and_the_counter_when_the_script_has_ended(
    book: Book, use: Callable[[Any], Any], counter: int
) -> None:
    use(book)

    assert numbers(book.written()) == 79
    assert book.written()["BP"][5, 4] == counter


def test_each_block_is_written_once_while_excel_does_not_calculate(book: Book) -> None:
    excel.train(book)

    places = [rest[:3] for what, *rest in book.actions if what == "setValues"]
    kinds = [what for what, *_ in book.actions]
    assert len(places) == len(set(map(tuple, places))) <= 6
    assert kinds[0] == "calculation"
    assert [each[1] for each in book.actions if each[0] == "calculation"] == ["manual", "automatic"]


def test_reset_on_an_untrained_workbook_has_no_number_to_write(book: Book) -> None:
    excel.reset(book)

    assert set(book.written()) == {"BP"}
    assert numbers(book.written()) == 0


def test_check_compares_the_values_from_before_the_script(book: Book) -> None:
    comparisons = excel.check(book)

    assert max(one.largest for one in comparisons if one.against == "engine") < 1e-9
    (said,) = book.written()["BP"].values()
    assert said.startswith("sheet and engine agree: largest difference ")


def test_check_names_the_cell_that_differs(book: Book) -> None:
    book.sheets["BP"].cells[11, 3] = 7.0

    with pytest.raises(CellError, match=r"^letters.xlsx: sheet and engine differ most at BP!C11: "):
        excel.check(book)


def test_max_seconds_ends_a_run_with_what_it_has_reached(book: Book) -> None:
    result = excel.train(book, iterations=1_000_000, max_seconds=0.5)

    assert 0 < result.updates < 1_000_000
    assert book.written()["BP"][5, 4] == result.updates


@pytest.mark.parametrize("cell", [(92, 4), (8, 3)])
def test_a_run_that_fails_asks_excel_to_write_nothing(book: Book, cell: tuple[int, int]) -> None:
    book.sheets["BP"].cells[cell] = "abc"

    with pytest.raises(SheetnetError, match=r'^letters.xlsx: BP!..?.?: expected a.*, found text "abc"'):
        excel.train(book)

    assert book.written() == {}
    assert book.app.calculation == "automatic"
