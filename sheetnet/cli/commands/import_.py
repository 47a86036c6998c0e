"""sheetnet import: the parameters of an exported network become a workbook's current values."""

import argparse
import time

from sheetnet.cli.changing import say_replaced, tell, will_be_replaced
from sheetnet.cli.shared import add_keeping, add_output, saving

EXAMPLES = """\
Examples:
  sheetnet import letters.xlsx letters.json
  sheetnet import letters.xlsx letters.npz --initial    and train from there
"""


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK.xlsx", help="the workbook that gets the parameters")
    command.add_argument("model", metavar="MODEL", help="a model that was exported: .npz, .json or .csv")
    command.add_argument("--initial", action="store_true", help="let them be the initial values too")
    add_output(command)
    add_keeping(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    started = time.perf_counter()
    replaced = will_be_replaced(options.output)
    result = api.import_(options.book, options.model, initial=options.initial, **saving(options))
    tell(options, options.book, result, time.perf_counter() - started)
    if replaced:
        say_replaced(options)
    return 0
