"""sheetnet predict: a trained workbook reads new rows."""

import argparse
import csv
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

from sheetnet.cli.printing.tables import print_predictions
from sheetnet.cli.printing.terminal import print_json, say, warn
from sheetnet.cli.shared import add_force, cells

EXAMPLES = """\
Examples:
  sheetnet predict letters.xlsx new.csv
  sheetnet predict letters.xlsx "Data.D6:W9"       cells of the workbook itself
  sheetnet predict letters.xlsx 'other.xlsx!Sheet1!A1:T9' --json
  sheetnet predict letters.xlsx new.csv -o read.csv
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook with the trained network")
    command.add_argument("rows", type=_rows, metavar="ROWS", help="a CSV file, Sheet!A1:T9, or other.xlsx!Sheet!A1:T9")
    command.add_argument("-o", "--output", metavar="OUT.csv", type=Path, help="write a CSV file, print nothing")
    command.add_argument("--visible-only", action="store_true", help="leave out rows that are hidden or filtered out")
    add_force(command)


def _rows(text: str) -> str:
    """A file's name is what it is, whatever it looks like."""
    with suppress(OSError):  # of a text that can be no name
        if Path(text).exists():
            return text
    return cells(text)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    found = api.predict(options.book, options.rows, visible_only=options.visible_only)
    warn(found.notes)
    if options.output:
        _write(options.output, found, options.rows, force=options.force)
        say(f"{len(found.places)} rows are in {options.output}")
    if options.json:
        written = None if options.output is None else str(options.output)
        told = {"workbook": options.book, "output": written, "right": found.right, "rows": found.rows()}
        print_json("predict", told | {"warnings": list(found.notes)})
    elif not options.output:
        print_predictions(found)
    return 0


def _write(path: Path, found: Any, source: str, *, force: bool) -> None:
    """A line for each row, its outputs behind it: a class may be named as one of the columns is."""
    from sheetnet.errors import FileError
    from sheetnet.guard import guarded_label
    from sheetnet.sheet.disk.writing import exists_already, write_for_user
    from sheetnet.sheet.tables.labels import word

    if path.suffix.casefold() != ".csv":
        raise FileError("expected a name that ends in .csv", book=path.name)
    absent = {"outputs", *(["read"] if not found.read else []), *(["label"] if not found.labels else [])}
    rows = [{name: value for name, value in row.items() if name not in absent} for row in found.rows()]
    if path.exists() and Path(source).exists() and path.samefile(source):
        raise FileError(
            "these are the rows to predict, they would be lost", book=path.name, remedy="choose another name with -o"
        )
    if path.exists() and not force:
        raise exists_already(path.name)
    table = [[*rows[0], *map(word, found.names)]]
    table += [[*row.values(), *said] for row, said in zip(rows, found.outputs.tolist(), strict=True)]
    text = StringIO()
    csv.writer(text).writerows([guarded_label(one) if isinstance(one, str) else one for one in line] for line in table)
    write_for_user(path, lambda out: out.write(text.getvalue().encode("utf-8-sig")))
