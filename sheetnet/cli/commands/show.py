"""sheetnet show: what the program sees in a workbook."""

import argparse
import time

from sheetnet.cli import many
from sheetnet.cli.printing.results import print_seen
from sheetnet.cli.printing.terminal import print_json
from sheetnet.cli.shared import add_books

EXAMPLES = """\
Examples:
  sheetnet show letters.xlsx
  sheetnet show letters.xlsx --json
  sheetnet show class/
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    many.add_options(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    if many.asked(options):
        return many.run(options, api.show, {})
    started = time.perf_counter()
    seen = api.show(options.books[0])
    if options.json:
        told = {"workbook": options.books[0], "seconds": round(time.perf_counter() - started, 6)}
        print_json("show", seen | told)
    else:
        print_seen(seen)
    return 0
