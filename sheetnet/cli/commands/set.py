"""sheetnet set: choose how a workbook learns; its formulas are made for that method."""

import argparse

from sheetnet.cli.changing import add_changing, change
from sheetnet.cli.shared import add_books, add_eta, add_iterations, add_method, method_given

EXAMPLES = """\
Examples:
  sheetnet set letters.xlsx --optimiser adam --eta 0.01
  sheetnet set letters.xlsx --head "softmax+cross entropy" --batch-size 10
  sheetnet set letters.xlsx                        let the formulas follow what the lists say
"""


def add_options(command: argparse.ArgumentParser) -> None:
    add_books(command)
    add_iterations(command)
    add_eta(command)
    add_method(command)
    add_changing(command)


def run(options: argparse.Namespace) -> int:
    from sheetnet import api

    given = {"iterations": options.iterations, "eta": options.eta, "settings": method_given(options)}
    return change(options, api.choose, given)
