"""Sheet Guide: the second tab, its links, and answers that are folded away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetnet.buttons.buttons import _CAPTIONS


@pytest.fixture(scope="module")
def books(whole_file: Path, letters_file: Path, examples: Mapping[str, Path]) -> list[Any]:
    return [load_workbook(path) for path in (whole_file, letters_file, examples["xor"])]


def test_every_link_leads_to_a_cell_of_a_sheet_that_is_there(books: list[Any]) -> None:
    for book in books:
        links = [cell for row in book["Guide"].iter_rows() for cell in row if cell.hyperlink]
        assert len(links) > 8
        for cell in links:
            sheet, _, at = cell.hyperlink.location.partition("!")
            assert cell.value in (sheet, f"{sheet}!{at}")
            assert sheet in book.sheetnames
            assert at == "A1" or book[sheet][at].has_style, cell.hyperlink.location


def test_six_answers_are_folded_away_until_somebody_unfolds_them(books: list[Any]) -> None:
    for book in books:
        sheet = book["Guide"]
        folded = [row for row, look in sheet.row_dimensions.items() if look.hidden]
        assert [sheet.row_dimensions[row].outlineLevel for row in folded] == [1] * 6
        assert [row for row in folded if sheet.cell(row, 3).value.startswith("Answer: ")] == folded
        assert [row for row, look in sheet.row_dimensions.items() if look.collapsed] == [row + 1 for row in folded]


def test_the_guide_is_the_second_tab_of_a_workbook_with_sheets_to_look_at(books: list[Any]) -> None:
    whole, plain, xor = (book.sheetnames for book in books)

    assert whole[:3] == ["Play", "Guide", "BP"]
    assert xor[:4] == ["Play", "Guide", "Example", "Network"]
    assert plain == ["BP", "Data", "Calc", "Trace", "Guide"]


def test_the_guide_names_the_buttons_as_they_are_labelled(books: list[Any]) -> None:
    said = " ".join(str(cell.value) for cell in books[0]["Guide"]["C"])

    assert [name for key, name in _CAPTIONS["en"].items() if key != "fit" and name not in said] == []
