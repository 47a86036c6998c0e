"""Public network workbooks that sheetnet has not made: every formula cell shows what Excel saved in it."""

from contextlib import suppress
from pathlib import Path

import pytest

from sheetnet.errors import SheetnetError
from sheetnet.graph.cells import Cells
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.groups import address
from sheetnet.graph.trouble import NotUnderstood
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Value
from sheetnet.sheet.grids.file import FileGrid
from tests.promises.corpus import corpus_folder, workbooks

FOLDER = corpus_folder()
BOOKS = [path for source in ("ai-by-hand-excel", "course22p2") for path in workbooks(FOLDER / source)] if FOLDER else []
RANDOM = {"RAND, which is another number each time", "RANDBETWEEN, which is another number each time"}
"""The only formulas whose saved value stands for them."""


OTHERS = ("ClosedXML", "XlsxWriter", "calamine", "openpyxl", "tablib", "umya-spreadsheet", "xlwings")
EXPLAINED = {
    "ceiling-floor": "CEILING of numbers of two signs, FLOOR to steps of 0 or another sign, and what compares them",
    "named-ranges-global": "saved after a name that stands for an array filled the cells once; their formulas say else",
    "errors": "VLOOKUP in a table that is too narrow, of what is not found: both errors are true",
    "pr_204": "VLOOKUP in column 0 of what is not found: both errors are true",
    "FormulaEvalTestData_Copy": "corner cases: TRUE as a count of letters, the text TRUE in IF, FLOOR to 0, T of a "
    "range, VLOOKUP in a table that is not sorted, DEVSQ of nothing, a currency in a text, a name in quotes",
}
"""Workbook -> why some of its saved cells are others. All that is not understood is refused, not guessed."""
DIFFERENT = {"ceiling-floor": 13, "named-ranges-global": 6, "errors": 1, "pr_204": 1, "FormulaEvalTestData_Copy": 20}


def same(saved: Value, found: Value) -> bool:
    if isinstance(saved, float) and isinstance(found, float):
        return found == pytest.approx(saved, rel=1e-9, abs=1e-9)
    return saved == found


def formula_cells(cells: Cells, places: list[int]) -> dict[int, Value]:
    """What the cells of formulas hold; one without a saved value says nothing."""
    return {place: value for place in places if (value := cells.value(place)) is not None}


@pytest.mark.few(5)
@pytest.mark.skipif(not BOOKS, reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")
@pytest.mark.parametrize("path", BOOKS or [Path("corpus")], ids=lambda path: path.stem)
def test_every_saved_cell_of_somebodys_network_is_reproduced(path: Path) -> None:
    read = contents(FileGrid(path))
    saved = formula_cells(read.cells, [read.cells.index(one.sheet, one.row, one.column) for one in read.formulas])

    found = Evaluation(read)

    assert set(found.trouble.values()) <= RANDOM
    different = [place for place, value in saved.items() if not same(value, found.cells.value(place))]
    assert [address(found.cells, place) for place in different] == []
    assert saved


@pytest.mark.full
@pytest.mark.skipif(not BOOKS, reason="no corpus of real workbooks: set SHEETNET_CORPUS to its folder")
@pytest.mark.parametrize("source", OTHERS)
def test_every_difference_in_workbooks_of_other_programs_is_explained(source: str) -> None:
    assert FOLDER is not None
    found: dict[str, int] = {}
    for path in workbooks(FOLDER / source):
        with suppress(SheetnetError, NotUnderstood):  # damaged on purpose, or too large
            read = contents(FileGrid(path))
            places = [read.cells.index(one.sheet, one.row, one.column) for one in read.formulas]
            saved = formula_cells(read.cells, places)
            computed = Evaluation(read).cells
            different = [place for place, value in saved.items() if not same(value, computed.value(place))]
            if different:
                found[path.stem.rpartition("__")[2]] = len(different)

    assert set(found) <= set(EXPLAINED)
    assert found == {name: DIFFERENT[name] for name in found}
