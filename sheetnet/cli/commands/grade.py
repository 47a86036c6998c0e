"""sheetnet grade: the marks of many submissions by one key."""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetnet.cli.shared import add_books, add_force, add_jobs, add_lang, add_recursive, due_in

if TYPE_CHECKING:
    from sheetnet.marking.attempts import Handed

EXAMPLES = """\
Examples:
  sheetnet grade class/*.xlsx --key letters.xlsx --report marks.xlsx --roster roster.csv
  sheetnet grade class/ --key letters.xlsx --exercise exercise.xlsx --jobs 2 --feedback-dir back/
  sheetnet grade class/*.xlsx --key letters.xlsx --resume      go on after an interruption
  sheetnet grade anna.xlsx --key letters.xlsx --json
  sheetnet grade class/ --key own.xlsx --cells 'Sheet1!H2:J9'   any workbook is a key
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    command.add_argument("--key", required=True, metavar="KEY.xlsx", help="the workbook with the right formulas")
    asked = command.add_mutually_exclusive_group()
    asked.add_argument(
        "--exercise",
        default="",
        metavar="EX.xlsx",
        help="the exercise as it went out: what is asked and the points (as the submission says)",
    )
    asked.add_argument(
        "--cells",
        default="",
        metavar="WHAT",
        help="what is asked: kinds of formulas or ranges of the key with commas, such as Sheet1!H2:J9",
    )
    command.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="marks of the class: .xlsx with a heat map, .csv, .json or .html",
    )
    command.add_argument(
        "--feedback-dir", metavar="FOLDER", default="", help="a copy for each student there, coloured, with comments"
    )
    command.add_argument(
        "--due",
        metavar="TIME",
        help="until when it had to be handed in, such as 2026-12-01T18:00 (as the exercise says)",
    )
    command.add_argument(
        "--roster", type=Path, metavar="CSV", help="names in the marks, who handed nothing in, numbers that nobody has"
    )
    command.add_argument("--resume", action="store_true", help="skip what was marked before and has not changed")
    add_lang(command, "what is said of mistakes")
    add_force(command)
    many = command.add_argument_group("many workbooks")
    add_recursive(many)
    add_jobs(many)


def run(options: argparse.Namespace) -> int:
    from sheetnet import classroom
    from sheetnet.batch.books import OTHERS, find_books, whole
    from sheetnet.cli.printing.marks import print_marks
    from sheetnet.cli.printing.terminal import print_json
    from sheetnet.errors import SettingError
    from sheetnet.marking.attempts import settled
    from sheetnet.report import class_report

    if options.jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {options.jobs}")
    found = find_books(
        options.books, recursive=options.recursive, output_folder=options.feedback_dir or None, also=OTHERS
    )
    books = [one for one in found if not one.linked]
    if options.report:
        ours = [options.key, options.exercise, *(one.path for one in books)]
        class_report.check_name(options.report, filter(None, ours), force=options.force)
    given = _given(options)
    names = _names(options.roster)
    copies = _copies(books, whole(options.feedback_dir)) if options.feedback_dir else {}
    due = due_in(options.due, zoned=True)
    handed = classroom.handed_in([one.path for one in books if not one.problem], given["exercise"], due)
    if len(books) == 1 and not (options.scheduler or options.report or options.resume or names or books[0].problem):
        record = settled([_one(books[0].path, given, copies, handed)])[0]
        if options.json:
            print_json("grade", record)
        else:
            print_marks(record)
        return 0
    return _many(options, books, given, copies, handed, names)


def _names(roster: Path | None) -> dict[str, str]:
    """Number -> name of the students of a roster; nobody without one."""
    if roster is None:
        return {}
    from sheetnet.marking.roster import read_roster

    return {one.number: one.name for one in read_roster(roster)}


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """What each submission is marked with; what is wrong with the key is said before the first one is read."""
    from sheetnet import classroom
    from sheetnet.batch.books import whole
    from sheetnet.errors import FileError, SettingError

    key, exercise, folder = (whole(one) for one in (options.key, options.exercise, options.feedback_dir))
    if "://" in folder:
        raise SettingError(f"expected a folder of this machine for the copies, found '{folder}'")
    classroom.key_of(key)
    if options.cells:
        classroom.asked_of(key, options.cells)
    if exercise:
        classroom.exercise_of(exercise)
    if folder:
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"cannot make the folder: {error.strerror}", book=folder) from None
    return {"key": key, "exercise": exercise, "cells": options.cells, "lang": options.lang}


def _copies(books: list[Any], folder: str) -> dict[str, str]:
    """Where the copy of each submission goes; two of one name are refused, but for the endings."""
    from sheetnet.batch.books import OTHERS, outputs

    books = [one for one in books if not one.path.lower().endswith(OTHERS)]
    taken = {one.inside.lower() for one in books}
    plain = []
    for one in books:
        name = str(Path(one.inside).with_suffix(".xlsx"))
        other = name.lower() != one.inside.lower() and name.lower() in taken
        plain.append(one._replace(inside=f"{one.inside}.xlsx" if other else name))
    return outputs(plain, folder)


def _one(book: str, given: dict[str, Any], copies: Mapping[str, str], handed: "Mapping[str, Handed]") -> dict[str, Any]:
    """The record of a single submission, with what is wrong with the file raised."""
    from sheetnet import classroom

    started = time.perf_counter()
    marks = classroom.grade(book, **given, output=copies.get(book), handed=handed.get(book))
    found = {"workbook": book, "status": "done", **marks}
    return found | {"seconds": round(time.perf_counter() - started, 6)}


def _many(
    options: argparse.Namespace,
    books: list[Any],
    given: dict[str, Any],
    copies: Mapping[str, str],
    handed: "Mapping[str, Handed]",
    names: Mapping[str, str],
) -> int:
    from sheetnet import classroom
    from sheetnet.batch.batch import Batch
    from sheetnet.batch.batch import run as run_batch
    from sheetnet.cli.printing.marks import print_marks, print_marks_of_all, print_missing, room_for
    from sheetnet.cli.printing.terminal import books_bar, print_json, say
    from sheetnet.cli.signals import stopping_gently
    from sheetnet.marking.attempts import Turns
    from sheetnet.marking.grading import FIELDS
    from sheetnet.marking.together import missing, with_name

    started = time.perf_counter()
    jobs = {"jobs": options.jobs, "scheduler": options.scheduler, "wait": options.wait}
    batch = Batch(
        "grade",
        classroom.grade,
        given,
        writes=False,
        books=books,
        outputs=copies,
        each={book: {"handed": mine} for book, mine in handed.items()},
        beside=[one for one in (given["key"], given["exercise"]) if one],
        noted=True,
        resume=options.resume,
        fields=FIELDS,
        **jobs,
    )
    records: list[dict[str, Any]] = []
    turns = Turns(handed)
    room = room_for(book.path for book in books)
    interrupted = False

    def tell(several: list[dict[str, Any]]) -> None:
        for record in (with_name(one, names) for one in several):
            records.append(record)
            if options.json:
                print_json("grade", record)
            else:
                print_marks(record, room)

    with books_bar(len(books)) as bar, stopping_gently(options.jobs):
        try:
            for record in run_batch(batch):
                if bar is not None:
                    bar.clear()
                tell(turns.complete(record))
                if bar is not None:
                    bar.update()
        except KeyboardInterrupt:
            interrupted = True
    tell(turns.rest())
    stream = sys.stderr if options.json else sys.stdout
    print_marks_of_all(records, time.perf_counter() - started, stream)
    if names:
        print_missing([f"{one} {names[one]}".rstrip() for one in missing(records, names)], stream)
    if options.report and records:
        _report(options, [book.path for book in books], records, names)
        say(f"the report is in {options.report}")
    if interrupted:
        say("interrupted; --resume goes on from here")
        return 130
    return 1 if any(record["status"] == "failed" for record in records) else 0


def _report(
    options: argparse.Namespace, books: list[str], records: list[dict[str, Any]], names: Mapping[str, str]
) -> None:
    """The report, whose lines are in the same order however many processes there were."""
    from sheetnet.marking import together
    from sheetnet.report import class_report

    order = {book: number for number, book in enumerate(books)}
    ranked = sorted(records, key=lambda record: order.get(record["workbook"], len(order)))
    class_report.write(options.report, together.report(ranked, options.lang, names))
