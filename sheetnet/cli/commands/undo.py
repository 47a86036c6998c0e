"""sheetnet undo: a workbook becomes what it was before sheetnet last wrote it."""

import argparse
from pathlib import Path

from sheetnet.cli.printing.terminal import bold, fail, print_json, say
from sheetnet.cli.shared import add_recursive
from sheetnet.saying import said

EXAMPLES = """\
Examples:
  sheetnet undo letters.xlsx
  sheetnet undo letters.xlsx                once more: the run is back
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("books", metavar="BOOK.xlsx", nargs="+", help="workbooks: names, patterns, folders")
    add_recursive(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.batch.books import find_books
    from sheetnet.errors import SheetnetError

    code = 0
    for book in find_books(options.books, recursive=options.recursive):
        if book.linked:
            say(f"{book.path} is a link to a folder and was not searched; name it to have it searched")
            continue
        if book.problem:
            _refuse(options, book.path, f"{book.path}: {book.problem}")
            code = 1
            continue
        try:
            api.undo(book.path)
        except SheetnetError as error:
            _refuse(options, book.path, str(error.in_book(Path(book.path).name)))
            code = 2 if len(options.books) == 1 and book.path == options.books[0] else 1
        else:
            if options.json:
                print_json("undo", {"workbook": book.path})
            else:
                print(said("{}: put back; undo again to undo that", bold(book.path)))
    return code


def _refuse(options: argparse.Namespace, book: str, message: str) -> None:
    fail(message)
    if options.json:
        print_json("undo", {"workbook": book, "status": "failed", "message": message})
