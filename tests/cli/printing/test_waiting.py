"""A line on the terminal says that a long command is at work, and is gone afterwards."""

import io
import sys

import pytest

from sheetnet.cli.printing import waiting
from sheetnet.cli.printing.waiting import Waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_names_the_workbook_and_counts_iterations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    line = Waiting("folder/large.xlsx")

    steps = [step for step in line.steps("abc", 1000) if line.show() is None]

    assert steps == ["a", "b", "c"]
    assert terminal.getvalue().split("\r")[-1] == "sheetnet: large.xlsx: 0 s, iteration 2 of 1000"


def test_it_is_shown_while_the_work_lasts_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(waiting, "_MOMENT", 0.0)
    monkeypatch.setattr(waiting, "_TICK", 0.001)

    with waiting.waiting("large.xlsx"):
        while "large.xlsx" not in terminal.getvalue():
            pass

    assert terminal.getvalue().endswith("\r\033[K")


def test_nothing_is_shown_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", file := io.StringIO())
    monkeypatch.setattr(waiting, "_MOMENT", 0.0)

    with waiting.waiting("large.xlsx") as line:
        list(line.steps("abc", 3))

    assert file.getvalue() == ""
