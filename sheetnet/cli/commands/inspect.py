"""sheetnet inspect: what learns in a workbook that sheetnet did not make."""

import argparse

from sheetnet.cli.printing.terminal import print_json, say
from sheetnet.cli.printing.waiting import waiting
from sheetnet.cli.shared import add_keeping, add_output, saving

EXAMPLES = """\
Examples:
  sheetnet inspect homework.xlsx
  sheetnet inspect homework.xlsx --json
  sheetnet inspect homework.xlsx --sheet -o mapped.xlsx        the map as a sheet Inspect; nothing else changes
  sheetnet inspect homework.xlsx --write-names                 names loss, parameters, gradients, rate
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook")
    command.add_argument("--sheet", action="store_true", help="add the map as a sheet Inspect")
    command.add_argument("--write-names", action="store_true", help="define names for what was found")
    add_output(command)
    add_keeping(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import any_sheet
    from sheetnet.cli.printing.inspected import found_as_json, print_found

    writes = {"write_names": options.write_names, "sheet": options.sheet, "lang": options.lang}
    keeping = saving(options) if options.write_names or options.sheet else {}
    with waiting(options.book):
        found = any_sheet.inspect(options.book, **writes, **keeping)
    if options.json:
        print_json("inspect", {"workbook": options.book, "found": [found_as_json(one, options.lang) for one in found]})
    elif found:
        print_found(found, options.lang)
    else:
        say(
            f"{options.book}: no formulas that learn were found; "
            "a cell for the loss, or for output minus target, leads to them"
        )
    return 0
