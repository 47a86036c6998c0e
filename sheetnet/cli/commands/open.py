"""sheetnet open: a workbook, or a page made of it, in the program that the system has for it."""

import argparse
from pathlib import Path

from sheetnet.cli.printing.terminal import bold, print_json
from sheetnet.saying import said

EXAMPLES = """\
Examples:
  sheetnet open letters.xlsx
  sheetnet open learn.html                  a page that sheetnet plot made
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook, or another file")


def run(options: argparse.Namespace) -> int:
    from sheetnet.office.opening import open_file

    program = open_file(Path(options.book))
    if options.json:
        print_json("open", {"workbook": options.book, "program": program})
    else:
        print(said("{}: opened by {}", bold(options.book), program))
    return 0
