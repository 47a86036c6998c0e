"""The same command on many workbooks: side by side, on other machines, with a report."""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sheetnet.cli.printing.terminal import BROKEN_PIPE, books_bar, leave_stdout, print_json, say
from sheetnet.cli.shared import add_jobs, add_recursive
from sheetnet.width import width_of


def add_options(command: argparse.ArgumentParser, *, writes: bool = False) -> None:
    many = command.add_argument_group("many workbooks")
    add_recursive(many)
    add_jobs(many)
    if writes:
        many.add_argument("--output-dir", metavar="FOLDER", help="save the results there under the same names")
        many.add_argument(
            "--report", metavar="FILE", type=Path, help="write a report: .xlsx, .csv or .html, one row a workbook"
        )
        many.add_argument("--force", action="store_true", help="replace what is no report under the name of the report")
        many.add_argument(
            "--resume", action="store_true", help="skip what an interrupted run with the same settings has finished"
        )


def asked(options: argparse.Namespace) -> bool:
    """Whether the command is asked for many workbooks, or in a way that is for many."""
    from sheetnet.batch.books import is_many

    asking = ("recursive", "output_dir", "report", "dry_run", "resume", "scheduler")
    return options.jobs != 1 or any(getattr(options, name, None) for name in asking) or is_many(options.books)


def run(options: argparse.Namespace, use: Callable[..., Any], given: Mapping[str, Any], *, writes: bool = False) -> int:
    """Let a use case of `sheetnet.api` do each workbook with what was `given`, and tell each as it ends."""
    from secrets import token_hex

    from sheetnet.batch.batch import Batch, report
    from sheetnet.batch.batch import run as run_batch
    from sheetnet.batch.books import find_books
    from sheetnet.cli.printing.records import print_summary
    from sheetnet.cli.signals import stopping_gently
    from sheetnet.errors import FileError, SettingError

    gc.enable()
    if options.jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {options.jobs}")
    folder = getattr(options, "output_dir", None)
    books = find_books(options.books, recursive=options.recursive, output_folder=folder)
    for book in books:
        if book.linked:
            say(f"{book.path} is a link to a folder and was not searched; name it to have it searched")
    books = [book for book in books if not book.linked]
    output = getattr(options, "output", None)
    if output and folder:
        raise SettingError("expected -o or --output-dir, found both")
    if output and len(books) != 1:
        raise SettingError("-o is for one workbook", remedy="use --output-dir for several")
    if not books:
        raise FileError("no workbook here", book=options.books[0], remedy="expected .xlsx or .xlsm files")
    started = time.perf_counter()
    batch = Batch(
        options.command,
        use,
        given,
        writes,
        books,
        output=output,
        output_folder=folder,
        backup=getattr(options, "backup", False),
        must_undo=writes and not options.no_undo,
        dry_run=getattr(options, "dry_run", False),
        resume=getattr(options, "resume", False),
        report=getattr(options, "report", None),
        force=getattr(options, "force", False),
        jobs=options.jobs,
        scheduler=options.scheduler,
        wait=options.wait,
        run=token_hex(8),
    )
    records: list[dict[str, Any]] = []
    width = min(max(width_of(book.path) for book in batch.books), 48)
    interrupted = unheard = False
    with books_bar(len(batch.books)) as bar, stopping_gently(options.jobs):
        try:
            for record in run_batch(batch):
                records.append(record)
                try:
                    _print_one(options, record, width, bar)
                except BrokenPipeError:  # who reads the output has gone: the work goes on
                    leave_stdout()
                    unheard = True
        except KeyboardInterrupt:
            interrupted = True
    seconds = time.perf_counter() - started
    print_summary(records, len(batch.books), seconds, sys.stderr if options.json else sys.stdout)
    if batch.report and records:
        report(batch, records, seconds)
        say(f"the report is in {batch.report}")
    if interrupted:
        say("interrupted; every workbook is as it was or wholly done; --resume goes on from here")
        return 130
    if unheard:
        return BROKEN_PIPE
    return 1 if any(record["status"] in ("failed", "differs") for record in records) else 0


def _print_one(options: argparse.Namespace, record: dict[str, Any], width: int, bar: Any) -> None:
    from sheetnet.cli.printing.records import print_record  # one workbook alone needs it not

    if bar is not None:
        bar.clear()
    if options.json:
        print_json(options.command, record)
    else:
        print_record(record, width)
    if bar is not None:
        bar.update()
