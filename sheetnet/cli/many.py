"""The commands on many workbooks."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from sheetnet import printing
from sheetnet.cli.options import settings


def asks_for_many(options: argparse.Namespace) -> bool:
    from sheetnet.batch.books import is_many

    asked = ("recursive", "output_dir", "report", "dry_run", "resume", "scheduler")
    return options.jobs != 1 or any(getattr(options, name, None) for name in asked) or is_many(options.books)


def undo(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.batch.books import find_books
    from sheetnet.errors import SheetnetError

    code = 0
    for book in find_books(options.books, recursive=options.recursive):
        try:
            api.undo(book.path)
        except SheetnetError as error:
            printing.fail(str(error.in_book(Path(book.path).name)))
            code = 2 if len(options.books) == 1 and book.path == options.books[0] else 1
        else:
            if options.json:
                printing.print_json({"workbook": book.path, "command": "undo", "status": "done"}, line=True)
            else:
                print(f"{printing.bold(book.path)}: put back; undo again to undo that")
    return code


def many(options: argparse.Namespace) -> int:
    from secrets import token_hex

    from sheetnet.batch import plan as batch
    from sheetnet.errors import SettingError

    if options.jobs < 1:
        raise SettingError(f"expected a number of processes of 1 or more, found {options.jobs}")
    if getattr(options, "output", None):
        raise SettingError("-o is for one workbook", remedy="use --output-dir for several")
    started = time.perf_counter()
    plan = batch.Plan(
        options.command,
        settings(options),
        batch.find_books(options.books, recursive=options.recursive),
        output_folder=getattr(options, "output_dir", None),
        backup=getattr(options, "backup", False),
        dry_run=getattr(options, "dry_run", False),
        resume=getattr(options, "resume", False),
        report=getattr(options, "report", None),
        jobs=options.jobs,
        scheduler=options.scheduler,
        run=token_hex(8),
    )
    records: list[dict[str, Any]] = []
    width = min(max(printing.columns(book.path) for book in plan.books), 48)
    interrupted = False
    with printing.books_bar(len(plan.books)) as bar:
        try:
            for record in batch.run(plan):
                records.append(record)
                _print_one(options, record, width, bar)
        except KeyboardInterrupt:
            interrupted = True
    seconds = time.perf_counter() - started
    printing.print_summary(records, len(plan.books), seconds, sys.stderr if options.json else sys.stdout)
    if plan.report and records:
        batch.report(plan, records, seconds)
        printing.say(f"the report is in {plan.report}")
    if interrupted:
        printing.say("interrupted; every workbook is as it was or wholly done; --resume goes on from here")
        return 130
    return 1 if any(record["status"] in ("failed", "differs") for record in records) else 0


def _print_one(options: argparse.Namespace, record: dict[str, Any], width: int, bar: Any) -> None:
    if bar is not None:
        bar.clear()
    if options.json:
        printing.print_json(record, line=True)
    else:
        printing.print_record(record, width)
    if bar is not None:
        bar.update()
