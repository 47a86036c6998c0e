"""sheetnet show: what the program sees in a workbook."""

import argparse
import time

from sheetnet.cli import many
from sheetnet.cli.printing.results import print_seen
from sheetnet.cli.printing.tables import print_misread
from sheetnet.cli.printing.terminal import print_json
from sheetnet.cli.shared import add_books

EXAMPLES = """\
Examples:
  sheetnet show letters.xlsx
  sheetnet show letters.xlsx --json
  sheetnet show class/
  sheetnet show letters.xlsx --misread --iteration 50    which cases are misread, and what they are taken for
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    command.add_argument("--misread", action="store_true", help="list the cases that are misread instead")
    command.add_argument("--iteration", "-n", type=int, metavar="N", help="after N updates (the current values)")
    many.add_options(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.errors import SettingError

    if options.misread and many.asked(options):
        raise SettingError("--misread is for one workbook")
    if options.iteration is not None and not options.misread:
        raise SettingError("--iteration is for the cases that --misread lists")
    if many.asked(options):
        return many.run(options, api.show, {})
    started = time.perf_counter()
    if options.misread:
        found = api.misread(options.books[0], options.iteration)
        if options.json:
            told = {"workbook": options.books[0], "seconds": round(time.perf_counter() - started, 6)}
            print_json("show", found.summary() | told)
        else:
            print_misread(found)
        return 0
    seen = api.show(options.books[0])
    if options.json:
        told = {"workbook": options.books[0], "seconds": round(time.perf_counter() - started, 6)}
        print_json("show", seen | told)
    else:
        print_seen(seen)
    return 0
