"""Public network workbooks that sheetnet has not made: every formula cell shows what Excel saved in it."""

from pathlib import Path

import pytest

from sheetnet.graph.cells import Cells
from sheetnet.graph.evaluation import Evaluation
from sheetnet.graph.groups import address
from sheetnet.graph.workbook import contents
from sheetnet.sheet.cells import Value
from sheetnet.sheet.grids.file import FileGrid
from tests.promises.corpus import corpus_folder, workbooks

FOLDER = corpus_folder()
BOOKS = [path for source in ("ai-by-hand-excel", "course22p2") for path in workbooks(FOLDER / source)] if FOLDER else []
RANDOM = {"RAND, which is another number each time", "RANDBETWEEN, which is another number each time"}
"""The only formulas whose saved value stands for them."""


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
