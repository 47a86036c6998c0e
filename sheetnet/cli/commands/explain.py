"""sheetnet explain: why a number of the network is what it is, step by step."""

import argparse

from sheetnet.cli.printing.explained import print_explanation
from sheetnet.cli.printing.terminal import print_json
from sheetnet.cli.shared import cells

EXAMPLES = """\
Examples:
  sheetnet explain letters.xlsx BP.D45                     a gradient: forward, back, and case by case
  sheetnet explain letters.xlsx BP.D45 --iteration 17 --case 80
  sheetnet explain letters.xlsx H2 --case 3                the error of a unit
  sheetnet explain letters.xlsx Calc.E7 --json
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook")
    command.add_argument(
        "place", type=cells, metavar="CELL", help="a cell of BP's blocks or of Calc, its name, or a unit: H2, O1"
    )
    command.add_argument("--iteration", "-n", type=int, metavar="N", help="after N updates (the current values)")
    command.add_argument(
        "--case",
        type=int,
        metavar="C",
        help="the case that is shown (the cell's, else the one that counts most)",
    )


def run(options: argparse.Namespace) -> int:
    from sheetnet import api
    from sheetnet.session.explaining import as_json

    found = api.explain(options.book, options.place, iteration=options.iteration, case=options.case)
    if options.json:
        print_json("explain", {"workbook": options.book, **as_json(found)})
    else:
        print_explanation(options.book, found)
    return 0
