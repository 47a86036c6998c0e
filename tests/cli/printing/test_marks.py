"""What is printed of a submission: a student's words are one line of plain text, and never orders to a terminal."""

from typing import Any

import pytest

from sheetnet.cli.printing.marks import print_marks


@pytest.mark.parametrize("place", ["workbook", "student", "cell", "message"])
def test_what_a_student_wrote_is_one_line_of_plain_text(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "a\x1b[31m\nb\u202ec"
    cell = {"cell": "Calc!J6", "block": "deltas_2", "verdict": "wrong", "message": "wrong"}
    record: dict[str, Any] = {
        "workbook": "anna.xlsx",
        "status": "done",
        "student": "1001",
        "share": 0.5,
        "points": 5.0,
        "of": 10.0,
        "verdicts": {"wrong": 1},
        "attempts": 1,
        "days_late": 0,
        "deducted": 0.0,
        "counts": True,
        "cells": [cell | ({place: text} if place in cell else {})],
    }

    print_marks(record | ({place: text} if place in record else {}))

    printed = capsys.readouterr().out
    assert "a?[31m?b?c" in printed
    assert printed.count("\n") == 2
    assert printed.replace("\n", "").isprintable()
