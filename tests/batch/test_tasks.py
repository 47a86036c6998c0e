"""Tasks given to processes: their number changes no result."""

from pathlib import Path

import sheetnet
from sheetnet.batch.tasks import across_processes


def test_processes_and_their_number_change_no_result(letters: Path) -> None:
    one = sheetnet.sweep(letters, etas=(0.02, 0.2), seeds=40, iterations=30)
    two = sheetnet.sweep(letters, etas=(0.02, 0.2), seeds=40, iterations=30, across=across_processes(2), parts=2)

    assert two.rows == one.rows
