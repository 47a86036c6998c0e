"""sheetnet blank: an exercise from a workbook, one for all or one for each student."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sheetnet.cli.printing.terminal import print_json, say
from sheetnet.cli.shared import add_force, add_lang, cells, due_in
from sheetnet.saying import said

if TYPE_CHECKING:
    from sheetnet.marking.students import Student

EXAMPLES = """\
Examples:
  sheetnet blank letters.xlsx --hide deltas,gradients -o exercise.xlsx
  sheetnet blank letters.xlsx --level 1 -o first.xlsx                   one delta is to be filled in
  sheetnet blank homework.xlsx --hide Sheet1.H2:J9 -o exercise.xlsx     any workbook
  sheetnet blank letters.xlsx --hide deltas --roster roster.csv --output-dir class/ --own-data
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook with the right formulas: the key")
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--hide",
        type=cells,
        metavar="WHAT",
        help="what is emptied: sums, outputs, errors, loss, deltas, gradients, updates, or ranges, with commas",
    )
    what.add_argument(
        "--level",
        type=int,
        choices=range(1, 7),
        metavar="N",
        help="instead: 1 one delta, 2 those of the outputs, 3 all deltas, 4 gradients too, 5 updates too, "
        "6 every formula of the network (4)",
    )
    command.add_argument("-o", "--output", metavar="OUT.xlsx", help="where the exercise goes")
    command.add_argument(
        "--roster", type=Path, metavar="CSV", help="a table with a number and a name a line: one workbook a student"
    )
    command.add_argument("--output-dir", type=Path, metavar="FOLDER", help="where the workbooks of a roster go")
    command.add_argument(
        "--own-data", action="store_true", help="each student of a roster has the cases in an order of their own"
    )
    command.add_argument(
        "--due",
        metavar="TIME",
        help="until when it has to be handed in, such as 2026-12-01T18:00; it stands in the sheet",
    )
    add_lang(command, "sheet Exercise")
    add_force(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet.errors import FileError, SettingError
    from sheetnet.marking.exercise import LEVELS
    from sheetnet.marking.roster import read_roster

    hide = [one.strip() for one in options.hide.split(",")] if options.hide else LEVELS[options.level or 4]
    if options.roster is None:
        if not options.output:
            raise SettingError("expected -o OUT.xlsx, or --roster with --output-dir")
        if options.output_dir or options.own_data:
            raise SettingError("--output-dir and --own-data are for a --roster")
        _make(options, hide, {options.output: None})
        return 0
    if options.output or not options.output_dir:
        raise SettingError("expected --output-dir FOLDER together with --roster")
    students = read_roster(options.roster)
    try:
        options.output_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot make the folder: {error.strerror}", book=str(options.output_dir)) from None
    outputs: dict[str, Student | None] = {}
    for student, name in zip(students, _names([one.number for one in students]), strict=True):
        outputs[str(options.output_dir / f"{Path(options.book).stem}-{name}.xlsx")] = student
    _make(options, hide, outputs)
    return 0


def _names(numbers: Sequence[str]) -> list[str]:
    """The numbers as parts of names of files, no two the same, also where large and small letters are."""
    found: dict[str, str] = {}
    for number in numbers:
        name, times = _in_a_name(number), 1
        while name.casefold() in found:
            times += 1
            name = f"{_in_a_name(number)}-{times}"
        found[name.casefold()] = name
    return list(found.values())


def _in_a_name(number: str) -> str:
    """A student's number as a part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in number)


def _make(options: argparse.Namespace, hide: Sequence[str], outputs: "dict[str, Student | None]") -> None:
    from sheetnet import classroom

    due = due_in(options.due, zoned=False)
    given = {"lang": options.lang, "own_data": options.own_data, "due": due, "force": options.force}
    for target, made in zip(outputs, classroom.blank_all(options.book, outputs, hide, **given), strict=True):
        if options.json:
            blocks = [{"block": one.block, "place": str(one.area)} for one in made.blocks]
            told = {"status": "done", "workbook": options.book, "output": target, "student": made.student.number}
            print_json("blank", {**told, "cells": made.cells, "blocks": blocks})
        else:
            places = ", ".join(f"{one.block} {one.area}" for one in made.blocks)
            several = said("{}: {} cells to fill in: {}", target, made.cells, places)
            print(said("{}: 1 cell to fill in: {}", target, places) if made.cells == 1 else several, flush=True)
            if not made.student.number:
                say(f"mark what comes back with: sheetnet grade FILES --key {options.book}")
