"""The workbook at other inputs."""

import tracemalloc

from sheetnet.inspecting.points import recomputed
from sheetnet.inspecting.workings import Workings
from tests.graph.formulas import grid


def test_the_same_cells_changed_again_and_others_and_of_some_formulas_alone() -> None:
    cells = {"A1": 1.0, "A2": 2.0, "B1": "=A1*10", "B2": "=A2*10", "C1": "=B1+B2"}
    workings = Workings(grid(cells))
    a1, a2, b1, b2, c1 = (
        workings.cells.index("S", row, column) for column, row in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1))
    )
    changes = [({a1: 3.0}, None), ({a1: 4.0}, None), ({a2: 5.0}, None), ({a1: 6.0}, {b1}), ({a1: 7.0}, None)]

    found = [recomputed(workings, change, of).x[[b1, b2, c1]].tolist() for change, of in changes]

    assert found == [[30, 20, 50], [40, 20, 60], [10, 50, 60], [60, 20, 30], [70, 20, 90]]


def test_the_labels_of_a_large_sheet_take_few_bytes_a_cell() -> None:
    cells = {f"A{row}": 1.0 for row in range(1, 2_001)} | {f"CV{row}": 1.0 for row in range(1, 2_001)}
    workings = Workings(grid(cells | {"A1": "loss"}))
    two = workings.cells.index("S", 2, 1)
    tracemalloc.start()

    label = workings.label(two)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert label == "loss"
    assert peak < 40 * workings.cells.count
