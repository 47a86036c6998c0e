"""What is printed of a submission: a student's words are one line of plain text, and never orders to a terminal."""

from typing import Any

import pytest

from sheetnet.cli.printing.marks import print_marks, room_for

CELL = {"cell": "Calc!J6", "block": "deltas_2", "verdict": "wrong", "message": "wrong"}
RECORD: dict[str, Any] = {
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
    "cells": [CELL],
}


@pytest.mark.parametrize("place", ["workbook", "student", "cell", "message"])
def test_what_a_student_wrote_is_one_line_of_plain_text(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "a\x1b[31m\nb\u202ec"

    print_marks(
        RECORD
        | {"cells": [CELL | ({place: text} if place in CELL else {})]}
        | ({place: text} if place in RECORD else {})
    )

    printed = capsys.readouterr().out
    assert "a?[31m?b?c" in printed
    assert printed.count("\n") == 2
    assert printed.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 number instead of a formula"), (17, "17 numbers instead of formulas")]
)
def test_one_number_and_many_are_told_in_english(count: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_marks(RECORD | {"verdicts": {"right": 3, "constant": count}})

    assert f"3 right, {words}\n" in capsys.readouterr().out


def test_the_shares_of_a_class_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["b.xlsx", "課題-上田.xlsx"]  # each letter of Japanese is two wide in a terminal

    for name in names:
        print_marks(RECORD | {"workbook": name, "cells": []}, room_for(names))

    short, long = (line.partition("50.0%")[0] for line in capsys.readouterr().out.splitlines())
    assert len(short) == len(long) + 4
