"""Tasks given to processes: their number changes no result."""

import runpy
import sys
from pathlib import Path
from typing import NoReturn

import pytest

import sheetnet
from sheetnet.batch import running, tasks
from sheetnet.batch.tasks import across_processes


def test_processes_and_their_number_change_no_result(letters: Path) -> None:
    one = sheetnet.sweep(letters, etas=(0.02, 0.2), seeds=40, iterations=30)
    two = sheetnet.sweep(letters, etas=(0.02, 0.2), seeds=40, iterations=30, across=across_processes(2), parts=2)

    assert two.rows == one.rows


def test_windows_cannot_wait_for_more_than_61_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ProcessPoolExecutor` refuses more there: "max_workers must be <= 61"."""
    monkeypatch.setattr(sys, "platform", "win32")

    assert runpy.run_path(running.__file__)["MOST_PROCESSES"] == 61


def test_no_more_processes_are_asked_for_than_the_system_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def pool(processes: int, **_: object) -> NoReturn:
        raise RuntimeError(processes)

    monkeypatch.setattr(tasks, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(tasks, "MOST_PROCESSES", 61)

    with pytest.raises(RuntimeError, match=r"^61$"):
        list(across_processes(200)(abs, range(100)))
