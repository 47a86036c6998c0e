"""sheetnet grade: the marks of many submissions by one key."""

import argparse
import sys
import time
from typing import Any

from sheetnet.cli import many
from sheetnet.cli.shared import add_books, add_lang

EXAMPLES = """\
Examples:
  sheetnet grade class/*.xlsx --key letters.xlsx
  sheetnet grade class/ --key letters.xlsx --exercise exercise.xlsx --jobs 2
  sheetnet grade anna.xlsx --key letters.xlsx --json
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    command.add_argument("--key", required=True, metavar="KEY.xlsx", help="the workbook with the right formulas")
    command.add_argument(
        "--exercise",
        default="",
        metavar="EX.xlsx",
        help="the exercise as it went out: what is asked and the points (as the submission says)",
    )
    add_lang(command, "what is said of mistakes")
    many.add_options(command)


def run(options: argparse.Namespace) -> int:
    from pathlib import Path

    from sheetnet import classroom
    from sheetnet.batch.batch import Batch
    from sheetnet.batch.batch import run as run_batch
    from sheetnet.batch.books import find_books
    from sheetnet.cli.printing.marks import print_marks, print_marks_of_all
    from sheetnet.cli.printing.terminal import books_bar, print_json
    from sheetnet.cli.signals import stopping_gently
    from sheetnet.errors import SettingError

    if options.jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {options.jobs}")
    key, exercise = (
        one if "://" in one or not one else str(Path(one).absolute()) for one in (options.key, options.exercise)
    )
    classroom.key_of(key)  # what is wrong with the key is said before the first submission is read
    given: dict[str, Any] = {"key": key, "exercise": exercise, "lang": options.lang}
    if exercise:
        classroom.exercise_of(exercise)
    books = [one for one in find_books(options.books, recursive=options.recursive) if not one.linked]
    if len(books) == 1 and not options.scheduler and not books[0].problem:
        record = _one(books[0].path, given)
        print_json("grade", record) if options.json else print_marks(record)
        return 0
    started = time.perf_counter()
    batch = Batch(
        "grade", classroom.grade, given, writes=False, books=books, jobs=options.jobs,
        scheduler=options.scheduler, wait=options.wait,
    )  # fmt: skip
    records: list[dict[str, Any]] = []
    with books_bar(len(books)) as bar, stopping_gently(options.jobs):
        for record in run_batch(batch):
            records.append(record)
            if bar is not None:
                bar.clear()
            if options.json:
                print_json("grade", record)
            else:
                print_marks(record)
            if bar is not None:
                bar.update()
    if len(records) > 1:
        print_marks_of_all(records, time.perf_counter() - started, sys.stderr if options.json else sys.stdout)
    return 1 if any(record["status"] == "failed" for record in records) else 0


def _one(book: str, given: dict[str, Any]) -> dict[str, Any]:
    """The record of a single submission, with what is wrong with the file raised."""
    from sheetnet import classroom

    started = time.perf_counter()
    found = {"workbook": book, "status": "done", **classroom.grade(book, **given)}
    return found | {"seconds": round(time.perf_counter() - started, 6)}
