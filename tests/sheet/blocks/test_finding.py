"""Blocks are found by the names of a workbook, or at the addresses of the seed."""

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook

import sheetnet
from sheetnet.sheet.blocks.finding import looking_sheets
from sheetnet.sheet.grids.file import FileGrid
from sheetnet.sheet.tables import letters as letter_table
from tests.conftest import vector


def seed_by_hand(path: Path, *, formulas: bool = False) -> None:
    """A workbook as a reader of the article would type it: the seed's addresses, no names, no sheets of ours."""
    table = letter_table()
    rng = np.random.default_rng(4)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "BP"
    sheet["B11"], sheet["C5"], sheet["C8"] = "E", 500, 0.05
    sheet["C11"] = "=1+1" if formulas else None
    for top in (15, 91):
        for row in range(20):
            for column in range(5):
                if row == 15 or (row < 15 and column == 4 and row % 5) or (row > 15 and column == 3):
                    continue
                sheet.cell(top + row, 3 + column, float(np.round(rng.uniform(-0.5, 0.5), 2)))
    data = book.create_sheet("Data")
    for n, (label, pixels, targets) in enumerate(zip(table.labels, table.features, table.targets, strict=True)):
        for column, value in enumerate([n + 1, label, 1, *pixels, *targets], 1):
            data.cell(6 + n, column, value)
    book.save(path)


def test_a_workbook_without_names_is_found_by_the_seeds_addresses(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    seed_by_hand(path)

    result = sheetnet.train(path)

    book = load_workbook(path)
    assert book.sheetnames == ["BP", "Data", "Trace"]
    assert result.after.loss < 1
    assert book["BP"]["C11"].value == result.loss[-1]
    assert book["BP"]["C38"].value == result.gradients[-1][0]
    assert book["BP"]["G38"].value == result.gradients[-1][20]
    assert book["BP"]["C61"].value == pytest.approx(
        result.parameters[-1][0] - 0.05 * result.gradients[-1][0], abs=1e-15
    )
    assert book["Trace"]["A506"].value == 500
    assert {block["found_by"] for block in sheetnet.show(path)["blocks"]} == {"address"}


def test_moved_blocks_are_found_by_their_names(letters: Path) -> None:
    book = load_workbook(letters)
    sheet = book["BP"]
    sheet.move_range("C91:G110", rows=20, cols=10)
    book.defined_names["initial"].attr_text = "BP!$M$111:$Q$130"
    book.save(letters)

    result = sheetnet.train(letters, iterations=2)

    assert vector(letters) == result.parameters[-1].tolist()
    assert {block["name"]: block["place"] for block in sheetnet.show(letters)["blocks"]}["initial"] == "BP!M111:Q130"


def test_no_formula_elsewhere_reads_the_sheets_that_only_look_at_the_others(whole_file: Path) -> None:
    grid = FileGrid(whole_file)

    looking = looking_sheets(grid)

    assert looking == {"Play", "Why", "Gallery"}
    others = {text for sheet, _, _, text in grid.all_formulas() if sheet not in looking}
    assert not [text for text in others if any(f"{sheet}!" in text for sheet in looking)]
